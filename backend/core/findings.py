"""What ``verify`` reports: one difference between what is stored and what it must be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.core.transaction import Tx


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference, with the row that shows it."""

    check: str
    table: str
    row_id: str
    message: str
    expected: str = ""
    found: str = ""

    def line(self) -> str:
        facts = f" expected {self.expected}, found {self.found}" if self.expected or self.found else ""
        return f"{self.check}: {self.table} {self.row_id}: {self.message}.{facts}"


Check = Callable[["Tx"], Iterable[Finding]]
