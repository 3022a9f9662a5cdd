"""The demonstration prefecture 云川市: fictional bodies and people, and a year of real operations on them.

Everything is generated from a seed: the same seed on the same day gives the same names, numbers and history.
What happened during the year was done through the operations that people use, with a clock that was moved.
"""
