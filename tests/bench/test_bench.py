"""That the benches run, on the small size. What they find is for people to read: nothing here waits for a time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import orjson
import pytest

from tests.bench.chromium import NoChromium, chromium_path
from tests.bench.measure import Budget, Figure
from tests.bench.parts import PARTS
from tests.bench.report import save, table
from tests.bench.sizes import SIZES

#: These open the built app; Lighthouse beside them would only repeat that at length.
IN_A_BROWSER = ("app",)
LEFT_OUT = ("lighthouse",)


@pytest.mark.parametrize("part", [name for name in PARTS if name not in LEFT_OUT])
def test_part_runs(part: str, tmp_path: Path) -> None:
    if part in IN_A_BROWSER:
        _need_chromium()
    figures = list(PARTS[part](SIZES["small"]))
    assert any(figure.budget for figure in figures)
    assert all(figure.ours >= 0 for figure in figures)
    _check_saved(part, figures, tmp_path)


def _check_saved(part: str, figures: Sequence[Figure], folder: Path) -> None:
    saved = orjson.loads(save(part, "small", figures, folder).read_bytes())
    assert [figure["what"] for figure in saved["figures"]] == [figure.what for figure in figures]


def _need_chromium() -> None:
    try:
        chromium_path()
    except NoChromium as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"{missing}: the app's first screens were NOT measured")


def test_table_marks_what_is_over_its_budget() -> None:
    kept = Figure("a", "kept", 3.0, "ms", 2.0, 1.5, Budget(2.0))
    over = Figure("a", "over", 5.0, "ms", 2.0, 2.5, Budget(2.0))
    slow = Figure("a", "slow", 90, "/s", budget=Budget(400, of_value=True, least=True))
    lines = table([kept, over, slow]).splitlines()[1:]
    assert [line.endswith("over") for line in lines] == [False, True, True]
    assert "≥ 400 /s" in lines[2]
