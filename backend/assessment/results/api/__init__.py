"""Routes of results: parse, call one operation or query, answer."""

from __future__ import annotations

from backend.assessment.results.api import decisions, minutes, own, settling
from backend.assessment.results.api.area import area

__all__ = ["area", "decisions", "minutes", "own", "settling"]
