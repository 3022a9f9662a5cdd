"""Tables of the question desk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db import Base, Id, PrimaryId
from backend.core.search import SearchIndex

#: What a question can be about: a lesson (its id), a form (its kind), a refusal (its code), nothing in particular.
ABOUT = ("lesson", "form", "refusal", "none")


class DeskQuestion(Base):
    """A question and how it stands. Who asked is known to the office, to other learners only if they wish.

    ``node_id`` is the asker's place when asking: the office above it answers. Where the place is unknown any
    office may. ``shared`` is the office's word that other learners may read it.
    """

    __tablename__ = "courses_desk_question"
    __table_args__ = (
        CheckConstraint(f"about_kind IN ({', '.join(map(repr, ABOUT))})", name="about_kind"),
        CheckConstraint("(about_kind = 'none') = (about_id IS NULL)", name="about_id"),
        CheckConstraint("state IN ('open', 'answered')", name="state"),
        CheckConstraint("state = 'open' OR answered_at IS NOT NULL", name="answered"),
        CheckConstraint("NOT shared OR answered_at IS NOT NULL", name="shared_when_answered"),
        Index(None, "account_id", "id"),
        Index(None, "state", "id"),
    )

    id: Mapped[PrimaryId]
    account_id: Mapped[Id]
    node_id: Mapped[Id | None] = mapped_column(index=True)
    about_kind: Mapped[str] = mapped_column(String(16))
    about_id: Mapped[str | None] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    anonymous: Mapped[bool]
    shared: Mapped[bool] = mapped_column(default=False)
    #: the asker's own word that the answer helped; nobody counts it
    helped: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16), default="open")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class DeskMessage(Base):
    """An answer of the office (Markdown), or what the asker wrote after it (plain)."""

    __tablename__ = "courses_desk_message"

    id: Mapped[PrimaryId]
    question_id: Mapped[str] = mapped_column(ForeignKey("courses_desk_question.id"), index=True)
    account_id: Mapped[Id]
    by_office: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class DeskEntry(Base):
    """A frequent question with its answer (Markdown) and, where there is one, the article that it rests on."""

    __tablename__ = "courses_desk_entry"
    __table_args__ = (
        CheckConstraint("state IN ('published', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        Index(None, "state", "id"),
    )

    id: Mapped[PrimaryId]
    question_id: Mapped[str | None] = mapped_column(ForeignKey("courses_desk_question.id"), index=True)
    office_node_id: Mapped[Id]
    title: Mapped[str] = mapped_column(String(200))
    answer: Mapped[str] = mapped_column(Text)
    article: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(16), default="published")
    published_by: Mapped[Id]
    published_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class DeskUseful(Base):
    """An entry that somebody keeps at hand. Their own list; no number is made of it."""

    __tablename__ = "courses_desk_useful"

    account_id: Mapped[Id] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("courses_desk_entry.id"), primary_key=True)


#: Published entries by question and article.
DESK_SEARCH = SearchIndex("courses_desk_search", Base.metadata)
