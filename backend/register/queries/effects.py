"""When matters took effect, for domains that look at how current the register is kept. Batched."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from backend.core.transaction import Tx
from backend.register.models import PostingEvent
from backend.register.operations.rows import chunks


def entries_effective(tx: Tx, matter_ids: Collection[str]) -> dict[str, date]:
    """The day from which the entry of each matter counts; a matter whose entry was reversed is left out."""
    reversal = aliased(PostingEvent)
    return {
        matter_id: effective_on
        for chunk in chunks(matter_ids)
        for matter_id, effective_on in tx.session.execute(
            select(PostingEvent.cause_id, PostingEvent.effective_on).where(
                PostingEvent.cause_kind == "matter",
                PostingEvent.cause_id.in_(chunk),
                PostingEvent.kind == "entered",
                ~exists().where(reversal.reverses_id == PostingEvent.id),
            )
        )
    }
