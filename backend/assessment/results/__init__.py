"""From proposed grades to the sealed year: decisions, names on show, notices, reviews, records."""
