"""Mentorships as the two see them, and as the office that pairs does: never what they wrote to each other."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import Permission, in_scope
from courses.learners import Learner, learners_of
from courses.mentoring.evaluating import QUESTIONS, Stage, is_shown
from courses.mentoring.models.life import (
    Mentorship,
    MentorshipAgreement,
    MentorshipEvaluation,
    MentorshipMeeting,
)
from courses.mentoring.operations.agreements import GOALS, PLAN, revision_key
from courses.mentoring.operations.evaluations import TEXT, evaluation_key, evaluations_of, window_now
from courses.mentoring.operations.meetings import read_meeting
from courses.mentoring.operations.mentorships import REASON
from courses.mentoring.policies.life import account_of, is_of, load_own, rated_by, side_of
from courses.mentoring.queries.certificates import own_certificate
from courses.mentoring.states import ACCEPTANCE, OPEN_STATES, OVER_STATES, Act, Side, State, acts_in
from courses.mentoring.texts import opened

View = dict[str, Any]


def mentorships_of(tx: Tx, actor: Actor) -> View:
    """All of somebody's mentorships, as mentor and as mentee, those that run before those that are over."""
    rows = list(
        tx.session.scalars(select(Mentorship).where(is_of(actor.account_id)).order_by(Mentorship.id.desc()))
    )
    others = learners_of(tx, {_other(row, actor) for row in rows})
    lines = [_line(tx, actor, row, others.get(_other(row, actor))) for row in rows]
    return {"items": sorted(lines, key=lambda line: line["ended_on"] is not None)}


def mentorship_view(tx: Tx, actor: Actor, mentorship_id: str, origin: str) -> View:
    """One of somebody's mentorships as a whole; ``origin`` begins the address that verifies its certificate.

    Raises :class:`MentorshipNotFound`.
    """
    mentorship, side = load_own(tx, actor, mentorship_id)
    other = _other(mentorship, actor)
    reason = mentorship.reason_encrypted
    return {
        **_line(tx, actor, mentorship, learners_of(tx, [other]).get(other)),
        "begun_on": mentorship.begun_on,
        "reason": opened(tx, REASON, mentorship.id, reason) if reason else None,
        "agreement": _agreement(tx, actor, mentorship),
        "meetings": [_meeting(tx, actor, row) for row in _meetings(tx, mentorship.id)],
        "evaluations": _evaluations(tx, actor, mentorship),
        "questions": list(QUESTIONS[side.other]),
        "asked_of_other": list(QUESTIONS[side]),
        "can": _can(tx, mentorship, side),
        "certificate": own_certificate(tx, mentorship.id, actor.account_id, origin),
    }


def overseen_mentorships(tx: Tx, actor: Actor, *, which: str, cursor: str | None, limit: int) -> View:
    """A page of the mentorships in the office's scope, the latest first; days and names, no texts."""
    states = {"open": OPEN_STATES, "over": frozenset(State) - OPEN_STATES}[which]
    query = select(Mentorship).where(
        in_scope(actor, Permission.MENTORING_MANAGE, Mentorship.node_id), Mentorship.state.in_(states)
    )
    after = decode_cursor(cursor, 1)
    if after is not None:
        query = query.where(Mentorship.id < after[0])
    rows = list(tx.session.scalars(query.order_by(Mentorship.id.desc()).limit(limit + 1)))
    people = learners_of(tx, {account_of(row, side) for row in rows for side in Side})
    return page([_overseen(tx, row, people) for row in rows], limit, ["id"])


def _other(mentorship: Mentorship, actor: Actor) -> str:
    return account_of(mentorship, side_of(mentorship, actor.account_id).other)


def _line(tx: Tx, actor: Actor, mentorship: Mentorship, other: Learner | None) -> View:
    side = side_of(mentorship, actor.account_id)
    return {
        "id": mentorship.id,
        "state": mentorship.state,
        "side": side.value,
        "other": _person(other),
        "proposed_on": mentorship.proposed_on,
        "period_from": mentorship.period_from,
        "period_to": mentorship.period_to,
        "ended_on": mentorship.ended_on,
        "waits_for_me": _waiting(tx, actor, mentorship, side),
    }


def _person(learner: Learner | None) -> View:
    return {
        "name": learner.name if learner else "",
        "organization_name": learner.organization_name if learner else None,
    }


def _waiting(tx: Tx, actor: Actor, mentorship: Mentorship, side: Side) -> list[str]:
    """What the actor has to say to this mentorship now, as codes."""
    if mentorship.state != State.ACTIVE:
        return ["accept"] if _may_accept(mentorship, side) else []
    waiting = []
    latest = tx.session.get(MentorshipAgreement, (mentorship.id, mentorship.agreement))
    if latest is None:
        waiting.append("agree")
    elif latest.confirmed_on is None and latest.written_by != actor.account_id:
        waiting.append("confirm_agreement")
    unconfirmed = select(MentorshipMeeting.id).where(
        MentorshipMeeting.mentorship_id == mentorship.id,
        MentorshipMeeting.state == "noted",
        MentorshipMeeting.noted_by != actor.account_id,
    )
    if tx.session.scalar(unconfirmed.limit(1)) is not None:
        waiting.append("confirm_meeting")
    return waiting + [f"evaluate_{stage.value}" for stage in Stage if _may_evaluate(tx, actor, mentorship, stage)]


