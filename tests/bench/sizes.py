"""How much there is of everything."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """One size of the benches. ``people`` are on the posts of one twentieth as many units.

    ``ladder`` holds the numbers of people at which a search is measured, each ten times the one before.
    """

    name: str
    people: int
    tasks: int
    rows: int
    decisions: int
    pushes: int
    full_units: int
    ladder: tuple[int, ...]

    @property
    def units(self) -> int:
        return self.people // PEOPLE_PER_UNIT

    def times(self, usual: int) -> int:
        """How often something is repeated: a tenth where one only wants to know whether it runs."""
        return max(1, usual // 10) if self.name == "small" else usual


PEOPLE_PER_UNIT = 20
SIZES = {
    size.name: size
    for size in (
        Size("small", 400, 100, 600, 3, 100, 20, (3_000, 30_000)),
        Size("10k", 10_000, 10_000, 10_000, 15, 2_000, 400, (10_000, 100_000)),
        Size("100k", 100_000, 100_000, 100_000, 25, 4_000, 1_000, (10_000, 100_000, 1_000_000)),
    )
}
