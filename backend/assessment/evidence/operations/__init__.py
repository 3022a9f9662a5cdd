"""Every write of evidence: objections and their rulings, entries from documents."""
