"""The rules that are asked before a write, each a named check that raises one named error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from backend.register.codes import is_code
from backend.register.errors import (
    CodeInvalid,
    DateAfterDissolution,
    DateBeforeFounding,
    DateInFuture,
    DivisionNotInUnit,
    UnknownCode,
)

#: 编制 proper: these are added up; the two controls are counted in ledgers of their own and never added.
QUOTA_TYPES = ("administrative", "political_legal", "worker", "institution")
COUNTED_APART = ("headcount_control", "outside_quota_control")
LEDGER_TYPES = (*QUOTA_TYPES, *COUNTED_APART)

#: By nature (org_nature): the type a unit is expected to have while no number is known. A default of ours.
_EXPECTED_TYPE = {"4": "political_legal", "5": "institution"}

RANK_LISTS = (
    "civil_servant_rank_general",
    "civil_servant_rank_law_enforcement",
    "civil_servant_rank_professional",
    "institution_post_grade",
)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the rules ask about an organization."""

    id: str
    node_id: str
    region_code: str
    founded_on: date | None
    dissolved_on: date | None


@dataclass(frozen=True, slots=True)
class DivisionFacts:
    """What the rules ask about an internal division."""

    id: str
    organization_id: str
    valid_from: date | None
    valid_to: date | None


def expected_quota_type(nature: str) -> str:
    """The quota type under which the record of a unit without numbers says "unknown"."""
    return _EXPECTED_TYPE.get(nature, "administrative")


def ensure_not_future(today: date, day: date) -> None:
    """Raises :class:`DateInFuture`."""
    if day > today:
        raise DateInFuture(day=day.isoformat(), today=today.isoformat())


def ensure_in_life(unit: UnitFacts, day: date) -> None:
    """The unit exists on ``day``. An unknown founding refuses nothing.

    Raises :class:`DateBeforeFounding` or :class:`DateAfterDissolution`.
    """
    if unit.founded_on is not None and day < unit.founded_on:
        raise DateBeforeFounding(day=day.isoformat(), founded_on=unit.founded_on.isoformat())
    if unit.dissolved_on is not None and day >= unit.dissolved_on:
        raise DateAfterDissolution(day=day.isoformat(), dissolved_on=unit.dissolved_on.isoformat())


def ensure_effective(today: date, unit: UnitFacts, day: date) -> None:
    """An effect may be dated ``day``: not in the future, and within the life of the unit."""
    ensure_not_future(today, day)
    ensure_in_life(unit, day)


def ensure_code(list_name: str, value: str | None) -> None:
    """``value`` is in the code list, or empty. Raises :class:`UnknownCode`."""
    if value is not None and not is_code(list_name, value):
        raise UnknownCode(list=list_name, value=value)


def ensure_quota_type(value: str) -> None:
    """A ledger is kept for this type. Raises :class:`UnknownCode`."""
    if value not in LEDGER_TYPES:
        raise UnknownCode(list="quota_type", value=value)


def ensure_rank(value: str | None) -> None:
    """A rank or post grade of one of the four lists, or empty. Raises :class:`UnknownCode`."""
    if value is not None and not any(is_code(name, value) for name in RANK_LISTS):
        raise UnknownCode(list="rank", value=value)


def ensure_division(division: DivisionFacts | None, organization_id: str, day: date) -> None:
    """The division belongs to the unit on ``day``. Raises :class:`DivisionNotInUnit`."""
    if (
        division is None
        or division.organization_id != organization_id
        or (division.valid_from is not None and day < division.valid_from)
        or (division.valid_to is not None and day >= division.valid_to)
    ):
        raise DivisionNotInUnit(organization_id=organization_id)


def ensure_social_credit_code(code: str | None) -> None:
    """A unified social credit code by GB 32100, or empty. Raises :class:`CodeInvalid`."""
    if code is None:
        return
    try:
        uscc.validate(code)
    except ValidationError as error:
        raise CodeInvalid(fields={"code": ["code_invalid"]}) from error
