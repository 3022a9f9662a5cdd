"""Runs that propose pairs for many: started, computed, changed by a person, confirmed by a person."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, func, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.jobs import enqueue
from backend.core.transaction import Tx
from backend.identity.public import Permission, ensure_in_scope, record_audit
from courses.mentoring.errors.pairing import MentoringPairNotFound, MentoringRunEmpty, PairForbidden
from courses.mentoring.models.pairing import (
    MentoringRun,
    MentoringRunDrop,
    MentoringRunPair,
    MentoringRunUnmatched,
    MentoringRunUnused,
    RunState,
)
from courses.mentoring.operations.pairing import broken_by
from courses.mentoring.people import People
from courses.mentoring.policies.pairing import ensure_pair, ensure_seen, ensure_state, load_run
from courses.mentoring.queries.board import people_of_pair, term_rows
from courses.mentoring.rules import Options, Rule, Units, terms_of

COMPUTE, CONFIRM = "mentoring_compute", "mentoring_confirm"


def start_run(tx: Tx, actor: Actor, node_id: str, options: Options) -> str:
    """Have pairs proposed for the people of a place; returns the run. Raises ``NodeNotFound``."""
    ensure_in_scope(tx, actor, Permission.MENTORING_MANAGE, node_id)
    run = MentoringRun(
        id=new_id(),
        node_id=node_id,
        state=RunState.COMPUTING.value,
        units=options.units.value,
        field_required=options.field_required,
        round=1,
        job_id="",
        started_by=actor.account_id,
        started_at=tx.now(),
    )
    tx.session.add(run)
    _enqueue(tx, actor, run, COMPUTE)
    _audit(tx, actor, "started", run)
    return run.id


def rerun(tx: Tx, actor: Actor, run_id: str, seen: int) -> None:
    """Compute the proposal anew around what was pinned and without what was dropped.

    Raises :class:`MentoringRunNotFound`, :class:`MentoringRunNotInState`, :class:`MentoringChanged`.
    """
    run = _open(tx, actor, run_id, seen, RunState.PROPOSED, RunState.FAILED)
    run.state, run.failure = RunState.COMPUTING.value, None
    run.round += 1
    _enqueue(tx, actor, run, COMPUTE)
    _audit(tx, actor, "started_again", run)


def confirm_run(tx: Tx, actor: Actor, run_id: str, seen: int) -> None:
    """A person says yes to the proposal as it was seen; its pairs are then made, and both sides asked.

    Raises as :func:`rerun`, and :class:`MentoringRunEmpty` without a pair.
    """
    run = _open(tx, actor, run_id, seen, RunState.PROPOSED)
    pairs = tx.session.scalar(
        select(func.count()).select_from(MentoringRunPair).where(MentoringRunPair.run_id == run_id)
    )
    if not pairs:
        raise MentoringRunEmpty
    run.state, run.confirmed_by, run.confirmed_at = RunState.CONFIRMING.value, actor.account_id, tx.now()
    _enqueue(tx, actor, run, CONFIRM)
    _audit(tx, actor, "confirmed", run, pairs=pairs)


def discard_run(tx: Tx, actor: Actor, run_id: str, seen: int) -> None:
    """Let the proposal go; nothing comes of it. Raises as :func:`rerun`."""
    run = _open(tx, actor, run_id, seen, RunState.PROPOSED, RunState.FAILED)
    run.state, run.failure = RunState.DISCARDED.value, None
    tx.session.flush()
    _audit(tx, actor, "discarded", run)


def place_pair(
    tx: Tx, actor: Actor, run_id: str, mentee_id: str, mentor_id: str, seen: int, set_aside: Collection[Rule] = ()
) -> int:
    """Pin a mentee to a mentor, whatever the proposal said of the mentee. Returns the run's new version.

    Raises as :func:`rerun`, :class:`MentoringPairNotFound` for a mentee who is not in the run, and for the pair as
    :func:`courses.mentoring.operations.pairing.pair_by_hand`.
    """
    run = _open(tx, actor, run_id, seen, RunState.PROPOSED)
    _release(tx, run, mentee_id)
    _place(tx, actor, run, mentee_id, mentor_id, set_aside)
    return _changed(tx, actor, run, "placed")


def swap_pairs(
    tx: Tx, actor: Actor, run_id: str, mentee_ids: tuple[str, str], seen: int, set_aside: Collection[Rule] = ()
) -> int:
    """Let two mentees change mentors, and pin both pairs. Returns the run's new version; raises as the others."""
    run = _open(tx, actor, run_id, seen, RunState.PROPOSED)
    first, second = (_pair(tx, run, one) for one in mentee_ids)
    mentors = (second.mentor_id, first.mentor_id)
    for mentee_id in mentee_ids:
        _release(tx, run, mentee_id)
    for mentee_id, mentor_id in zip(mentee_ids, mentors, strict=True):
        _place(tx, actor, run, mentee_id, mentor_id, set_aside)
    return _changed(tx, actor, run, "swapped")


