"""Learning tells who owes, who earned, who is invited and who asked; of practice it tells nobody."""

from __future__ import annotations

from backend.core.events import Event, Handler
from backend.core.transaction import Tx
from courses.events import (
    CertificateExpiring,
    CertificateIssued,
    ClassAnnounced,
    CourseAssigned,
    CourseDue,
    CreditsConfirmed,
    DeskQuestionAnswered,
    DeskQuestionAsked,
    MeetingNoted,
    MentorshipAccepted,
    MentorshipAgreementWritten,
    MentorshipDeclined,
    MentorshipEnded,
    MentorshipEvaluationDue,
    MentorshipProposed,
    MentorshipQuiet,
)
from notifications.dispatch import notify
from notifications.types import (
    CERTIFICATE_EXPIRING,
    CERTIFICATE_ISSUED,
    CLASS_ANNOUNCED,
    COURSE_ASSIGNED,
    COURSE_DUE,
    CREDITS_CONFIRMED,
    DESK_ANSWERED,
    DESK_ASKED,
    MENTORSHIP_ASKED,
    MENTORSHIP_CHANGED,
    MENTORSHIP_EVALUATION,
    MENTORSHIP_MEETING,
    MENTORSHIP_QUIET,
    Link,
    LinkKind,
)


def on_course_assigned(tx: Tx, event: CourseAssigned) -> None:
    """Those who newly owe it; told once for each assignment."""
    link = Link(LinkKind.COURSE, event.course_id)
    notify(tx, COURSE_ASSIGNED, event.account_ids, link, occasion=event.assignment_id)


def on_course_due(tx: Tx, event: CourseDue) -> None:
    """The person alone is reminded, never a superior; each day of reminding once."""
    occasion = f"{event.assignment_id}:{tx.today():%Y%m%d}"
    notify(tx, COURSE_DUE, event.account_ids, Link(LinkKind.COURSE, event.course_id), occasion=occasion)


def on_certificate(tx: Tx, event: CertificateIssued | CertificateExpiring) -> None:
    """Whose certificate it is."""
    notice_type = CERTIFICATE_ISSUED if isinstance(event, CertificateIssued) else CERTIFICATE_EXPIRING
    link = Link(LinkKind.CERTIFICATE, event.certificate_id)
    notify(tx, notice_type, [event.account_id], link, occasion=event.certificate_id)


def on_credits_confirmed(tx: Tx, event: CreditsConfirmed) -> None:
    """Each person hears of the own record."""
    for account_id in event.account_ids:
        notify(tx, CREDITS_CONFIRMED, [account_id], Link(LinkKind.CREDIT, account_id))


def on_class_announced(tx: Tx, event: ClassAnnounced) -> None:
    """Those invited; once for each class."""
    notify(tx, CLASS_ANNOUNCED, event.account_ids, Link(LinkKind.CLASS, event.class_id), occasion=event.class_id)


def on_desk_asked(tx: Tx, event: DeskQuestionAsked) -> None:
    """The office hears that somebody waits for an answer, each time somebody asks or asks on."""
    notify(tx, DESK_ASKED, event.account_ids, Link(LinkKind.DESK, event.question_id))


def on_desk_answered(tx: Tx, event: DeskQuestionAnswered) -> None:
    """Who asked hears that there is an answer."""
    notify(tx, DESK_ANSWERED, [event.account_id], Link(LinkKind.DESK, event.question_id))


def on_mentorship_proposed(tx: Tx, event: MentorshipProposed) -> None:
    """Both who are to accept it."""
    link = Link(LinkKind.MENTORSHIP, event.mentorship_id)
    notify(tx, MENTORSHIP_ASKED, event.account_ids, link, occasion=event.mentorship_id)


def on_mentorship_changed(tx: Tx, event: MentorshipAccepted | MentorshipDeclined | MentorshipEnded) -> None:
    """Whom the event names; each change once."""
    link = Link(LinkKind.MENTORSHIP, event.mentorship_id)
    occasion = f"{type(event).__name__}:{event.mentorship_id}"
    notify(tx, MENTORSHIP_CHANGED, event.account_ids, link, occasion=occasion)


def on_agreement_written(tx: Tx, event: MentorshipAgreementWritten) -> None:
    """Who is to confirm it; each revision once."""
    link = Link(LinkKind.MENTORSHIP, event.mentorship_id)
    occasion = f"{event.mentorship_id}:agreement:{event.revision}"
    notify(tx, MENTORSHIP_CHANGED, event.account_ids, link, occasion=occasion)


def on_meeting_noted(tx: Tx, event: MeetingNoted) -> None:
    """Who is to confirm it."""
    link = Link(LinkKind.MENTORSHIP, event.mentorship_id)
    notify(tx, MENTORSHIP_MEETING, event.account_ids, link, occasion=event.meeting_id)


def on_mentorship_quiet(tx: Tx, event: MentorshipQuiet) -> None:
    """The two themselves, never a superior or the office; at most once a day."""
    link = Link(LinkKind.MENTORSHIP, event.mentorship_id)
    occasion = f"{event.mentorship_id}:{tx.today():%Y%m%d}"
    notify(tx, MENTORSHIP_QUIET, event.account_ids, link, occasion=occasion)


def on_mentorship_evaluation_due(tx: Tx, event: MentorshipEvaluationDue) -> None:
    """Those who have not given theirs."""
    link = Link(LinkKind.MENTORSHIP, event.mentorship_id)
    occasion = f"{event.mentorship_id}:{event.stage}"
    notify(tx, MENTORSHIP_EVALUATION, event.account_ids, link, occasion=occasion)


LISTENERS: list[tuple[type[Event], Handler]] = [
    (CourseAssigned, on_course_assigned),
    (CourseDue, on_course_due),
    (CertificateIssued, on_certificate),
    (CertificateExpiring, on_certificate),
    (CreditsConfirmed, on_credits_confirmed),
    (ClassAnnounced, on_class_announced),
    (DeskQuestionAsked, on_desk_asked),
    (DeskQuestionAnswered, on_desk_answered),
    (MentorshipProposed, on_mentorship_proposed),
    (MentorshipAccepted, on_mentorship_changed),
    (MentorshipDeclined, on_mentorship_changed),
    (MentorshipEnded, on_mentorship_changed),
    (MentorshipAgreementWritten, on_agreement_written),
    (MeetingNoted, on_meeting_noted),
    (MentorshipQuiet, on_mentorship_quiet),
    (MentorshipEvaluationDue, on_mentorship_evaluation_due),
]
