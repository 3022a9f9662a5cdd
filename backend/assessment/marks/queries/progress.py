"""How far a round is, for those who run it: never who has voted, nor how many before the window has closed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from backend.assessment.marks.models import RatingVote
from backend.assessment.marks.queries.marks import missing_marks
from backend.assessment.rounds.public import Window, round_for
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, encode_cursor
from backend.identity.public import Permission

Row = dict[str, Any]


def marks_progress(tx: Tx, actor: Actor, round_id: str) -> Row:
    """What was handed in and what is missing, in numbers. Raises ``RoundNotFound``."""
    one = round_for(tx, actor, Permission.ROUND_READ, round_id)
    missing = missing_marks(tx, round_id)
    ballots = None
    if one.has_closed(Window.RATING, tx.today()):
        counted = select(func.count()).select_from(RatingVote).where(RatingVote.round_id == round_id)
        ballots = tx.session.scalar(counted) or 0
    return {
        "people": missing.people,
        "self_summaries": missing.people - len(missing.self_summary),
        "superior_marks": missing.people - len(missing.superior_mark),
        "rating_planned": Window.RATING in one.windows,
        "not_rated": len(missing.not_rated),
        "ballots": ballots,
    }


def marks_missing(tx: Tx, actor: Actor, round_id: str, kind: str, cursor: str | None, limit: int) -> Row:
    """A page of those of whom ``kind`` is missing, by unit and name. Raises ``RoundNotFound``."""
    round_for(tx, actor, Permission.ROUND_READ, round_id)
    people = getattr(missing_marks(tx, round_id), kind)
    after = decode_cursor(cursor, 1, int)
    start = max(0, after[0]) if after else 0
    more = len(people) > start + limit
    return {
        "items": [
            {"person_id": one.person_id, "name": one.name, "unit": one.organization_name}
            for one in people[start : start + limit]
        ],
        "next_cursor": encode_cursor([start + limit]) if more else None,
    }
