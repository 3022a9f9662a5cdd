"""Reading a table of recruitment positions. Pure: rows in, frozen values out.

A province publishes each year which posts its bodies recruit for. The table proves that a body exists and
recruits; it proves no approved quota. The road of one file:

`workbook` rows → positions · `names` raw name → name, other names, 参公 mark · `classify` name → suggested nature,
system, category, quota type · `placing` name → region · `diff` what a later file changes.

What a name does not prove is left open: such a name goes on the undecided list with its positions.
"""
