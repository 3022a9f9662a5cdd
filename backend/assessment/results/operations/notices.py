"""Written notices (考核结果通知书): issued, signed with a finger, or refused before a witness."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, insert, select

from backend.assessment.events import ResultsNotified
from backend.assessment.grading.public import Case, cases, count_cases, next_cases
from backend.assessment.results.errors import (
    NothingToNotify,
    NoticeChanged,
    NoticeNotFound,
    PublicityRunning,
    SignatureInvalid,
)
from backend.assessment.results.models import Decision, Notice, Publicity, ResultRun
from backend.assessment.results.operations.runs import SLICE, Work, begin_run, go, go_through
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.policies import ensure_not_own_person, managed_round, notice_after
from backend.assessment.results.private import close_text
from backend.assessment.results.queries.decisions import decisions_in_force
from backend.assessment.results.queries.publicity import names_to_show
from backend.assessment.results.records import canonical_record
from backend.assessment.results.signature import Strokes, is_signature, signature_digest, signature_text
from backend.assessment.results.states import NoticeAct, NoticeState, RunKind
from backend.assessment.rounds.public import (
    Round,
    RoundState,
    ensure_state,
    lock_round,
    move_round,
    round_by_id,
)
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.crypto import sm3
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit


def start_notices(tx: Tx, actor: Actor, round_id: str) -> ResultRun:
    """Write a notice to everybody whose result was decided since their last one; the last is then replaced.

    A long round is carried on by the worker. Each notice counts when it is written; the round is NOTIFIED with the
    last of the first. Who does not take part gets none. Raises ``RoundNotFound``, ``RoundStateWrong``,
    ``PublicityRunning``, ``ResultRunRunning``, ``NothingToNotify``.
    """
    return go(tx, actor, _begin(tx, actor, round_id), NOTICES)


def issue_notices(tx: Tx, actor: Actor, round_id: str) -> int:
    """The same at once, in this transaction; returns how many were written. Raises as :func:`start_notices`."""
    return go_through(tx, actor, _begin(tx, actor, round_id), NOTICES).written


def _begin(tx: Tx, actor: Actor, round_id: str) -> ResultRun:
    found = managed_round(tx, actor, round_id)
    ensure_state(found, RoundState.PUBLISHED, RoundState.NOTIFIED, RoundState.SEALED)
    _ensure_shown(tx, found)
    run = ResultRun(round_id=round_id, kind=RunKind.NOTICES.value, total=count_cases(tx, round_id))
    return begin_run(tx, actor, run)


def _write_next(tx: Tx, run: ResultRun) -> bool:
    """Write what the next people are owed; false after the last."""
    found = round_by_id(tx, run.round_id)
    ids = next_cases(tx, run.round_id, run.upto, SLICE)
    people = cases(tx, run.round_id, ids.values())
    decisions = decisions_in_force(tx, people)
    before = _standing_notices(tx, ids.values())
    written = []
    for case in people:
        decision, last = decisions[case.id], before.get(case.id)
        if result_of(case) is Grade.NOT_ASSESSED or (last is not None and last.decision_id == decision.id):
            continue
        if last is not None:
            last.state = notice_after(last, NoticeAct.REPLACE).value
        written.append(_notice(tx, run, found, case, decision, last.revision + 1 if last else 1))
    if written:
        tx.session.flush()
        tx.session.execute(insert(Notice), written)
    told = {notice["id"]: notice["account_id"] for notice in written if notice["account_id"] is not None}
    if told:
        tx.publish(ResultsNotified(told))
    run.upto, run.done = max(ids, default=run.upto), run.done + len(ids)
    run.written += len(written)
    tx.session.flush()
    return len(ids) == SLICE


def _finish(tx: Tx, actor: Actor, run: ResultRun) -> None:
    """Move the round, once everybody has the notice. Raises :class:`NothingToNotify`."""
    found = lock_round(tx, run.round_id)
    if not run.written:
        raise NothingToNotify
    facts = {"notices": run.written}
    about = ("assessment_round", found.id)
    record_audit(tx, actor, "assessment:notice:issued", *about, node_id=found.node_id, facts=facts)
    if found.state is RoundState.PUBLISHED:
        move_round(tx, actor, found.id, RoundState.NOTIFIED, None)


NOTICES = Work(_write_next, _finish)


def sign_notice(  # what a signature is made of
    tx: Tx, actor: Actor, notice_id: str, strokes: Strokes, notice_digest: str, comment: str
) -> None:
    """Sign the own notice, as it was shown, with words of one's own where there are any.

    Raises ``NoticeNotFound``, ``NoticeNotInState``, ``NoticeChanged``, ``SignatureInvalid``.
    """
    notice = own_notice(tx, actor, notice_id)
    after = notice_after(notice, NoticeAct.SIGN)
    if notice.digest != notice_digest:
        raise NoticeChanged
    if not is_signature(strokes):
        raise SignatureInvalid(fields={"strokes": ["signature_invalid"]})
    drawn = signature_text(strokes)
    notice.state, notice.settled_at = after.value, tx.now()
    notice.signature_encrypted = close_text(tx, notice.__tablename__, "signature", notice.id, drawn)
    notice.comment_encrypted = close_text(tx, notice.__tablename__, "comment", notice.id, comment)
    notice.signature_digest = signature_digest(notice.digest, drawn, comment)
    tx.session.flush()
    facts = {"signature": notice.signature_digest}
    record_audit(tx, actor, "assessment:notice:signed", "assessment_notice", notice.id, facts=facts)


def record_refusal(tx: Tx, actor: Actor, notice_id: str, witness: str) -> None:
    """Record that the person would not sign, and who saw it.

    Raises ``NoticeNotFound``, ``NoticeNotInState``, ``OwnResult``.
    """
    round_id = tx.session.scalar(select(Notice.round_id).where(Notice.id == notice_id))
    if round_id is None:
        raise NoticeNotFound
    found = managed_round(tx, actor, round_id)
    notice = _lock_notice(tx, notice_id)
    ensure_not_own_person(actor, notice.person_id)
    notice.state = notice_after(notice, NoticeAct.RECORD_REFUSAL).value
    notice.settled_at, notice.refusal_recorded_by = tx.now(), actor.account_id
    notice.witness_encrypted = close_text(tx, notice.__tablename__, "witness", notice.id, witness)
    tx.session.flush()
    record_audit(tx, actor, "assessment:notice:refused", "assessment_notice", notice.id, node_id=found.node_id)


def own_notice(tx: Tx, actor: Actor, notice_id: str) -> Notice:
    """The actor's own notice, locked. Raises ``NoticeNotFound``."""
    notice = _lock_notice(tx, notice_id)
    if actor.person_ref is None or notice.person_id != actor.person_ref:
        raise NoticeNotFound
    return notice


