"""The ratio for 优秀: whatever people do, in whatever order, no pool passes its limit."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from backend.assessment.grading.discipline import ALL
from backend.assessment.grading.errors import RatioExceeded
from backend.assessment.grading.proposals import Candidate, Proposal, Thresholds, propose
from backend.assessment.grading.ratio import Member, PoolKind, Standing, counts, limit_of, plan_pools
from backend.assessment.terms import GRADES, Category, Grade, SpecialCase

THRESHOLDS = Thresholds(9000, 7000, 6000)
STAFF = Category.INSTITUTION_STAFF


@pytest.mark.parametrize(
    ("percent", "people", "limit"), [(20, 3, 0), (20, 4, 0), (20, 5, 1), (20, 19, 3), (25, 19, 4), (20, 0, 0)]
)
def test_the_limit_is_rounded_down(percent: int, people: int, limit: int) -> None:
    assert limit_of(percent, people) == limit


def test_who_is_not_assessed_is_not_counted() -> None:
    assert [case for case in SpecialCase if not counts(case)] == [SpecialCase.NOT_ASSESSED]
    assert counts(None)


def test_a_group_of_three_is_told_that_nobody_fits() -> None:
    with pytest.raises(RatioExceeded) as refused:
        Standing(people=3, percent=20).regrade(Grade.QUALIFIED, Grade.EXCELLENT)
    assert refused.value.facts == {"limit": 0, "excellent": 1, "people": 3}


members = st.lists(
    st.builds(
        Member,
        person_id=st.uuids().map(str),
        category=st.sampled_from(Category),
        unit_id=st.sampled_from("abcdef"),
        supervising_id=st.sampled_from([None, "x", "y"]),
        leading=st.booleans(),
        counts=st.booleans(),
    ),
    max_size=60,
    unique_by=lambda member: member.person_id,
)


@given(members, st.integers(0, 25), st.booleans(), st.randoms())
def test_everybody_is_in_one_pool_and_pools_together_keep_the_ratio(
    people: list[Member], percent: int, upward: bool, order: object
) -> None:
    pools = plan_pools(people, percent, upward=upward)
    placed = list(chain.from_iterable(pool.person_ids for pool in pools))
    assert sorted(placed) == sorted(member.person_id for member in people)
    for category in Category:
        mine = [pool for pool in pools if pool.category is category]
        counted = sum(member.counts for member in people if member.category is category)
        assert sum(pool.people for pool in mine) == counted
        assert sum(limit_of(percent, pool.people) for pool in mine) * 100 <= percent * counted
    order.shuffle(people)  # type: ignore[attr-defined]  # Hypothesis gives a Random
    assert plan_pools(people, percent, upward=upward) == pools
    assert len({pool.key for pool in pools}) == len(pools)


def test_small_units_are_pooled_where_they_belong() -> None:
    def people(unit: str, number: int, above: str | None) -> list[Member]:
        return [Member(f"{unit}{n}", STAFF, unit, above, leading=False) for n in range(number)]

    leaders = [Member(f"leader{n}", STAFF, "big", "body", leading=True) for n in range(5)]
    everybody = [*people("big", 10, "body"), *people("two", 2, "body"), *people("three", 3, "body")]
    pools = plan_pools([*everybody, *people("lone", 3, None), *leaders], 20, upward=True)
    shown = [(pool.kind, pool.holder_id, pool.unit_ids, pool.people) for pool in pools]
    assert shown == [
        (PoolKind.LEADING, "body", ("big",), 5),
        (PoolKind.SMALL_UNITS, None, ("lone",), 3),
        (PoolKind.SMALL_UNITS, "body", ("three", "two"), 5),
        (PoolKind.UNIT, "big", ("big",), 10),
    ]
    alone = plan_pools(everybody, 20, upward=False)
    assert [(pool.holder_id, limit_of(20, pool.people)) for pool in alone] == [
        ("big", 2),
        ("three", 0),
        ("two", 0),
    ]


_DISCIPLINE = (SpecialCase.WARNED, SpecialCase.DISCIPLINED)
_cases = st.one_of(
    st.tuples(st.none() | st.sampled_from([one for one in SpecialCase if one not in _DISCIPLINE]), st.just(ALL)),
    st.tuples(st.sampled_from(_DISCIPLINE), st.integers(0, 3)),
)
candidates = st.lists(
    st.builds(
        lambda person, total, case: Candidate(person, total, case[0], left=case[1]),
        st.uuids().map(str),
        st.none() | st.integers(5500, 10000).map(lambda points: points // 100 * 100),
        _cases,
    ),
    max_size=40,
    unique_by=lambda one: one.person_id,
)


@given(candidates, st.integers(0, 10))
def test_proposals_keep_the_limit_and_never_choose_among_equals(people: list[Candidate], limit: int) -> None:
    proposals = propose(STAFF, people, limit, THRESHOLDS)
    excellent = {one.total for one in people if proposals[one.person_id].grade is Grade.EXCELLENT}
    assert sum(one.grade is Grade.EXCELLENT for one in proposals.values()) <= limit
    eligible = [one for one in people if one.special_case is None and (one.total or 0) >= THRESHOLDS.excellent]
    for one in people:
        proposal = proposals[one.person_id]
        if one not in eligible:
            assert proposal.grade is not Grade.EXCELLENT
            assert not proposal.tied
        elif one.total in excellent:  # equals are treated equally
            assert proposal == Proposal(Grade.EXCELLENT)
        if proposal.tied:
            better = sum((other.total or 0) >= (one.total or 0) for other in eligible)
            assert better > limit > 0


def test_what_scores_propose() -> None:
    people = [
        Candidate("first", 9800),
        Candidate("tied", 9500),
        Candidate("equal", 9500),
        Candidate("good", 8000),
        Candidate("basic", 6500),
        Candidate("poor", 5000),
        Candidate("unknown", None),
        Candidate("new", 9900, SpecialCase.PROBATION),
        Candidate("warned", 9900, SpecialCase.WARNED, left=3),
        Candidate("halfway", 9900, SpecialCase.DISCIPLINED, left=2),
        Candidate("demoted", 9900, SpecialCase.DISCIPLINED, left=0),
        Candidate("away", None, SpecialCase.LONG_LEAVE),
        Candidate("hardly_known", 9900, known=4999),
        Candidate("poor_by_little", 100, known=10),
    ]
    _, good, basic, poor = GRADES[STAFF]
    assert propose(STAFF, people, 2, Thresholds(9000, 7000, 6000, known=5000)) == {
        "first": Proposal(Grade.EXCELLENT),
        "tied": Proposal(good, tied=True),
        "equal": Proposal(good, tied=True),
        "good": Proposal(good),
        "basic": Proposal(basic),
        "poor": Proposal(poor),
        "unknown": Proposal(None),
        "new": Proposal(Grade.COMMENTS_ONLY),
        "warned": Proposal(good),
        "halfway": Proposal(basic),
        "demoted": Proposal(Grade.COMMENTS_ONLY),
        "away": Proposal(Grade.NO_GRADE),
        "hardly_known": Proposal(None),
        "poor_by_little": Proposal(None),
    }


class Adjusting(RuleBasedStateMachine):
    """People change grades, come and go, consents come and are taken back; the limit holds after each step."""

    @initialize(people=st.integers(0, 30))
    def begin(self, people: int) -> None:
        self.standing = Standing(people, 20)
        self.grades: list[Grade | None] = [None] * people

    @rule(place=st.integers(0, 29), grade=st.sampled_from([*GRADES[STAFF], None, Grade.NO_GRADE]))
    def grade_somebody(self, place: int, grade: Grade | None) -> None:
        if place < len(self.grades):
            full = self.standing.excellent == self.standing.limit
            wanted = grade is Grade.EXCELLENT and self.grades[place] is not Grade.EXCELLENT
            if full and wanted:
                with pytest.raises(RatioExceeded):
                    self.standing.regrade(self.grades[place], grade)
                return
            self.standing = self.standing.regrade(self.grades[place], grade)
            self.grades[place] = grade

    @rule()
    def leave_out(self) -> None:
        """Somebody is not assessed after all: first without a grade, then without a place."""
        if self.grades:
            without = self.standing.regrade(self.grades[-1], Grade.NOT_ASSESSED)
            try:
                self.standing = without.resize(without.people - 1)
            except RatioExceeded:
                return
            self.grades.pop()

    @rule(percent=st.sampled_from([20, 25]))
    def change_ratio(self, percent: int) -> None:
        try:
            self.standing = self.standing.with_percent(percent)
        except RatioExceeded:
            assert percent < self.standing.percent

    @invariant()
    def ratio_holds(self) -> None:
        if hasattr(self, "standing"):
            excellent = self.grades.count(Grade.EXCELLENT)
            assert self.standing.excellent == excellent
            assert excellent * 100 <= self.standing.percent * len(self.grades)


TestAdjusting = Adjusting.TestCase
TestAdjusting.settings = settings(max_examples=40, stateful_step_count=30)
