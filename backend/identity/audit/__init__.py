"""The record of what was done: written with the act, sealed afterwards, checked on demand."""
