"""Every read of results."""
