"""The whole assignment of mentees to mentors: as many pairs as the rules allow, and of those the cheapest. Pure.

Every mentor is a column for each free place. Kuhn and Munkres' assignment problem is solved by SciPy
(``linear_sum_assignment``, shortest augmenting paths). What comes out is a proposal; a person decides.

SciPy takes 50 MB of memory, so this module is loaded by the worker alone, with the first run that it computes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from courses.mentoring.assignment import Assignment, Pair, Relaxation, Unmatched
from courses.mentoring.grid import BITS, Grid, build_grid, rules_in
from courses.mentoring.rules import (
    PLACE_STEP,
    Barred,
    Mentee,
    Mentor,
    Options,
    Rule,
    broken_rules,
    terms_of,
)

_MOST_EXAMPLES = 3
_NOBODY = -1


def assign(
    mentees: Collection[Mentee],
    mentors: Collection[Mentor],
    options: Options,
    barred: Barred,
    pins: Collection[tuple[str, str]] = (),
) -> Assignment:
    """The cheapest of the largest assignments; ``pins`` are pairs (mentee, mentor) that stay as they are.

    Ties are broken by the order of ids, so the order in which people are given changes nothing. A pin that names
    an unknown person, or takes a place that is not there, is a :class:`ValueError`.
    """
    free_mentees, with_places = _after_pins(mentees, mentors, pins)
    grid = build_grid(free_mentees, with_places, options, barred)
    chosen = _solve(grid, with_places)
    found = [
        (mentee.id, with_places[column].id)
        for mentee, column in zip(free_mentees, chosen.tolist(), strict=True)
        if column != _NOBODY
    ]
    return Assignment(
        _explain(mentees, mentors, options, barred, pins, found),
        _reasons(grid, free_mentees, with_places, chosen),
        _unused(with_places, chosen),
    )


def _after_pins(
    mentees: Collection[Mentee], mentors: Collection[Mentor], pins: Collection[tuple[str, str]]
) -> tuple[list[Mentee], list[Mentor]]:
    """Who is left to be paired, and the mentors with the places that are left, both in order of id."""
    waiting = {one.id: one for one in mentees}
    offering = {one.id: one for one in mentors}
    for mentee_id, mentor_id in pins:
        mentor = offering.get(mentor_id)
        if waiting.pop(mentee_id, None) is None or mentor is None or mentor.places < 1:
            msg = "a pin of unknown people, or without a place"
            raise ValueError(msg)
        offering[mentor_id] = replace(mentor, places=mentor.places - 1, taken=mentor.taken + 1)
    return [waiting[key] for key in sorted(waiting)], [offering[key] for key in sorted(offering)]


def _solve(grid: Grid, mentors: Sequence[Mentor]) -> NDArray[np.intp]:
    """The column of each row's mentor, or none."""
    chosen = np.full(len(grid.broken), _NOBODY, np.intp)
    allowed = grid.broken == 0
    rows = np.flatnonzero(allowed.any(axis=1))  # whoever has nobody would only be searched for in vain
    places = [min(one.places, len(rows)) for one in mentors]
    owner = np.repeat(np.arange(len(mentors)), places)
    if not len(rows) or not len(owner):
        return chosen
    # dearer than all pairs together: one pair more is worth any cost
    dearest = int(grid.cost[rows].max()) + PLACE_STEP * max(one.taken + one.places for one in mentors)
    never = float((dearest + 1) * (len(rows) + 1))
    price = grid.cost[rows].astype(np.float64)
    price[~allowed[rows]] = never
    counted = zip(mentors, places, strict=True)
    step = np.concatenate([PLACE_STEP * np.arange(one.taken, one.taken + number) for one, number in counted])
    matrix = price.take(owner, axis=1)
    matrix += step
    taken_rows, taken_places = linear_sum_assignment(matrix)
    kept = matrix[taken_rows, taken_places] < never
    chosen[rows[taken_rows[kept]]] = owner[taken_places[kept]]
    return chosen


def _explain(
    mentees: Collection[Mentee],
    mentors: Collection[Mentor],
    options: Options,
    barred: Barred,
    pins: Collection[tuple[str, str]],
    found: Sequence[tuple[str, str]],
) -> tuple[Pair, ...]:
    """The pairs with what each costs; pins take the first places of their mentor."""
    by_id, offering = {one.id: one for one in mentees}, {one.id: one for one in mentors}
    taken = {one.id: one.taken for one in mentors}
    pairs = []
    for pinned, listed in ((True, sorted(pins)), (False, found)):
        for mentee_id, mentor_id in listed:
            mentee, mentor = by_id[mentee_id], offering[mentor_id]
            taken[mentor_id] += 1
            broken = sorted(broken_rules(mentee, mentor, options, barred)) if pinned else ()
            pairs.append(
                Pair(mentee_id, mentor_id, terms_of(mentee, mentor, taken[mentor_id]), pinned, tuple(broken))
            )
    return tuple(sorted(pairs, key=lambda pair: pair.mentee_id))


def _unused(mentors: Sequence[Mentor], chosen: NDArray[np.intp]) -> dict[str, int]:
    used = np.bincount(chosen[chosen != _NOBODY], minlength=len(mentors)).tolist()
    left = {mentor.id: mentor.places - count for mentor, count in zip(mentors, used, strict=True)}
    return {mentor_id: count for mentor_id, count in left.items() if count > 0}


def _reasons(
    grid: Grid, mentees: Sequence[Mentee], mentors: Sequence[Mentor], chosen: NDArray[np.intp]
) -> tuple[Unmatched, ...]:
    """What would help each mentee without a mentor.

    A mentor whom the mentee could have but for some rules helps when a place of theirs is free, or can be made
    free by moving others along; otherwise one more place is needed as well.
    """
    full = ~_within_reach(grid, mentors, chosen)
    unmatched = np.flatnonzero(chosen == _NOBODY)
    ids = [one.id for one in mentors]
    return tuple(
        Unmatched(mentees[row].id, _relaxations(grid.broken[row] | full * BITS[Rule.CAPACITY], ids))
        for row in unmatched.tolist()
    )


def _within_reach(grid: Grid, mentors: Sequence[Mentor], chosen: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether each mentor has a free place, or one that others can leave for a free one (augmenting paths)."""
    used = np.bincount(chosen[chosen != _NOBODY], minlength=len(mentors))
    within = used < np.array([one.places for one in mentors], np.intp)
    newly = np.flatnonzero(within)
    paired = np.flatnonzero(chosen != _NOBODY)
    while len(newly) and len(paired):
        can_move = (grid.broken[np.ix_(paired, newly)] == 0).any(axis=1)
        reached = np.unique(chosen[paired[can_move]])
        newly = reached[~within[reached]]
        within[newly] = True
        paired = paired[~can_move]
    return within


def _relaxations(hindrances: NDArray[np.uint16], mentor_ids: Sequence[str]) -> tuple[Relaxation, ...]:
    """Single rules that stand alone between the mentee and some mentor; else the fewest that stand together."""
    if not len(hindrances):
        return ()
    counts = np.bitwise_count(hindrances)
    fewest = hindrances[counts == counts.min()]
    found = []
    for bits in np.unique(fewest).tolist():
        columns = np.flatnonzero(hindrances == bits)
        names = tuple(mentor_ids[column] for column in columns[:_MOST_EXAMPLES].tolist())
        found.append(Relaxation(tuple(sorted(rules_in(bits))), names, len(columns)))
    return tuple(found)
