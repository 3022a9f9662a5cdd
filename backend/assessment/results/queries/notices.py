"""The notices of a round, for those who see to it that each is signed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from backend.assessment.grading.public import cases
from backend.assessment.results.models import Notice
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.private import open_optional
from backend.assessment.results.states import NoticeState
from backend.assessment.rounds.public import round_for
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission

Row = dict[str, Any]


def notices_of_round(
    tx: Tx, actor: Actor, round_id: str, state: NoticeState | None, cursor: str | None, limit: int
) -> Row:
    """A page of the notices that stand, in the order they were written. Raises ``RoundNotFound``."""
    round_for(tx, actor, Permission.ROUND_MANAGE, round_id)
    query = select(Notice).where(Notice.round_id == round_id, Notice.state != NoticeState.REPLACED.value)
    if state is not None:
        query = query.where(Notice.state == state.value)
    if (after := decode_cursor(cursor, 1)) is not None:
        query = query.where(Notice.id > after[0])
    notices = tx.session.scalars(query.order_by(Notice.id).limit(limit + 1)).all()
    about = {case.id: case for case in cases(tx, round_id, [notice.case_id for notice in notices])}
    rows = []
    for notice in notices:
        case = about[notice.case_id]
        result = result_of(case)
        rows.append(
            {
                "id": notice.id,
                "case_id": case.id,
                "name": case.name,
                "organization_name": case.organization_name,
                "category": case.category.value,
                "leading": case.leading,
                "grade": result.value if result else None,
                "revision": notice.revision,
                "state": notice.state,
                "issued_at": notice.issued_at,
                "settled_at": notice.settled_at,
                "paper_signed_on": notice.paper_signed_on,
                "paper_kept_at": notice.paper_kept_at,
                "witness": open_optional(tx, notice.__tablename__, "witness", notice.id, notice.witness_encrypted),
                "own": case.person_id == actor.person_ref,
            }
        )
    return page(rows, limit, ("id",))
