"""A described paper as a file: one module for each kind."""
