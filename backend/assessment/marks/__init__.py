"""What people hand in: the own summary, the democratic rating, the superior's mark."""
