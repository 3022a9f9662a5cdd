"""Reads for the page of papers: the units in scope, and how results lie."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backend.assessment.papers import gathering
from backend.assessment.papers.forms.distribution import by_category, by_unit
from backend.assessment.papers.policies import cases_to_read, people_to_read, round_to_read
from backend.core.actor import Actor
from backend.core.transaction import Tx

View = dict[str, Any]


def papers_view(tx: Tx, actor: Actor, round_id: str) -> View:
    """The round, the units of which the actor may have papers, and the distribution of results over them.

    Raises ``RoundNotFound``.
    """
    found = round_to_read(tx, actor, round_id)
    cases = cases_to_read(tx, actor, found, None, None)
    places = cases or people_to_read(tx, actor, found, None, None)
    units: dict[str, View] = {}
    for one in places:
        unit = units.setdefault(
            one.organization_id, {"id": one.organization_id, "name": one.organization_name, "people": 0}
        )
        unit["people"] += 1
    lines = gathering.case_lines(tx, found, cases)
    return {
        "id": found.id,
        "title": found.title,
        "year": found.year,
        "state": found.state.value,
        "units": sorted(units.values(), key=lambda unit: (unit["name"], unit["id"])),
        "by_unit": [asdict(share) for share in by_unit(lines)],
        "by_category": [{"now": asdict(now), "before": asdict(before)} for now, before in by_category(lines)],
    }
