"""Tables of mentorships as they run, and of secondments.

What people wrote to each other lies encrypted (see :mod:`courses.mentoring.texts`). Of what they did only days are
kept, and a meeting's day is one that the two agreed on: no time of day, no length, no place, no count.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.append_only import make_append_only
from backend.core.db import Base, Id, JsonType, PrimaryId
from courses.mentoring.states import OPEN_STATES, State


def _listed(words: frozenset[State] | type[State]) -> str:
    return ", ".join(repr(word.value) for word in sorted(words))


class Mentorship(Base):
    """A mentor and a mentee. ``node_id`` is the mentee's place when they were paired: that office may close it.

    ``source`` says where the pair comes from, ``hand`` or the id of a run. ``agreement`` counts the revisions of
    what the two agree on, ``agreed`` is the last one that both confirmed, 0 for none; the period in force stands
    here as well, because the daily work looks for it.
    """

    __tablename__ = "courses_mentorship"
    __table_args__ = (
        CheckConstraint(f"state IN ({_listed(State)})", name="state"),
        CheckConstraint("mentor_account_id <> mentee_account_id", name="two_people"),
        CheckConstraint("0 <= agreed AND agreed <= agreement", name="agreed"),
        CheckConstraint(
            "(period_from IS NULL) = (agreed = 0) AND (period_to IS NULL) = (agreed = 0)", name="period"
        ),
        CheckConstraint("period_to > period_from", name="period_order"),
        CheckConstraint(f"(ended_on IS NULL) = (state IN ({_listed(OPEN_STATES)}))", name="ended"),
        Index(None, "mentor_account_id", "id"),
        Index(None, "mentee_account_id", "id"),
        Index(None, "node_id", "id"),
        Index(None, "state", "id"),
        # one mentor at a time, also when two offices propose at the same moment
        Index(
            "uq_courses_mentorship_open",
            "mentee_account_id",
            unique=True,
            sqlite_where=text(f"state IN ({_listed(OPEN_STATES)})"),
            postgresql_where=text(f"state IN ({_listed(OPEN_STATES)})"),
        ),
    )

    id: Mapped[PrimaryId]
    mentor_account_id: Mapped[Id]
    mentee_account_id: Mapped[Id]
    node_id: Mapped[Id]
    source: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), default=State.PROPOSED)
    proposed_by: Mapped[Id]
    proposed_on: Mapped[date]
    begun_on: Mapped[date | None]
    agreement: Mapped[int] = mapped_column(default=0)
    agreed: Mapped[int] = mapped_column(default=0)
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[Id | None]
    reason_encrypted: Mapped[str | None] = mapped_column(Text)
    #: the days on which the two were told that it has been quiet, that an evaluation can be given
    quiet_told_on: Mapped[date | None]
    mid_told_on: Mapped[date | None]
    final_told_on: Mapped[date | None]


class MentorshipAgreement(Base):
    """A revision of what the two agree on: one wrote it, it counts when the other confirmed this very revision."""

    __tablename__ = "courses_mentorship_agreement"
    __table_args__ = (
        CheckConstraint("period_to > period_from", name="period_order"),
        CheckConstraint("revision > 0", name="revision"),
    )

    mentorship_id: Mapped[str] = mapped_column(ForeignKey("courses_mentorship.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    written_by: Mapped[Id]
    written_on: Mapped[date]
    period_from: Mapped[date]
    period_to: Mapped[date]
    goals_encrypted: Mapped[str] = mapped_column(Text)
    plan_encrypted: Mapped[str] = mapped_column(Text)
    confirmed_on: Mapped[date | None]


class MentorshipMeeting(Base):
    """A meeting as one noted it and the other confirmed it; the id is made by who notes it, perhaps offline.

    It can be corrected until it is confirmed, each time as a new revision.
    """

    __tablename__ = "courses_mentorship_meeting"
    __table_args__ = (
        CheckConstraint("state IN ('noted', 'confirmed', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'confirmed') = (confirmed_on IS NOT NULL)", name="confirmed"),
        Index(None, "mentorship_id", "held_on"),
    )

    id: Mapped[PrimaryId]
    mentorship_id: Mapped[str] = mapped_column(ForeignKey("courses_mentorship.id"))
    noted_by: Mapped[Id]
    held_on: Mapped[date]
    about_encrypted: Mapped[str] = mapped_column(Text)
    next_step_encrypted: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(16), default="noted")
    confirmed_on: Mapped[date | None]


class MentorshipEvaluation(Base):
    """What one of the two says about the other; shown to the other as :mod:`courses.mentoring.evaluating` says.

    ``ratings`` holds a whole number from 1 to 5 by question. ``closes_on`` is the window's last day as it was when
    this was given, so that a period that is agreed anew cannot open the window again for who has seen it.
    """

    __tablename__ = "courses_mentorship_evaluation"
    __table_args__ = (CheckConstraint("stage IN ('mid', 'final')", name="stage"),)

    mentorship_id: Mapped[str] = mapped_column(ForeignKey("courses_mentorship.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(8), primary_key=True)
    given_by: Mapped[Id] = mapped_column(primary_key=True)
    given_on: Mapped[date]
    closes_on: Mapped[date]
    ratings: Mapped[dict[str, int]] = mapped_column(JsonType)
    text_encrypted: Mapped[str] = mapped_column(Text)


class MentorshipCertificate(Base):
    """The certificate of one of the two, with everything that stands on it as it was on the day."""

    __tablename__ = "courses_mentorship_certificate"
    __table_args__ = (
        UniqueConstraint("office_node_id", "number"),
        UniqueConstraint("mentorship_id", "side"),
        CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revocation_reason IS NULL)",
            name="revoked",
        ),
    )

    id: Mapped[PrimaryId]
    mentorship_id: Mapped[str] = mapped_column(ForeignKey("courses_mentorship.id"))
    side: Mapped[str] = mapped_column(String(8))
    account_id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(60))
    #: whoever holds the paper can ask whether it counts, see :mod:`courses.verification`
    token: Mapped[str] = mapped_column(String(43), unique=True)
    office_node_id: Mapped[Id]
    office_name: Mapped[str] = mapped_column(String(200))
    holder_name: Mapped[str] = mapped_column(String(60))
    other_name: Mapped[str] = mapped_column(String(60))
    period_from: Mapped[date]
    period_to: Mapped[date]
    issued_on: Mapped[date]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[Id | None]
    revocation_reason: Mapped[str | None] = mapped_column(Text)


class Secondment(Base):
    """挂职锻炼: where a person really worked for a time, in which post, and how it was evaluated at the end.

    ``node_id`` is the person's own place when it was recorded. The place is an organization of the register or, by
    its name alone, one elsewhere. ``expected_to`` is what the document says; ``ended_on`` the day it was over.
    """

    __tablename__ = "courses_secondment"
    __table_args__ = (
        CheckConstraint("(ended_on IS NULL) = (evaluation_encrypted IS NULL)", name="ended"),
        CheckConstraint("expected_to >= started_on", name="expected_order"),
        CheckConstraint("ended_on >= started_on", name="order"),
        Index(None, "person_id", "started_on"),
        Index(None, "node_id", "id"),
    )

    id: Mapped[PrimaryId]
    person_id: Mapped[Id]
    node_id: Mapped[Id]
    organization_id: Mapped[Id | None]
    place_name: Mapped[str] = mapped_column(String(200))
    post_held: Mapped[str] = mapped_column(String(100))
    document_id: Mapped[Id]
    started_on: Mapped[date]
    expected_to: Mapped[date | None]
    ended_on: Mapped[date | None]
    evaluation_encrypted: Mapped[str | None] = mapped_column(Text)
    recorded_by: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)


class SecondmentCorrection(Base):
    """A correction of an entry: why, and what stood there before, as the version that it made."""

    __tablename__ = "courses_secondment_correction"
    __table_args__ = (CheckConstraint("version > 1", name="version"),)

    secondment_id: Mapped[str] = mapped_column(ForeignKey("courses_secondment.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    corrected_by: Mapped[Id]
    corrected_on: Mapped[date]
    reason_encrypted: Mapped[str] = mapped_column(Text)
    #: JSON of the entry before
    former_encrypted: Mapped[str] = mapped_column(Text)


make_append_only(SecondmentCorrection.__table__)
