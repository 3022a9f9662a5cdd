"""The named refusals of mentorships and secondments."""

from __future__ import annotations

from backend.core.errors import Conflict, Invalid, NotFound, Refused, Stale, TooMany


class MentorshipNotFound(NotFound):
    """No such mentorship, or it is not this person's."""

    code = "mentorship_not_found"


class MentorshipNotInState(Conflict):
    """The mentorship is in a state in which this cannot be done. Facts: state, act."""

    code = "mentorship_not_in_state"


class MentorshipWithOneself(Invalid):
    """Nobody is their own mentor."""

    code = "mentorship_with_oneself"


class MentorshipPersonUnknown(Invalid):
    """A person to be paired has no usable account, or the mentee is not in scope."""

    code = "mentorship_person_unknown"


class MenteePaired(Refused):
    """The mentee has a mentor already, or is asked to accept one."""

    code = "mentee_paired"


class AgreementChanged(Stale):
    """There is another revision than the one that was seen. Facts: revision."""

    code = "mentorship_agreement_changed"


class AgreementOwn(Refused):
    """Whoever wrote a revision does not confirm it."""

    code = "mentorship_agreement_own"


class AgreementPeriodInvalid(Invalid):
    """The period ends before it begins, or is longer than mentorships last. Facts: fields."""

    code = "mentorship_period_invalid"


class AgreementFixed(Refused):
    """The final evaluation has begun: what it is about changes no more."""

    code = "mentorship_agreement_fixed"


class MeetingNotFound(NotFound):
    """No such note in this mentorship."""

    code = "mentorship_meeting_not_found"


class MeetingIdTaken(Conflict):
    """The id stands for another note."""

    code = "mentorship_meeting_id_taken"


class MeetingChanged(Stale):
    """The note was corrected since it was read. Facts: revision."""

    code = "mentorship_meeting_changed"


class MeetingSettled(Conflict):
    """The note was confirmed or withdrawn: it changes no more. Facts: state."""

    code = "mentorship_meeting_settled"


class MeetingOwn(Refused):
    """Whoever noted a meeting does not confirm it."""

    code = "mentorship_meeting_own"


class MeetingNotOwn(Refused):
    """Only who noted a meeting corrects or withdraws the note."""

    code = "mentorship_meeting_not_own"


class MeetingDateInvalid(Invalid):
    """A meeting was held, so its day is none to come, and not before the pair was proposed. Facts: fields."""

    code = "mentorship_meeting_date_invalid"


class MeetingsFull(TooMany):
    """More notes than any mentorship has. Facts: limit."""

    code = "mentorship_meetings_full"


class EvaluationNotOpen(Refused):
    """The evaluation cannot be given yet, or no more. Facts: stage, opens_on, closes_on (``None``: unknown)."""

    code = "mentorship_evaluation_not_open"


class EvaluationIncomplete(Invalid):
    """Each question about the other has one answer from 1 to 5. Facts: fields."""

    code = "mentorship_evaluation_incomplete"


class EvaluationGiven(Conflict):
    """The evaluation was given and stays as it is. Facts: stage."""

    code = "mentorship_evaluation_given"


class EvaluationsMissing(Refused):
    """An end as agreed needs both final evaluations. Facts: missing (sides)."""

    code = "mentorship_evaluations_missing"


class MentorshipStillRuns(Refused):
    """The office closes a mentorship after its period. Facts: period_to (``None`` before an agreement)."""

    code = "mentorship_still_runs"


class MentoringCertificateNotFound(NotFound):
    """No certificate of this mentorship for this person, or none in scope."""

    code = "mentoring_certificate_not_found"


class MentoringCertificateRevoked(Conflict):
    """The certificate was taken back."""

    code = "mentoring_certificate_revoked"


class SecondmentNotFound(NotFound):
    """No such secondment in scope."""

    code = "secondment_not_found"


class SecondmentPersonUnknown(Invalid):
    """The person holds no posting in scope."""

    code = "secondment_person_unknown"


class SecondmentPlaceUnknown(Invalid):
    """The place was picked from the register, which has no such unit. Facts: fields."""

    code = "secondment_place_unknown"


class SecondmentDatesInvalid(Invalid):
    """It ends before it begins, in the future, or is corrected as if it had (not) ended. Facts: fields."""

    code = "secondment_dates_invalid"


class SecondmentOverlaps(Refused):
    """The person is seconded elsewhere on these days. Facts: started_on, ended_on."""

    code = "secondment_overlaps"


class SecondmentChanged(Stale):
    """Somebody changed the entry meanwhile. Facts: version."""

    code = "secondment_changed"


class SecondmentEnded(Conflict):
    """The secondment has its evaluation already; it can be corrected."""

    code = "secondment_ended"
