"""Practice: a few questions a day, chosen by what is about to be forgotten; private to the person."""
