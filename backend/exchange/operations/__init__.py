"""Every write of the exchange."""

from backend.exchange.operations.balances import apply_balances
from backend.exchange.operations.planning import plan_positions
from backend.exchange.operations.positions import apply_positions
from backend.exchange.operations.undecided import place_undecided

__all__ = ["apply_balances", "apply_positions", "place_undecided", "plan_positions"]
