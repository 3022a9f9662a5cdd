"""Notices that were signed on paper, recorded together: not everybody has a phone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from backend.assessment.results.errors import NoticeNotFound, PaperSigningDay
from backend.assessment.results.models import Notice
from backend.assessment.results.policies import ensure_not_own_person, managed_round, notice_after
from backend.assessment.results.states import NoticeAct, NoticeState
from backend.core.actor import Actor
from backend.core.clock import SHANGHAI
from backend.core.transaction import Tx
from backend.identity.public import record_audit


def record_paper_signatures(
    tx: Tx,
    actor: Actor,
    round_id: str,
    signed_on: date,
    kept_at: str,
    notice_ids: Collection[str] | None = None,
) -> int:
    """Record that notices were signed on paper on a day, and where the paper is kept; returns how many.

    Without ``notice_ids``, all of the round that wait for a signature, the actor's own left out. Raises
    ``RoundNotFound``, ``NoticeNotFound``, ``NoticeNotInState``, ``OwnResult``, :class:`PaperSigningDay`.
    """
    found = managed_round(tx, actor, round_id)
    query = select(Notice).where(Notice.round_id == round_id).order_by(Notice.id).with_for_update()
    if notice_ids is None:
        own = actor.person_ref or ""
        waiting = query.where(Notice.state == NoticeState.ISSUED.value, Notice.person_id != own)
        notices = tx.session.scalars(waiting).all()
    else:
        notices = tx.session.scalars(query.where(Notice.id.in_(notice_ids))).all()
        if len(notices) < len(set(notice_ids)):
            raise NoticeNotFound
    for notice in notices:
        _sign(tx, actor, notice, signed_on, kept_at)
    tx.session.flush()
    facts = {"notices": len(notices), "signed_on": signed_on.isoformat()}
    record_audit(
        tx,
        actor,
        "assessment:notice:signed_on_paper",
        "assessment_round",
        round_id,
        node_id=found.node_id,
        facts=facts,
    )
    return len(notices)


def _sign(tx: Tx, actor: Actor, notice: Notice, signed_on: date, kept_at: str) -> None:
    ensure_not_own_person(actor, notice.person_id)
    after = notice_after(notice, NoticeAct.SIGN)
    if not notice.issued_at.astimezone(SHANGHAI).date() <= signed_on <= tx.today():
        raise PaperSigningDay(fields={"signed_on": ["paper_signing_day"]})
    notice.state, notice.settled_at = after.value, tx.now()
    notice.paper_signed_on, notice.paper_kept_at = signed_on, kept_at
