"""Shapes of results on the wire."""
