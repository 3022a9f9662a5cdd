"""The board on which people are paired by hand: who has no mentor, and who would fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, ensure_in_scope, tree_nodes, visible_nodes
from courses.learners import learners_below, learners_of
from courses.mentoring.grid import build_grid
from courses.mentoring.people import People, load_people
from courses.mentoring.policies.pairing import people_in_scope
from courses.mentoring.queries.profiles import person_row
from courses.mentoring.rules import (
    FIRM,
    PLACE_STEP,
    Mentee,
    Mentor,
    Options,
    Rule,
    Term,
    broken_rules,
    cost_of,
    terms_of,
)

Row = dict[str, Any]
_SUGGESTED = 3
_MOST_FOUND = 50


def own_places(tx: Tx, actor: Actor) -> list[Row]:
    """The places in which the actor pairs people, and the regions and units right below them."""
    own = visible_nodes(actor, Permission.MENTORING_MANAGE)
    nodes = tree_nodes(tx, ids=own) if own else []
    regions = [node.node_id for node in nodes if node.kind == "region"]
    nodes += [node for region in regions for node in tree_nodes(tx, parent_id=region)]
    return [{"id": node.node_id, "name": node.name} for node in {one.node_id: one for one in nodes}.values()]


def board(tx: Tx, actor: Actor, node_id: str, cursor: str | None, limit: int) -> Row:
    """A page of those who look for a mentor and have none, by name, each with the mentors that fit best.

    Raises ``NodeNotFound`` outside the scope.
    """
    ensure_in_scope(tx, actor, Permission.MENTORING_MANAGE, node_id)
    people = load_people(tx, learners_below(tx, node_id))
    waiting = sorted(people.mentees, key=lambda key: (people.learners[key].name, key))
    after = decode_cursor(cursor, 2)
    names = [{"name": people.learners[key].name, "account_id": key} for key in waiting]
    names = [one for one in names if after is None or [one["name"], one["account_id"]] > after]
    shown = page(names[: limit + 1], limit, ("name", "account_id"))
    suggested = suggestions(people, [people.mentees[one["account_id"]] for one in shown["items"]])
    ids = [one["account_id"] for one in shown["items"]]
    items = [mentee_row(people, key) | {"suggestions": suggested[key]} for key in ids]
    places = sum(one.places for one in people.offering)
    return {"items": items, "next_cursor": shown["next_cursor"], "waiting": len(waiting), "places": places}


def suggestions(people: People, mentees: Sequence[Mentee]) -> dict[str, list[Row]]:
    """The mentors that break no rule and cost least, of those with a free place, by mentee."""
    mentors = sorted((one for one in people.offering if one.places > 0), key=lambda one: one.id)
    if not mentors:
        return {one.id: [] for one in mentees}
    grid = build_grid(mentees, mentors, Options(), people.barred)
    cost = grid.cost + PLACE_STEP * np.array([one.taken for one in mentors], np.int32)
    found = {}
    for row, mentee in enumerate(mentees):
        fitting = np.flatnonzero(grid.broken[row] == 0)
        best = fitting[np.argsort(cost[row, fitting], kind="stable")][:_SUGGESTED]
        found[mentee.id] = [mentor_row(people, mentors[column], mentee) for column in best.tolist()]
    return found


def mentors_for(tx: Tx, actor: Actor, mentee_id: str, node_id: str, text: str) -> list[Row]:
    """Mentors of a place for a mentee, the fitting ones first, with the rules that speak against each.

    Those whom a firm rule forbids are left out, so that nobody reads from the list who does not want whom.
    Raises ``NodeNotFound``, ``MentoringPersonNotFound``.
    """
    ensure_in_scope(tx, actor, Permission.MENTORING_MANAGE, node_id)
    chosen = people_in_scope(tx, actor, [mentee_id])
    learners = {one.account_id: one for one in learners_below(tx, node_id)} | chosen
    people = load_people(tx, learners.values(), named_mentee=mentee_id)
    mentee, wanted = people.mentees[mentee_id], text.strip().casefold()
    rows = []
    for mentor in people.offering:
        learner = people.learners[mentor.id]
        broken = broken_rules(mentee, mentor, Options(), people.barred)
        named = " ".join((learner.name, learner.organization_name or "", *mentor.fields)).casefold()
        if mentor.places > 0 and not broken & FIRM and wanted in named:
            cost = cost_of(terms_of(mentee, mentor, mentor.taken + 1))
            rows.append((len(broken), cost, learner.name, mentor.id, mentor_row(people, mentor, mentee, broken)))
    return [row for *_, row in sorted(rows, key=lambda one: one[:4])[:_MOST_FOUND]]


def mentee_row(people: People, account_id: str) -> Row:
    """Somebody who looks for a mentor."""
    need = people.needs.get(account_id)
    row = person_row(people.learners[account_id])
    return row | {"fields": need.fields if need else [], "note": need.note if need else ""}


def mentor_row(people: People, mentor: Mentor, mentee: Mentee, broken: Iterable[Rule] = ()) -> Row:
    """A mentor for a mentee: the places left, and what speaks for and against it."""
    return {
        **person_row(people.learners[mentor.id]),
        "fields": sorted(mentor.fields),
        "places": mentor.places,
        "terms": term_rows(terms_of(mentee, mentor, mentor.taken + 1)),
        "broken": sorted(rule.value for rule in broken),
    }


def term_rows(terms: Iterable[Term]) -> list[Row]:
    """Terms as plain values."""
    return [{"code": term.code, "cost": term.cost, "facts": dict(term.facts)} for term in terms]


def people_of_pair(tx: Tx, actor: Actor, mentee_id: str, mentor_id: str) -> People:
    """Two people of the office's scope as pairing sees them. Raises ``MentoringPersonNotFound``."""
    people_in_scope(tx, actor, [mentee_id, mentor_id])
    return load_people(tx, learners_of(tx, [mentee_id, mentor_id]).values(), named_mentee=mentee_id)
