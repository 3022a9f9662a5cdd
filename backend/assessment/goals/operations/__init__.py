"""Writes of goals and routine checks."""
