"""Opening balances (期初核定数) from a table that an office fills in: its form, and what a row says. Pure."""
