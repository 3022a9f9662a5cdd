"""Sealing a year: an append-only record of each case, a seal over them; a correction is a new revision of both."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select

from backend.assessment.grading.public import case_by_id, count_cases, next_cases
from backend.assessment.results.errors import (
    NothingToSeal,
    SealDecisionsOpen,
    SealNoticesOpen,
    SealReasonMissing,
    SealReviewsOpen,
)
from backend.assessment.results.models import Decision, Notice, Record, ResultRun, Review, Seal
from backend.assessment.results.operations.recording import Minutes, record_single
from backend.assessment.results.operations.runs import SLICE, Work, begin_run, go, go_through
from backend.assessment.results.operations.telling import tell_seal
from backend.assessment.results.policies import managed_round
from backend.assessment.results.private import close_text
from backend.assessment.results.queries.records import contents_now, last_records, last_seal
from backend.assessment.results.records import canonical_record, canonical_seal, chained
from backend.assessment.results.states import UNANSWERED, DecisionState, NoticeState, Occasion, RunKind
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


def start_seal(tx: Tx, actor: Actor, round_id: str, reason: str | None = None) -> ResultRun:
    """Seal what is not sealed as it stands; the first time everything, later what was corrected, with a reason.

    A long round is carried on by the worker; its records count once the seal over them is written, with the last.
    Raises ``RoundNotFound``, ``RoundStateWrong``, ``SealDecisionsOpen``, ``SealReviewsOpen``, ``SealNoticesOpen``,
    ``SealReasonMissing``, ``ResultRunRunning``, ``NothingToSeal``.
    """
    return go(tx, actor, _begin(tx, actor, round_id, reason), SEAL)


def seal_round(tx: Tx, actor: Actor, round_id: str, reason: str | None = None) -> int:
    """The same at once, in this transaction; returns the seal's revision. Raises as :func:`start_seal`."""
    return go_through(tx, actor, _begin(tx, actor, round_id, reason), SEAL).seal_revision or 0


def record_correction(  # what a decision on one person is made of
    tx: Tx, actor: Actor, case_id: str, minutes: Minutes, grade: Grade, reason: str
) -> str:
    """Record a decision that corrects a result after notices were written. Returns its id.

    What was sealed stays; once confirmed, the correction is sealed as a new revision. Raises ``CaseNotFound``,
    ``RoundNotFound``, ``RoundStateWrong``, and as ``record_single``.
    """
    case = case_by_id(tx, case_id)
    found = managed_round(tx, actor, case.round_id)
    ensure_state(found, RoundState.NOTIFIED, RoundState.SEALED)
    return record_single(
        tx,
        actor,
        found,
        case,
        occasion=Occasion.CORRECTION,
        cause_id=case.id,
        minutes=minutes,
        grade=grade,
        reason=reason,
    )


def _begin(tx: Tx, actor: Actor, round_id: str, reason: str | None) -> ResultRun:
    found = managed_round(tx, actor, round_id)
    ensure_state(found, RoundState.NOTIFIED, RoundState.SEALED)
    _ensure_settled(tx, found)
    last = last_seal(tx, round_id)
    why = (reason or "").strip()
    if last is not None and not why:
        raise SealReasonMissing(fields={"reason": ["required"]})
    run = ResultRun(
        round_id=round_id,
        kind=RunKind.SEAL.value,
        total=count_cases(tx, round_id),
        seal_revision=(last.revision if last else 0) + 1,
        reason_encrypted=_closed_reason(tx, round_id, (last.revision if last else 0) + 1, why),
    )
    return begin_run(tx, actor, run)


def _closed_reason(tx: Tx, round_id: str, revision: int, reason: str) -> str | None:
    """As it lies in the seal; a run keeps it until then."""
    place = Seal.__tablename__, "reason", f"{round_id}:{revision}"
    return close_text(tx, *place, reason) if reason else None


