"""Every write of marks."""
