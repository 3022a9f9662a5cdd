"""The named refusals of mentoring."""
