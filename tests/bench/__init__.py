"""Measures the budgets of speed: ``make bench``, or ``python -m tests.bench [--size small|10k|100k] [part …]``.

Machines are noisy, so nothing here is a time: every figure is a ratio of two things measured side by side in one
run, or a count of bytes, requests or SQL statements. Nothing fails on a budget.
"""
