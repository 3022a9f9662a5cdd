"""Every write of identity, by subject."""
