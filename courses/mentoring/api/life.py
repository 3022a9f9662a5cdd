"""Routes of mentorships as they run. Commands answer nothing: what was written stays encrypted at rest."""

from __future__ import annotations

from typing import Any

from backend.core.web.endpoint import Call
from backend.identity.public import Permission
from courses.mentoring.api.area import area
from courses.mentoring.evaluating import Stage
from courses.mentoring.operations import agreements, evaluations, meetings, mentorships
from courses.mentoring.operations.agreements import AgreementDraft
from courses.mentoring.operations.meetings import MeetingDraft
from courses.mentoring.queries import life
from courses.mentoring.schemas import life as schemas

Json = dict[str, Any]


@area.endpoint("/mentorships", permission=Permission.SELF, answer=schemas.MentorshipsSchema)
def own_mentorships(call: Call) -> Json:
    """One's own mentorships, as mentor and as mentee."""
    return life.mentorships_of(call.tx, call.actor)


@area.endpoint(
    "/mentorships/overseen",
    permission=Permission.MENTORING_MANAGE,
    query=schemas.MentorshipsOverseenQuery,
    answer=schemas.MentorshipOverseenPageSchema,
)
def overseen_mentorships(call: Call) -> Json:
    """The mentorships in one's scope: who with whom, from when until when."""
    return life.overseen_mentorships(call.tx, call.actor, **call.query)


@area.endpoint("/mentorships/<mentorship_id>", permission=Permission.SELF, answer=schemas.MentorshipSchema)
def show_mentorship(call: Call, mentorship_id: str) -> Json:
    """An own mentorship: what was agreed, the log, the evaluations."""
    return life.mentorship_view(call.tx, call.actor, mentorship_id, call.runtime.settings.origin)


@area.endpoint(
    "/mentorships/<mentorship_id>/acceptance",
    method="POST",
    permission=Permission.SELF,
    idempotent=True,
    status=204,
)
def accept(call: Call, mentorship_id: str) -> None:
    """Accept a mentorship one was proposed for."""
    mentorships.accept_mentorship(call.tx, call.actor, mentorship_id)


@area.endpoint(
    "/mentorships/<mentorship_id>/refusal",
    method="POST",
    permission=Permission.SELF,
    body=schemas.MentorshipRefusalSchema,
    idempotent=True,
    status=204,
)
def decline(call: Call, mentorship_id: str) -> None:
    """Decline a mentorship one was proposed for."""
    mentorships.decline_mentorship(call.tx, call.actor, mentorship_id, call.body["reason"])


@area.endpoint(
    "/mentorships/<mentorship_id>/withdrawal",
    method="POST",
    permission=Permission.MENTORING_MANAGE,
    idempotent=True,
    status=204,
)
def withdraw(call: Call, mentorship_id: str) -> None:
    """Take a proposed pair back."""
    mentorships.withdraw_mentorship(call.tx, call.actor, mentorship_id)


@area.endpoint(
    "/mentorships/<mentorship_id>/agreement",
    method="POST",
    permission=Permission.SELF,
    body=schemas.MentorshipAgreementBodySchema,
    idempotent=True,
    status=204,
)
def write_agreement(call: Call, mentorship_id: str) -> None:
    """Write what to agree on, for the other to confirm."""
    seen, draft = call.body["seen"], {name: value for name, value in call.body.items() if name != "seen"}
    agreements.write_agreement(call.tx, call.actor, mentorship_id, seen, AgreementDraft(**draft))


@area.endpoint(
    "/mentorships/<mentorship_id>/agreement/confirmation",
    method="POST",
    permission=Permission.SELF,
    body=schemas.MentorshipConfirmationSchema,
    idempotent=True,
    status=204,
)
def confirm_agreement(call: Call, mentorship_id: str) -> None:
    """Confirm the revision of the agreement that the other wrote."""
    agreements.confirm_agreement(call.tx, call.actor, mentorship_id, call.body["revision"])


