"""The practice space (试办): the real forms and flows on fictional units, in a database of each person's own.

A request that names the space runs on a SQLite file that belongs to the account that is signed in, and acts there
as one of the fictional people of a small county. Nothing of it is shared: not a row, not a key, not a signal, not
a number of a series. See ``docs/adr/0019-a-database-of-ones-own-to-practice-in.md``.
"""
