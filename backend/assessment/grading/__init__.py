"""Grading: evidence frozen, scores compiled, 优秀 kept within its ratio in every pool, grades set by people."""
