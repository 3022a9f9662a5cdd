"""The annual assessment: what a year's work comes to, from evidence to the signed and sealed record."""