def _record_next(tx: Tx, run: ResultRun) -> bool:
    """Write records of the next cases that have none, or whose last says something else; false after the last."""
    found = round_by_id(tx, run.round_id)
    ids = next_cases(tx, run.round_id, run.upto, SLICE)
    before = last_records(tx, ids.values())
    written = []
    for content in contents_now(tx, found, ids.values()):
        last = before.get(content["case_id"])
        if last is None or last.facts != content:
            written.append(_record(tx, found, content, last.revision + 1 if last else 1, run.seal_revision or 1))
    if written:
        tx.session.execute(insert(Record), written)
    run.upto, run.done = max(ids, default=run.upto), run.done + len(ids)
    run.written += len(written)
    tx.session.flush()
    return len(ids) == SLICE


def _finish(tx: Tx, actor: Actor, run: ResultRun) -> None:
    """Close the records of this revision, those of a run that was cut off before among them."""
    found = lock_round(tx, run.round_id)
    added = select(Record.sm3).where(Record.round_id == run.round_id, Record.seal_revision == run.seal_revision)
    digests = tx.session.scalars(added.order_by(Record.case_id, Record.revision)).all()
    if not digests:
        raise NothingToSeal
    _write_seal(tx, actor, found, run, digests)
    if found.state is RoundState.NOTIFIED:
        move_round(tx, actor, found.id, RoundState.SEALED, None)
    tell_seal(tx, found.id, run.seal_revision or 1)


SEAL = Work(_record_next, _finish)


def _ensure_settled(tx: Tx, found: Round) -> None:
    waiting = _count(tx, Decision, Decision.round_id == found.id, Decision.state == DecisionState.RECORDED.value)
    if waiting:
        raise SealDecisionsOpen(count=waiting)
    unanswered = [state.value for state in UNANSWERED]
    reviews = _count(tx, Review, Review.round_id == found.id, Review.state.in_(unanswered))
    if reviews:
        raise SealReviewsOpen(count=reviews)
    notices = _count(tx, Notice, Notice.round_id == found.id, Notice.state == NoticeState.ISSUED.value)
    if notices:
        raise SealNoticesOpen(count=notices)


def _count(tx: Tx, model: type[Decision | Review | Notice], *conditions: Any) -> int:
    return tx.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def _record(tx: Tx, found: Round, content: Mapping[str, Any], revision: int, seal_revision: int) -> dict[str, Any]:
    row_id = new_id()
    # the salt: a grade has few values, and a bare digest of it could be guessed
    whole = {**content, "revision": revision, "seal_revision": seal_revision, "salt": secrets.token_hex(16)}
    written = canonical_record(whole)
    return {
        "id": row_id,
        "round_id": found.id,
        "case_id": content["case_id"],
        "revision": revision,
        "seal_revision": seal_revision,
        "person_id": content["person_id"],
        "year": found.year,
        "category": content["category"],
        "grade": content["grade"],
        "content_encrypted": close_text(tx, Record.__tablename__, "content", row_id, written.decode()),
        "sm3": sm3(written),
    }


def _write_seal(tx: Tx, actor: Actor, found: Round, run: ResultRun, digests: Sequence[str]) -> None:
    last = last_seal(tx, found.id)
    seal: dict[str, Any] = {
        "round_id": found.id,
        "revision": run.seal_revision,
        "records": len(digests),
        "sm3": chained(last.sm3 if last else "", digests),
        "at": tx.now(),
    }
    mark = tx.keyring.mac(canonical_seal(seal))
    sealed_by = run.started_by or ""
    tx.session.add(Seal(**seal, reason_encrypted=run.reason_encrypted, sealed_by=sealed_by, mac=mark))
    tx.session.flush()
    facts = {"revision": run.seal_revision, "records": len(digests), "sm3": seal["sm3"]}
    about = ("assessment_round", found.id)
    record_audit(tx, actor, "assessment:round:sealed", *about, node_id=found.node_id, facts=facts)
