"""The people a leader in charge suggests grades for, with what the leader said so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from backend.assessment.grading.models import AssessmentCase, AssessmentPool, GradeSuggestion
from backend.assessment.grading.queries.board import case_columns, case_row
from backend.assessment.grading.queries.cases import comment_aad
from backend.assessment.grading.ratio import limit_of
from backend.assessment.rounds.public import Round, RoundState, rounds_in_state
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, in_scope


def people_to_suggest(tx: Tx, actor: Actor, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of the people in the leader's scope whose rounds wait for suggestions, the leader left out."""
    rounds = {one.id: one for one in rounds_in_state(tx, RoundState.COMPILED)}
    case = AssessmentCase
    wanted = in_scope(actor, Permission.GRADE_SUGGEST, case.node_id) & _of_rounds(list(rounds.values()))
    if actor.person_ref:
        wanted &= case.person_id != actor.person_ref
    query = case_columns(func.coalesce(case.total, -1)).add_columns(case.round_id).where(wanted)
    query = query.order_by(case.organization_name, case.id).limit(limit + 1)
    after = decode_cursor(cursor, 2)
    if after is not None:
        same = and_(case.organization_name == after[0], case.id > after[1])
        query = query.where(or_(case.organization_name > after[0], same))
    rows = tx.session.execute(query).all()
    said = _suggested_by(tx, actor, [row.id for row in rows])
    limits = _limits(tx, {row.pool_id for row in rows if row.pool_id})
    items = []
    for row in rows:
        shown = case_row(row, actor)
        items.append(
            shown
            | {
                "round_title": rounds[shown.pop("round_id")].title,
                "pool_limit": limits.get(row.pool_id, 0),
                "said": said.get(row.id),
            }
        )
    people = tx.session.scalar(select(func.count()).select_from(case).where(wanted)) or 0
    return page(items, limit, ("organization_name", "id")) | {"people": people}


def _of_rounds(rounds: Sequence[Round]) -> ColumnElement[bool]:
    case = AssessmentCase
    here = [(case.round_id == one.id) & (case.revision == one.revision) for one in rounds]
    return or_(*here) if here else case.id.is_(None)


def _suggested_by(tx: Tx, actor: Actor, case_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What this leader said last of each, in the revision of now."""
    rows = tx.session.scalars(
        select(GradeSuggestion)
        .join(AssessmentCase, AssessmentCase.id == GradeSuggestion.case_id)
        .where(
            GradeSuggestion.case_id.in_(case_ids),
            GradeSuggestion.suggested_by == actor.account_id,
            GradeSuggestion.revision == AssessmentCase.revision,
        )
        .order_by(GradeSuggestion.id)
    )
    return {
        row.case_id: {"grade": row.grade, "comment": tx.keyring.decrypt(row.comment, comment_aad(row.id))}
        for row in rows
    }


def _limits(tx: Tx, pool_ids: set[str]) -> dict[str, int]:
    pools = tx.session.scalars(select(AssessmentPool).where(AssessmentPool.id.in_(pool_ids)))
    return {pool.id: limit_of(pool.percent, pool.people) for pool in pools}
