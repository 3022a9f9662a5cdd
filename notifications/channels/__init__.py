"""The ways a notice reaches a person: the inbox it lies in, the open app, the lock screen."""
