"""The life of a mentorship: proposed, accepted or declined, ended."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, record_audit
from courses.events import MentorshipAccepted, MentorshipDeclined, MentorshipEnded, MentorshipProposed
from courses.learners import Learner, learners_in_scope, learners_of
from courses.mentoring.errors.life import MenteePaired, MentorshipPersonUnknown, MentorshipWithOneself
from courses.mentoring.models.life import Mentorship
from courses.mentoring.operations.certifying import issue_certificates
from courses.mentoring.policies.life import (
    ensure_may,
    ensure_over,
    ensure_rated_by_both,
    load_in_scope,
    load_own,
)
from courses.mentoring.states import ACCEPTANCE, OPEN_STATES, Act, State
from courses.mentoring.texts import sealed
from courses.mentoring.upkeep import ask_for_next_day

REASON = "courses_mentorship:reason"


def propose_mentorship(tx: Tx, actor: Actor, mentor_account_id: str, mentee_account_id: str, source: str) -> str:
    """Pair two people, who are then asked to accept; returns the id. ``source``: ``hand`` or the id of a run.

    The caller has judged the rules of pairing. Raises :class:`MentorshipWithOneself`,
    :class:`MentorshipPersonUnknown` (the mentee is looked for in the actor's scope) and :class:`MenteePaired`.
    """
    if mentor_account_id == mentee_account_id:
        raise MentorshipWithOneself
    mentee = _pairable(tx, actor, mentor_account_id, mentee_account_id)
    if _open_of(tx, mentee_account_id) is not None:
        raise MenteePaired
    mentorship = Mentorship(
        id=new_id(),
        mentor_account_id=mentor_account_id,
        mentee_account_id=mentee_account_id,
        node_id=mentee.node_id,
        source=source,
        proposed_by=actor.account_id,
        proposed_on=tx.today(),
    )
    _add_exclusively(tx, mentorship)
    _record(tx, actor, "proposed", mentorship, source=source)
    tx.publish(MentorshipProposed(mentorship.id, (mentor_account_id, mentee_account_id)))
    return mentorship.id


def accept_mentorship(tx: Tx, actor: Actor, mentorship_id: str) -> None:
    """One of the two accepts; with the other's word it runs. Raises as :func:`decline_mentorship`."""
    mentorship, side = load_own(tx, actor, mentorship_id)
    after = ensure_may(mentorship, ACCEPTANCE[side])
    if after == mentorship.state:
        return
    mentorship.state = after
    _record(tx, actor, "accepted", mentorship, side=side.value)
    if after is State.ACTIVE:
        mentorship.begun_on = tx.today()
        ask_for_next_day(tx)
        tx.publish(MentorshipAccepted(mentorship.id, _both(mentorship)))


def decline_mentorship(tx: Tx, actor: Actor, mentorship_id: str, reason: str) -> None:
    """One of the two does not want it; who proposed the pair and the other are told, without the reason.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`.
    """
    mentorship, side = load_own(tx, actor, mentorship_id)
    _end(tx, actor, mentorship, Act.DECLINE, reason)
    _record(tx, actor, "declined", mentorship, side=side.value)
    told = {*_both(mentorship), mentorship.proposed_by} - {actor.account_id or ""}
    tx.publish(MentorshipDeclined(mentorship.id, tuple(sorted(told))))


def withdraw_mentorship(tx: Tx, actor: Actor, mentorship_id: str) -> None:
    """The office takes a pair back that not both have accepted. Raises as :func:`decline_mentorship`."""
    mentorship = load_in_scope(tx, actor, mentorship_id)
    _end(tx, actor, mentorship, Act.WITHDRAW, "")
    _record(tx, actor, "withdrawn", mentorship)
    tx.publish(MentorshipDeclined(mentorship.id, _both(mentorship)))


def finish_mentorship(tx: Tx, actor: Actor, mentorship_id: str) -> None:
    """One of the two ends it as agreed; both get their certificates.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState` and, while a final evaluation is missing,
    :class:`EvaluationsMissing`.
    """
    mentorship, side = load_own(tx, actor, mentorship_id)
    ensure_may(mentorship, Act.FINISH)
    ensure_rated_by_both(tx, mentorship)
    _end(tx, actor, mentorship, Act.FINISH, "")
    _record(tx, actor, "finished", mentorship, side=side.value)
    issue_certificates(tx, mentorship)
    tx.publish(MentorshipEnded(mentorship.id, _both(mentorship), early=False))


def end_mentorship_early(tx: Tx, actor: Actor, mentorship_id: str, reason: str) -> None:
    """One of the two ends it before its time; the mentee can be paired anew.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`.
    """
    mentorship, side = load_own(tx, actor, mentorship_id)
    _end_early(tx, actor, mentorship, reason, side.value)


def close_mentorship(tx: Tx, actor: Actor, mentorship_id: str, reason: str, *, early: bool) -> None:
    """The office ends it: after its period as one that ran to its end, or early, for instance when somebody left.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`, :class:`MentorshipStillRuns`.
    """
    mentorship = load_in_scope(tx, actor, mentorship_id)
    if early:
        _end_early(tx, actor, mentorship, reason, "office")
        return
    ensure_may(mentorship, Act.CLOSE)
    ensure_over(tx, mentorship)
    _end(tx, actor, mentorship, Act.CLOSE, reason)
    _record(tx, actor, "closed", mentorship)
    issue_certificates(tx, mentorship)
    tx.publish(MentorshipEnded(mentorship.id, _both(mentorship), early=False))


def _end_early(tx: Tx, actor: Actor, mentorship: Mentorship, reason: str, by: str) -> None:
    _end(tx, actor, mentorship, Act.END_EARLY, reason)
    _record(tx, actor, "ended_early", mentorship, by=by)
    tx.publish(MentorshipEnded(mentorship.id, _both(mentorship), early=True))


def _end(tx: Tx, actor: Actor, mentorship: Mentorship, act: Act, reason: str) -> None:
    mentorship.state = ensure_may(mentorship, act)
    mentorship.ended_on, mentorship.ended_by = tx.today(), actor.account_id
    mentorship.reason_encrypted = sealed(tx, REASON, mentorship.id, reason) if reason else None


def _pairable(tx: Tx, actor: Actor, mentor_account_id: str, mentee_account_id: str) -> Learner:
    people = learners_of(tx, [mentor_account_id, mentee_account_id])
    mentee = people.get(mentee_account_id)
    if mentor_account_id not in people or mentee is None:
        raise MentorshipPersonUnknown
    if not learners_in_scope(tx, actor, Permission.MENTORING_MANAGE, [mentee]):
        raise MentorshipPersonUnknown
    return mentee


def _open_of(tx: Tx, mentee_account_id: str) -> str | None:
    return tx.session.scalar(
        select(Mentorship.id).where(
            Mentorship.mentee_account_id == mentee_account_id, Mentorship.state.in_(OPEN_STATES)
        )
    )


def _add_exclusively(tx: Tx, mentorship: Mentorship) -> None:
    """Write the row; the unique index decides between two that are proposed to one mentee at the same moment."""
    try:
        with tx.session.begin_nested():
            tx.session.add(mentorship)
    except IntegrityError as error:
        raise MenteePaired from error


def _both(mentorship: Mentorship) -> tuple[str, str]:
    return mentorship.mentor_account_id, mentorship.mentee_account_id


def _record(tx: Tx, actor: Actor, what: str, mentorship: Mentorship, **facts: str) -> None:
    action, node_id = f"courses:mentorship:{what}", mentorship.node_id
    record_audit(tx, actor, action, "mentorship", mentorship.id, node_id=node_id, facts=dict(facts))
