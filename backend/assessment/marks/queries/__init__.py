"""Every read of marks."""
