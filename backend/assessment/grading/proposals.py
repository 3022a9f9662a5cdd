"""From scores to proposed grades, a pool at a time. Pure: it proposes, and a person decides.

How many points a grade needs are parameters of the round; no act that was read sets any. 优秀 is proposed by
score, best first, as far as the limit goes. Where several with the same score stand at the limit and not all of
them fit, none of them is proposed 优秀: choosing among equals is left to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from backend.assessment.grading.discipline import ALL, within
from backend.assessment.terms import GRADE_OF_SPECIAL_CASE, GRADES, Category, Grade, SpecialCase


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least total, in hundredths of a point, of the three upper grades.

    ``known`` is the least share of the weight, in hundredths of a percent, that must rest on evidence: below it
    nothing is proposed, neither 优秀 nor a grade that hurts.
    """

    excellent: int
    good: int
    basic: int
    known: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to be graded; ``total`` is None where nothing could be scored, ``left`` counts possible grades."""

    person_id: str
    total: int | None
    special_case: SpecialCase | None = None
    known: int = 10_000
    left: int = ALL

    def is_known(self, thresholds: Thresholds) -> bool:
        """Whether enough rests on evidence to propose anything."""
        return self.total is not None and self.known >= thresholds.known


@dataclass(frozen=True, slots=True)
class Proposal:
    """``grade`` is None where there is nothing to go by; ``tied`` says that the limit cut among equals."""

    grade: Grade | None
    tied: bool = False


def propose(
    category: Category, candidates: Sequence[Candidate], limit: int, thresholds: Thresholds
) -> dict[str, Proposal]:
    """Proposes for everybody of one pool: ``{person_id: Proposal}``, never more than ``limit`` 优秀."""
    proposals = {one.person_id: Proposal(_without_ratio(category, one, thresholds)) for one in candidates}
    eligible = [one for one in candidates if _may_be_excellent(one, thresholds)]
    by_score = sorted(eligible, key=lambda one: -(one.total or 0))
    room = limit
    for _, group in groupby(by_score, key=lambda one: one.total):
        equals = list(group)
        if len(equals) > room:
            proposals |= _mark_tied(proposals, equals) if room else {}
            break
        room -= len(equals)
        proposals |= {one.person_id: Proposal(Grade.EXCELLENT) for one in equals}
    return proposals


def grade_by_case(special_case: SpecialCase | None, left: int | None = None) -> Grade | None:
    """What stands in place of a grade; None where somebody is graded like the others.

    ``left`` is how many grades a disciplinary action leaves.
    """
    if special_case is None:
        return None
    return Grade.COMMENTS_ONLY if left == 0 else GRADE_OF_SPECIAL_CASE.get(special_case)


def _may_be_excellent(one: Candidate, thresholds: Thresholds) -> bool:
    graded = grade_by_case(one.special_case, one.left) is None and one.left == ALL
    return graded and one.is_known(thresholds) and (one.total or 0) >= thresholds.excellent


def _without_ratio(category: Category, one: Candidate, thresholds: Thresholds) -> Grade | None:
    fixed = grade_by_case(one.special_case, one.left)
    if fixed is not None or one.total is None or not one.is_known(thresholds):
        return fixed
    _, good, basic, poor = GRADES[category]
    if one.total >= thresholds.good:
        return within(category, good, one.left)
    return within(category, basic if one.total >= thresholds.basic else poor, one.left)


def _mark_tied(proposals: Mapping[str, Proposal], equals: Iterable[Candidate]) -> dict[str, Proposal]:
    return {one.person_id: Proposal(proposals[one.person_id].grade, tied=True) for one in equals}
