"""Facts of learning that others may listen to: ids, never names or answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from backend.core.events import Event


@dataclass(frozen=True, slots=True)
class QuestionRevised(Event):
    """A question has a new version."""

    question_id: str
    version: int


@dataclass(frozen=True, slots=True)
class QuestionsRetired(Event):
    """Questions are asked no more; ``article`` says which change of law was the reason, if one was."""

    question_ids: tuple[str, ...]
    article: str | None


@dataclass(frozen=True, slots=True)
class AttemptStarted(Event):
    """Somebody opened a paper."""

    attempt_id: str
    account_id: str
    quiz_id: str


@dataclass(frozen=True, slots=True)
class AttemptFinished(Event):
    """A paper has its one result."""

    attempt_id: str
    account_id: str
    quiz_id: str
    passed: bool


@dataclass(frozen=True, slots=True)
class CoursePublished(Event):
    """A course has a version that people can learn."""

    course_id: str
    version: int


@dataclass(frozen=True, slots=True)
class CourseAssigned(Event):
    """Those named newly owe a course, by an assignment or because a posting brought them under one."""

    assignment_id: str
    course_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CourseDue(Event):
    """A day of reminding has come for those who still owe a course."""

    assignment_id: str
    course_id: str
    account_ids: tuple[str, ...]
    due: date


@dataclass(frozen=True, slots=True)
class CourseCompleted(Event):
    """Everything a course asks for has been done and passed; once for each person and validity."""

    completion_id: str
    account_id: str
    course_id: str


@dataclass(frozen=True, slots=True)
class CertificateIssued(Event):
    """A certificate can be fetched."""

    certificate_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class CertificateExpiring(Event):
    """A certificate ends soon and can be renewed."""

    certificate_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class CreditsConfirmed(Event):
    """The training authority recognised records of training."""

    record_ids: tuple[str, ...]
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassAnnounced(Event):
    """Those named are invited to a class."""

    class_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskQuestionAsked(Event):
    """A question waits for the office; those named may answer it."""

    question_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskQuestionAnswered(Event):
    """The office answered who asked."""

    question_id: str
    account_id: str


@dataclass(frozen=True, slots=True)
class MentorshipProposed(Event):
    """A person confirmed a pair; both are asked to accept it."""

    mentorship_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorshipAccepted(Event):
    """Both accepted: those named can agree on goals and meet."""

    mentorship_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorshipDeclined(Event):
    """Somebody did not accept; those named pair anew."""

    mentorship_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorshipAgreementWritten(Event):
    """One side wrote a revision of what the two agree on; those named confirm it."""

    mentorship_id: str
    revision: int
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeetingNoted(Event):
    """One side noted a meeting; those named confirm it."""

    meeting_id: str
    mentorship_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorshipQuiet(Event):
    """Nobody noted a meeting for long; only the two themselves are told."""

    mentorship_id: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorshipEvaluationDue(Event):
    """The mid or final mutual evaluation can be given; ``stage`` is ``mid`` or ``final``."""

    mentorship_id: str
    stage: str
    account_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MentorshipEnded(Event):
    """A mentorship ended, as agreed or early; ``early`` says which."""

    mentorship_id: str
    account_ids: tuple[str, ...]
    early: bool