@area.endpoint(
    "/mentorships/<mentorship_id>/meetings",
    method="POST",
    permission=Permission.SELF,
    body=schemas.MentorshipNewMeetingSchema,
    idempotent=True,
    status=204,
)
def note_meeting(call: Call, mentorship_id: str) -> None:
    """Note a meeting, for the other to confirm."""
    meetings.note_meeting(call.tx, call.actor, mentorship_id, call.body["id"], _meeting(call))


@area.endpoint(
    "/mentorships/<mentorship_id>/meetings/<meeting_id>",
    method="PUT",
    permission=Permission.SELF,
    body=schemas.MentorshipCorrectionSchema,
    idempotent=True,
    status=204,
)
def correct_meeting(call: Call, mentorship_id: str, meeting_id: str) -> None:
    """Correct one's own note before it is confirmed."""
    seen = call.body["seen"]
    meetings.correct_meeting(call.tx, call.actor, mentorship_id, meeting_id, seen, _meeting(call))


@area.endpoint(
    "/mentorships/<mentorship_id>/meetings/<meeting_id>/confirmation",
    method="POST",
    permission=Permission.SELF,
    body=schemas.MentorshipConfirmationSchema,
    idempotent=True,
    status=204,
)
def confirm_meeting(call: Call, mentorship_id: str, meeting_id: str) -> None:
    """Confirm a meeting that the other noted."""
    meetings.confirm_meeting(call.tx, call.actor, mentorship_id, meeting_id, call.body["revision"])


@area.endpoint(
    "/mentorships/<mentorship_id>/meetings/<meeting_id>/withdrawal",
    method="POST",
    permission=Permission.SELF,
    idempotent=True,
    status=204,
)
def withdraw_meeting(call: Call, mentorship_id: str, meeting_id: str) -> None:
    """Take one's own note back before it is confirmed."""
    meetings.withdraw_meeting(call.tx, call.actor, mentorship_id, meeting_id)


@area.endpoint(
    "/mentorships/<mentorship_id>/evaluations",
    method="POST",
    permission=Permission.SELF,
    body=schemas.MentorshipEvaluationBodySchema,
    idempotent=True,
    status=204,
)
def give_evaluation(call: Call, mentorship_id: str) -> None:
    """Evaluate the other; it is shown when both have, or nobody can any more."""
    body, stage = call.body, Stage(call.body["stage"])
    evaluations.give_evaluation(call.tx, call.actor, mentorship_id, stage, body["ratings"], body["text"])


@area.endpoint(
    "/mentorships/<mentorship_id>/end",
    method="POST",
    permission=Permission.SELF,
    idempotent=True,
    status=204,
)
def finish(call: Call, mentorship_id: str) -> None:
    """End an own mentorship as agreed; both get their certificates."""
    mentorships.finish_mentorship(call.tx, call.actor, mentorship_id)


@area.endpoint(
    "/mentorships/<mentorship_id>/early-end",
    method="POST",
    permission=Permission.SELF,
    body=schemas.MentorshipEarlyEndSchema,
    idempotent=True,
    status=204,
)
def end_early(call: Call, mentorship_id: str) -> None:
    """End an own mentorship before its time, with the reason."""
    mentorships.end_mentorship_early(call.tx, call.actor, mentorship_id, call.body["reason"])


@area.endpoint(
    "/mentorships/<mentorship_id>/closing",
    method="POST",
    permission=Permission.MENTORING_MANAGE,
    body=schemas.MentorshipClosingSchema,
    idempotent=True,
    status=204,
)
def close(call: Call, mentorship_id: str) -> None:
    """End a mentorship in one's scope: after its period, or early."""
    body = call.body
    mentorships.close_mentorship(call.tx, call.actor, mentorship_id, body["reason"], early=body["early"])


def _meeting(call: Call) -> MeetingDraft:
    return MeetingDraft(**{name: call.body[name] for name in ("held_on", "about", "next_step")})
