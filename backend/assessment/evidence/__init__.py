"""Evidence of the year: what the domains can show about people and units, and what those disputed say to it."""
