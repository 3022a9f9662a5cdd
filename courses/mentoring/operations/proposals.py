"""What a run computed is stored, and what a person confirmed is made: the two ends of the worker's part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from courses.learners import learners_below, learners_of
from courses.mentoring.assignment import MOST_CELLS, Assignment, Pair, Relaxation, cells_of
from courses.mentoring.errors.life import MenteePaired, MentorshipPersonUnknown
from courses.mentoring.errors.pairing import MentoringPersonNotFound, MentoringRunEmpty, MentoringRunTooLarge
from courses.mentoring.models.pairing import (
    MentoringRun,
    MentoringRunDrop,
    MentoringRunPair,
    MentoringRunUnmatched,
    MentoringRunUnused,
    RunState,
)
from courses.mentoring.operations.mentorships import propose_mentorship
from courses.mentoring.operations.pairing import broken_by, lock_mentors
from courses.mentoring.operations.runs import options_of
from courses.mentoring.people import People, load_people
from courses.mentoring.queries.board import term_rows
from courses.mentoring.rules import FIRM, Barred, Mentor, Rule

Pins = list[tuple[str, str]]


def gather(tx: Tx, run: MentoringRun) -> tuple[People, list[Mentor], Barred, Pins]:
    """What a run weighs: the people of its place, who offers, what is barred in this run, and the pins that hold.

    A pin holds while its mentee still looks and its mentor has a place for it. Raises :class:`MentoringRunEmpty`,
    :class:`MentoringRunTooLarge`.
    """
    people = load_people(tx, learners_below(tx, run.node_id))
    mentors = people.offering
    if not people.mentees or not mentors:
        raise MentoringRunEmpty
    if cells_of([*people.mentees.values()], mentors) > MOST_CELLS:
        raise MentoringRunTooLarge(mentees=len(people.mentees), places=sum(one.places for one in mentors))
    drops = tx.session.execute(
        select(MentoringRunDrop.mentee_id, MentoringRunDrop.mentor_id).where(MentoringRunDrop.run_id == run.id)
    )
    dropped = frozenset((mentee, mentor) for mentee, mentor in drops)
    return people, mentors, {**people.barred, Rule.DROPPED: dropped}, _pins(tx, run, people, mentors)


def store_proposal(tx: Tx, run: MentoringRun, found: Assignment) -> None:
    """Put a proposal in the place of the one before."""
    for model in (MentoringRunPair, MentoringRunUnmatched, MentoringRunUnused):
        tx.session.execute(delete(model).where(model.run_id == run.id))
    _insert(tx, MentoringRunPair, (_pair_row(run, pair) for pair in found.pairs))
    unmatched = (
        {"mentee_id": one.mentee_id, "relaxations": [_relaxation_row(each) for each in one.relaxations]}
        for one in found.unmatched
    )
    _insert(tx, MentoringRunUnmatched, ({"run_id": run.id, **row} for row in unmatched))
    unused = ({"run_id": run.id, "mentor_id": key, "places": places} for key, places in found.unused.items())
    _insert(tx, MentoringRunUnused, unused)
    run.state = RunState.PROPOSED.value
    run.version += 1


def make_pairs(tx: Tx, actor: Actor, run: MentoringRun, pairs: Sequence[MentoringRunPair]) -> int:
    """Make mentorships of confirmed pairs; returns how many.

    A pair that became impossible since it was shown is left out, and says so: a mentee who found a mentor
    elsewhere, a mentor whose places are taken, two of whom one does not want the other any more.
    """
    lock_mentors(tx, [pair.mentor_id for pair in pairs])
    made = 0
    for pair in pairs:
        pair.outcome = "made" if _make(tx, actor, run, pair) else "left_out"
        made += pair.outcome == "made"
    tx.session.flush()
    return made


def _make(tx: Tx, actor: Actor, run: MentoringRun, pair: MentoringRunPair) -> bool:
    learners = learners_of(tx, [pair.mentee_id, pair.mentor_id])
    people = load_people(tx, learners.values(), named_mentee=pair.mentee_id)
    try:
        broken = broken_by(people, pair.mentee_id, pair.mentor_id, options_of(run))
        if broken & FIRM:
            return False
        with tx.savepoint():
            propose_mentorship(tx, actor, pair.mentor_id, pair.mentee_id, run.id)
    except (MenteePaired, MentoringPersonNotFound, MentorshipPersonUnknown):
        return False
    return True


def _pins(tx: Tx, run: MentoringRun, people: People, mentors: Sequence[Mentor]) -> Pins:
    left = {one.id: one.places for one in mentors}
    rows = tx.session.execute(
        select(MentoringRunPair.mentee_id, MentoringRunPair.mentor_id)
        .where(MentoringRunPair.run_id == run.id, MentoringRunPair.pinned)
        .order_by(MentoringRunPair.mentee_id)
    )
    pins = []
    for mentee_id, mentor_id in rows:
        if mentee_id in people.mentees and left.get(mentor_id, 0) > 0:
            left[mentor_id] -= 1
            pins.append((mentee_id, mentor_id))
    return pins


def _pair_row(run: MentoringRun, pair: Pair) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "mentee_id": pair.mentee_id,
        "mentor_id": pair.mentor_id,
        "pinned": pair.pinned,
        "terms": term_rows(pair.terms),
        "broken": [rule.value for rule in pair.broken],
    }


def _relaxation_row(relaxation: Relaxation) -> dict[str, Any]:
    """Whom an exclusion of persons keeps apart is kept nowhere, the count says enough."""
    names = () if Rule.EXCLUDED in relaxation.rules else relaxation.mentor_ids
    return {
        "rules": [rule.value for rule in relaxation.rules],
        "mentor_ids": list(names),
        "count": relaxation.count,
    }


def _insert(tx: Tx, model: type[Any], rows: Iterable[Mapping[str, Any]]) -> None:
    values = list(rows)
    if values:
        tx.session.execute(insert(cast(Table, model.__table__)), values)
