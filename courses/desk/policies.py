"""Who may read, answer and publish, and what may be asked."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, in_scope
from backend.register.public import id_numbers_in
from courses.catalogue.public import course_of_lesson
from courses.desk.errors import DeskAboutUnknown, DeskNamesPerson, DeskOwnQuestion, DeskTooMany
from courses.desk.models import DeskEntry, DeskQuestion

#: Far above what anybody asks in earnest.
QUESTIONS_A_DAY = 20


def answerable(actor: Actor) -> ColumnElement[bool]:
    """The condition "the actor's office answers this question"."""
    nowhere = DeskQuestion.node_id.is_(None) if actor.may(Permission.DESK_ANSWER) else false()
    return or_(in_scope(actor, Permission.DESK_ANSWER, DeskQuestion.node_id), nowhere)


def readable(actor: Actor) -> ColumnElement[bool]:
    """The condition "the actor asked it, answers it, or the office let all learners read it"."""
    shared = and_(DeskQuestion.shared.is_(True), DeskQuestion.state == "answered")
    return or_(DeskQuestion.account_id == actor.account_id, shared, answerable(actor))


def editable(actor: Actor) -> ColumnElement[bool]:
    """The condition "the entry is of the actor's office"."""
    return in_scope(actor, Permission.DESK_ANSWER, DeskEntry.office_node_id)


def ensure_not_own(actor: Actor, question: DeskQuestion) -> None:
    """Raises :class:`DeskOwnQuestion`."""
    if question.account_id == actor.account_id:
        raise DeskOwnQuestion


def ensure_names_nobody(text: str) -> None:
    """Raises :class:`DeskNamesPerson` for a text with an ID number."""
    if id_numbers_in(text):
        raise DeskNamesPerson


def ensure_known(tx: Tx, about_kind: str, about_id: str | None) -> None:
    """Raises :class:`DeskAboutUnknown` for a lesson that is not there."""
    if about_kind == "lesson" and course_of_lesson(tx, about_id or "") is None:
        raise DeskAboutUnknown


def ensure_few(tx: Tx, account_id: str) -> None:
    """Raises :class:`DeskTooMany`."""
    since = tx.now() - timedelta(days=1)
    asked = select(func.count()).select_from(DeskQuestion)
    count = tx.session.scalar(asked.where(DeskQuestion.account_id == account_id, DeskQuestion.asked_at > since))
    if (count or 0) >= QUESTIONS_A_DAY:
        raise DeskTooMany(limit=QUESTIONS_A_DAY)