def _may_accept(mentorship: Mentorship, side: Side) -> bool:
    accepted = State.MENTOR_ACCEPTED if side is Side.MENTOR else State.MENTEE_ACCEPTED
    waits = {State.PROPOSED, State.MENTOR_ACCEPTED, State.MENTEE_ACCEPTED} - {accepted}
    return mentorship.state in waits and ACCEPTANCE[side] in acts_in(State(mentorship.state))


def _may_evaluate(tx: Tx, actor: Actor, mentorship: Mentorship, stage: Stage) -> bool:
    given = [row for row in evaluations_of(tx, mentorship.id) if row.stage == stage]
    window = window_now(mentorship, stage, given)
    is_open = window is not None and window.is_open(tx.today()) and mentorship.state == State.ACTIVE
    return is_open and all(row.given_by != actor.account_id for row in given)


def _agreement(tx: Tx, actor: Actor, mentorship: Mentorship) -> View:
    latest, agreed = mentorship.agreement, mentorship.agreed
    return {
        "latest": latest,
        "in_force": _revision(tx, actor, mentorship, agreed),
        "proposed": _revision(tx, actor, mentorship, latest) if latest != agreed else None,
    }


def _revision(tx: Tx, actor: Actor, mentorship: Mentorship, revision: int) -> View | None:
    row = tx.session.get(MentorshipAgreement, (mentorship.id, revision))
    if row is None:
        return None
    key = revision_key(mentorship.id, revision)
    return {
        "revision": row.revision,
        "goals": opened(tx, GOALS, key, row.goals_encrypted),
        "plan": opened(tx, PLAN, key, row.plan_encrypted),
        "period_from": row.period_from,
        "period_to": row.period_to,
        "written_on": row.written_on,
        "mine": row.written_by == actor.account_id,
    }


def _meetings(tx: Tx, mentorship_id: str) -> list[MentorshipMeeting]:
    """Those that were not withdrawn, the latest first."""
    rows = select(MentorshipMeeting).where(
        MentorshipMeeting.mentorship_id == mentorship_id, MentorshipMeeting.state != "withdrawn"
    )
    return list(tx.session.scalars(rows.order_by(MentorshipMeeting.held_on.desc(), MentorshipMeeting.id.desc())))


def _meeting(tx: Tx, actor: Actor, row: MentorshipMeeting) -> View:
    note = read_meeting(tx, row)
    return {
        "id": row.id,
        "held_on": note.held_on,
        "about": note.about,
        "next_step": note.next_step,
        "revision": row.revision,
        "state": row.state,
        "mine": row.noted_by == actor.account_id,
    }


def _evaluations(tx: Tx, actor: Actor, mentorship: Mentorship) -> list[View]:
    rows = evaluations_of(tx, mentorship.id)
    return [
        _evaluation(tx, actor, mentorship, stage, [row for row in rows if row.stage == stage]) for stage in Stage
    ]


def _evaluation(
    tx: Tx, actor: Actor, mentorship: Mentorship, stage: Stage, given: list[MentorshipEvaluation]
) -> View:
    by = {row.given_by: row for row in given}
    own, other = by.get(actor.account_id or ""), by.get(_other(mentorship, actor))
    window = window_now(mentorship, stage, given)
    over = mentorship.state in OVER_STATES
    shown = other is not None and is_shown(len(given), other.closes_on, tx.today(), over=over)
    return {
        "stage": stage.value,
        "opens_on": window.opens_on if window else None,
        "closes_on": window.closes_on if window else None,
        "open": _may_evaluate(tx, actor, mentorship, stage),
        "own": _said(tx, own),
        "other_given": other is not None,
        "other": _said(tx, other) if shown else None,
    }


def _said(tx: Tx, row: MentorshipEvaluation | None) -> View | None:
    if row is None:
        return None
    key = evaluation_key(row.mentorship_id, row.stage, row.given_by)
    return {"ratings": row.ratings, "text": opened(tx, TEXT, key, row.text_encrypted)}


def _can(tx: Tx, mentorship: Mentorship, side: Side) -> View:
    acts = acts_in(State(mentorship.state))
    rated = mentorship.state == State.ACTIVE and len(rated_by(tx, mentorship, Stage.FINAL)) == len(Side)
    fixed = mentorship.state == State.ACTIVE and bool(rated_by(tx, mentorship, Stage.FINAL))
    return {
        "accept": _may_accept(mentorship, side),
        "decline": Act.DECLINE in acts,
        "agree": Act.AGREE in acts and not fixed,
        "note": Act.NOTE in acts,
        "confirm_note": Act.CONFIRM_NOTE in acts,
        "finish": rated,
        "end_early": Act.END_EARLY in acts,
    }


def _overseen(tx: Tx, mentorship: Mentorship, people: dict[str, Learner]) -> View:
    acts = acts_in(State(mentorship.state))
    over = mentorship.period_to is not None and mentorship.period_to < tx.today()
    return {
        "id": mentorship.id,
        "state": mentorship.state,
        "mentor": _person(people.get(mentorship.mentor_account_id)),
        "mentee": _person(people.get(mentorship.mentee_account_id)),
        "proposed_on": mentorship.proposed_on,
        "period_from": mentorship.period_from,
        "period_to": mentorship.period_to,
        "ended_on": mentorship.ended_on,
        "can": {
            "withdraw": Act.WITHDRAW in acts,
            "close": Act.CLOSE in acts and over,
            "end_early": Act.END_EARLY in acts,
        },
    }
