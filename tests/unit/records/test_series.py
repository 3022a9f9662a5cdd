"""How numbers are written."""

from __future__ import annotations

import pytest

from backend.records.series import SHORT_NAMES, write_number


def test_numbers_are_written_as_on_paper() -> None:
    assert write_number("acceptance", 2026, 1) == "受理〔2026〕1号"
    assert write_number("entry_notice", 2026, 120) == "入编通〔2026〕120号"


def test_short_names_differ() -> None:
    assert len(set(SHORT_NAMES.values())) == len(SHORT_NAMES)


def test_a_series_without_name_has_no_numbers() -> None:
    with pytest.raises(KeyError):
        write_number("lottery", 2026, 1)
