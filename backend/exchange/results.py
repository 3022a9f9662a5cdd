"""What an import says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from backend.exchange.errors import BadRows
from backend.exchange.tables import RowError

#: A refusal lists so many rows; the number of all is a fact of its own.
LISTED_ROWS = 200


class Reporter(Protocol):
    """Is told how far a long import is; `stage` is one of reading, placing, writing."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


def silent(stage: str, done: int, total: int) -> None:  # a reporter that tells nobody
    """Report to nobody."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file by its digest ("sm3:…") and its name without folders."""

    digest: str
    name: str


def bad_rows(rows: Sequence[RowError]) -> BadRows:
    """The refusal that names these rows."""
    return BadRows(count=len(rows), rows=[asdict(row) for row in rows[:LISTED_ROWS]])


@dataclass(frozen=True, slots=True)
class PositionCounts:
    """Numbers of one table: organizations + undecided = names; changes = added + changed + vanished."""

    names: int
    organizations: int
    undecided: int
    positions: int
    posts: int
    added: int
    changed: int
    vanished: int
    skipped_rows: int

    @property
    def changes(self) -> int:
        return self.added + self.changed + self.vanished

    def as_dict(self) -> dict[str, int]:
        return {**asdict(self), "changes": self.changes}


@dataclass(frozen=True, slots=True)
class ImportResult:
    """An applied import. `batch_id` is None when nothing had to be written."""

    batch_id: str | None
    numbers: PositionCounts
    vanished_codes: tuple[str, ...]
    skipped: tuple[RowError, ...]

    @property
    def counts(self) -> dict[str, int]:
        return self.numbers.as_dict()

    def line(self) -> str:
        """The last line an import prints."""
        shown = ("names", "organizations", "undecided", "positions", "posts", "changes")
        return ", ".join(f"{name} {self.counts[name]}" for name in shown)

    def to_json(self) -> dict[str, Any]:
        return {"batch_id": self.batch_id, "counts": self.counts, "vanished_codes": list(self.vanished_codes)}


@dataclass(frozen=True, slots=True)
class BalancesResult:
    """Applied opening balances. `batch_id` is None when the same file was applied before."""

    batch_id: str | None
    units: int
    rows: int
    changes: int

    @property
    def counts(self) -> dict[str, int]:
        return {"units": self.units, "rows": self.rows, "changes": self.changes}

    def line(self) -> str:
        """The last line an import prints."""
        return ", ".join(f"{name} {number}" for name, number in self.counts.items())
