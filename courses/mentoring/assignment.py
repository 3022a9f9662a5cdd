"""What comes of matching: a proposal of pairs, and who stays without one. Pure values, without the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.mentoring.rules import Mentee, Mentor, Rule, Term, cost_of

#: Eight bytes each: a run of 8,000 mentees and as many places takes half a gigabyte.
MOST_CELLS = 64_000_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who are proposed; ``broken`` are rules that a person set aside by pinning the pair."""

    mentee_id: str
    mentor_id: str
    terms: tuple[Term, ...]
    pinned: bool = False
    broken: tuple[Rule, ...] = ()

    @property
    def cost(self) -> int:
        return cost_of(self.terms)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Without ``rules`` one of ``count`` mentors, the first of whom are named, could have the mentee."""

    rules: tuple[Rule, ...]
    mentor_ids: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody for whom no place is left, and what would help: single rules, or else the fewest together."""

    mentee_id: str
    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A proposal; ``unused`` counts the free places of each mentor who has some left."""

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    unused: Mapping[str, int]

    @property
    def cost(self) -> int:
        return sum(pair.cost for pair in self.pairs)


def cells_of(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> int:
    """How large the matrix of an assignment would be; at most :data:`MOST_CELLS` are worked on."""
    return len(mentees) * sum(min(one.places, len(mentees)) for one in mentors)
