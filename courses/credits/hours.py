"""Hours of training (学时), exact: counted in tenths, written with one decimal at most, never a float."""

from __future__ import annotations

import re
import unicodedata

#: A record or a target holds less than ten thousand hours.
MOST_TENTHS = 99_999
HOURS_PATTERN = r"(0|[1-9][0-9]{0,3})(\.[0-9])?"
_HOURS = re.compile(HOURS_PATTERN)


class NotHours(ValueError):
    """The text is no number of hours above nought, with one decimal at most."""


def parse_hours(text: str) -> int:
    """Tenths of the hours in ``text`` ("12", "12.5", full width too; "12.0" as a sheet writes it).

    Raises :class:`NotHours`.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _HOURS.fullmatch(plain):
        raise NotHours(plain)
    whole, _, tenth = plain.partition(".")
    tenths = int(whole) * 10 + int(tenth or "0")
    if tenths == 0:
        raise NotHours(plain)
    return tenths


def write_hours(tenths: int) -> str:
    """``"12"`` or ``"12.5"``."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)
