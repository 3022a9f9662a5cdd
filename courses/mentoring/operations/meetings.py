"""The log of meetings: one notes, the other confirms, either perhaps long after and without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from courses.events import MeetingNoted
from courses.mentoring.confirming import Note, NoteState
from courses.mentoring.errors.life import MeetingIdTaken, MeetingNotFound, MeetingsFull
from courses.mentoring.models.life import Mentorship, MentorshipMeeting
from courses.mentoring.policies.life import account_of, ensure_held, ensure_may, load_own
from courses.mentoring.states import Act
from courses.mentoring.texts import opened, sealed

ABOUT, NEXT_STEP = "courses_mentorship_meeting:about", "courses_mentorship_meeting:next_step"
#: A default of this product: a mentorship of three years with a meeting every third day has fewer.
MOST_MEETINGS = 400


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """What is noted of a meeting: the day the two met, what about, and what comes next."""

    held_on: date
    about: str
    next_step: str


def note_meeting(tx: Tx, actor: Actor, mentorship_id: str, meeting_id: str, draft: MeetingDraft) -> None:
    """Note a meeting under an id made by who notes it; the same note again changes nothing.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`, :class:`MeetingIdTaken`,
    :class:`MeetingDateInvalid`, :class:`MeetingsFull`.
    """
    mentorship, side = load_own(tx, actor, mentorship_id)
    ensure_may(mentorship, Act.NOTE)
    known = tx.session.get(MentorshipMeeting, meeting_id)
    if known is not None:
        _ensure_same(tx, actor, mentorship, known, draft)
        return
    ensure_held(tx, mentorship, draft.held_on)
    _ensure_room(tx, mentorship)
    meeting = MentorshipMeeting(id=meeting_id, mentorship_id=mentorship.id, noted_by=actor.account_id)
    _write(tx, meeting, draft)
    tx.session.add(meeting)
    tx.session.flush()
    _record(tx, actor, "noted", mentorship, meeting)
    tx.publish(MeetingNoted(meeting.id, mentorship.id, (account_of(mentorship, side.other),)))


def correct_meeting(
    tx: Tx, actor: Actor, mentorship_id: str, meeting_id: str, seen: int, draft: MeetingDraft
) -> None:
    """Write one's own note anew over revision ``seen``, as long as it is not confirmed.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`, :class:`MeetingNotFound`,
    :class:`MeetingNotOwn`, :class:`MeetingSettled`, :class:`MeetingChanged`, :class:`MeetingDateInvalid`.
    """
    mentorship, side = load_own(tx, actor, mentorship_id)
    ensure_may(mentorship, Act.NOTE)
    meeting = _meeting(tx, mentorship, meeting_id)
    after = _standing(meeting).corrected(actor.account_id or "", seen)
    ensure_held(tx, mentorship, draft.held_on)
    meeting.revision = after.revision
    _write(tx, meeting, draft)
    _record(tx, actor, "corrected", mentorship, meeting)
    tx.publish(MeetingNoted(meeting.id, mentorship.id, (account_of(mentorship, side.other),)))


def confirm_meeting(tx: Tx, actor: Actor, mentorship_id: str, meeting_id: str, revision: int) -> None:
    """Say that the meeting was as the other noted it; the second time changes nothing.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`, :class:`MeetingNotFound`,
    :class:`MeetingOwn`, :class:`MeetingSettled`, :class:`MeetingChanged`.
    """
    mentorship, _ = load_own(tx, actor, mentorship_id)
    ensure_may(mentorship, Act.CONFIRM_NOTE)
    meeting = _meeting(tx, mentorship, meeting_id)
    before = _standing(meeting)
    after = before.confirmed(actor.account_id or "", revision)
    if after != before:
        meeting.state, meeting.confirmed_on = after.state, tx.today()
        _record(tx, actor, "confirmed", mentorship, meeting)


def withdraw_meeting(tx: Tx, actor: Actor, mentorship_id: str, meeting_id: str) -> None:
    """Take one's own note back before it is confirmed; the second time changes nothing.

    Raises :class:`MentorshipNotFound`, :class:`MentorshipNotInState`, :class:`MeetingNotFound`,
    :class:`MeetingNotOwn`, :class:`MeetingSettled`.
    """
    mentorship, _ = load_own(tx, actor, mentorship_id)
    ensure_may(mentorship, Act.NOTE)
    meeting = _meeting(tx, mentorship, meeting_id)
    before = _standing(meeting)
    after = before.withdrawn(actor.account_id or "")
    if after != before:
        meeting.state = after.state
        _record(tx, actor, "withdrawn", mentorship, meeting)


def _ensure_same(
    tx: Tx, actor: Actor, mentorship: Mentorship, known: MentorshipMeeting, draft: MeetingDraft
) -> None:
    if (known.mentorship_id, known.noted_by) != (mentorship.id, actor.account_id) or read_meeting(
        tx, known
    ) != draft:
        raise MeetingIdTaken


def _ensure_room(tx: Tx, mentorship: Mentorship) -> None:
    noted = select(func.count()).where(MentorshipMeeting.mentorship_id == mentorship.id)
    if (tx.session.scalar(noted) or 0) >= MOST_MEETINGS:
        raise MeetingsFull(limit=MOST_MEETINGS)


def read_meeting(tx: Tx, meeting: MentorshipMeeting) -> MeetingDraft:
    """A note with its texts in the clear."""
    return MeetingDraft(
        meeting.held_on,
        opened(tx, ABOUT, meeting.id, meeting.about_encrypted),
        opened(tx, NEXT_STEP, meeting.id, meeting.next_step_encrypted),
    )


def _write(tx: Tx, meeting: MentorshipMeeting, draft: MeetingDraft) -> None:
    meeting.held_on = draft.held_on
    meeting.about_encrypted = sealed(tx, ABOUT, meeting.id, draft.about)
    meeting.next_step_encrypted = sealed(tx, NEXT_STEP, meeting.id, draft.next_step)


def _meeting(tx: Tx, mentorship: Mentorship, meeting_id: str) -> MentorshipMeeting:
    meeting = tx.session.get(MentorshipMeeting, meeting_id, populate_existing=True)
    if meeting is None or meeting.mentorship_id != mentorship.id:
        raise MeetingNotFound
    return meeting


def _standing(meeting: MentorshipMeeting) -> Note:
    return Note(meeting.noted_by, meeting.revision, cast(NoteState, meeting.state))


def _record(tx: Tx, actor: Actor, what: str, mentorship: Mentorship, meeting: MentorshipMeeting) -> None:
    action, node_id = f"courses:mentorship_meeting:{what}", mentorship.node_id
    facts = {"meeting": meeting.id, "revision": meeting.revision}
    record_audit(tx, actor, action, "mentorship", mentorship.id, node_id=node_id, facts=facts)
