"""Reads of grading: cases, the board, one case in detail."""
