"""What others may use of the exchange: whole imports, and how a table with row errors is read."""

from __future__ import annotations

from backend.exchange.errors import BadRows, UploadMissing
from backend.exchange.imports import import_balances, import_positions, write_balances_form
from backend.exchange.operations import place_undecided
from backend.exchange.operations.regions import place_office
from backend.exchange.results import BalancesResult, ImportResult, bad_rows
from backend.exchange.tables import HeaderNotFound, RowError, cell_at, find_columns, is_empty, text_of

__all__ = [
    "BadRows",
    "BalancesResult",
    "HeaderNotFound",
    "ImportResult",
    "RowError",
    "UploadMissing",
    "bad_rows",
    "cell_at",
    "find_columns",
    "import_balances",
    "import_positions",
    "is_empty",
    "place_office",
    "place_undecided",
    "text_of",
    "write_balances_form",
]
