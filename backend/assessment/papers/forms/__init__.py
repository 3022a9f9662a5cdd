"""The builders: plain facts in, a described paper out. Pure."""
