"""What other domains may use of classes, by way of :mod:`courses.public`."""

from __future__ import annotations

from courses.classes.taught import TaughtClass, classes_taught

__all__ = ["TaughtClass", "classes_taught"]
