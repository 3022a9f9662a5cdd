"""What several bodies of results have in common, as the operations take it."""

from __future__ import annotations

from typing import Any

from backend.assessment.results.operations.decisions import Minutes
from backend.assessment.results.states import Body


def minutes_of(body: dict[str, Any]) -> Minutes:
    """The minutes that a decision stands in."""
    return Minutes(Body(body["body"]), body["minutes_number"].strip(), body["decided_on"])
