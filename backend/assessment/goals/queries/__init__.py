"""Reads of goals and routine checks."""
