"""Facts of the assessment that others may listen to: ids, never a name, a mark or a grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class WindowOpened(Event):
    """Self-summaries, ratings or superiors' marks can be given until ``until``; those named are asked to."""

    round_id: str
    window: str
    account_ids: tuple[str, ...]
    until: date


@dataclass(frozen=True, slots=True)
class WindowEnding(Event):
    """Those named were asked and have not handed in; told to nobody else."""

    round_id: str
    window: str
    account_ids: tuple[str, ...]
    until: date


@dataclass(frozen=True, slots=True)
class GoalsAgreed(Event):
    """Those named have goals of the year, new or changed."""

    unit_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoalsDue(Event):
    """Those named have something due in ``month`` (``2026-03``) that is not reached yet."""

    month: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoutineCheckCommented(Event):
    """The superior commented on somebody's routine check (平时考核)."""

    check_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class EvidenceObjected(Event):
    """Somebody objects to a piece of the own evidence or the unit's; those named answer it."""

    objection_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectionAnswered(Event):
    """An objection, to evidence or to a publicity list, has its answer."""

    objection_id: str
    about: str
    account_id: str


@dataclass(frozen=True, slots=True)
class UnitObjectionAnswered(Event):
    """An objection to a piece of evidence about a unit has its answer, for whoever made it."""

    objection_id: str
    organization_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class SuggestionWanted(Event):
    """The leaders in charge who are named are asked for their suggestions."""

    round_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionRecorded(Event):
    """A decision waits for those named to confirm it."""

    decision_id: str
    round_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicityBegun(Event):
    """The names proposed for 优秀 can be seen by those named, inside the organ, until ``until``."""

    publicity_id: str
    account_ids: tuple[str, ...]
    until: date


@dataclass(frozen=True, slots=True)
class PublicityObjected(Event):
    """Somebody objects to a name on a publicity list; those named answer it."""

    objection_id: str
    round_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultsNotified(Event):
    """Written notices of results wait for the signatures of their people: account by notice."""

    accounts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReviewAsked(Event):
    """Somebody asks for a review or appeals; those named answer it."""

    review_id: str
    round_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewAnswered(Event):
    """A review or appeal has its answer."""

    review_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class QuestionWithdrawn(Event):
    """Somebody has taken back an objection to a result, a review or an appeal; those named need not answer."""

    question_id: str
    round_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundSealed(Event):
    """The records of those named are closed by their hash, of a revision after the first those that changed."""

    round_id: str
    revision: int
    account_ids: tuple[str, ...]
