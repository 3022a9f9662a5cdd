"""The board of a round: how far it is, what stands in the way, its pools, and their people by score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from backend.assessment.grading.models import AssessmentCase, AssessmentPool, AssessmentRun, RunKind, RunState
from backend.assessment.grading.policies import load_round, obstacles, running_run
from backend.assessment.grading.queries.cases import possible_of
from backend.assessment.grading.queries.revisions import count_of, revision_of
from backend.assessment.grading.ratio import limit_of
from backend.assessment.rounds.public import Round, RoundState, seconded_around
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import BadCursor, decode_cursor, page
from backend.identity.public import Permission
from backend.records.public import documents, files_of_ids

#: names that a warning lists; its count tells of all
_NAMED = 20
#: the numbers of a round that the board explains grades by
_RULES = (
    "excellent_percent",
    "excellent_percent_with_consent",
    "excellent_score_from",
    "known_weight_from",
    "grades_after_warning",
    "grades_after_demerit",
    "grades_after_major_demerit",
    "grades_after_demotion",
    "grades_after_removal",
)


def board(tx: Tx, actor: Actor, round_id: str) -> dict[str, Any]:
    """A round as far as grading is concerned. Raises ``RoundNotFound``."""
    found = load_round(tx, actor, Permission.ROUND_READ, round_id)
    revision = revision_of(tx, round_id)
    here = _here(round_id, revision)
    running = running_run(tx, round_id)
    freezes = found.state in (RoundState.OPEN, RoundState.FROZEN, RoundState.COMPILED)
    return {
        "id": found.id,
        "title": found.title,
        "year": found.year,
        "state": found.state.value,
        "revision": revision,
        "can_manage": actor.may(Permission.ROUND_MANAGE),
        "is_keeper": actor.account_id is not None and found.investigation_keeper == actor.account_id,
        "freeze": _run_view(_newest(tx, round_id, RunKind.FREEZE)),
        "compile": _run_view(_newest(tx, round_id, RunKind.COMPILE)),
        "running": _running_view(running, actor) if running else None,
        "obstacles": [{"code": one.code, "facts": one.facts} for one in obstacles(tx, found)] if freezes else [],
        "superior_unknown": _named(tx, here & AssessmentCase.superior_id.is_(None)),
        "seconded": [asdict(one) for one in seconded_around(tx, found.node_id, found.day(tx.today()))],
        "distribution": _distribution(tx, here),
        "people": count_of(tx, round_id, revision),
        "rules": _rules(found),
    }


def pools(tx: Tx, actor: Actor, round_id: str, q: str, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of the pools of the newest revision, the round's own first, then by name and category."""
    load_round(tx, actor, Permission.ROUND_READ, round_id)
    pool = AssessmentPool
    wanted = (pool.round_id == round_id) & (pool.revision == revision_of(tx, round_id))
    if q:
        wanted &= pool.holder_name.contains(q, autoescape=True)
    order = (pool.holder_name, pool.category, pool.id)
    query = select(pool).where(wanted).order_by(*order).limit(limit + 1)
    after = decode_cursor(cursor, 3)
    if after is not None:
        query = query.where(_after(order, after))
    rows = tx.session.scalars(query).all()
    return page(_pool_views(tx, rows), limit, ("holder_name", "category", "id"))


def pool_view(tx: Tx, pool_id: str) -> dict[str, Any]:
    """One pool with its numbers, as the list has it."""
    return _pool_views(tx, [tx.session.get_one(AssessmentPool, pool_id)])[0]


def case_rows(tx: Tx, actor: Actor, round_id: str, query: dict[str, Any]) -> dict[str, Any]:
    """A page of people by score, the best first; who has none comes last.

    ``query`` narrows to a pool, to special cases, to a part of the name.
    """
    load_round(tx, actor, Permission.ROUND_READ, round_id)
    case = AssessmentCase
    wanted = _here(round_id, revision_of(tx, round_id))
    if query["pool_id"]:
        wanted &= case.pool_id == query["pool_id"]
    if query["special"]:
        wanted &= case.special_case.is_not(None)
    if query["q"]:
        wanted &= case.name.contains(query["q"], autoescape=True)
    points = func.coalesce(case.total, -1)
    statement = case_columns(points).where(wanted).order_by(points.desc(), case.id).limit(query["limit"] + 1)
    after = _place(query["cursor"])
    if after is not None:
        statement = statement.where(or_(points < after[0], and_(points == after[0], case.id > after[1])))
    rows = [case_row(row, actor) for row in tx.session.execute(statement)]
    return page(rows, query["limit"], ("place", "id"))


def case_row_of(tx: Tx, actor: Actor, case_id: str) -> dict[str, Any]:
    """One person as the list has them."""
    points = func.coalesce(AssessmentCase.total, -1)
    return case_row(tx.session.execute(case_columns(points).where(AssessmentCase.id == case_id)).one(), actor)


