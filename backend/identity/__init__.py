"""Who somebody is, what they may do and where, and the record of what was done."""
