"""What one hands in under one's own name: the own summary, and marks of those one is the superior of."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from backend.assessment.marks.errors import SelfSummaryChanged, SuperiorMarkChanged
from backend.assessment.marks.models import SelfSummary, SuperiorMark
from backend.assessment.marks.policies import ensure_window, opened_round, own_place, subordinate
from backend.assessment.marks.texts import seal_comment, seal_summary
from backend.assessment.rounds.public import Window
from backend.assessment.terms import Dimension
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit


def hand_in_summary(tx: Tx, actor: Actor, round_id: str, text: str, seen_version: int) -> int:
    """Hand in the own summary, or a new one in its place; returns its version.

    ``seen_version`` is the version that the writer knew, 0 for none. Raises :class:`RoundNotFound`,
    :class:`WindowClosed`, :class:`SelfSummaryChanged`.
    """
    the_round = opened_round(tx, round_id)
    person = own_place(tx, actor, the_round)
    ensure_window(tx, the_round, Window.SELF_SUMMARY)
    locked = select(SelfSummary).where(SelfSummary.round_id == round_id, SelfSummary.person_id == person.person_id)
    row = tx.session.scalar(locked.with_for_update())
    known = row.version if row else 0
    if known != seen_version:
        raise SelfSummaryChanged(version=known)
    if row is None:
        row = SelfSummary(round_id=round_id, person_id=person.person_id)
        tx.session.add(row)
    row.text_encrypted = seal_summary(tx.keyring, round_id, person.person_id, text)
    row.version, row.handed_in_at = known + 1, tx.now()
    tx.session.flush()
    facts = {"round_id": round_id, "version": row.version}
    action = "assessment:self_summary:handed_in"
    record_audit(tx, actor, action, "person", person.person_id, node_id=person.node_id, facts=facts)
    return row.version


def give_mark(  # what a mark consists of
    tx: Tx,
    actor: Actor,
    round_id: str,
    person_id: str,
    points: Mapping[Dimension, int],
    comment: str,
    seen_version: int,
) -> int:
    """Give somebody the superior's mark, whole points of 100 in every dimension; returns its version.

    Raises :class:`RoundNotFound`, :class:`OwnCase`, :class:`NotTheSuperior`, :class:`WindowClosed`,
    :class:`SuperiorMarkChanged`.
    """
    the_round = opened_round(tx, round_id)
    person = subordinate(tx, actor, the_round, person_id)
    ensure_window(tx, the_round, Window.SUPERIOR_MARK)
    last = select(SuperiorMark.version).where(
        SuperiorMark.round_id == round_id, SuperiorMark.person_id == person_id
    )
    known = tx.session.scalar(last.order_by(SuperiorMark.version.desc()).limit(1)) or 0
    if known != seen_version:
        raise SuperiorMarkChanged(version=known)
    mark_id = new_id()
    row = SuperiorMark(
        id=mark_id,
        round_id=round_id,
        person_id=person_id,
        superior_id=person.superior_id or "",
        version=known + 1,
        comment_encrypted=seal_comment(tx.keyring, mark_id, comment),
        given_on=tx.today(),
        **{dimension.value: points[dimension] for dimension in Dimension},
    )
    tx.session.add(row)
    tx.session.flush()
    facts = {"round_id": round_id, "version": row.version}
    action = "assessment:superior_mark:given"
    record_audit(tx, actor, action, "person", person_id, node_id=person.node_id, facts=facts)
    return row.version