def _lock_notice(tx: Tx, notice_id: str) -> Notice:
    query = select(Notice).where(Notice.id == notice_id).with_for_update()
    notice = tx.session.scalar(query.execution_options(populate_existing=True))
    if notice is None:
        raise NoticeNotFound
    return notice


def _ensure_shown(tx: Tx, found: Round) -> None:
    """Every name that became 优秀 before the first notices was on show, and none is now."""
    running = select(func.count()).where(Publicity.round_id == found.id, Publicity.ended_at.is_(None))
    if tx.session.scalar(running):
        raise PublicityRunning
    if found.state is RoundState.PUBLISHED and names_to_show(tx, found.id):
        raise PublicityRunning


def _standing_notices(tx: Tx, case_ids: Collection[str]) -> Mapping[str, Notice]:
    query = select(Notice).where(Notice.case_id.in_(case_ids), Notice.state != NoticeState.REPLACED.value)
    return {notice.case_id: notice for notice in tx.session.scalars(query)}


def _notice(  # a row, and what it is made of
    tx: Tx, run: ResultRun, found: Round, case: Case, decision: Decision, revision: int
) -> dict[str, Any]:
    row_id = new_id()
    content = canonical_record(_content(tx, found, case, decision, revision)).decode()
    return {
        "id": row_id,
        "round_id": found.id,
        "case_id": case.id,
        "person_id": case.person_id,
        "account_id": case.account_id,
        "revision": revision,
        "decision_id": decision.id,
        "content_encrypted": close_text(tx, Notice.__tablename__, "content", row_id, content),
        "digest": sm3(content.encode()),
        "state": NoticeState.ISSUED.value,
        "issued_by": run.started_by or "",
        "issued_at": tx.now(),
    }


def _content(tx: Tx, found: Round, case: Case, decision: Decision, revision: int) -> dict[str, Any]:
    """What the notice says, in words of codes; the app and the printed form put it into sentences."""
    result = result_of(case)
    return {
        "year": found.year,
        "title": found.title,
        "name": case.name,
        "organization_name": case.organization_name,
        "category": case.category.value,
        "grade": result.value if result else None,
        "total": case.total,
        "body": decision.body,
        "minutes_number": decision.minutes_number,
        "decided_on": decision.decided_on.isoformat(),
        "issued_on": tx.today().isoformat(),
        "revision": revision,
    }
