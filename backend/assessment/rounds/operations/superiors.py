"""Naming somebody's superior where appointments do not say it, or say it wrong for this person."""

from __future__ import annotations

from datetime import date

from backend.assessment.rounds.errors import AssessedNotFound, SuperiorUnfit
from backend.assessment.rounds.models import NamedSuperior
from backend.assessment.rounds.queries.people import assessed_named
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, ancestor_nodes, record_audit, sees_everything, visible_nodes


def name_superior(tx: Tx, actor: Actor, person_id: str, superior_id: str | None, effective_on: date) -> None:
    """Say who a person's superior is from ``effective_on`` on; None leaves it to appointments again.

    Both are posted today, the person where the actor may name superiors. Raises :class:`AssessedNotFound`, and
    :class:`SuperiorUnfit` for oneself: as one's own superior, or where the actor would choose who marks them.
    """
    known = {one.person_id: one for one in assessed_named(tx, {person_id, superior_id or person_id}, tx.today())}
    person = known.get(person_id)
    if person is None or not _names_at(tx, actor, person.node_id):
        raise AssessedNotFound
    if superior_id is not None and superior_id not in known:
        raise AssessedNotFound
    if superior_id == person_id:
        raise SuperiorUnfit(reason="self")
    if actor.person_ref == person_id:
        raise SuperiorUnfit(reason="own_superior")
    row = NamedSuperior(
        id=new_id(),
        person_id=person_id,
        superior_id=superior_id,
        effective_on=effective_on,
        named_by=actor.account_id,
        recorded_at=tx.now(),
    )
    tx.session.add(row)
    tx.session.flush()
    facts = {"superior_id": superior_id, "effective_on": effective_on.isoformat()}
    action = "assessment:superior:named"
    record_audit(tx, actor, action, "person", person_id, node_id=person.node_id, facts=facts)


def _names_at(tx: Tx, actor: Actor, node_id: str) -> bool:
    if sees_everything(actor, Permission.SUPERIOR_NAME):
        return True
    return not set(visible_nodes(actor, Permission.SUPERIOR_NAME)).isdisjoint(ancestor_nodes(tx, node_id))
