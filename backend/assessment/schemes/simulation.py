"""What a scheme would have come to on the evidence of a year: how the totals lie, where evidence is missing, and,
beside another scheme, who moves.

Pure. Counts and points alone: nothing here knows whom a row is about. "Who moves" is told by how far and by unit,
never by person: whoever sets the rules should not see whom they favor. A unit is told from ``LEAST_IN_GROUP``
scored people on, so that no mean is somebody's own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from backend.assessment.schemes.definition import Json
from backend.assessment.schemes.scoring import FULL, Prepared, Row, Scheme, Total, prepare
from backend.assessment.terms import ONE

#: Totals are counted in this many equal groups; the last one holds full marks as well.
GROUPS: Final = 10
_WIDTH: Final = FULL // GROUPS
#: Changes are counted by their size: below one point, up to five, up to ten, more; downward before upward.
SIZES: Final = (1 * ONE, 5 * ONE, 10 * ONE)
#: So many scored people, and the means of a group are told.
LEAST_IN_GROUP: Final = 5
#: So many groups are told, those that move most.
MOST_GROUPS: Final = 12


@dataclass(slots=True)
class _Group:
    people: int = 0
    before: int = 0
    now: int = 0

    def moved(self) -> int:
        return self.now // self.people - self.before // self.people


class Simulation:
    """Takes one subject's totals after another, and tells what they came to; ``other`` is scored beside it."""

    def __init__(self, scheme: Scheme, other: Scheme | None = None, least_in_group: int = LEAST_IN_GROUP) -> None:
        self._tally = _Tally(scheme)
        self._other = _Tally(other) if other else None
        self._moved = {"higher": 0, "lower": 0, "same": 0}
        self._moves = [0] * (2 * len(SIZES) + 1)
        self._groups: dict[str, _Group] = {}
        self._least_in_group = least_in_group

    def add(self, totals: Mapping[str, Total], group: str = "") -> None:
        """Count one subject of a group; no totals at all are those of somebody without any evidence."""
        own = self._tally.add(totals)
        if self._other is None:
            return
        others = self._other.add(totals)
        if own is None or others is None:
            return
        self._moved["higher" if own > others else "lower" if own < others else "same"] += 1
        self._moves[move_of(own - others)] += 1
        known = self._groups.setdefault(group, _Group())
        known.people, known.before, known.now = known.people + 1, known.before + others, known.now + own

    def result(self) -> Json:
        """The counts, as plain data."""
        return {
            "subjects": self._tally.subjects,
            "scored": len(self._tally.totals),
            "totals": _distribution(self._tally.totals),
            "indicators": self._tally.indicators(),
            "compared": None
            if self._other is None
            else {
                "totals": _distribution(self._other.totals),
                **self._moved,
                "moves": self._moves,
                "groups": self._told_groups(),
            },
        }

    def _told_groups(self) -> list[Json]:
        """The groups that are large enough, those that move most first."""
        told = [(key, one) for key, one in self._groups.items() if one.people >= self._least_in_group]
        told.sort(key=lambda item: (-abs(item[1].moved()), item[0]))
        return [
            {"id": key, "people": one.people, "before": one.before // one.people, "now": one.now // one.people}
            for key, one in told[:MOST_GROUPS]
        ]


def move_of(change: int) -> int:
    """The place of a change in ``moves``, the middle one for less than a point: -1000 → 0, 99 → 3, 100 → 4."""
    size = bisect_right(SIZES, abs(change))
    return len(SIZES) + (size if change > 0 else -size)


class _Tally:
    def __init__(self, scheme: Scheme) -> None:
        self._keys = [indicator.key for indicator in scheme.indicators]
        self._weights = [indicator.weight for indicator in scheme.indicators]
        self._prepared: Prepared = prepare(scheme)
        self._known = [0] * len(self._keys)
        self._points = [0] * len(self._keys)
        self._full = [0] * len(self._keys)
        self._nothing = [0] * len(self._keys)
        self.subjects = 0
        self.totals: list[int] = []

    def add(self, totals: Mapping[str, Total]) -> int | None:
        """The total; nothing for whom nothing is known, though parts may count as zero when missing."""
        row = _row(self._prepared.sources, totals)
        total, parts = self._prepared.score_row(row)
        self.subjects += 1
        scored = False
        for number, (points, cell) in enumerate(zip(parts, row, strict=True)):
            if cell is None or points is None:
                continue
            scored = True
            self._known[number] += 1
            self._points[number] += points
            self._full[number] += points == self._weights[number]
            self._nothing[number] += points == 0
        if not scored:
            return None
        self.totals.append(total)
        return total

    def indicators(self) -> list[Json]:
        return [
            {
                "key": key,
                "with_evidence": known,
                "mean_points": self._points[number] // known if known else None,
                "with_all": self._full[number],
                "with_nothing": self._nothing[number],
            }
            for number, (key, known) in enumerate(zip(self._keys, self._known, strict=True))
        ]


def _row(sources: Iterable[str], totals: Mapping[str, Total]) -> Row:
    found = (totals.get(source) for source in sources)
    return [(total.amount, total.out_of) if total and total.count else None for total in found]


def _distribution(totals: Sequence[int]) -> Json | None:
    """How totals lie; nothing where there is none. The median of an even number is the lower of the two."""
    if not totals:
        return None
    ordered = sorted(totals)
    groups = [0] * GROUPS
    for total in ordered:
        groups[min(total // _WIDTH, GROUPS - 1)] += 1
    return {
        "groups": groups,
        "lowest": ordered[0],
        "median": ordered[(len(ordered) - 1) // 2],
        "mean": sum(ordered) // len(ordered),
        "highest": ordered[-1],
    }
