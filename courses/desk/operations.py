"""Every write of the question desk."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.search import SearchEntry
from backend.core.transaction import Tx
from backend.identity.permissions import roles_with
from backend.identity.public import (
    Permission,
    accounts_with_role,
    ancestor_nodes,
    record_audit,
    visible_nodes,
)
from courses.desk.errors import (
    DeskEntryChanged,
    DeskEntryNotFound,
    DeskQuestionChanged,
    DeskQuestionNotFound,
)
from courses.desk.models import DESK_SEARCH, DeskEntry, DeskMessage, DeskQuestion, DeskUseful
from courses.desk.policies import (
    answerable,
    editable,
    ensure_few,
    ensure_known,
    ensure_names_nobody,
    ensure_not_own,
)
from courses.events import DeskQuestionAnswered, DeskQuestionAsked
from courses.learners import learners_of


@dataclass(frozen=True, slots=True)
class EntryText:
    """What an entry says: the question in a line, the answer as Markdown, the article or ``None``."""

    title: str
    answer: str
    article: str | None


def ask_question(
    tx: Tx, actor: Actor, text: str, about_kind: str, about_id: str | None, *, anonymous: bool
) -> str:
    """Put a question to the office above the asker's place; returns its id.

    Raises :class:`DeskTooMany`, :class:`DeskAboutUnknown` or :class:`DeskNamesPerson`.
    """
    account_id = actor.account_id or ""
    ensure_names_nobody(text)
    ensure_known(tx, about_kind, about_id)
    ensure_few(tx, account_id)
    learner = learners_of(tx, [account_id]).get(account_id)
    question = DeskQuestion(
        id=new_id(),
        account_id=account_id,
        node_id=learner.node_id if learner else None,
        about_kind=about_kind,
        about_id=about_id,
        text=text,
        anonymous=anonymous,
        asked_at=tx.now(),
    )
    tx.session.add(question)
    tx.session.flush()
    _record(tx, actor, "asked", question, about=about_kind)
    _tell_office(tx, question)
    return question.id


def follow_up(tx: Tx, actor: Actor, question_id: str, text: str) -> None:
    """The asker asks on; the question waits again. Raises :class:`DeskQuestionNotFound`."""
    ensure_names_nobody(text)
    question = _locked(tx, question_id, DeskQuestion.account_id == actor.account_id)
    _add_message(tx, actor, question, text, by_office=False)
    question.state, question.helped = "open", False
    _record(tx, actor, "asked_on", question)
    _tell_office(tx, question)


def answer_question(tx: Tx, actor: Actor, question_id: str, version: int, text: str, *, share: bool) -> None:
    """Answer in the office's name; ``share`` lets all learners read question and answers.

    Raises :class:`DeskQuestionNotFound`, :class:`DeskOwnQuestion` or :class:`DeskQuestionChanged`.
    """
    question = _locked(tx, question_id, answerable(actor))
    ensure_not_own(actor, question)
    ensure_names_nobody(text)
    if question.version != version:
        raise DeskQuestionChanged(version=question.version)
    _add_message(tx, actor, question, text, by_office=True)
    question.state, question.answered_at, question.shared = "answered", tx.now(), share
    _record(tx, actor, "answered", question, shared=share)
    tx.publish(DeskQuestionAnswered(question.id, question.account_id))


def mark_helped(tx: Tx, actor: Actor, question_id: str, *, helped: bool) -> None:
    """The asker says whether the answer helped. Raises :class:`DeskQuestionNotFound`."""
    question = _locked(tx, question_id, DeskQuestion.account_id == actor.account_id)
    question.helped = helped and question.state == "answered"


def publish_entry(tx: Tx, actor: Actor, entry: EntryText, question_id: str | None) -> str:
    """Publish an entry, from a question or out of the office's own head; returns its id.

    Raises :class:`DeskQuestionNotFound` or :class:`DeskNamesPerson`.
    """
    ensure_names_nobody(f"{entry.title}\n{entry.answer}")
    question = _locked(tx, question_id, answerable(actor)) if question_id else None
    row = DeskEntry(
        id=new_id(),
        question_id=question_id,
        office_node_id=_office(tx, actor, question),
        title=entry.title,
        answer=entry.answer,
        article=entry.article,
        published_by=actor.account_id,
        published_at=tx.now(),
    )
    tx.session.add(row)
    tx.session.flush()
    _index(tx, row)
    _record_entry(tx, actor, "published", row)
    return row.id


def revise_entry(tx: Tx, actor: Actor, entry_id: str, version: int, entry: EntryText) -> None:
    """Edit an entry; one that was withdrawn is published again.

    Raises :class:`DeskEntryNotFound`, :class:`DeskEntryChanged` or :class:`DeskNamesPerson`.
    """
    ensure_names_nobody(f"{entry.title}\n{entry.answer}")
    row = _locked_entry(tx, actor, entry_id, version)
    row.title, row.answer, row.article = entry.title, entry.answer, entry.article
    row.state, row.withdrawn_at = "published", None
    row.published_by, row.published_at = actor.account_id or "", tx.now()
    tx.session.flush()
    _index(tx, row)
    _record_entry(tx, actor, "revised", row)


def withdraw_entry(tx: Tx, actor: Actor, entry_id: str, version: int) -> None:
    """Take an entry out of every list. Raises :class:`DeskEntryNotFound` or :class:`DeskEntryChanged`."""
    row = _locked_entry(tx, actor, entry_id, version)
    row.state, row.withdrawn_at = "withdrawn", tx.now()
    tx.session.flush()
    DESK_SEARCH.delete(tx.connection, [row.id])
    _record_entry(tx, actor, "withdrawn", row)


def keep_entry(tx: Tx, actor: Actor, entry_id: str, *, useful: bool) -> None:
    """Put an entry on the own list, or take it off. Raises :class:`DeskEntryNotFound`."""
    published = select(DeskEntry.id).where(DeskEntry.id == entry_id, DeskEntry.state == "published")
    if tx.session.scalar(published.with_for_update()) is None:
        raise DeskEntryNotFound
    mine = (DeskUseful.account_id == actor.account_id) & (DeskUseful.entry_id == entry_id)
    tx.session.execute(delete(DeskUseful).where(mine))
    if useful:
        tx.session.add(DeskUseful(account_id=actor.account_id, entry_id=entry_id))


def _locked(tx: Tx, question_id: str, condition: ColumnElement[bool]) -> DeskQuestion:
    found = select(DeskQuestion).where(DeskQuestion.id == question_id, condition)
    question = tx.session.scalars(found.with_for_update(of=DeskQuestion)).first()
    if question is None:
        raise DeskQuestionNotFound
    return question


def _locked_entry(tx: Tx, actor: Actor, entry_id: str, version: int) -> DeskEntry:
    found = select(DeskEntry).where(DeskEntry.id == entry_id, editable(actor))
    row = tx.session.scalars(found.with_for_update(of=DeskEntry)).first()
    if row is None:
        raise DeskEntryNotFound
    if row.version != version:
        raise DeskEntryChanged(version=row.version)
    row.version += 1
    return row


def _add_message(tx: Tx, actor: Actor, question: DeskQuestion, text: str, *, by_office: bool) -> None:
    tx.session.add(
        DeskMessage(
            id=new_id(),
            question_id=question.id,
            account_id=actor.account_id,
            by_office=by_office,
            text=text,
            at=tx.now(),
        )
    )
    question.version += 1


def _office(tx: Tx, actor: Actor, question: DeskQuestion | None) -> str:
    """The node in whose name an entry is published: the nearest above the question, else the actor's first."""
    own = visible_nodes(actor, Permission.DESK_ANSWER)
    above = ancestor_nodes(tx, question.node_id) if question and question.node_id else ()
    return next((node_id for node_id in above if node_id in own), own[0])


def _tell_office(tx: Tx, question: DeskQuestion) -> None:
    """Those who may answer hear of it; where the place is unknown it waits in everybody's list, unannounced."""
    tx.session.flush()
    if question.node_id is None:
        return
    roles = sorted(roles_with(Permission.DESK_ANSWER))
    found = {name for role in roles for name in accounts_with_role(tx, role, question.node_id)}
    tx.publish(DeskQuestionAsked(question.id, tuple(sorted(found - {question.account_id}))))


def _index(tx: Tx, row: DeskEntry) -> None:
    names = (row.title, row.article) if row.article else (row.title,)
    DESK_SEARCH.upsert(tx.connection, [SearchEntry(row.id, row.office_node_id, names)])


def _record(tx: Tx, actor: Actor, done: str, question: DeskQuestion, **facts: object) -> None:
    action = f"courses:desk_question:{done}"
    record_audit(tx, actor, action, "desk_question", question.id, node_id=question.node_id, facts=facts)


def _record_entry(tx: Tx, actor: Actor, done: str, row: DeskEntry) -> None:
    action = f"courses:desk_entry:{done}"
    facts = {"version": row.version}
    record_audit(tx, actor, action, "desk_entry", row.id, node_id=row.office_node_id, facts=facts)
