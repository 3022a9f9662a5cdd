"""The question desk: people ask, the office answers, and a good answer becomes an entry that everybody finds."""
