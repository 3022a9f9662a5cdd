"""Every write of grading: freezing, compiling, special cases, consents, suggestions, grades."""
