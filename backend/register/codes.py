"""The code lists of the register, read once from `codes/*.csv` (their sources: `codes/NOTICE.md`)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).with_name("codes")


Labels = Mapping[str, str]
CodeList = Mapping[str, Labels]


@cache
def code_lists() -> Mapping[str, CodeList]:
    """All lists: name → code → labels (`zh`, `en`; in `quota_type` also `is_type`, yes or no), in file order.

    Plain dicts, so that they go to JSON as they are; typed as mappings, because nobody may change them.
    """
    return {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.csv"))}


def _read(path: Path) -> CodeList:
    with path.open(encoding="utf-8", newline="") as file:
        return {row.pop("code"): row for row in csv.DictReader(file)}


def is_code(list_name: str, value: str) -> bool:
    """Whether `value` is in the list.

    :raises KeyError: there is no list of this name, which is a mistake of the caller
    """
    return value in code_lists()[list_name]


@cache
def lists_version() -> str:
    """A short digest of all lists, for caching: it changes when a list does."""
    return sha256(repr(code_lists()).encode()).hexdigest()[:12]
