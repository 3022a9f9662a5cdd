"""What the opening of a round asks of the schemes: one in force for everybody who is assessed."""

from __future__ import annotations

from sqlalchemy import select

from backend.assessment.rounds.public import Round, add_opening_check, assessed_people
from backend.assessment.schemes.adopted import adopted_schemes
from backend.assessment.schemes.errors import SchemeMissing
from backend.assessment.schemes.models import SchemeRow
from backend.core.transaction import Tx


def ensure_schemes_adopted(tx: Tx, opened: Round) -> None:
    """Raises :class:`SchemeMissing` with the categories of people in the round that have no scheme in force.

    The schemes found stay locked, so that none of them is replaced while the round opens.
    """
    in_force = adopted_schemes(tx, opened.year, opened.node_id)
    present = {person.category.value for person in assessed_people(tx, opened)}
    missing = sorted(present - set(in_force))
    if missing:
        raise SchemeMissing(categories=missing, year=opened.year)
    ids = sorted(scheme.id for scheme in in_force.values())
    tx.session.execute(select(SchemeRow.id).where(SchemeRow.id.in_(ids)).order_by(SchemeRow.id).with_for_update())


def connect() -> None:
    """Have every round ask before it opens; a second call changes nothing."""
    add_opening_check(ensure_schemes_adopted)
