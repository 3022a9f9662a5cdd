"""Objections inside the organ: to a name on show, or to what is proposed for oneself."""

from __future__ import annotations

from sqlalchemy import select

from backend.assessment.events import PublicityObjected
from backend.assessment.grading.public import Case, case_by_id, case_of_person
from backend.assessment.results.errors import (
    ObjectionNotFound,
    ObjectionRepeated,
    PublicityEnded,
    PublicityNotFound,
)
from backend.assessment.results.models import Objection, Publicity, PublicityEntry
from backend.assessment.results.operations.answers import withdraw_asked, write_answer
from backend.assessment.results.operations.publicity import lock_publicity
from backend.assessment.results.operations.recording import Minutes, record_single
from backend.assessment.results.policies import assessors, ensure_not_asker, ensure_not_own, managed_round
from backend.assessment.results.private import close_text
from backend.assessment.results.queries.publicity import visible_entries
from backend.assessment.results.states import UNANSWERED, AnswerAct, AnswerState, Occasion
from backend.assessment.rounds.public import Round, round_by_id
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit


def object_to_name(tx: Tx, actor: Actor, entry_id: str, text: str) -> str:
    """Object to a name that is on show for the actor. Returns the objection's id.

    Who objects is stored, and told to those who answer alone; the audit record says that somebody did. Raises
    ``PublicityNotFound``, ``PublicityEnded``, ``ObjectionRepeated``.
    """
    entry = tx.session.scalar(
        select(PublicityEntry).where(PublicityEntry.id == entry_id, visible_entries(tx, actor))
    )
    if entry is None:
        raise PublicityNotFound
    publicity = _running(tx, entry.publicity_id)
    own = entry.person_id == actor.person_ref
    return _object(tx, actor, publicity, entry.case_id, text, own=own)


def object_to_own(tx: Tx, actor: Actor, publicity_id: str, text: str) -> str:
    """Object to what is proposed for oneself, while names are on show in the own round. Raises as above."""
    publicity = _running(tx, publicity_id)
    case = case_of_person(tx, publicity.round_id, actor.person_ref) if actor.person_ref else None
    if case is None:
        raise PublicityNotFound
    return _object(tx, actor, publicity, case.id, text, own=True)


def withdraw_objection(tx: Tx, actor: Actor, objection_id: str) -> None:
    """Take back one's own objection while nobody has answered it; the audit record says that it was.

    Raises ``ObjectionNotFound``, ``AnswerNotInState``.
    """
    query = select(Objection).where(Objection.id == objection_id, Objection.account_id == actor.account_id)
    objection = tx.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if objection is None:
        raise ObjectionNotFound
    found = round_by_id(tx, objection.round_id)
    withdraw_asked(tx, objection, found.node_id)
    _audit(tx, Actor.system("publicity"), found, objection, "withdrawn")


def reject_objection(tx: Tx, actor: Actor, objection_id: str, answer: str) -> None:
    """Answer that the grade stands, with the reason.

    Raises ``ObjectionNotFound``, ``AnswerNotInState``, ``OwnResult`` (one's own objection, or about oneself).
    """
    found, objection, _ = _to_answer(tx, actor, objection_id)
    write_answer(tx, actor, objection, AnswerAct.REJECT, answer)
    _audit(tx, actor, found, objection, "rejected")


def accept_objection(tx: Tx, actor: Actor, objection_id: str, answer: str, minutes: Minutes, grade: Grade) -> str:
    """Accept it: a decision with its minutes gives another grade, and counts with the answer once confirmed.

    Returns the decision's id. Raises as :func:`reject_objection` and as ``record_single``.
    """
    found, objection, case = _to_answer(tx, actor, objection_id)
    write_answer(tx, actor, objection, AnswerAct.ACCEPT, answer)
    _audit(tx, actor, found, objection, "accepted")
    return record_single(
        tx,
        actor,
        found,
        case,
        occasion=Occasion.OBJECTION,
        cause_id=objection.id,
        minutes=minutes,
        grade=grade,
        reason=answer,
    )


def _running(tx: Tx, publicity_id: str) -> Publicity:
    publicity = lock_publicity(tx, publicity_id, shared=True)
    if publicity.ended_at is not None:
        raise PublicityEnded
    return publicity


def _object(tx: Tx, actor: Actor, publicity: Publicity, case_id: str, text: str, *, own: bool) -> str:
    _ensure_first(tx, actor, publicity.id, case_id)
    row_id = new_id()
    tx.session.add(
        Objection(
            id=row_id,
            round_id=publicity.round_id,
            publicity_id=publicity.id,
            case_id=case_id,
            own=own,
            account_id=actor.account_id or "",
            text_encrypted=close_text(tx, Objection.__tablename__, "text", row_id, text),
            asked_on=tx.today(),
            state=AnswerState.OPEN.value,
        )
    )
    tx.session.flush()
    found = round_by_id(tx, publicity.round_id)
    _audit(tx, Actor.system("publicity"), found, tx.session.get_one(Objection, row_id), "made")
    told = assessors(tx, found.node_id, but=actor.account_id)
    tx.publish(PublicityObjected(row_id, publicity.round_id, told))
    return row_id


def _ensure_first(tx: Tx, actor: Actor, publicity_id: str, case_id: str) -> None:
    repeated = select(Objection.id).where(
        Objection.publicity_id == publicity_id,
        Objection.case_id == case_id,
        Objection.account_id == actor.account_id,
        Objection.state.in_([state.value for state in UNANSWERED]),
    )
    if tx.session.scalar(repeated.limit(1)) is not None:
        raise ObjectionRepeated


def _to_answer(tx: Tx, actor: Actor, objection_id: str) -> tuple[Round, Objection, Case]:
    round_id = tx.session.scalar(select(Objection.round_id).where(Objection.id == objection_id))
    if round_id is None:
        raise ObjectionNotFound
    found = managed_round(tx, actor, round_id)
    objection = tx.session.get_one(Objection, objection_id, with_for_update=True, populate_existing=True)
    case = case_by_id(tx, objection.case_id)
    ensure_not_own(actor, [case])
    ensure_not_asker(actor, objection.account_id)
    return found, objection, case


def _audit(tx: Tx, actor: Actor, found: Round, objection: Objection, verb: str) -> None:
    record_audit(
        tx,
        actor,
        f"assessment:objection:{verb}",
        "assessment_objection",
        objection.id,
        node_id=found.node_id,
        facts={"round_id": found.id},
    )
