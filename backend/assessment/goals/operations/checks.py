"""Writes of routine checks: the own entry, the superior's comment, and what was kept on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from backend.assessment.events import RoutineCheckCommented
from backend.assessment.goals.errors import CheckCommented, CheckCommentEmpty, CheckPeriodClosed
from backend.assessment.goals.models import CheckComment, CheckRhythm, RoutineCheck
from backend.assessment.goals.periods import CheckGrade, CheckPeriod, Rhythm, overlap, period_of
from backend.assessment.goals.policies import (
    ensure_enters_paper,
    ensure_manages,
    ensure_superior,
    place_of_checked,
)
from backend.assessment.rounds.public import Assessed
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import accounts_of_people, record_audit


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper that a check was kept on, and the own entry as it stands there."""

    document: str
    dated_on: date
    text: str


def set_rhythm(tx: Tx, actor: Actor, organization_id: str, rhythm: Rhythm) -> None:
    """How often a unit checks from now on; checks that were made stay. Raises ``NodeNotFound``."""
    node_id = ensure_manages(tx, actor, organization_id)
    row = tx.session.get(CheckRhythm, organization_id, with_for_update=True)
    if row is None:
        row = CheckRhythm(organization_id=organization_id)
        tx.session.add(row)
    row.rhythm, row.set_by = rhythm.value, actor.account_id
    tx.session.flush()
    facts = {"rhythm": rhythm.value}
    record_audit(tx, actor, "assessment:rhythm:set", "organization", organization_id, node_id=node_id, facts=facts)


def write_check(tx: Tx, actor: Actor, period_code: str, text: str) -> None:
    """Keep the own entry of a period; an empty one takes it away again. It can change until it is commented on.

    Raises :class:`CheckPersonNotFound` (not posted), :class:`CheckPeriodUnknown`, :class:`CheckPeriodClosed`,
    :class:`CheckCommented`.
    """
    person_id = actor.person_ref or ""
    place = place_of_checked(tx, person_id)
    check = _check(tx, place, period_of(period_code))
    if _comments(tx, check.id):
        raise CheckCommented
    _put_text(tx, check, text)
    record_audit(tx, actor, "assessment:check:written", "check", check.id, node_id=check.node_id)


def comment_check(
    tx: Tx, actor: Actor, person_id: str, period_code: str, grade: CheckGrade | None, comment: str
) -> None:
    """Comment on the check of somebody whose superior the actor is, whether or not there is an entry.

    A second comment replaces the first; both stay.

    :raises CheckOwn, CheckPersonNotFound, CheckPeriodUnknown, CheckPeriodClosed, CheckCommentEmpty:
    """
    place = ensure_superior(tx, actor, person_id)
    check = _check(tx, place, period_of(period_code))
    _add_comment(tx, actor, check, grade, comment, None)


def enter_paper(
    tx: Tx,
    actor: Actor,
    person_id: str,
    period_code: str,
    grade: CheckGrade | None,
    comment: str,
    paper: Paper,
) -> None:
    """Enter a check that was kept on paper, with the paper's number and day; it stays marked as such.

    :raises NodeNotFound, CheckOwn, CheckPersonNotFound, CheckPeriodUnknown, CheckPeriodClosed, CheckCommentEmpty:
    """
    place = ensure_enters_paper(tx, actor, person_id)
    check = _check(tx, place, period_of(period_code))
    if paper.text:
        _put_text(tx, check, paper.text)
    _add_comment(tx, actor, check, grade, comment, paper)


def rhythm_of(tx: Tx, organization_id: str) -> Rhythm:
    """How often a unit checks: every quarter, unless its head set it."""
    row = tx.session.get(CheckRhythm, organization_id)
    return Rhythm(row.rhythm) if row else Rhythm.QUARTERLY


def _check(tx: Tx, place: Assessed, period: CheckPeriod) -> RoutineCheck:
    """The check of a person and period, locked; a new one where there is none."""
    kept = tx.session.scalars(
        select(RoutineCheck)
        .where(RoutineCheck.person_id == place.person_id, RoutineCheck.first_on >= date(period.first.year, 1, 1))
        .where(RoutineCheck.first_on <= date(period.first.year, 12, 31))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for check in kept:
        if check.period == period.code:
            return check
    others = (period_of(check.period) for check in kept)
    if period.first > tx.today() or any(overlap(period, other) for other in others):
        raise CheckPeriodClosed
    check = RoutineCheck(
        id=new_id(),
        person_id=place.person_id,
        organization_id=place.organization_id,
        node_id=place.node_id,
        period=period.code,
        first_on=period.first,
        last_on=period.last,
    )
    tx.session.add(check)
    tx.session.flush()
    return check


def _put_text(tx: Tx, check: RoutineCheck, text: str) -> None:
    check.text_encrypted = tx.keyring.encrypt(text, text_place(check.id)) if text else None
    check.written_on = tx.today() if text else None
    check.version += 1
    tx.session.flush()


def _comments(tx: Tx, check_id: str) -> int:
    count = select(func.count()).select_from(CheckComment).where(CheckComment.check_id == check_id)
    return tx.session.scalar(count) or 0


def _add_comment(
    tx: Tx, actor: Actor, check: RoutineCheck, grade: CheckGrade | None, comment: str, paper: Paper | None
) -> None:
    if grade is None and not comment:
        raise CheckCommentEmpty
    comment_id = new_id()
    row = CheckComment(
        id=comment_id,
        check_id=check.id,
        number=_comments(tx, check.id) + 1,
        grade=grade and grade.value,
        comment_encrypted=tx.keyring.encrypt(comment, comment_place(comment_id)) if comment else None,
        given_on=paper.dated_on if paper else tx.today(),
        recorded_by=actor.account_id,
        recorded_at=tx.now(),
        from_paper=paper is not None,
        document=paper and paper.document,
        document_on=paper and paper.dated_on,
    )
    tx.session.add(row)
    tx.session.flush()
    action = "assessment:check:entered_from_paper" if paper else "assessment:check:commented"
    record_audit(tx, actor, action, "check", check.id, node_id=check.node_id, facts={"number": row.number})
    for account in accounts_of_people(tx, [check.person_id]):
        tx.publish(RoutineCheckCommented(check.id, account.id))


def text_place(check_id: str) -> str:
    """What the own entry's encryption is bound to."""
    return f"assessment_check.text:{check_id}"


def comment_place(comment_id: str) -> str:
    """What a comment's encryption is bound to."""
    return f"assessment_check_comment.comment:{comment_id}"
