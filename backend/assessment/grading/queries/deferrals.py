"""What the keeper of the neutral code sees: the rounds they keep it in, and people by name. Nothing else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from backend.assessment.grading.models import AssessmentCase
from backend.assessment.rounds.public import RoundState, rounds_in_state
from backend.assessment.terms import SpecialCase
from backend.core.actor import Actor
from backend.core.transaction import Tx

_SHOWN = 20


def kept_rounds(tx: Tx, actor: Actor, q: str) -> list[dict[str, Any]]:
    """The rounds in which the actor keeps the code, each with who has it, and whom ``q`` names."""
    open_rounds = [*rounds_in_state(tx, RoundState.FROZEN), *rounds_in_state(tx, RoundState.COMPILED)]
    kept = [one for one in open_rounds if actor.account_id and one.investigation_keeper == actor.account_id]
    return [
        {"id": one.id, "title": one.title, "people": _people(tx, one.id, one.revision, actor, q)} for one in kept
    ]


def _people(tx: Tx, round_id: str, revision: int, actor: Actor, q: str) -> list[dict[str, Any]]:
    case = AssessmentCase
    deferred = case.special_case == SpecialCase.DEFERRED.value
    wanted = (deferred | case.name.contains(q, autoescape=True)) if q else deferred
    rows = tx.session.execute(
        select(case.id, case.name, case.organization_name, deferred.label("deferred"))
        .where(case.round_id == round_id, case.revision == revision, wanted, case.person_id != actor.person_ref)
        .order_by(deferred.is_not(True), case.name, case.id)
        .limit(_SHOWN)
    )
    return [
        {
            "id": row.id,
            "name": row.name,
            "organization_name": row.organization_name,
            "deferred": bool(row.deferred),
        }
        for row in rows
    ]
