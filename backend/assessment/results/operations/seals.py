"""Sealing a year: an append-only record of each case, a seal over them; a correction is a new revision of both."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from backend.assessment.events import RoundSealed
from backend.assessment.grading.public import case_by_id
from backend.assessment.results.errors import (
    NothingToSeal,
    SealDecisionsOpen,
    SealNoticesOpen,
    SealReasonMissing,
    SealReviewsOpen,
)
from backend.assessment.results.models import Decision, Notice, Record, Review, Seal
from backend.assessment.results.operations.decisions import Minutes, record_single
from backend.assessment.results.policies import managed_round
from backend.assessment.results.private import close_text
from backend.assessment.results.queries.records import contents_now, last_records, last_seal
from backend.assessment.results.records import canonical_record, canonical_seal, chained
from backend.assessment.results.states import UNANSWERED, DecisionState, NoticeState, Occasion
from backend.assessment.rounds.public import Round, RoundState, ensure_state, move_round
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.crypto import sm3
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit


def seal_round(tx: Tx, actor: Actor, round_id: str, reason: str | None = None) -> int:
    """Seal what is not sealed as it stands; the first time everything, later what was corrected, with a reason.

    Returns the seal's revision. Raises ``RoundNotFound``, ``RoundStateWrong``, ``SealDecisionsOpen``,
    ``SealReviewsOpen``, ``SealNoticesOpen``, ``NothingToSeal``, ``SealReasonMissing``.
    """
    found = managed_round(tx, actor, round_id)
    ensure_state(found, RoundState.NOTIFIED, RoundState.SEALED)
    _ensure_settled(tx, found)
    last = last_seal(tx, round_id)
    records = _new_records(tx, found, (last.revision if last else 0) + 1)
    if not records:
        raise NothingToSeal
    if last is not None and not (reason or "").strip():
        raise SealReasonMissing(fields={"reason": ["required"]})
    revision = _write_seal(tx, actor, found, last, records, reason)
    if found.state is RoundState.NOTIFIED:
        move_round(tx, actor, round_id, RoundState.SEALED, None)
    tx.publish(RoundSealed(round_id, revision))
    return revision


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


def _new_records(tx: Tx, found: Round, seal_revision: int) -> list[Record]:
    """Records of the cases that have none, or whose last says something else; in order of case."""
    before = last_records(tx, found.id)
    records = []
    for content in contents_now(tx, found):
        last = before.get(content["case_id"])
        if last is not None and last.facts == content:
            continue
        records.append(_record(tx, found, content, (last.revision if last else 0) + 1, seal_revision))
    return records


def _record(tx: Tx, found: Round, content: Mapping[str, Any], revision: int, seal_revision: int) -> Record:
    row_id = new_id()
    # the salt: a grade has few values, and a bare digest of it could be guessed
    whole = {**content, "revision": revision, "seal_revision": seal_revision, "salt": secrets.token_hex(16)}
    written = canonical_record(whole)
    return Record(
        id=row_id,
        round_id=found.id,
        case_id=content["case_id"],
        revision=revision,
        seal_revision=seal_revision,
        person_id=content["person_id"],
        year=found.year,
        category=content["category"],
        grade=content["grade"],
        content_encrypted=close_text(tx, Record.__tablename__, "content", row_id, written.decode()),
        sm3=sm3(written),
    )


def _write_seal(  # a row and what it is made of
    tx: Tx, actor: Actor, found: Round, last: Seal | None, records: list[Record], reason: str | None
) -> int:
    revision = (last.revision if last else 0) + 1
    tx.session.add_all(records)
    seal: dict[str, Any] = {
        "round_id": found.id,
        "revision": revision,
        "records": len(records),
        "sm3": chained(last.sm3 if last else "", [record.sm3 for record in records]),
        "at": tx.now(),
    }
    row_id = f"{found.id}:{revision}"
    kept = close_text(tx, Seal.__tablename__, "reason", row_id, reason.strip()) if reason else None
    mark = tx.keyring.mac(canonical_seal(seal))
    tx.session.add(Seal(**seal, reason_encrypted=kept, sealed_by=actor.account_id or "", mac=mark))
    tx.session.flush()
    facts = {"revision": revision, "records": len(records), "sm3": seal["sm3"]}
    record_audit(
        tx,
        actor,
        "assessment:round:sealed",
        "assessment_round",
        found.id,
        node_id=found.node_id,
        facts=facts,
    )
    return revision
