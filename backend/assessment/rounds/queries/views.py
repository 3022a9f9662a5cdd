"""What the pages of rounds show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from backend.assessment.rounds.errors import RoundNotFound
from backend.assessment.rounds.parameters import SPECS
from backend.assessment.rounds.policies import keepers_at
from backend.assessment.rounds.queries.people import assessed_below, assessed_page, superiors_unknown
from backend.assessment.rounds.queries.rounds import round_by_id, rounds_around, rounds_in_scope
from backend.assessment.rounds.states import RoundState
from backend.assessment.rounds.values import Assessed, Round, Window
from backend.assessment.terms import Category
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, encode_cursor
from backend.identity.public import (
    Permission,
    account_names,
    ancestor_nodes,
    node_refs,
    sees_everything,
    visible_nodes,
)
from backend.register.public import names_of_people

Row = dict[str, Any]
_FILTERS: dict[str, Callable[[Assessed], bool]] = {
    "all": lambda _one: True,
    "leading": lambda one: one.leading,
    "superior_unknown": lambda one: one.superior_id is None,
    "without_account": lambda one: one.account_id is None,
}


def round_list(tx: Tx, actor: Actor) -> dict[str, list[Row]]:
    """The rounds of the actor's scope, and those that take people of it in, the newest year first."""
    around = {
        one.id: one
        for node_id in visible_nodes(actor, Permission.ROUND_READ)
        for one in rounds_around(tx, node_id)
    }
    around |= {one.id: one for one in rounds_in_scope(tx, actor, Permission.ROUND_READ)}
    found = sorted(around.values(), key=lambda one: (one.year, one.id), reverse=True)
    names = node_refs(tx, [one.node_id for one in found])
    return {"items": [_brief(one, names[one.node_id]["name"]) for one in found]}


def round_view(tx: Tx, actor: Actor, round_id: str) -> Row:
    """A round with its days, its numbers with their sources, and how many people it has of which kind.

    Raises :class:`RoundNotFound`.
    """
    one, places = _readable(tx, actor, round_id)
    people = _people(tx, one, places)
    keepers = keepers_at(tx, one.node_id)
    names = account_names(tx, {*keepers, *([one.investigation_keeper] if one.investigation_keeper else [])})
    return {
        **_brief(one, node_refs(tx, [one.node_id])[one.node_id]["name"]),
        "version": one.version,
        "may_manage": _may(tx, actor, Permission.ROUND_MANAGE, one),
        "may_name_superiors": actor.may(Permission.SUPERIOR_NAME),
        "windows": _windows(one, tx),
        "parameters": _parameters(one),
        "investigation_keeper": one.investigation_keeper,
        "keepers": [{"account_id": account_id, "name": names[account_id]} for account_id in keepers],
        "people": _counts(people),
    }


def round_people(
    tx: Tx, actor: Actor, round_id: str, *, text: str, which: str, cursor: str | None, limit: int
) -> Row:
    """A page of the people of a round, by unit and name. Raises :class:`RoundNotFound`."""
    one, places = _readable(tx, actor, round_id)
    after = decode_cursor(cursor, 1, int)
    start = max(0, after[0]) if after else 0
    if which == "all" and len(places) == 1:
        found = assessed_page(tx, places[0], one.day(tx.today()), text, start, limit + 1)
    else:
        keep = _FILTERS[which]
        kept = [person for person in _people(tx, one, places) if keep(person) and _matches(person, text)]
        found = kept[start : start + limit + 1]
    shown = found[:limit]
    names = names_of_people(tx, [person.superior_id for person in shown if person.superior_id])
    return {
        "items": [_person(person, names) for person in shown],
        "next_cursor": encode_cursor([start + limit]) if len(found) > limit else None,
    }


def _readable(tx: Tx, actor: Actor, round_id: str) -> tuple[Round, tuple[str, ...]]:
    """A round with the places in it that the actor may look at: all of it, or the own unit in a county's round.

    Raises :class:`RoundNotFound` where there is none.
    """
    one = round_by_id(tx, round_id)
    own = visible_nodes(actor, Permission.ROUND_READ)
    above = ancestor_nodes(tx, one.node_id)
    if sees_everything(actor, Permission.ROUND_READ) or not set(own).isdisjoint(above):
        return one, (one.node_id,)
    inside = tuple(node_id for node_id in own if one.node_id in ancestor_nodes(tx, node_id))
    if not inside:
        raise RoundNotFound
    return one, inside


def _people(tx: Tx, one: Round, places: tuple[str, ...]) -> list[Assessed]:
    day = one.day(tx.today())
    return [person for node_id in places for person in assessed_below(tx, node_id, day)]


def _matches(person: Assessed, text: str) -> bool:
    return not text or text in person.name or text in person.organization_name


def _brief(one: Round, node_name: str) -> Row:
    return {
        "id": one.id,
        "year": one.year,
        "title": one.title,
        "state": one.state.value,
        "revision": one.revision,
        "node_id": one.node_id,
        "node_name": node_name,
    }


def _windows(one: Round, tx: Tx) -> list[Row]:
    today = tx.today()
    return [
        {
            "kind": kind.value,
            "opens_on": one.windows[kind][0],
            "closes_on": one.windows[kind][1],
            "open": one.is_open(kind, today),
            "closed": one.has_closed(kind, today),
        }
        for kind in Window
        if kind in one.windows
    ]


def _parameters(one: Round) -> list[Row]:
    values = one.parameters.values()
    return [
        {
            "name": spec.name,
            "value": values[spec.name],
            "default": spec.default,
            "minimum": spec.minimum,
            "maximum": spec.maximum,
            "unit": spec.unit,
            "source": spec.source,
            "mark": spec.mark.value,
        }
        for spec in SPECS.values()
    ]


def _counts(people: list[Assessed]) -> Row:
    categories = Counter(one.category for one in people)
    return {
        "total": len(people),
        "leading": sum(one.leading for one in people),
        "without_account": sum(one.account_id is None for one in people),
        "superior_unknown": len(superiors_unknown(people)),
        "categories": {category.value: categories[category] for category in Category},
    }


def _person(one: Assessed, names: dict[str, str]) -> Row:
    return {
        "person_id": one.person_id,
        "name": one.name,
        "organization_id": one.organization_id,
        "organization_name": one.organization_name,
        "category": one.category.value,
        "rank": one.rank,
        "leading": one.leading,
        "has_account": one.account_id is not None,
        "superior_id": one.superior_id,
        "superior_name": names.get(one.superior_id or ""),
        "superior_source": one.superior_source.value,
        "seconded_from": one.seconded_from,
    }


def _may(tx: Tx, actor: Actor, permission: str, one: Round) -> bool:
    if one.state not in (RoundState.PREPARING, RoundState.OPEN):
        return False
    if sees_everything(actor, permission):
        return True
    return not set(visible_nodes(actor, permission)).isdisjoint(ancestor_nodes(tx, one.node_id))
