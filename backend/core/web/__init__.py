"""The edge: the one route decorator, the one error table, pages and commands."""
