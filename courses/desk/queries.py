"""Every read of the question desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, case, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.pagination import decode_cursor, page
from backend.identity.public import account_names, tree_nodes
from courses.catalogue.public import lesson_title
from courses.desk.errors import DeskEntryNotFound, DeskQuestionNotFound
from courses.desk.models import DESK_SEARCH, DeskEntry, DeskMessage, DeskQuestion, DeskUseful
from courses.desk.policies import answerable, editable, readable
from courses.learners import learners_of
from courses.markdown import plain_text, render_markdown

View = dict[str, Any]
#: How much of a text a list shows, in characters.
EXCERPT = 120


def questions(tx: Tx, actor: Actor, which: str, cursor: str | None, limit: int) -> View:
    """A page of questions: ``mine``, ``waiting`` and ``answered`` by my office, or ``shared`` with all learners.

    What waits comes oldest first, everything else newest first. Raises ``BadCursor``.
    """
    oldest_first = which == "waiting"
    statement = select(DeskQuestion).where(_which(actor, which))
    after = decode_cursor(cursor, 1)
    if after is not None:
        column = DeskQuestion.id
        statement = statement.where(column > after[0] if oldest_first else column < after[0])
    order = DeskQuestion.id if oldest_first else DeskQuestion.id.desc()
    rows = tx.session.scalars(statement.order_by(order).limit(limit + 1)).all()
    office = which in ("waiting", "answered")
    people = _people(tx, rows)
    return page([_line(row, actor, people, office=office) for row in rows], limit, ["id"])


def _which(actor: Actor, which: str) -> Any:
    if which == "mine":
        return DeskQuestion.account_id == actor.account_id
    if which == "shared":
        return and_(DeskQuestion.shared.is_(True), DeskQuestion.state == "answered")
    state = "open" if which == "waiting" else "answered"
    return and_(DeskQuestion.state == state, answerable(actor))


def question_view(tx: Tx, actor: Actor, question_id: str) -> View:
    """A question with what was written to it. Raises :class:`DeskQuestionNotFound`."""
    row = tx.session.execute(
        select(DeskQuestion, case((answerable(actor), 1), else_=0)).where(
            DeskQuestion.id == question_id, readable(actor)
        )
    ).first()
    if row is None:
        raise DeskQuestionNotFound
    question, office = row[0], bool(row[1])
    mine = question.account_id == actor.account_id
    title = lesson_title(tx, question.about_id) if question.about_kind == "lesson" else None
    return {
        **_line(question, actor, _people(tx, [question]), office=office),
        "about_title": title,
        "text": question.text,
        "anonymous": question.anonymous,
        "helped": question.helped if mine else False,
        "messages": _messages(tx, question),
        "entry_id": _entry_of(tx, question.id),
        "version": question.version,
        "can": {"answer": office and not mine, "ask_on": mine, "publish": office},
    }


def _entry_of(tx: Tx, question_id: str) -> str | None:
    """The entry that was made of a question, as long as it is published."""
    found = select(DeskEntry.id).where(DeskEntry.question_id == question_id, DeskEntry.state == "published")
    return tx.session.scalar(found.order_by(DeskEntry.id).limit(1))


def _messages(tx: Tx, question: DeskQuestion) -> list[View]:
    rows = tx.session.scalars(
        select(DeskMessage).where(DeskMessage.question_id == question.id).order_by(DeskMessage.id)
    ).all()
    names = account_names(tx, [row.account_id for row in rows if row.by_office])
    return [
        {
            "by_office": row.by_office,
            "name": names.get(row.account_id) if row.by_office else None,
            "text": row.text,
            "html": render_markdown(row.text) if row.by_office else None,
            "at": row.at,
        }
        for row in rows
    ]


def _people(tx: Tx, rows: Sequence[DeskQuestion]) -> dict[str, View]:
    learners = learners_of(tx, {row.account_id for row in rows})
    return {key: {"name": one.name, "unit": one.organization_name} for key, one in learners.items()}


def _line(row: DeskQuestion, actor: Actor, people: dict[str, View], *, office: bool) -> View:
    mine = row.account_id == actor.account_id
    named = mine or office or not row.anonymous
    return {
        "id": row.id,
        "about": {"kind": row.about_kind, "id": row.about_id},
        "excerpt": row.text[:EXCERPT],
        "state": row.state,
        "shared": row.shared,
        "mine": mine,
        "asker": people.get(row.account_id) if named else None,
        "asked_at": row.asked_at,
        "answered_at": row.answered_at,
    }


def entries(tx: Tx, actor: Actor, query: str, which: str, cursor: str | None, limit: int) -> View:
    """A page of entries: ``published``, the ``useful`` of one's own, or those ``withdrawn`` by one's office.

    With a query, what it finds among the published, best first, on one page. Raises ``BadCursor``.
    """
    if query:
        return {"items": _found(tx, actor, query, limit), "next_cursor": None}
    statement = _entries(actor)
    if which == "withdrawn":
        statement = statement.where(DeskEntry.state == "withdrawn", editable(actor))
    else:
        statement = statement.where(DeskEntry.state == "published")
    if which == "useful":
        statement = statement.where(DeskUseful.entry_id.is_not(None))
    after = decode_cursor(cursor, 1)
    if after is not None:
        statement = statement.where(DeskEntry.id < after[0])
    rows = tx.session.execute(statement.order_by(DeskEntry.id.desc()).limit(limit + 1)).all()
    return page([_entry_line(*row) for row in rows], limit, ["id"])


def _found(tx: Tx, actor: Actor, query: str, limit: int) -> list[View]:
    roots = [node.node_id for node in tree_nodes(tx)]
    hits = [hit.entity_id for hit in DESK_SEARCH.search(tx.connection, query, roots, limit)]
    statement = _entries(actor).where(DeskEntry.id.in_(hits), DeskEntry.state == "published")
    lines = {row[0].id: _entry_line(*row) for row in tx.session.execute(statement)}
    return [lines[entry_id] for entry_id in hits if entry_id in lines]


def _entries(actor: Actor) -> Select[Any]:
    mine = and_(DeskUseful.entry_id == DeskEntry.id, DeskUseful.account_id == actor.account_id)
    return select(DeskEntry, DeskUseful.entry_id, case((editable(actor), 1), else_=0)).outerjoin(DeskUseful, mine)


def _entry_line(entry: DeskEntry, kept: str | None, own: int) -> View:
    return {
        "id": entry.id,
        "title": entry.title,
        "excerpt": plain_text(entry.answer)[:EXCERPT],
        "article": entry.article,
        "state": entry.state,
        "useful": kept is not None,
        "published_at": entry.published_at,
        "can_edit": bool(own),
    }


def entry_view(tx: Tx, actor: Actor, entry_id: str) -> View:
    """An entry as a whole; one that was withdrawn is there for its office alone.

    Raises :class:`DeskEntryNotFound`.
    """
    row = tx.session.execute(_entries(actor).where(DeskEntry.id == entry_id)).first()
    if row is None or (row[0].state == "withdrawn" and not row[2]):
        raise DeskEntryNotFound
    entry = row[0]
    return {
        **_entry_line(*row),
        "html": render_markdown(entry.answer),
        "answer": entry.answer if row[2] else None,
        "question_id": entry.question_id if row[2] else None,
        "version": entry.version,
    }
