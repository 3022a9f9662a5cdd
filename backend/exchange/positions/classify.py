"""What a name suggests about a body: nature, system, category and the type of quota it recruits on.

The rules are data (`rules.csv`): first match wins, an empty cell says nothing. They are a convention of this
product and not law; what they give is a suggestion that an office corrects, never an approved quota.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from backend.exchange.positions.names import ParsedName

_RULES: Final = Path(__file__).with_name("rules.csv")


@dataclass(frozen=True, slots=True)
class Classification:
    """Codes of org_nature, org_system, org_category and quota_type; None where the name suggests nothing."""

    nature: str
    system: str
    category: str | None
    quota_type: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """`civil_servant_law`: True or False asks for the mark or its absence, None for neither."""

    pattern: re.Pattern[str]
    civil_servant_law: bool | None
    gives: Classification


UNKNOWN: Final = Classification(nature="9", system="99", category=None, quota_type=None)
_MARK: Final = {"yes": True, "no": False, "any": None}


@cache
def rules() -> Sequence[Rule]:
    """The table in its order."""
    with _RULES.open(encoding="utf-8", newline="") as file:
        return tuple(
            Rule(
                re.compile(row["pattern"]),
                _MARK[row["civil_servant_law"]],
                Classification(row["nature"], row["system"], row["category"] or None, row["quota_type"] or None),
            )
            for row in csv.DictReader(file)
        )


def classify(name: ParsedName) -> Classification:
    """The suggestion of the first rule that fits, or `UNKNOWN`."""
    for rule in rules():
        if rule.civil_servant_law in (None, name.civil_servant_law) and rule.pattern.search(name.name):
            return rule.gives
    return UNKNOWN
