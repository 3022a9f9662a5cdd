"""The notices that stand, for papers: what became of each, without its content."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from backend.assessment.results.models import Notice
from backend.assessment.results.private import open_optional
from backend.assessment.results.states import NoticeState
from backend.core.transaction import Tx

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StandingNotice:
    """The notice of a case; ``paper_signed_on`` is set where it was signed on paper."""

    state: NoticeState
    issued_at: datetime
    settled_at: datetime | None
    paper_signed_on: date | None
    comment: str


def standing_notices(tx: Tx, round_id: str, case_ids: Collection[str]) -> dict[str, StandingNotice]:
    """The notice that stands for each of these cases, in one statement per 500.

    Whoever asks has asked first whether the reader may.
    """
    stands = select(Notice).where(Notice.round_id == round_id, Notice.state != NoticeState.REPLACED.value)
    ordered = sorted(set(case_ids))
    found: dict[str, StandingNotice] = {}
    for start in range(0, len(ordered), _AT_ONCE):
        for row in tx.session.scalars(stands.where(Notice.case_id.in_(ordered[start : start + _AT_ONCE]))):
            comment = open_optional(tx, Notice.__tablename__, "comment", row.id, row.comment_encrypted)
            found[row.case_id] = StandingNotice(
                NoticeState(row.state), row.issued_at, row.settled_at, row.paper_signed_on, comment or ""
            )
    return found
