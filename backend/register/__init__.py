"""The register: organizations, quota ledgers, postings and people, as of any day and as known at any moment."""
