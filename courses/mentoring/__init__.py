"""Mentoring (导师带徒): who is paired with whom and why, what the two do, and postings elsewhere for practice."""
