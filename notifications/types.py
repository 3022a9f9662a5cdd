"""What people are told of. A notice has a topic and a link and no text: the app has the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Literal

Urgency = Literal["very-low", "low", "normal", "high"]


class Channel(StrEnum):
    """A way to reach a person."""

    INBOX = "inbox"
    SOCKET = "socket"
    WEBPUSH = "webpush"


class LinkKind(StrEnum):
    """What a notice leads to."""

    TASK = "task"
    MATTER = "matter"
    JOB = "job"
    ACCOUNT = "account"
    PUSH = "push"
    COURSE = "course"
    CERTIFICATE = "certificate"
    CREDIT = "credit"
    CLASS = "class"
    DESK = "desk"
    MENTORSHIP = "mentorship"
    WINDOW = "window"
    GOALS = "goals"
    CHECK = "check"
    EVIDENCE = "evidence"
    EVIDENCE_RULING = "evidence_ruling"
    UNIT_EVIDENCE = "unit_evidence"
    SUGGESTION = "suggestion"
    DECISION = "decision"
    PUBLICITY = "publicity"
    OBJECTION = "objection"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Link:
    """The thing a notice leads to."""

    kind: LinkKind
    id: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One account is told where to look; of the same ``occasion`` once."""

    account_id: str
    link: Link
    occasion: str


@dataclass(frozen=True, slots=True)
class NoticeType:
    """One topic: where it goes unless the person chose otherwise, and how a push service should treat it.

    ``lifetime`` is how long a push waits for a device that is away (the TTL of RFC 8030): news that is older
    is better read in the inbox. ``urgency`` as in RFC 8030, 5.3.
    """

    topic: str
    channels: frozenset[Channel]
    lifetime: timedelta = timedelta(days=1)
    urgency: Urgency = "normal"


_EVERYWHERE = frozenset(Channel)

TASK_OPENED = NoticeType("task_opened", _EVERYWHERE, urgency="high")
MATTER_RETURNED = NoticeType("matter_returned", _EVERYWHERE, urgency="high")
MATTER_REJECTED = NoticeType("matter_rejected", _EVERYWHERE)
MATTER_EXECUTED = NoticeType("matter_executed", _EVERYWHERE)
GRANT_CONFIRMED = NoticeType("grant_confirmed", _EVERYWHERE)
IMPORT_FINISHED = NoticeType("import_finished", _EVERYWHERE)
COURSE_ASSIGNED = NoticeType("course_assigned", _EVERYWHERE)
COURSE_DUE = NoticeType("course_due", _EVERYWHERE)
CERTIFICATE_ISSUED = NoticeType("certificate_issued", _EVERYWHERE)
CERTIFICATE_EXPIRING = NoticeType("certificate_expiring", _EVERYWHERE)
CREDITS_CONFIRMED = NoticeType("credits_confirmed", _EVERYWHERE)
CLASS_ANNOUNCED = NoticeType("class_announced", _EVERYWHERE)
DESK_ASKED = NoticeType("desk_asked", _EVERYWHERE)
DESK_ANSWERED = NoticeType("desk_answered", _EVERYWHERE)
MENTORSHIP_ASKED = NoticeType("mentorship_asked", _EVERYWHERE)
MENTORSHIP_CHANGED = NoticeType("mentorship_changed", _EVERYWHERE)
MENTORSHIP_MEETING = NoticeType("mentorship_meeting", _EVERYWHERE)
MENTORSHIP_QUIET = NoticeType("mentorship_quiet", _EVERYWHERE)
MENTORSHIP_EVALUATION = NoticeType("mentorship_evaluation", _EVERYWHERE)
ASSESSMENT_WINDOW = NoticeType("assessment_window", _EVERYWHERE)
ASSESSMENT_GOALS = NoticeType("assessment_goals", _EVERYWHERE)
ASSESSMENT_CHECK = NoticeType("assessment_check", _EVERYWHERE)
ASSESSMENT_SUGGESTION = NoticeType("assessment_suggestion", _EVERYWHERE)
ASSESSMENT_DECISION = NoticeType("assessment_decision", _EVERYWHERE)
ASSESSMENT_PUBLICITY = NoticeType("assessment_publicity", _EVERYWHERE)
ASSESSMENT_OBJECTION = NoticeType("assessment_objection", _EVERYWHERE)
ASSESSMENT_ANSWER = NoticeType("assessment_answer", _EVERYWHERE)
ASSESSMENT_RESULT = NoticeType("assessment_result", _EVERYWHERE)
ASSESSMENT_WITHDRAWN = NoticeType("assessment_withdrawn", _EVERYWHERE)
ASSESSMENT_SEALED = NoticeType("assessment_sealed", _EVERYWHERE)
PUSH_TEST = NoticeType("push_test", frozenset({Channel.WEBPUSH}), timedelta(minutes=5), "high")

NOTICE_TYPES: Mapping[str, NoticeType] = {
    notice_type.topic: notice_type
    for notice_type in (
        TASK_OPENED,
        MATTER_RETURNED,
        MATTER_REJECTED,
        MATTER_EXECUTED,
        GRANT_CONFIRMED,
        IMPORT_FINISHED,
        COURSE_ASSIGNED,
        COURSE_DUE,
        CERTIFICATE_ISSUED,
        CERTIFICATE_EXPIRING,
        CREDITS_CONFIRMED,
        CLASS_ANNOUNCED,
        DESK_ASKED,
        DESK_ANSWERED,
        MENTORSHIP_ASKED,
        MENTORSHIP_CHANGED,
        MENTORSHIP_MEETING,
        MENTORSHIP_QUIET,
        MENTORSHIP_EVALUATION,
        ASSESSMENT_WINDOW,
        ASSESSMENT_GOALS,
        ASSESSMENT_CHECK,
        ASSESSMENT_SUGGESTION,
        ASSESSMENT_DECISION,
        ASSESSMENT_PUBLICITY,
        ASSESSMENT_OBJECTION,
        ASSESSMENT_ANSWER,
        ASSESSMENT_RESULT,
        ASSESSMENT_WITHDRAWN,
        ASSESSMENT_SEALED,
        PUSH_TEST,
    )
}


def topics_of(channel: Channel) -> list[str]:
    """The topics that use ``channel``, in the order they are declared."""
    return [topic for topic, notice_type in NOTICE_TYPES.items() if channel in notice_type.channels]
