"""In and out in bulk: recruitment positions, opening balances."""
