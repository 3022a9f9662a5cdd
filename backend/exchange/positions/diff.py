"""What a later table changes, told by 职位代码."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PositionFacts:
    """What is compared of a position; `organization` is the raw name."""

    organization: str
    title: str
    heads: int
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangedPosition:
    """A position whose facts differ, and the names of the differing fields (details by their keys)."""

    code: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PositionsDiff:
    """Codes that are new, changed, gone, and the number that stayed as they were."""

    added: tuple[str, ...]
    changed: tuple[ChangedPosition, ...]
    vanished: tuple[str, ...]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.vanished)


def diff_positions(known: Mapping[str, PositionFacts], table: Mapping[str, PositionFacts]) -> PositionsDiff:
    """Compare what is `known` with a new `table`, both by position code; results in the order of their input."""
    changed = tuple(
        ChangedPosition(code, fields)
        for code, facts in table.items()
        if code in known and (fields := tuple(_differing(known[code], facts)))
    )
    return PositionsDiff(
        added=tuple(code for code in table if code not in known),
        changed=changed,
        vanished=tuple(code for code in known if code not in table),
        unchanged=sum(code in known for code in table) - len(changed),
    )


def _differing(before: PositionFacts, after: PositionFacts) -> Iterable[str]:
    for field in ("organization", "title", "heads"):
        if getattr(before, field) != getattr(after, field):
            yield field
    for key in sorted({*before.details, *after.details}):
        if before.details.get(key) != after.details.get(key):
            yield key
