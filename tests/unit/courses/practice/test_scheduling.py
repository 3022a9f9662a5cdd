"""When questions come back does not depend on the order, the devices or how often answers arrive."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from courses.practice.choosing import A_DAY, Planned, Ref, for_today, plan
from courses.practice.scheduling import Verdict, due_day, verdict_of

DAY = date(2026, 6, 16)
_reviews = st.lists(st.tuples(st.dates(date(2026, 1, 1), DAY), st.sampled_from(Verdict)), min_size=1, max_size=12)


@given(reviews=_reviews, data=st.data())
def test_any_order_and_any_repetition_give_the_same_day(
    reviews: list[tuple[date, Verdict]], data: st.DataObject
) -> None:
    sent = data.draw(st.permutations([*reviews, *data.draw(st.lists(st.sampled_from(reviews), max_size=6))]))
    due = due_day(reviews)
    assert due_day(sent) == due
    assert due is not None
    assert due > max(day for day, _ in reviews)


@given(reviews=_reviews)
def test_a_mistake_comes_back_no_later_than_a_right_answer(reviews: list[tuple[date, Verdict]]) -> None:
    last = max(day for day, _ in reviews) + timedelta(days=1)
    right, wrong = (due_day([*reviews, (last, verdict)]) for verdict in (Verdict.RIGHT, Verdict.WRONG))
    assert right is not None
    assert wrong is not None
    assert wrong <= right


def test_of_one_day_the_weakest_counts() -> None:
    both = [(DAY, Verdict.RIGHT), (DAY, Verdict.WRONG)]
    assert due_day(both) == due_day([(DAY, Verdict.WRONG)]) == DAY + timedelta(days=1)
    assert due_day([]) is None


def test_what_is_known_stays_away_longer_each_time() -> None:
    days, due = [DAY], DAY
    for _ in range(5):
        due = due_day([(day, Verdict.RIGHT) for day in days]) or DAY
        days.append(due)
    gaps = [(after - before).days for before, after in pairwise(days)]
    assert gaps == sorted(gaps)
    assert gaps[-1] <= 365


def test_half_of_a_question_is_partly_right() -> None:
    shares = [Fraction(1), Fraction(99, 100), Fraction(1, 2), Fraction(49, 100), Fraction(0)]
    assert [verdict_of(share).value for share in shares] == ["right", "partly", "partly", "wrong", "wrong"]


@given(
    pool=st.lists(st.integers(0, 30), unique=True),
    wrong=st.lists(st.integers(20, 40), unique=True),
    due=st.dictionaries(st.integers(0, 40), st.integers(-9, 9)),
    answered=st.integers(0, 7),
)
def test_the_plan_holds_each_question_once_mistakes_first(
    pool: list[int], wrong: list[int], due: dict[int, int], answered: int
) -> None:
    days = {str(number): DAY + timedelta(days=ahead) for number, ahead in due.items()}
    planned = plan(DAY, _refs(pool), _refs(wrong), days, seed=7)
    assert sorted(item.ref for item in planned) == sorted({*_refs(pool), *_refs(wrong)})
    kinds = [_kind(item) for item in planned]
    assert kinds == sorted(kinds)
    today = for_today(planned, DAY, answered, more=False)
    assert len(today) <= max(0, A_DAY - answered)
    assert all(item.is_due(DAY) for item in today)
    assert for_today(planned, DAY, answered, more=True) == planned[:A_DAY]


def _refs(numbers: list[int]) -> list[Ref]:
    return [(str(number), 1) for number in numbers]


def _kind(item: Planned) -> int:
    """Mistakes, due, new, known."""
    if not item.is_due(DAY):
        return 3
    return 0 if item.mistake else 1 if item.due_on else 2
