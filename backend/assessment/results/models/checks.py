"""Conditions that several tables have."""

from __future__ import annotations

from enum import StrEnum


def one_of(column: str, values: type[StrEnum]) -> str:
    """The condition that a column holds one of the values of an enumeration."""
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"
