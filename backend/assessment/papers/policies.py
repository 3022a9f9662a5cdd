"""Whose papers somebody may fetch."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from backend.assessment.grading.public import Case, case_of_person, cases
from backend.assessment.papers.catalogue import OWN_FORMS, Form
from backend.assessment.papers.errors import PaperNotFound
from backend.assessment.papers.models import PaperBundle
from backend.assessment.rounds.public import (
    Assessed,
    Round,
    RoundNotFound,
    RoundState,
    assessed_in_units,
    assessed_one,
    assessed_people,
    latest_round_of,
    round_by_id,
)
from backend.core.actor import Actor
from backend.core.crypto import sm3
from backend.core.transaction import Tx
from backend.identity.public import Permission, ancestor_nodes, sees_everything, visible_among, visible_nodes

#: Who is on a paper: cases where there are results, who is assessed where there need not be any yet.
People = Sequence[Case | Assessed]
#: From here on a person has had the written notice.
NOTIFIED = (RoundState.NOTIFIED, RoundState.SEALED)


def round_to_read(tx: Tx, actor: Actor, round_id: str) -> Round:
    """A round of which the actor reads results: of all its people, or of a part of them.

    Raises ``RoundNotFound``.
    """
    found = round_by_id(tx, round_id)
    own = set(visible_nodes(actor, Permission.RESULT_READ))
    above = own & set(ancestor_nodes(tx, found.node_id))
    inside = any(found.node_id in ancestor_nodes(tx, node_id) for node_id in own)
    if not (above or inside or sees_everything(actor, Permission.RESULT_READ)):
        raise RoundNotFound
    return found


def rights_digest(actor: Actor) -> str:
    """Whose papers somebody may have, as a digest that is another one once that has changed."""
    everything = sees_everything(actor, Permission.RESULT_READ)
    return sm3(orjson.dumps([everything, *visible_nodes(actor, Permission.RESULT_READ)]))


def may_read_bundle(tx: Tx, actor: Actor, bundle_id: str) -> bool:
    """Who asked for it, in its time, while they may have the papers of the same people as when it was made."""
    bundle = tx.session.get(PaperBundle, bundle_id)
    if bundle is None or bundle.asked_by != actor.account_id:
        return False
    in_time = bundle.expires_at is not None and bundle.expires_at > tx.now()
    return in_time and bundle.rights == rights_digest(actor)


def cases_to_read(
    tx: Tx, actor: Actor, found: Round, organization_id: str | None, person_id: str | None
) -> list[Case]:
    """The cases of a round in the actor's scope, by unit and name, of one unit or one person where asked."""
    if person_id is not None:
        own = case_of_person(tx, found.id, person_id)
        listed = [own] if own else []
    else:
        listed = cases(tx, found.id, organization_id=organization_id)
    nodes = visible_among(tx, actor, Permission.RESULT_READ, {case.node_id for case in listed})
    return [case for case in listed if case.node_id in nodes]


def people_to_read(
    tx: Tx, actor: Actor, found: Round, organization_id: str | None, person_id: str | None
) -> list[Assessed]:
    """Likewise who is assessed, whether or not there are cases yet."""
    if person_id is not None:
        one = assessed_one(tx, person_id)
        listed = _inside(tx, found, [one] if one else [])
    elif organization_id is not None:
        listed = _inside(tx, found, assessed_in_units(tx, [organization_id], found.day(tx.today())))
    else:
        listed = assessed_people(tx, found)
    nodes = visible_among(tx, actor, Permission.RESULT_READ, {one.node_id for one in listed})
    return [one for one in listed if one.node_id in nodes]


def _inside(tx: Tx, found: Round, listed: list[Assessed]) -> list[Assessed]:
    """Who was asked for by name may be of another round."""
    nodes = {one.node_id for one in listed}
    inside = {node_id for node_id in nodes if found.node_id in ancestor_nodes(tx, node_id)}
    return [one for one in listed if one.node_id in inside]


def own_round(tx: Tx, actor: Actor, form: Form) -> Round:
    """The latest round of the actor, of whose forms they may have this one now.

    The annual form and the notice come with the notice; routine checks are always one's own. Raises
    :class:`PaperNotFound`.
    """
    found = latest_round_of(tx, actor.person_ref) if actor.person_ref else None
    if found is None or form not in OWN_FORMS:
        raise PaperNotFound
    if form is not Form.ROUTINE and found.state not in NOTIFIED:
        raise PaperNotFound
    return found
