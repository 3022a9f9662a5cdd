"""Shapes of grading on the wire. Points, amounts and totals are whole hundredths."""
