"""The port through which domains offer evidence: a provider reads facts for many subjects at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from backend.assessment.evidence.rules import DEFAULT_RULES, Rules
from backend.assessment.terms import Evidence, Period, SubjectKind
from backend.core.transaction import Tx


@dataclass(frozen=True, slots=True)
class Batch:
    """The subjects that evidence is asked for in one go, with what every provider needs of them.

    ``people`` gives the person behind each account, for people who have one; ``units`` the organization at each
    scope node, when the subjects are units. ``round_id`` is None where no round is meant: marks belong to a round.
    """

    subject_ids: tuple[str, ...]
    period: Period
    today: date
    people: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    round_id: str | None = None
    rules: Rules = DEFAULT_RULES


Read = Callable[[Tx, Batch], Iterable[Evidence]]


@dataclass(frozen=True, slots=True)
class Provider:
    """What gives the evidence of some sources about one kind of subject, in a few statements per batch."""

    kind: SubjectKind
    sources: frozenset[str]
    read: Read
