"""Decisions as those read them who record, confirm or look after them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import select

from backend.assessment.grading.public import Case, cases
from backend.assessment.results.models import Decision, DecisionChange
from backend.assessment.results.outcomes import Change, outcome
from backend.assessment.results.private import open_text
from backend.assessment.results.queries.groups import GroupKey, cases_of_group, group_of
from backend.assessment.results.states import DecisionState, Occasion
from backend.assessment.terms import Grade
from backend.core.transaction import Tx

#: how many ids are asked for by one statement
_AT_ONCE = 500


def changes_of(tx: Tx, decision_id: str) -> list[Change]:
    """The changes of a decision, reasons readable."""
    rows = tx.session.scalars(
        select(DecisionChange).where(DecisionChange.decision_id == decision_id).order_by(DecisionChange.id)
    )
    return [
        Change(
            row.case_id,
            Grade(row.grade_from) if row.grade_from else None,
            Grade(row.grade_to),
            open_text(tx, row.__tablename__, "reason", row.id, row.reason_encrypted),
        )
        for row in rows
    ]


def about_decision(tx: Tx, decision: Decision) -> list[Case]:
    """The cases that a decision is about."""
    if decision.occasion == Occasion.ROUND:
        return cases_of_group(tx, decision.round_id, GroupKey(decision.organization_id, decision.leading))
    return cases(tx, decision.round_id, [change.case_id for change in changes_of(tx, decision.id)])


def outcome_now(tx: Tx, decision: Decision, about: Sequence[Case]) -> Mapping[str, Grade]:
    """The grades that ``about`` would have if the decision were confirmed now."""
    wanted = {change.case_id: (change.grade_to, change.reason) for change in changes_of(tx, decision.id)}
    return outcome(about, wanted).grades


def _slices(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def decisions_in_force(tx: Tx, people: Sequence[Case]) -> dict[str, Decision]:
    """The confirmed decision that each case's result rests on: the last about it alone, else that of its group.

    A case without one is left out. ``people`` are of one round.
    """
    if not people:
        return {}
    confirmed = (Decision.round_id == people[0].round_id) & (Decision.state == DecisionState.CONFIRMED.value)
    of_groups: dict[GroupKey, Decision] = {}
    for units in _slices({group_of(case).organization_id for case in people}):
        together = confirmed & (Decision.occasion == Occasion.ROUND) & Decision.organization_id.in_(units)
        for decision in tx.session.scalars(select(Decision).where(together)):
            of_groups[GroupKey(decision.organization_id, decision.leading)] = decision
    alone: dict[str, Decision] = {}
    for ids in _slices({case.id for case in people}):
        single = tx.session.execute(
            select(DecisionChange.case_id, Decision)
            .join(Decision, Decision.id == DecisionChange.decision_id)
            .where(confirmed, Decision.occasion != Occasion.ROUND, DecisionChange.case_id.in_(ids))
            .order_by(Decision.confirmed_at, Decision.id)
        )
        alone.update({row.case_id: row.Decision for row in single})
    found = {case.id: alone.get(case.id) or of_groups.get(group_of(case)) for case in people}
    return {case_id: decision for case_id, decision in found.items() if decision is not None}
