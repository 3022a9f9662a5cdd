"""Notices that were signed on paper, recorded together: not everybody has a phone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from backend.assessment.results.errors import NoticeNotFound, PaperSigningDay
from backend.assessment.results.models import Notice, ResultRun
from backend.assessment.results.operations.runs import SLICE, Work, begin_run, go, go_through
from backend.assessment.results.policies import ensure_no_run, ensure_not_own_person, managed_round, notice_after
from backend.assessment.results.states import NoticeAct, NoticeState, RunKind
from backend.assessment.rounds.public import Round, lock_round
from backend.core.actor import Actor
from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx
from backend.identity.public import actor_of_account, record_audit


def start_paper_signatures(tx: Tx, actor: Actor, round_id: str, signed_on: date, kept_at: str) -> ResultRun:
    """Record that all who wait signed on paper on a day, and where the paper is kept; the own notice is left out.

    A long round is carried on by the worker. Raises ``RoundNotFound``, ``ResultRunRunning``,
    :class:`PaperSigningDay`.
    """
    return go(tx, actor, _begin(tx, actor, round_id, signed_on, kept_at), PAPER)


def record_paper_signatures(tx: Tx, actor: Actor, round_id: str, signed_on: date, kept_at: str) -> int:
    """The same at once, in this transaction; returns how many. Raises as :func:`start_paper_signatures`."""
    return go_through(tx, actor, _begin(tx, actor, round_id, signed_on, kept_at), PAPER).written


def record_paper_signatures_of(  # what is recorded, and of whom
    tx: Tx, actor: Actor, round_id: str, signed_on: date, kept_at: str, notice_ids: Collection[str]
) -> int:
    """Record the same of single notices; returns how many.

    Raises ``RoundNotFound``, ``NoticeNotFound``, ``NoticeNotInState``, ``OwnResult``, ``ResultRunRunning``,
    :class:`PaperSigningDay`.
    """
    found = managed_round(tx, actor, round_id)
    ensure_no_run(tx, round_id)
    query = select(Notice).where(Notice.round_id == round_id, Notice.id.in_(notice_ids)).order_by(Notice.id)
    notices = tx.session.scalars(query.with_for_update()).all()
    if len(notices) < len(set(notice_ids)):
        raise NoticeNotFound
    for notice in notices:
        ensure_not_own_person(actor, notice.person_id)
        _sign(tx, notice, signed_on, kept_at)
    _audit(tx, actor, found, len(notices), signed_on)
    return len(notices)


def _begin(tx: Tx, actor: Actor, round_id: str, signed_on: date, kept_at: str) -> ResultRun:
    managed_round(tx, actor, round_id)
    here = Notice.round_id == round_id
    waiting = tx.session.execute(_waiting(here, actor, func.count(), func.max(Notice.issued_at))).one()
    if waiting[0]:
        _ensure_day(tx, waiting[1], signed_on)
    run = ResultRun(
        round_id=round_id, kind=RunKind.PAPER.value, total=waiting[0], signed_on=signed_on, kept_at=kept_at
    )
    return begin_run(tx, actor, run)


def _sign_next(tx: Tx, run: ResultRun) -> bool:
    """Record the next signatures; false after the last. Who has signed meanwhile has done it better."""
    actor = actor_of_account(tx, run.started_by or "") or Actor.system("results")
    # in the order of ids; led by the round, SQLite would sort all that still wait for every slice
    rest = _waiting(Notice.round_id.concat("") == run.round_id, actor, Notice).where(Notice.id > run.upto)
    query = rest.order_by(Notice.id).limit(SLICE)
    notices = tx.session.scalars(query.with_for_update()).all()
    for notice in notices:
        _sign(tx, notice, run.signed_on or tx.today(), run.kept_at or "")
    if notices:
        run.upto = notices[-1].id
    run.done += len(notices)
    run.written += len(notices)
    tx.session.flush()
    return len(notices) == SLICE


def _finish(tx: Tx, actor: Actor, run: ResultRun) -> None:
    _audit(tx, actor, lock_round(tx, run.round_id), run.written, run.signed_on or tx.today())


PAPER = Work(_sign_next, _finish)


def _waiting(of_round: ColumnElement[bool], actor: Actor, *columns: Any) -> Select[Any]:
    return select(*columns).where(
        of_round,
        Notice.state == NoticeState.ISSUED.value,
        Notice.person_id != (actor.person_ref or ""),
    )


def _sign(tx: Tx, notice: Notice, signed_on: date, kept_at: str) -> None:
    after = notice_after(notice, NoticeAct.SIGN)
    _ensure_day(tx, notice.issued_at, signed_on)
    notice.state, notice.settled_at = after.value, tx.now()
    notice.paper_signed_on, notice.paper_kept_at = signed_on, kept_at


def _ensure_day(tx: Tx, issued_at: datetime, signed_on: date) -> None:
    if not issued_at.astimezone(SHANGHAI).date() <= signed_on <= tx.today():
        raise PaperSigningDay(fields={"signed_on": ["paper_signing_day"]})


def _audit(tx: Tx, actor: Actor, found: Round, notices: int, signed_on: date) -> None:
    tx.session.flush()
    record_audit(
        tx,
        actor,
        "assessment:notice:signed_on_paper",
        "assessment_round",
        found.id,
        node_id=found.node_id,
        facts={"notices": notices, "signed_on": signed_on.isoformat()},
    )
