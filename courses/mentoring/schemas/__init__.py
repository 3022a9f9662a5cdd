"""Shapes of mentoring on the wire."""
