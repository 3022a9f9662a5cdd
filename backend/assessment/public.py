"""What other domains may use of the assessment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from backend.assessment.rounds.public import assessed_named
from backend.core.transaction import Tx


def superiors_of(tx: Tx, person_ids: Collection[str], on: date) -> dict[str, str]:
    """The superiors of people on a day, as ids of people; whose superior is not known is left out."""
    return {one.person_id: one.superior_id for one in assessed_named(tx, person_ids, on) if one.superior_id}


__all__ = ["superiors_of"]
