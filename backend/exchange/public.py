"""What the top floor may use of the exchange."""

from __future__ import annotations

from backend.exchange.imports import import_positions
from backend.exchange.operations import place_undecided
from backend.exchange.results import ImportResult

__all__ = ["ImportResult", "import_positions", "place_undecided"]
