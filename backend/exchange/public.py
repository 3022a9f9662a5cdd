"""What the top floor may use of the exchange."""

from __future__ import annotations

from backend.exchange.imports import import_balances, import_positions, write_balances_form
from backend.exchange.operations import place_undecided
from backend.exchange.operations.regions import place_office
from backend.exchange.results import BalancesResult, ImportResult

__all__ = [
    "BalancesResult",
    "ImportResult",
    "import_balances",
    "import_positions",
    "place_office",
    "place_undecided",
    "write_balances_form",
]
