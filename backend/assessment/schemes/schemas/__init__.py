"""Shapes on the wire: schemes as they are written, and the years that they measure."""
