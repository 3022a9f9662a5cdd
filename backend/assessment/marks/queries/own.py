"""What one has to hand in oneself: the own summary, the own ballot, marks of those one is the superior of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backend.assessment.marks.models import SelfSummary
from backend.assessment.marks.policies import opened_round, own_place, subordinate
from backend.assessment.marks.queries.marks import last_marks, self_summaries, superior_comments
from backend.assessment.marks.queries.rating import group_around, has_voted
from backend.assessment.rounds.public import (
    Assessed,
    Round,
    RoundNotFound,
    RoundState,
    Window,
    rounds_in_state,
    rounds_of_person,
    subordinates_of,
)
from backend.assessment.terms import Dimension
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import ancestor_nodes
from backend.register.public import names_of_people

Row = dict[str, Any]


def own_marks(tx: Tx, actor: Actor) -> Row:
    """What the actor can hand in now and has handed in, of the round that is running for them."""
    one = current_round(tx, actor)
    if one is None:
        return {"round": None, "windows": [], "self_summary": None, "rating": "none", **_given(tx, actor)}
    person = own_place(tx, actor, one)
    written = tx.session.get(SelfSummary, (one.id, person.person_id))
    return {
        "round": brief_of(one),
        "windows": _windows(tx, one),
        "self_summary": {"version": written.version, "handed_in_at": written.handed_in_at} if written else None,
        "rating": _rating_state(tx, one, person),
        **_given(tx, actor),
    }


def own_summary(tx: Tx, actor: Actor, round_id: str) -> Row:
    """The own summary as it was handed in last. Raises :class:`RoundNotFound`."""
    one = opened_round(tx, round_id)
    person = own_place(tx, actor, one)
    row = tx.session.get(SelfSummary, (one.id, person.person_id))
    texts = self_summaries(tx, one.id, [person.person_id])
    return {
        "round": brief_of(one),
        "window": _window(tx, one, Window.SELF_SUMMARY),
        "text": texts.get(person.person_id, ""),
        "version": row.version if row else 0,
        "handed_in_at": row.handed_in_at if row else None,
    }


def own_ballot(tx: Tx, actor: Actor, round_id: str) -> Row:
    """Whom the actor rates, by name. Raises :class:`RoundNotFound`."""
    one = opened_round(tx, round_id)
    person = own_place(tx, actor, one)
    group = group_around(tx, one, person)
    people = [] if group is None else [other for other in group.people if other.person_id != person.person_id]
    return {
        "round": brief_of(one),
        "window": _window(tx, one, Window.RATING),
        "state": _rating_state(tx, one, person),
        "min_raters": one.parameters.min_raters,
        "people": [{"person_id": other.person_id, "name": other.name} for other in people],
    }


def marks_to_give(tx: Tx, actor: Actor) -> Row:
    """Everybody whose superior the actor is in a round that is open, with what was given."""
    return {
        "items": [
            {
                "round": brief_of(one),
                "window": _window(tx, one, Window.SUPERIOR_MARK),
                "people": [_to_mark(person, given.get(person.person_id)) for person in people],
            }
            for one, people in _subordinates(tx, actor)
            for given in [{mark.person_id: mark.given_on for mark in last_marks(tx, one.id, _ids(people))}]
        ]
    }


def mark_to_give(tx: Tx, actor: Actor, round_id: str, person_id: str) -> Row:
    """Somebody whose superior the actor is: the own summary, and the mark that was given.

    Raises :class:`RoundNotFound`, :class:`OwnCase`, :class:`NotTheSuperior`.
    """
    one = opened_round(tx, round_id)
    person = subordinate(tx, actor, one, person_id)
    mark = next(iter(last_marks(tx, one.id, [person_id])), None)
    by = names_of_people(tx, [mark.superior_id])[mark.superior_id] if mark else None
    return {
        "round": brief_of(one),
        "window": _window(tx, one, Window.SUPERIOR_MARK),
        "person_id": person.person_id,
        "name": person.name,
        "unit": person.organization_name,
        "self_summary": self_summaries(tx, one.id, [person_id]).get(person_id),
        "points": {of.value: getattr(mark, of.value) for of in Dimension} if mark else None,
        "comment": superior_comments(tx, one.id, [person_id]).get(person_id, ""),
        "given_by": by,
        "given_on": mark.given_on if mark else None,
        "version": mark.version if mark else 0,
    }


def current_round(tx: Tx, actor: Actor) -> Round | None:
    """The round in which the actor can hand something in, else the latest that was opened for them."""
    if actor.person_ref is None:
        return None
    today = tx.today()
    opened = [one for one in rounds_of_person(tx, actor.person_ref) if one.state is not RoundState.PREPARING]
    running = [one for one in opened if any(one.is_open(kind, today) for kind in Window)]
    for one in [*running, *opened]:
        try:
            own_place(tx, actor, one)
        except RoundNotFound:  # frozen there, and left since
            continue
        return one
    return None


def brief_of(one: Round) -> Row:
    """A round as phones name it."""
    return {"id": one.id, "year": one.year, "title": one.title, "state": one.state.value}


def _given(tx: Tx, actor: Actor) -> Row:
    due, given = 0, 0
    for one, people in _subordinates(tx, actor):
        due += len(people)
        given += len(last_marks(tx, one.id, _ids(people)))
    return {"marks_due": due, "marks_given": given}


def _subordinates(tx: Tx, actor: Actor) -> Iterator[tuple[Round, list[Assessed]]]:
    """The open rounds in which superiors mark, each with the people whose superior the actor is."""
    if actor.person_ref is None:
        return
    today = tx.today()
    for one in rounds_in_state(tx, RoundState.OPEN):
        if Window.SUPERIOR_MARK not in one.windows:
            continue
        people = subordinates_of(tx, actor.person_ref, one.day(today))
        above = {node: ancestor_nodes(tx, node) for node in {person.node_id for person in people}}
        here = [person for person in people if one.node_id in above[person.node_id]]
        if here:
            yield one, here


def _rating_state(tx: Tx, one: Round, person: Assessed) -> str:
    """none, too_small, voted, waiting, open or closed: as the rater sees it."""
    if Window.RATING not in one.windows:
        return "none"
    if has_voted(tx, one.id, person.person_id):
        return "voted"
    if one.has_closed(Window.RATING, tx.today()):
        return "closed"
    if group_around(tx, one, person) is None:
        return "too_small"
    return "open" if one.is_open(Window.RATING, tx.today()) else "waiting"


def _windows(tx: Tx, one: Round) -> list[Row]:
    return [window for kind in Window if (window := _window(tx, one, kind)) is not None]


def _window(tx: Tx, one: Round, kind: Window) -> Row | None:
    days = one.windows.get(kind)
    if days is None:
        return None
    today = tx.today()
    return {
        "kind": kind.value,
        "opens_on": days[0],
        "closes_on": days[1],
        "open": one.is_open(kind, today),
        "closed": one.has_closed(kind, today),
    }


def _to_mark(person: Assessed, given_on: Any) -> Row:
    return {
        "person_id": person.person_id,
        "name": person.name,
        "unit": person.organization_name,
        "given_on": given_on,
    }


def _ids(people: list[Assessed]) -> list[str]:
    return [person.person_id for person in people]