def pin_pair(tx: Tx, actor: Actor, run_id: str, mentee_id: str, seen: int, *, pinned: bool) -> int:
    """Keep a pair through further computations, or no more. Returns the run's new version."""
    run = _open(tx, actor, run_id, seen, RunState.PROPOSED)
    _pair(tx, run, mentee_id).pinned = pinned
    return _changed(tx, actor, run, "pinned" if pinned else "unpinned")


def drop_pair(tx: Tx, actor: Actor, run_id: str, mentee_id: str, seen: int) -> int:
    """Take a pair out; it is not proposed again in this run. Returns the run's new version."""
    run = _open(tx, actor, run_id, seen, RunState.PROPOSED)
    mentor_id = _pair(tx, run, mentee_id).mentor_id
    _release(tx, run, mentee_id)
    tx.session.add(MentoringRunDrop(run_id=run.id, mentee_id=mentee_id, mentor_id=mentor_id))
    tx.session.add(MentoringRunUnmatched(run_id=run.id, mentee_id=mentee_id, relaxations=[]))
    return _changed(tx, actor, run, "dropped")


def locked_run(tx: Tx, run_id: str) -> MentoringRun:
    """A run that the worker goes on with, held until the transaction ends."""
    return tx.session.get_one(MentoringRun, run_id, with_for_update=True)


def options_of(run: MentoringRun) -> Options:
    """What the run asks for."""
    return Options(Units(run.units), run.field_required)


def _open(tx: Tx, actor: Actor, run_id: str, seen: int, *states: RunState) -> MentoringRun:
    run = load_run(tx, actor, run_id)
    ensure_state(tx, run, *states)
    ensure_seen(seen, run.version)
    run.version += 1
    return run


def _pair(tx: Tx, run: MentoringRun, mentee_id: str) -> MentoringRunPair:
    pair = tx.session.get(MentoringRunPair, (run.id, mentee_id))
    if pair is None:
        raise MentoringPairNotFound
    return pair


def _release(tx: Tx, run: MentoringRun, mentee_id: str) -> None:
    """Take a mentee out of a pair, or of those without one. Raises :class:`MentoringPairNotFound`."""
    pair = tx.session.get(MentoringRunPair, (run.id, mentee_id))
    alone = tx.session.get(MentoringRunUnmatched, (run.id, mentee_id))
    if pair is not None:
        _count_place(tx, run, pair.mentor_id, 1)
    found = pair or alone
    if found is None:
        raise MentoringPairNotFound
    tx.session.delete(found)
    tx.session.flush()


def _place(
    tx: Tx, actor: Actor, run: MentoringRun, mentee_id: str, mentor_id: str, set_aside: Collection[Rule]
) -> None:
    people = people_of_pair(tx, actor, mentee_id, mentor_id)
    broken = broken_by(people, mentee_id, mentor_id, options_of(run))
    ensure_pair(broken, set_aside)
    others = tx.session.scalar(
        select(func.count())
        .select_from(MentoringRunPair)
        .where(MentoringRunPair.run_id == run.id, MentoringRunPair.mentor_id == mentor_id)
    )
    if (others or 0) >= people.mentors[mentor_id].places:
        raise PairForbidden(rule=Rule.CAPACITY.value)
    tx.session.add(_pinned(run, people, mentee_id, mentor_id, (others or 0), broken))
    tx.session.execute(
        delete(MentoringRunDrop).where(
            MentoringRunDrop.run_id == run.id,
            MentoringRunDrop.mentee_id == mentee_id,
            MentoringRunDrop.mentor_id == mentor_id,
        )
    )
    _count_place(tx, run, mentor_id, -1)


def _pinned(
    run: MentoringRun, people: People, mentee_id: str, mentor_id: str, others: int, broken: Collection[Rule]
) -> MentoringRunPair:
    mentor = people.mentors[mentor_id]
    return MentoringRunPair(
        run_id=run.id,
        mentee_id=mentee_id,
        mentor_id=mentor_id,
        pinned=True,
        terms=term_rows(terms_of(people.mentees[mentee_id], mentor, mentor.taken + others + 1)),
        broken=sorted(rule.value for rule in broken),
    )


def _count_place(tx: Tx, run: MentoringRun, mentor_id: str, change: int) -> None:
    row = tx.session.get(MentoringRunUnused, (run.id, mentor_id))
    if row is not None and row.places + change > 0:
        row.places += change
    elif row is not None:
        tx.session.delete(row)
    elif change > 0:
        tx.session.add(MentoringRunUnused(run_id=run.id, mentor_id=mentor_id, places=change))
    tx.session.flush()


def _enqueue(tx: Tx, actor: Actor, run: MentoringRun, kind: str) -> None:
    payload = {"run_id": run.id, "round": run.round}
    run.job_id = enqueue(tx, kind, payload, owner_account_id=actor.account_id)
    tx.session.flush()


def _changed(tx: Tx, actor: Actor, run: MentoringRun, how: str) -> int:
    tx.session.flush()
    _audit(tx, actor, f"pair_{how}", run)
    return run.version


def _audit(tx: Tx, actor: Actor, what: str, run: MentoringRun, **facts: object) -> None:
    facts = {"round": run.round, "version": run.version, **facts}
    record_audit(
        tx, actor, f"courses:mentoring_run:{what}", "mentoring_run", run.id, node_id=run.node_id, facts=facts
    )