def case_columns(points: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """What a list shows of people."""
    case = AssessmentCase
    return select(
        case.id,
        case.person_id,
        case.pool_id,
        case.name,
        case.organization_name,
        case.category,
        case.leading,
        case.special_case,
        case.grades_left,
        case.total,
        case.known,
        case.proposed,
        case.tied,
        case.suggested,
        case.grade,
        case.decided,
        case.version,
        points.label("points"),
    )


def case_row(row: Row[Any], actor: Actor) -> dict[str, Any]:
    """A person of a list; ``own`` is the reader, who changes nothing of it."""
    shown = row._asdict()
    points, left = shown.pop("points"), shown.pop("grades_left")
    return shown | {
        "possible": possible_of(row.special_case, left),
        "own": actor.person_ref is not None and row.person_id == actor.person_ref,
        "place": str(points),
    }


def _place(cursor: str | None) -> tuple[int, str] | None:
    keys = decode_cursor(cursor, 2)
    if keys is None:
        return None
    try:
        return int(keys[0]), keys[1]
    except ValueError as error:
        raise BadCursor from error


def _here(round_id: str, revision: int) -> ColumnElement[bool]:
    return and_(AssessmentCase.round_id == round_id, AssessmentCase.revision == revision)


def _after(columns: Sequence[Any], keys: Sequence[Any]) -> ColumnElement[bool]:
    """The condition that a row comes after ``keys``, column by column."""
    return or_(
        *(
            and_(*(same == key for same, key in zip(columns[:n], keys[:n], strict=True)), columns[n] > keys[n])
            for n in range(len(columns))
        )
    )


def _newest(tx: Tx, round_id: str, kind: RunKind) -> AssessmentRun | None:
    done = (AssessmentRun.kind == kind.value) & (AssessmentRun.state == RunState.DONE.value)
    query = select(AssessmentRun).where(AssessmentRun.round_id == round_id, done)
    return tx.session.scalar(query.order_by(AssessmentRun.ended_at.desc(), AssessmentRun.id.desc()).limit(1))


def _run_view(run: AssessmentRun | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {"revision": run.revision, "digest": run.digest, "ended_at": run.ended_at}


def _running_view(run: AssessmentRun, actor: Actor) -> dict[str, Any]:
    """The job is its owner's alone; others see how far it is each time they look."""
    mine = run.started_by is not None and run.started_by == actor.account_id
    return {"kind": run.kind, "done": run.done, "total": run.total, "job_id": run.job_id if mine else None}


def _rules(found: Round) -> dict[str, int]:
    numbers = found.parameters.values()
    return {name: numbers[name] for name in _RULES}


def _named(tx: Tx, wanted: ColumnElement[bool]) -> dict[str, Any]:
    """How many people a warning is about, and the first of them by name."""
    names = tx.session.scalars(
        select(AssessmentCase.name).where(wanted).order_by(AssessmentCase.name, AssessmentCase.id).limit(_NAMED)
    )
    return {"count": tx.session.scalar(select(func.count()).where(wanted)) or 0, "names": list(names)}


def _distribution(tx: Tx, here: ColumnElement[bool]) -> list[dict[str, Any]]:
    columns = (AssessmentCase.category, AssessmentCase.grade)
    rows = tx.session.execute(
        select(*columns, func.count().label("people")).where(here).group_by(*columns).order_by(*columns)
    )
    return [row._asdict() for row in rows]


def _pool_views(tx: Tx, rows: Sequence[AssessmentPool]) -> list[dict[str, Any]]:
    papers = documents(tx, [row.consent_document_id for row in rows if row.consent_document_id])
    files = {
        file.id: file for file in files_of_ids(tx, [row.consent_file_id for row in rows if row.consent_file_id])
    }
    ungraded = _ungraded(tx, rows)
    return [
        {
            "id": row.id,
            "ungraded": ungraded.get(row.id, 0),
            "category": row.category,
            "kind": row.kind,
            "holder_name": row.holder_name,
            "units": len(row.unit_ids),
            "people": row.people,
            "percent": row.percent,
            "limit": limit_of(row.percent, row.people),
            "excellent": row.excellent,
            "consent": _consent_view(papers[row.consent_document_id], files.get(row.consent_file_id or ""))
            if row.consent_document_id
            else None,
        }
        for row in rows
    ]


def _ungraded(tx: Tx, rows: Sequence[AssessmentPool]) -> dict[str, int]:
    """How many of each pool have neither a grade nor what stands in its place."""
    case = AssessmentCase
    here = case.pool_id.in_([row.id for row in rows]) & case.revision.in_({row.revision for row in rows})
    counted = (
        select(case.pool_id, func.count().label("people")).where(here, case.grade.is_(None)).group_by(case.pool_id)
    )
    return {row.pool_id or "": row.people for row in tx.session.execute(counted)}


def _consent_view(paper: dict[str, Any], file: Any) -> dict[str, Any]:
    return {
        "number": paper["number"],
        "title": paper["title"],
        "issuer": paper["issuer"],
        "dated_on": paper["dated_on"],
        "file_id": file.id if file else None,
        "file_name": file.name if file else "",
    }
