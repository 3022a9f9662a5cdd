"""Reads of runs: what was proposed and why, who stays alone and what would help, who still has places."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.jobs import JOB_FAILED, progress_of
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, in_scope, node_refs
from courses.learners import Learner, learners_of
from courses.mentoring.models.pairing import (
    MentoringRun,
    MentoringRunDrop,
    MentoringRunPair,
    MentoringRunUnmatched,
    MentoringRunUnused,
    RunState,
)
from courses.mentoring.policies.pairing import load_run, state_of
from courses.mentoring.queries.profiles import person_row

Row = dict[str, Any]


def runs_in_scope(tx: Tx, actor: Actor, cursor: str | None, limit: int) -> Row:
    """A page of runs, the newest first."""
    query = select(MentoringRun).where(in_scope(actor, Permission.MENTORING_MANAGE, MentoringRun.node_id))
    if (after := decode_cursor(cursor, 1)) is not None:
        query = query.where(MentoringRun.id < after[0])
    runs = tx.session.scalars(query.order_by(MentoringRun.id.desc()).limit(limit + 1)).all()
    return page(_briefs(tx, runs), limit, ("id",))


def run_page(tx: Tx, actor: Actor, run_id: str) -> Row:
    """A run with what was asked and how much came of it. Raises ``MentoringRunNotFound``."""
    run = load_run(tx, actor, run_id)
    models = {
        "pairs": MentoringRunPair.run_id,
        "unmatched": MentoringRunUnmatched.run_id,
        "dropped": MentoringRunDrop.run_id,
    }
    counts = {
        name: tx.session.scalar(select(func.count()).where(column == run_id)) for name, column in models.items()
    }
    left_out = tx.session.scalar(
        select(func.count()).where(MentoringRunPair.run_id == run_id, MentoringRunPair.outcome == "left_out")
    )
    pinned = tx.session.scalar(
        select(func.count()).where(MentoringRunPair.run_id == run_id, MentoringRunPair.pinned)
    )
    unused = tx.session.scalar(
        select(func.coalesce(func.sum(MentoringRunUnused.places), 0)).where(MentoringRunUnused.run_id == run_id)
    )
    done, total = progress_of(tx, run.job_id)
    return {
        **_briefs(tx, [run])[0],
        "done": done,
        "total": total,
        **counts,
        "left_out": left_out,
        "pinned": pinned,
        "unused": unused,
        "units": run.units,
        "field_required": run.field_required,
        "node_id": run.node_id,
        "failure": run.failure or (JOB_FAILED if state_of(tx, run) is RunState.FAILED else None),
        "version": run.version,
    }


def run_pairs(tx: Tx, actor: Actor, run_id: str, cursor: str | None, limit: int) -> Row:
    """A page of the proposed pairs with what speaks for each. Raises ``MentoringRunNotFound``."""
    load_run(tx, actor, run_id)
    query = select(MentoringRunPair).where(MentoringRunPair.run_id == run_id)
    if (after := decode_cursor(cursor, 1)) is not None:
        query = query.where(MentoringRunPair.mentee_id > after[0])
    rows = tx.session.scalars(query.order_by(MentoringRunPair.mentee_id).limit(limit + 1)).all()
    people = learners_of(tx, [one for row in rows for one in (row.mentee_id, row.mentor_id)])
    return page(
        [
            {
                "mentee_id": row.mentee_id,
                "mentee": _named(people, row.mentee_id),
                "mentor": _named(people, row.mentor_id),
                "pinned": row.pinned,
                "terms": row.terms,
                "broken": row.broken,
                "outcome": row.outcome,
            }
            for row in rows
        ],
        limit,
        ("mentee_id",),
    )


def run_unmatched(tx: Tx, actor: Actor, run_id: str, cursor: str | None, limit: int) -> Row:
    """A page of those without a mentor, with the rules that would have to give. Raises as :func:`run_page`."""
    load_run(tx, actor, run_id)
    query = select(MentoringRunUnmatched).where(MentoringRunUnmatched.run_id == run_id)
    if (after := decode_cursor(cursor, 1)) is not None:
        query = query.where(MentoringRunUnmatched.mentee_id > after[0])
    rows = tx.session.scalars(query.order_by(MentoringRunUnmatched.mentee_id).limit(limit + 1)).all()
    named = [one for row in rows for each in row.relaxations for one in each["mentor_ids"]]
    people = learners_of(tx, [*(row.mentee_id for row in rows), *named])
    return page([_unmatched(people, row) for row in rows], limit, ("mentee_id",))


def run_unused(tx: Tx, actor: Actor, run_id: str, cursor: str | None, limit: int) -> Row:
    """A page of the mentors with places that the proposal does not use. Raises ``MentoringRunNotFound``."""
    load_run(tx, actor, run_id)
    query = select(MentoringRunUnused).where(MentoringRunUnused.run_id == run_id)
    if (after := decode_cursor(cursor, 1)) is not None:
        query = query.where(MentoringRunUnused.mentor_id > after[0])
    rows = tx.session.scalars(query.order_by(MentoringRunUnused.mentor_id).limit(limit + 1)).all()
    people = learners_of(tx, [row.mentor_id for row in rows])
    return page(
        [_named(people, row.mentor_id) | {"places": row.places} for row in rows],
        limit,
        ("account_id",),
    )


def _unmatched(people: Mapping[str, Learner], row: MentoringRunUnmatched) -> Row:
    relaxations = [
        {
            "rules": one["rules"],
            "mentors": [_named(people, mentor_id) for mentor_id in one["mentor_ids"]],
            "count": one["count"],
        }
        for one in row.relaxations
    ]
    return {"mentee_id": row.mentee_id, "mentee": _named(people, row.mentee_id), "relaxations": relaxations}


def _named(people: Mapping[str, Learner], account_id: str) -> Row:
    """Somebody of the run; an account that is gone keeps its id."""
    learner = people.get(account_id)
    return person_row(learner) if learner else {"account_id": account_id, "name": "", "unit": None}


def _briefs(tx: Tx, runs: Collection[MentoringRun]) -> list[Row]:
    names = node_refs(tx, sorted({run.node_id for run in runs}))
    return [
        {
            "id": run.id,
            "place": names[run.node_id]["name"] if run.node_id in names else "",
            "state": state_of(tx, run).value,
            "started_at": run.started_at,
            "confirmed_at": run.confirmed_at,
        }
        for run in runs
    ]
