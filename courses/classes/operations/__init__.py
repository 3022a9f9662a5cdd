"""Every write of classes, by what it is about: the plan, the seats, the roster."""
