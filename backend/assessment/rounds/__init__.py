"""The yearly round: what it looks at, who is in it, who is whose superior, and when people may hand in."""
