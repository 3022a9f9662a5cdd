"""Who may hand in what, and when."""

from __future__ import annotations

from backend.assessment.marks.errors import NotTheSuperior, WindowClosed
from backend.assessment.rounds.public import (
    Assessed,
    AssessedNotFound,
    OwnCase,
    Round,
    RoundNotFound,
    RoundState,
    Window,
    assessed_named,
    round_by_id,
)
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import ancestor_nodes


def ensure_window(tx: Tx, the_round: Round, kind: Window) -> None:
    """Raises :class:`WindowClosed`."""
    if the_round.is_open(kind, tx.today()):
        return
    days = the_round.windows.get(kind)
    facts = {"opens_on": days[0].isoformat(), "closes_on": days[1].isoformat()} if days else {}
    raise WindowClosed(window=kind.value, state=the_round.state.value, **facts)


def opened_round(tx: Tx, round_id: str) -> Round:
    """A round that has begun; one that is prepared is nobody's yet. Raises :class:`RoundNotFound`."""
    found = round_by_id(tx, round_id)
    if found.state is RoundState.PREPARING:
        raise RoundNotFound
    return found


def own_place(tx: Tx, actor: Actor, the_round: Round) -> Assessed:
    """The actor as one of the round's people. Raises :class:`RoundNotFound` for everybody else."""
    try:
        return person_in(tx, the_round, actor.person_ref or "")
    except AssessedNotFound as absent:
        raise RoundNotFound from absent


def person_in(tx: Tx, the_round: Round, person_id: str) -> Assessed:
    """Somebody who is assessed in the round. Raises :class:`AssessedNotFound`."""
    found = next(iter(assessed_named(tx, [person_id], the_round.day(tx.today()))), None)
    if found is None or the_round.node_id not in ancestor_nodes(tx, found.node_id):
        raise AssessedNotFound
    return found


def subordinate(tx: Tx, actor: Actor, the_round: Round, person_id: str) -> Assessed:
    """Somebody whose superior the actor is on the round's day.

    Raises :class:`OwnCase`, and :class:`NotTheSuperior` for everybody else, known or not.
    """
    if actor.person_ref is not None and actor.person_ref == person_id:
        raise OwnCase
    try:
        found = person_in(tx, the_round, person_id)
    except AssessedNotFound as absent:
        raise NotTheSuperior from absent
    if actor.person_ref is None or found.superior_id != actor.person_ref:
        raise NotTheSuperior
    return found
