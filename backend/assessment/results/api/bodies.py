"""What several bodies of results have in common, as the operations take it."""

from __future__ import annotations

from typing import Any

from backend.assessment.results.operations.grades import Decided
from backend.assessment.results.operations.recording import Minutes
from backend.assessment.results.queries.groups import GroupKey
from backend.assessment.results.states import Body
from backend.assessment.terms import Grade


def minutes_of(body: dict[str, Any]) -> Minutes:
    """The minutes that a decision stands in."""
    return Minutes(Body(body["body"]), body["minutes_number"].strip(), body["decided_on"])


def units_of(body: dict[str, Any]) -> dict[GroupKey, Decided]:
    """The groups that are decided on, each with the grades that were changed."""
    return {
        GroupKey(unit["organization_id"], unit["leading"]): {
            one["case_id"]: (Grade(one["grade"]), one["reason"]) for one in unit["changes"]
        }
        for unit in body["units"]
    }
