"""Writes of progress: what was done for a part of a goal, by its person or by the head of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from backend.assessment.goals.errors import GoalProgressDay, GoalProgressNotFound, GoalProgressTakenBack
from backend.assessment.goals.models import GoalPart, GoalProgress
from backend.assessment.goals.policies import ensure_shown_by, part_to_report
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit


@dataclass(frozen=True, slots=True)
class NewProgress:
    """What was done on a day: ``amount`` (hundredths) is added to what was done before; ``link_kind`` is ``none``,
    ``file`` (of the part) or ``matter``.
    """

    done_on: date
    amount: int
    note: str
    link_kind: str = "none"
    link_id: str | None = None


def report_progress(tx: Tx, actor: Actor, part_id: str, new: NewProgress) -> str:
    """Add an entry and return its id.

    Raises :class:`GoalPartNotFound`, :class:`GoalProgressDay`, :class:`GoalEvidenceNotFound`.
    """
    part, goal, by_head = part_to_report(tx, actor, part_id)
    if new.done_on > tx.today() or new.done_on.year != goal.year:
        raise GoalProgressDay(year=goal.year)
    ensure_shown_by(tx, actor, part_id, new.link_kind, new.link_id)
    row = GoalProgress(
        part_id=part.id,
        done_on=new.done_on,
        amount=new.amount,
        note=new.note,
        link_kind=new.link_kind,
        link_id=new.link_id,
        by_head=by_head,
        recorded_by=actor.account_id,
        recorded_at=tx.now(),
    )
    tx.session.add(row)
    tx.session.flush()
    facts = {"part_id": part.id, "amount": new.amount, "by_head": by_head}
    record_audit(tx, actor, "assessment:progress:reported", "goal_progress", row.id, facts=facts)
    return row.id


def take_back_progress(tx: Tx, actor: Actor, progress_id: str) -> str:
    """Take back an entry that was a mistake: its person the own ones, the head any. Returns the part's id.

    Raises :class:`GoalProgressNotFound`, :class:`GoalPartNotFound`, :class:`GoalProgressTakenBack`.
    """
    entry = tx.session.get(GoalProgress, progress_id)
    if entry is None:
        raise GoalProgressNotFound
    tx.session.get(GoalPart, entry.part_id, with_for_update=True)
    part, _, by_head = part_to_report(tx, actor, entry.part_id)
    if not by_head and entry.by_head:
        raise GoalProgressNotFound
    earlier = select(GoalProgress.id).where(GoalProgress.reverses_id == entry.id)
    if entry.reverses_id is not None or tx.session.scalar(earlier) is not None:
        raise GoalProgressTakenBack
    row = GoalProgress(
        part_id=part.id,
        done_on=entry.done_on,
        amount=-entry.amount,
        note="",
        link_kind="none",
        by_head=by_head,
        recorded_by=actor.account_id,
        recorded_at=tx.now(),
        reverses_id=entry.id,
    )
    tx.session.add(row)
    tx.session.flush()
    facts = {"part_id": part.id, "amount": row.amount}
    record_audit(tx, actor, "assessment:progress:taken_back", "goal_progress", entry.id, facts=facts)
    return part.id
