"""Files that people hand in: kept by parts, recognised by their first bytes, given out by ranges.

A file belongs to something of another domain (an owner: kind and id) and can be read only by whom that owner lets;
nothing is readable by default.
"""
