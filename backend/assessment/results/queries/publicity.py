"""Names on show as those see them who may."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, false, select

from backend.assessment.results.models import Publicity, PublicityAudience, PublicityEntry
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.register.public import places_of_people


def visible_entries(tx: Tx, actor: Actor) -> ColumnElement[bool]:
    """The condition that a name is on show for the actor: posted in an organization it is shown to."""
    place = places_of_people(tx, [actor.person_ref]).get(actor.person_ref) if actor.person_ref else None
    if place is None:
        return false()
    return exists().where(
        PublicityAudience.entry_id == PublicityEntry.id,
        PublicityAudience.organization_id == place.organization_id,
    )


def shown_cases(tx: Tx, round_id: str) -> set[str]:
    """The cases whose names are or were on show in a round."""
    query = select(PublicityEntry.case_id).join(Publicity).where(Publicity.round_id == round_id)
    return set(tx.session.scalars(query))
