"""All pairs of mentees and mentors at once: which rules each breaks and what each costs. Pure.

It says of every pair what :mod:`courses.mentoring.rules` says of one; a test holds them against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from courses.mentoring.rules import (
    NO_FIELD,
    NO_WISH,
    PARTLY,
    WISH_STEP,
    Barred,
    Mentee,
    Mentor,
    Options,
    Rule,
    Units,
)

#: The bit of each rule.
BITS = {rule: np.uint16(1 << number) for number, rule in enumerate(Rule)}
_NOWHERE = -1
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Grid:
    """Mentees are rows and mentors columns: ``broken`` holds the bits of rules, ``cost`` all but the place."""

    broken: NDArray[np.uint16]
    cost: NDArray[np.int16]


def rules_in(bits: int) -> frozenset[Rule]:
    """The rules whose bits are set."""
    return frozenset(rule for rule, bit in BITS.items() if bits & int(bit))


def build_grid(mentees: Sequence[Mentee], mentors: Sequence[Mentor], options: Options, barred: Barred) -> Grid:
    """The grid of these people in their order."""
    cost, lacking = _fields(mentees, mentors)
    broken = np.zeros(cost.shape, np.uint16)
    if options.field_required:
        broken |= lacking * BITS[Rule.FIELD]
    _mark_units(broken, mentees, mentors, options.units)
    broken |= np.array([not one.available for one in mentors], bool) * BITS[Rule.AVAILABLE]
    _mark_pairs(broken, mentees, mentors, barred)
    _price_wishes(cost, mentees, mentors)
    return Grid(broken, cost)


def _fields(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> tuple[NDArray[np.int16], Bools]:
    """What missing fields cost, and where a mentee who needs some finds none."""
    codes = {code: number for number, code in enumerate(sorted({c for one in mentees for c in one.fields}))}
    needed, offered = (
        _membership([one.fields for one in mentees], codes),
        _membership([one.fields for one in mentors], codes),
    )
    common = needed @ offered.T
    wanted = needed.sum(axis=1, keepdims=True).astype(np.int16)
    found = common.astype(np.int16)
    cost = PARTLY * (wanted - found) // np.maximum(wanted, 1)
    lacking = (found == 0) & (wanted > 0)
    cost[lacking] = NO_FIELD
    cost[wanted[:, 0] == 0] = PARTLY
    return cost, lacking


def _membership(sets: Sequence[Iterable[str]], codes: dict[str, int]) -> NDArray[np.float32]:
    rows = np.zeros((len(sets), len(codes)), np.float32)  # float32: products of these run in BLAS and are exact
    for number, members in enumerate(sets):
        rows[number, [codes[code] for code in members if code in codes]] = 1
    return rows


def _mark_units(
    broken: NDArray[np.uint16], mentees: Sequence[Mentee], mentors: Sequence[Mentor], units: Units
) -> None:
    known = {one.unit for one in mentees if one.unit} | {unit for one in mentors for unit in one.serves}
    codes = {unit: number for number, unit in enumerate(sorted(known))}
    of_mentees = np.array([codes.get(one.unit or "", _NOWHERE) for one in mentees], np.int32)
    if units is not Units.ANY:
        of_mentors = np.array([codes.get(one.unit or "", _NOWHERE) for one in mentors], np.int32)
        same = (of_mentees[:, None] == of_mentors) & (of_mentees[:, None] != _NOWHERE)
        broken |= (same != (units is Units.SAME)) * BITS[Rule.UNIT]
    for column, mentor in enumerate(mentors):
        if mentor.serves:
            served = np.isin(of_mentees, [codes[unit] for unit in mentor.serves])
            broken[~served, column] |= BITS[Rule.SERVED]


def _mark_pairs(
    broken: NDArray[np.uint16], mentees: Sequence[Mentee], mentors: Sequence[Mentor], barred: Barred
) -> None:
    rows = {one.id: number for number, one in enumerate(mentees)}
    columns = {one.id: number for number, one in enumerate(mentors)}
    named = {
        Rule.SUPERIOR: ((one.id, one.superior) for one in mentees if one.superior),
        Rule.SELF: ((one.id, one.id) for one in mentees),
        **barred,
    }
    for rule, pairs in named.items():
        at = [(rows[mentee], columns[mentor]) for mentee, mentor in pairs if mentee in rows and mentor in columns]
        if at:
            broken[tuple(np.array(at).T)] |= BITS[rule]


def _price_wishes(cost: NDArray[np.int16], mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> None:
    columns = {one.id: number for number, one in enumerate(mentors)}
    cost += NO_WISH
    for row, mentee in enumerate(mentees):
        for step, mentor_id in enumerate(mentee.wishes):
            if mentor_id in columns:
                cost[row, columns[mentor_id]] += WISH_STEP * step - NO_WISH
