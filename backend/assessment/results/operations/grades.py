"""Giving cases the grades that were decided, through the one writer of grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.assessment.grading.public import Case, GradeCause, set_grade
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.queries.groups import group_of
from backend.assessment.results.refusals import Refusals
from backend.assessment.results.states import Occasion
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.transaction import Tx

_CAUSES = {
    Occasion.ROUND: GradeCause.DECISION,
    Occasion.OBJECTION: GradeCause.OBJECTION,
    Occasion.REVIEW: GradeCause.REVIEW,
    Occasion.CORRECTION: GradeCause.DECISION,
}
Decided = Mapping[str, tuple[Grade, str]]


def give_grades(
    tx: Tx, actor: Actor, people: Sequence[Case], decided: Decided, occasion: Occasion, refusals: Refusals
) -> None:
    """Set what differs; 优秀 is given last, so that places which become free can be used by whichever unit.

    ``refusals`` takes what ``set_grade`` raises: the ratio, a grade of another category, a special case.
    """
    changed = [case for case in people if case.id in decided and decided[case.id][0] is not result_of(case)]
    for case in sorted(changed, key=lambda case: decided[case.id][0] is Grade.EXCELLENT):
        grade, reason = decided[case.id]
        with refusals.of(group_of(case)):
            set_grade(tx, actor, case.id, grade, reason, cause=_CAUSES[occasion])


def try_grades(
    tx: Tx, actor: Actor, people: Sequence[Case], decided: Decided, occasion: Occasion, refusals: Refusals
) -> None:
    """What :func:`give_grades` would be refused, and change nothing, so that whoever records learns it."""
    attempt = tx.session.begin_nested()
    try:
        give_grades(tx, actor, people, decided, occasion, refusals)
        tx.session.flush()
    finally:
        attempt.rollback()
