"""A plan of two goals, and what there is of it as evidence."""

from __future__ import annotations

from typing import Any

from backend.assessment.terms import Evidence, Period
from tests.factories.rounds import Bureau
from tests.integration.courses.training_people import Person

YEAR = Period.of_year(2026)


def goals(made: Bureau, *, ben: int = 4_000) -> list[dict[str, Any]]:
    """Two goals: an amount by two people, and something to be done by one of them."""
    first = [
        {"person_id": made.persons["ann"], "weight": 6_000, "due_on": "2026-06-30"},
        {"person_id": made.persons["ben"], "weight": ben, "due_on": "2026-05-31"},
    ]
    second = [{"person_id": made.persons["ann"], "weight": 10_000, "due_on": "2026-12-31"}]
    amount = {"title": "老旧小区改造", "measure": "amount", "unit_word": "个", "target": 1_000, "weight": 7_000}
    done = {"title": "修订办事指南", "measure": "yes_no", "weight": 3_000}
    return [
        {**amount, "due_on": "2026-06-30", "parts": first},
        {**done, "due_on": "2026-12-31", "parts": second},
    ]


def agreed(head: Person, made: Bureau) -> dict[str, Any]:
    """The plan of :func:`goals`, agreed."""
    path = f"/assessment/goals/units/{made.bureau}"
    saved = head.put(f"{path}/draft", {"version": 0, "goals": goals(made)})
    assert saved.status_code == 200, saved.text
    answer = head.post(f"{path}/agreement", {"version": 1})
    assert answer.status_code == 200, answer.text
    plan: dict[str, Any] = answer.json or {}
    return plan


def amounts(evidence: list[Evidence], person_id: str) -> list[tuple[int, int]]:
    return [(one.amount, one.out_of) for one in evidence if one.subject_id == person_id]
