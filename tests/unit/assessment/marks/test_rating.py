"""The democratic rating in pure terms: who rates whom, and a count that says nothing of its raters."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.assessment.marks.groups import Member, rating_groups
from backend.assessment.marks.tally import Choice, PersonCount, Slip, Tally
from backend.assessment.terms import ONE, Dimension

WORTH = {Choice.GOOD: 10000, Choice.FAIRLY_GOOD: 8500, Choice.AVERAGE: 7000, Choice.POOR: 5000}
LEAST = 5
PEOPLE = [f"{number:032x}" for number in range(7)]

MEMBERS = st.lists(
    st.tuples(
        st.sampled_from(["u1", "u2"]),
        st.sampled_from([None, "d1", "d2", "d3"]),
        st.sampled_from([True, True, True, False]),
    ),
    max_size=40,
)


@settings(max_examples=100)
@given(MEMBERS, st.integers(6, 20))
def test_a_group_is_of_one_unit_and_nobody_in_it_has_too_few_raters(
    drawn: list[tuple[str, str | None, bool]], unit_up_to: int
) -> None:
    members = {f"p{n}": Member(f"p{n}", unit, division, votes) for n, (unit, division, votes) in enumerate(drawn)}
    groups = rating_groups(members.values(), unit_up_to=unit_up_to, min_raters=LEAST)
    for group in set(groups.values()):
        people = [members[one] for one, of in groups.items() if of == group]
        assert len({one.organization_id for one in people}) == 1
        for one in people:
            assert sum(other.votes for other in people if other is not one) >= LEAST
    for unit in ("u1", "u2"):
        people = [one for one in members.values() if one.organization_id == unit]
        if len(people) <= unit_up_to and sum(one.votes for one in people) > LEAST:
            assert {groups.get(one.person_id) for one in people} == {unit}


SLIPS: st.SearchStrategy[Slip] = st.dictionaries(st.sampled_from(list(Dimension)), st.sampled_from(list(Choice)))
BALLOTS = st.lists(st.lists(SLIPS, min_size=len(PEOPLE) - 1, max_size=len(PEOPLE) - 1), max_size=len(PEOPLE))


def _ballots(drawn: list[list[Slip]]) -> list[dict[str, Slip]]:
    """Rater n speaks of everybody but themselves."""
    return [
        dict(zip([one for one in PEOPLE if one != PEOPLE[n]], slips, strict=True)) for n, slips in enumerate(drawn)
    ]


@settings(max_examples=25)
@given(BALLOTS, st.randoms(use_true_random=False))
def test_the_count_forgets_the_order_and_keeps_its_length(drawn: list[list[Slip]], chance: object) -> None:
    ballots = _ballots(drawn)
    shuffled = list(ballots)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a Random
    texts = [_count(order).text() for order in (ballots, shuffled)]
    assert texts[0] == texts[1]
    assert len(texts[0]) == len(Tally.empty(PEOPLE).text())
    assert Tally.of_text(texts[0]) == _count(ballots)


@settings(max_examples=25)
@given(BALLOTS)
def test_a_mean_is_that_of_the_slips_and_shows_the_same_ballots_for_all(drawn: list[list[Slip]]) -> None:
    ballots = _ballots(drawn)
    tally = _count(ballots)
    for person in PEOPLE:
        means = tally.of(person).means(WORTH, LEAST)
        for dimension in Dimension:
            said = [ballot[person][dimension] for ballot in ballots if dimension in ballot.get(person, {})]
            if len(ballots) <= LEAST or len(said) < LEAST:
                assert dimension not in means
                continue
            points = sum(WORTH[choice] * times for choice, times in Counter(said).items())
            assert means[dimension].amount % ONE == 0  # decimals would tell of how many slips it is the mean
            assert 2 * abs(means[dimension].amount * len(said) - points) <= ONE * len(said)
            # as many ballots as the group gave, whether this person voted or not
            assert means[dimension].count == len(ballots)


def test_who_moved_is_counted_in_both_groups() -> None:
    slip = dict.fromkeys(Dimension, Choice.GOOD)
    here = PersonCount()
    for _ in range(3):
        here = here.with_slip(slip)
    both = PersonCount(3, here.numbers).with_count(PersonCount(4, here.with_slip(slip).numbers))
    means = both.means(WORTH, LEAST)
    assert {(mean.amount, mean.count) for mean in means.values()} == {(10000, 7)}


def _count(ballots: list[dict[str, Slip]]) -> Tally:
    tally = Tally.empty(PEOPLE)
    for ballot in ballots:
        tally = tally.with_ballot(ballot)
    return tally
