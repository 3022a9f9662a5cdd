"""What one set of minutes decided, as whoever confirms or recorded it reads it: units, numbers, changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from backend.assessment.grading.public import case_groups
from backend.assessment.results.models import Decision
from backend.assessment.results.policies import load_decision, readable_decisions
from backend.assessment.results.queries.briefs import Row, decided_people, decision_briefs
from backend.assessment.results.queries.groups import GroupKey, group_of_decision, key_of
from backend.assessment.results.states import DecisionState, Occasion
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.register.public import unit_brief, unit_places

_BEST_FIRST = {grade.value: place for place, grade in enumerate(Grade)}


def minutes_view(tx: Tx, actor: Actor, decision_id: str) -> Row:
    """What waits to be confirmed of the minutes in which a decision on a unit stands, units by name.

    Somebody sees the decisions that are theirs to read. Raises ``DecisionNotFound``.
    """
    one = load_decision(tx, actor, decision_id)
    waiting = tx.session.scalars(
        select(Decision)
        .where(
            Decision.round_id == one.round_id,
            Decision.occasion == Occasion.ROUND.value,
            Decision.state == DecisionState.RECORDED.value,
            Decision.body == one.body,
            Decision.minutes_number == one.minutes_number,
            Decision.decided_on == one.decided_on,
            readable_decisions(actor),
        )
        .order_by(Decision.id)
    ).all()
    names = {key_of(group): group.organization_name for group in case_groups(tx, one.round_id)}
    places = unit_places(tx, unit_brief(tx, {decision.organization_id for decision in waiting}).values())
    return {
        "body": one.body,
        "minutes_number": one.minutes_number,
        "decided_on": one.decided_on,
        "units": [
            unit | {"place": places.get(unit["organization_id"], "")} for unit in _units(tx, actor, waiting, names)
        ],
    }


def _units(tx: Tx, actor: Actor, waiting: Sequence[Decision], names: Mapping[GroupKey, str]) -> list[Row]:
    briefs = decision_briefs(tx, actor, waiting)
    rows = [
        brief | {"organization_name": names.get(group_of_decision(decision), "")} | _unit(tx, actor, decision)
        for decision, brief in zip(waiting, briefs, strict=True)
    ]
    return sorted(rows, key=lambda row: (not row["leading"], row["organization_name"], row["organization_id"]))


def _unit(tx: Tx, actor: Actor, decision: Decision) -> Row:
    people, stale = decided_people(tx, actor, decision)
    counts = Counter(person["decided"] for person in people)
    ordered = sorted(counts, key=lambda grade: _BEST_FIRST.get(grade, len(_BEST_FIRST)))
    return {
        "people": len(people),
        "grades": [{"grade": grade, "people": counts[grade]} for grade in ordered],
        "changed": [person for person in people if person["reason"] is not None],
        "stale": stale,
        "own": any(person["own"] for person in people),
    }
