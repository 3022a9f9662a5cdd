"""Pairing: a whole assignment with its reasons, against SciPy alone on the same matrix."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from courses.mentoring.grid import build_grid
from courses.mentoring.matching import assign
from courses.mentoring.rules import PLACE_STEP, Mentee, Mentor, Options, Rule, Units
from tests.bench.measure import Figure, side_by_side
from tests.bench.sizes import Size

PART = "pairing"
_BUDGET = 1.5
_MENTEES = {"small": 300}
_USUAL_MENTEES, _MENTEES_A_MENTOR, _PLACES = 6_000, 3, 3
_UNITS, _FIELDS = 200, 15
_OPTIONS = Options(Units.OTHER)


def measure(size: Size) -> Iterator[Figure]:
    """Everything that a run computes: rules and prices, the assignment, why each pair, and what would help."""
    chance = random.Random(7)
    number = _MENTEES.get(size.name, _USUAL_MENTEES)
    mentors = [_mentor(chance, place) for place in range(number // _MENTEES_A_MENTOR)]
    mentees = [_mentee(chance, place, mentors) for place in range(number)]
    excluded = {(chance.choice(mentees).id, chance.choice(mentors).id) for _ in range(number // 20)}
    barred = {Rule.EXCLUDED: frozenset(excluded)}
    matrix = _matrix(mentees, mentors, barred)

    def ours(_turn: int) -> None:
        paired = len(assign(mentees, mentors, _OPTIONS, barred).pairs)
        assert paired > 0.9 * number  # what is measured must really pair

    def alone(_turn: int) -> None:
        linear_sum_assignment(matrix)

    pair = side_by_side(ours, alone, times=1)
    yield pair.figure(PART, f"{number} mentees × {len(mentors)} mentors with reasons", _BUDGET)


def _mentor(chance: random.Random, place: int) -> Mentor:
    return Mentor(f"m{place:05}", _unit(chance), _fields(chance), _PLACES)


def _mentee(chance: random.Random, place: int, mentors: Sequence[Mentor]) -> Mentee:
    wishes = tuple(one.id for one in chance.sample(mentors, chance.randint(0, 3)))
    return Mentee(f"e{place:05}", _unit(chance), _fields(chance), wishes, chance.choice(mentors).id)


def _unit(chance: random.Random) -> str:
    return f"u{chance.randrange(_UNITS)}"


def _fields(chance: random.Random) -> frozenset[str]:
    return frozenset(f"f{number}" for number in chance.sample(range(_FIELDS), chance.randint(1, 3)))


def _matrix(
    mentees: Sequence[Mentee], mentors: Sequence[Mentor], barred: dict[Rule, frozenset[tuple[str, str]]]
) -> NDArray[np.float64]:
    """What SciPy is given: a column for each place, forbidden pairs dearer than all others together."""
    grid = build_grid(mentees, mentors, _OPTIONS, barred)
    price = grid.cost.astype(np.float64)
    price[grid.broken != 0] = (price.max() + 1) * len(mentees)
    steps = np.tile(PLACE_STEP * np.arange(_PLACES), len(mentors))
    return np.repeat(price, _PLACES, axis=1) + steps
