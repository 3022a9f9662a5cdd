"""Who may do what in mentoring."""
