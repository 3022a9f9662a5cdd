"""Names on show as those see them who may."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, false, select

from backend.assessment.grading.public import Case, case_ids_with, cases
from backend.assessment.results.models import Publicity, PublicityAudience, PublicityEntry
from backend.assessment.results.outcomes import result_of
from backend.assessment.rounds.public import assessed_one
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.transaction import Tx


def visible_entries(tx: Tx, actor: Actor) -> ColumnElement[bool]:
    """The condition that a name is on show for the actor: of an organization it is shown to, or seconded to it."""
    place = assessed_one(tx, actor.person_ref) if actor.person_ref else None
    if place is None:
        return false()
    return exists().where(
        PublicityAudience.entry_id == PublicityEntry.id,
        PublicityAudience.organization_id == place.organization_id,
    )


def names_to_show(tx: Tx, round_id: str) -> list[Case]:
    """Those who are 优秀, and whose names were never on show in the round."""
    query = select(PublicityEntry.case_id).join(Publicity).where(Publicity.round_id == round_id)
    unseen = case_ids_with(tx, round_id, Grade.EXCELLENT) - set(tx.session.scalars(query))
    return [case for case in cases(tx, round_id, unseen) if result_of(case) is Grade.EXCELLENT] if unseen else []
