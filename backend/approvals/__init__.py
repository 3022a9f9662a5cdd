"""Matters, flows, tasks and decisions. Knows no subject: others plug in through ``subjects``."""
