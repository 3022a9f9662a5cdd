"""Evidence that other rooms make of what they keep: goals, routine checks, marks of people, mentoring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backend.assessment.evidence.port import Batch
from backend.assessment.goals.public import check_evidence, goal_evidence, unit_goal_evidence
from backend.assessment.marks.public import mark_evidence
from backend.assessment.terms import ONE, Evidence, SubjectKind
from backend.core.transaction import Tx
from courses.public import mentoring_outcomes


def of_goals(tx: Tx, batch: Batch) -> Iterable[Evidence]:
    """What the person's parts of the unit's goals reached."""
    return goal_evidence(tx, batch.subject_ids, batch.period)


def of_checks(tx: Tx, batch: Batch) -> Iterable[Evidence]:
    """Routine checks (平时考核) that have a grade; none is no minus."""
    return check_evidence(tx, batch.subject_ids, batch.period)


def of_marks(tx: Tx, batch: Batch) -> Iterable[Evidence]:
    """The superior's marks and the means of the democratic rating of a round; without a round there are none."""
    return () if batch.round_id is None else mark_evidence(tx, batch.round_id, batch.subject_ids)


def of_unit_goals(tx: Tx, batch: Batch) -> Iterable[Evidence]:
    """What the unit's goals reached."""
    return unit_goal_evidence(tx, batch.subject_ids, batch.period)


def of_mentoring(tx: Tx, batch: Batch) -> Iterator[Evidence]:
    """A pair that reached its end: 100 of 100, or as much as the other said in the final evaluation.

    An early end says nothing against anybody. How often the two met is not asked.
    """
    for outcome in mentoring_outcomes(tx, batch.people, batch.period.first, batch.period.last):
        if outcome.early:
            continue
        rating = outcome.rating_percent_hundredths
        yield Evidence(
            kind=SubjectKind.PERSON,
            subject_id=batch.people[outcome.account_id],
            source="mentoring",
            key=f"{outcome.mentorship_id}:{outcome.role}",
            on=outcome.ended_on,
            amount=ONE if rating is None else rating // 100,
            out_of=ONE,
            link=f"/learn/mentoring/{outcome.mentorship_id}",
            facts={"role": outcome.role, "rated": int(rating is not None)},
        )
