"""Who may do what with a mentorship, and in which state it must be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope
from courses.mentoring.errors.life import (
    AgreementFixed,
    AgreementPeriodInvalid,
    EvaluationsMissing,
    MeetingDateInvalid,
    MentorshipNotFound,
    MentorshipNotInState,
    MentorshipStillRuns,
)
from courses.mentoring.evaluating import Stage
from courses.mentoring.models.life import Mentorship, MentorshipEvaluation
from courses.mentoring.states import Act, Side, State, state_after

#: A default of this product: no mentorship is agreed for longer.
LONGEST_PERIOD = timedelta(days=3 * 366)


def is_of(account_id: str | None) -> ColumnElement[bool]:
    """The condition that somebody is one of the two."""
    return or_(Mentorship.mentor_account_id == account_id, Mentorship.mentee_account_id == account_id)


def load_own(tx: Tx, actor: Actor, mentorship_id: str) -> tuple[Mentorship, Side]:
    """A mentorship of the actor's, locked by one that writes, and which of the two they are.

    Raises :class:`MentorshipNotFound`, for everybody else's as for none.
    """
    mentorship = _load(tx, mentorship_id, is_of(actor.account_id))
    return mentorship, side_of(mentorship, actor.account_id)


def load_in_scope(tx: Tx, actor: Actor, mentorship_id: str) -> Mentorship:
    """A mentorship in the office's scope. Raises :class:`MentorshipNotFound`."""
    return _load(tx, mentorship_id, in_scope(actor, Permission.MENTORING_MANAGE, Mentorship.node_id))


def side_of(mentorship: Mentorship, account_id: str | None) -> Side:
    """Which of the two somebody is, who is one of them."""
    return Side.MENTOR if account_id == mentorship.mentor_account_id else Side.MENTEE


def account_of(mentorship: Mentorship, side: Side) -> str:
    """The account on a side."""
    return mentorship.mentor_account_id if side is Side.MENTOR else mentorship.mentee_account_id


def ensure_may(mentorship: Mentorship, act: Act) -> State:
    """The state after ``act``. Raises :class:`MentorshipNotInState`."""
    after = state_after(State(mentorship.state), act)
    if after is None:
        raise MentorshipNotInState(state=str(mentorship.state), act=act.value)
    return after


def ensure_period(today: date, period_from: date, period_to: date) -> None:
    """A period runs forward, is not over, and not longer than mentorships last.

    Raises :class:`AgreementPeriodInvalid`.
    """
    if not period_from < period_to <= period_from + LONGEST_PERIOD or period_to < today:
        raise AgreementPeriodInvalid(fields={"period_to": ["invalid"]})


def ensure_not_rated(tx: Tx, mentorship: Mentorship) -> None:
    """Raises :class:`AgreementFixed` once somebody gave a final evaluation."""
    if rated_by(tx, mentorship, Stage.FINAL):
        raise AgreementFixed


def ensure_rated_by_both(tx: Tx, mentorship: Mentorship) -> None:
    """Raises :class:`EvaluationsMissing`."""
    given = rated_by(tx, mentorship, Stage.FINAL)
    missing = [side.value for side in Side if account_of(mentorship, side) not in given]
    if missing:
        raise EvaluationsMissing(missing=missing)


def ensure_over(tx: Tx, mentorship: Mentorship) -> None:
    """Raises :class:`MentorshipStillRuns` up to the last day of the period, and where none was agreed."""
    if mentorship.period_to is None or tx.today() <= mentorship.period_to:
        raise MentorshipStillRuns(period_to=mentorship.period_to)


def ensure_held(tx: Tx, mentorship: Mentorship, held_on: date) -> None:
    """Raises :class:`MeetingDateInvalid` for a day to come, and for one before the pair was proposed."""
    if not mentorship.proposed_on <= held_on <= tx.today():
        raise MeetingDateInvalid(fields={"held_on": ["invalid"]})


def rated_by(tx: Tx, mentorship: Mentorship, stage: Stage) -> set[str]:
    """The accounts that gave an evaluation."""
    given = select(MentorshipEvaluation.given_by).where(
        MentorshipEvaluation.mentorship_id == mentorship.id, MentorshipEvaluation.stage == stage
    )
    return set(tx.session.scalars(given))


def _load(tx: Tx, mentorship_id: str, condition: ColumnElement[bool] | Any) -> Mentorship:
    query = select(Mentorship).where(Mentorship.id == mentorship_id, condition)
    if tx.writes:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = tx.session.scalar(query)
    if found is None:
        raise MentorshipNotFound
    return found
