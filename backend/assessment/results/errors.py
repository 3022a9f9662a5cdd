"""The named refusals of results."""

from __future__ import annotations

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Stale


class DecisionNotFound(NotFound):
    """No such decision for this person: neither in scope nor theirs to confirm."""

    code = "decision_not_found"


class DecisionGroupNotFound(NotFound):
    """Nobody of the round belongs to the unit, or the unit's leading members, that were named."""

    code = "decision_group_not_found"


class DecisionExists(Conflict):
    """The people of the unit have a decision already, recorded or confirmed. Facts: state."""

    code = "decision_exists"


class DecisionsStand(Conflict):
    """A round with decisions on its grades is not compiled anew: they are returned first. Facts: count."""

    code = "decisions_stand"


class DecisionNotInState(Conflict):
    """The decision was confirmed or returned before. Facts: state, act."""

    code = "decision_not_in_state"


class DecisionReasonMissing(Invalid):
    """A grade differs from the proposed one, and no reason was given. Facts: fields, count."""

    code = "decision_reason_missing"


class DecisionGradeMissing(Refused):
    """Somebody of the unit has no grade yet, nor anything in its place. Facts: count."""

    code = "decision_grade_missing"


class DecisionCaseForeign(Invalid):
    """A change names somebody who is not among those the decision is about. Facts: fields."""

    code = "decision_case_foreign"


class DecisionBodyWrong(Invalid):
    """Leading members are decided on by the supervising organ, and only they. Facts: fields."""

    code = "decision_body_wrong"


class DecisionDateWrong(Invalid):
    """The day of the decision is still to come. Facts: fields."""

    code = "decision_date_wrong"


class DecisionStale(Stale):
    """Grades changed since the decision was recorded, or since it was shown: it is returned and recorded anew."""

    code = "decision_stale"


class UnitsRefused(Refused):
    """Of the units decided on in one act some are refused, so none is. Facts: count, units (each with its own
    code and facts)."""

    code = "decision_units_refused"


class MinutesDiffer(Invalid):
    """Only what stands in the same minutes is confirmed, returned or taken back together. Facts: fields."""

    code = "decision_minutes_differ"


class NotYoursToConfirm(Forbidden):
    """The head of the unit confirms, for leading members the supervising organ."""

    code = "decision_not_yours"


class NotYoursToWithdraw(Forbidden):
    """A recorded decision is taken back by whoever recorded it; others return it."""

    code = "decision_not_recorded_by_you"


class SamePersonConfirms(Forbidden):
    """Whoever recorded the decision does not confirm it."""

    code = "decision_same_person"


class OwnResult(Forbidden):
    """Nobody decides, confirms or answers what is about themselves."""

    code = "own_result"


class PublicityNotFound(NotFound):
    """Nothing is on show for this person, or not that name."""

    code = "publicity_not_found"


class PublicityExists(Conflict):
    """Names are on show already."""

    code = "publicity_exists"


class PublicityEnded(Conflict):
    """The time in which names were shown is over."""

    code = "publicity_ended"


class PublicityNotOver(Refused):
    """The last day of publicity has not passed. Facts: until."""

    code = "publicity_not_over"


class PublicityObjectionsOpen(Refused):
    """Somebody's objection has no answer that counts yet. Facts: count."""

    code = "publicity_objections_open"


class PaperDaysWrong(Invalid):
    """The days on paper are too few, still run, or began before a decision. Facts: fields, working_days."""

    code = "publicity_paper_days_wrong"


class ObjectionNotFound(NotFound):
    """No such objection for this person."""

    code = "objection_not_found"


class ObjectionRepeated(Conflict):
    """The person's objection to this name has no answer yet."""

    code = "objection_repeated"


class AnswerNotInState(Conflict):
    """The objection or review was answered before. Facts: state, act."""

    code = "answer_not_in_state"


class GradeUnchanged(Invalid):
    """The new grade is the one that stands. Facts: fields."""

    code = "grade_unchanged"


class NoticeNotFound(NotFound):
    """No such notice for this person."""

    code = "result_notice_not_found"


class NoticeNotInState(Conflict):
    """The notice was signed, refused or replaced before. Facts: state, act."""

    code = "notice_not_in_state"


class PaperSigningDay(Invalid):
    """A notice was signed on paper before it was written, or after today. Facts: fields."""

    code = "paper_signing_day"


class NoticeChanged(Stale):
    """What was shown to the person is not what the notice says."""

    code = "notice_changed"


class SignatureInvalid(Invalid):
    """A dot, nothing, or more than a signature. Facts: fields."""

    code = "signature_invalid"


class PublicityRunning(Refused):
    """Notices are written once the names were on show."""

    code = "publicity_running"


class ReviewNotFound(NotFound):
    """No such review for this person."""

    code = "review_not_found"


class ReviewNotGiven(Refused):
    """The rules give no review or appeal against this result, or not now. Facts: kind, category, grade."""

    code = "review_not_given"


class ReviewTooLate(Refused):
    """The days for it have passed. Facts: kind, until."""

    code = "review_too_late"


class ReviewRepeated(Conflict):
    """It was asked for before."""

    code = "review_repeated"


class SealNoticesOpen(Refused):
    """Notices are neither signed nor refused, or changed results have none yet. Facts: count."""

    code = "seal_notices_open"


class SealReviewsOpen(Refused):
    """Reviews or appeals have no answer that counts yet. Facts: count."""

    code = "seal_reviews_open"


class SealDecisionsOpen(Refused):
    """Decisions wait to be confirmed. Facts: count."""

    code = "seal_decisions_open"


class NothingToSeal(Refused):
    """All results are sealed as they stand."""

    code = "nothing_to_seal"


class NothingToNotify(Refused):
    """Everybody has the notice of the result as it stands."""

    code = "nothing_to_notify"


class ResultRunRunning(Conflict):
    """Notices, signatures on paper or a seal of the round are being written. Facts: kind, done, total."""

    code = "result_run_running"


class SealReasonMissing(Invalid):
    """What is sealed again says why. Facts: fields."""

    code = "seal_reason_missing"
