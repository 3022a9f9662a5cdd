"""Shapes of goals and routine checks on the wire."""
