"""Schemes: what counts in a year and how much, and the arithmetic that turns evidence into points."""
