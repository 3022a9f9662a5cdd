"""Records of training that count: two counters that never mix, and what is owed."""
