"""Reads of the question bank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from backend.core.transaction import Tx
from courses.quizzes.book import AT_ONCE, Ref, question_data, slices
from courses.quizzes.drawing import valid_on
from courses.quizzes.errors import QuestionNotFound
from courses.quizzes.models import QuestionArticle, QuestionRow, QuestionVersion, Quiz, QuizVersion
from courses.quizzes.queries.attempts import topic_names
from courses.quizzes.questions import Question, Use

Row = dict[str, Any]

_QUIZZES = select(Quiz.id, Quiz.key, Quiz.title, Quiz.current_version.label("version"), QuizVersion.settings).join(
    QuizVersion, (QuizVersion.quiz_id == Quiz.id) & (QuizVersion.version == Quiz.current_version)
)


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """A question of the bank without what it says."""

    id: str
    version: int
    use: str
    topic: str
    retired: bool


@dataclass(frozen=True, slots=True)
class BankFilter:
    """Which questions a list is of; what is absent is any.

    ``article`` is "<title>#<number>", ``text`` is found in the key and the beginning of the stem.
    """

    topic: str | None = None
    difficulty: int | None = None
    use: str | None = None
    retired: bool | None = None
    article: str | None = None
    text: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        row = QuestionRow
        wanted = ((row.topic, self.topic), (row.difficulty, self.difficulty), (row.use, self.use))
        conditions: list[ColumnElement[bool]] = [column == value for column, value in wanted if value is not None]
        if self.retired is not None:
            conditions.append(row.retired_at.is_not(None) if self.retired else row.retired_at.is_(None))
        if self.article is not None:
            rests = select(QuestionArticle.question_id).where(QuestionArticle.article == self.article)
            conditions.append(row.id.in_(rests))
        if self.text:
            columns = (row.key, row.excerpt)
            conditions.append(or_(*(column.contains(self.text, autoescape=True) for column in columns)))
        return conditions


def question_list(tx: Tx, wanted: BankFilter, after_key: str | None, limit: int) -> list[Row]:
    """``limit + 1`` questions by key: ``{id, key, version, type, use, topic, difficulty, articles, stem, …}``."""
    statement = select(QuestionRow).where(*wanted.conditions()).order_by(QuestionRow.key).limit(limit + 1)
    if after_key is not None:
        statement = statement.where(QuestionRow.key > after_key)
    rows = tx.session.scalars(statement).all()
    articles = _articles(tx, [row.id for row in rows])
    return [
        {
            "id": row.id,
            "key": row.key,
            "version": row.current_version,
            "type": row.type,
            "use": row.use,
            "topic": row.topic,
            "difficulty": row.difficulty,
            "articles": articles.get(row.id, []),
            "stem": row.excerpt,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "retired_at": row.retired_at,
        }
        for row in rows
    ]


def question_view(tx: Tx, question_id: str) -> Row:
    """A question with its key, for authors, and its earlier versions. Raises :class:`QuestionNotFound`."""
    row = tx.session.get(QuestionRow, question_id)
    if row is None:
        raise QuestionNotFound
    versions = tx.session.execute(
        select(QuestionVersion.version, QuestionVersion.recorded_at)
        .where(QuestionVersion.question_id == question_id)
        .order_by(QuestionVersion.version.desc())
    ).mappings()
    ref = (row.id, row.current_version)
    return {
        "id": row.id,
        "key": row.key,
        "version": row.current_version,
        "retired_at": row.retired_at,
        "retired_reason": row.retired_reason,
        "content": question_data(tx, [ref])[ref].to_data(),
        "versions": [dict(version) for version in versions],
    }


def _articles(tx: Tx, question_ids: Sequence[str]) -> dict[str, list[str]]:
    articles: dict[str, list[str]] = {}
    rows = tx.session.execute(
        select(QuestionArticle.question_id, QuestionArticle.article)
        .where(QuestionArticle.question_id.in_(question_ids))
        .order_by(QuestionArticle.article)
    )
    for question_id, article in rows:
        articles.setdefault(question_id, []).append(article)
    return articles


def topics_view(tx: Tx) -> list[Row]:
    """Every named or used topic with the number of questions in use: ``{code, zh, en, questions}``."""
    counted = select(QuestionRow.topic, func.count()).where(QuestionRow.retired_at.is_(None))
    counts: dict[str, int] = dict(tx.session.execute(counted.group_by(QuestionRow.topic)).all())
    names = topic_names(tx) | topic_names(tx, sorted(counts))
    return [{"code": code, **names[code], "questions": counts.get(code, 0)} for code in sorted(names)]


def quiz_list(tx: Tx, after_key: str | None, limit: int) -> list[Row]:
    """``limit + 1`` quizzes by key, with their settings, for authors."""
    statement = _QUIZZES.order_by(Quiz.key).limit(limit + 1)
    if after_key is not None:
        statement = statement.where(Quiz.key > after_key)
    return [dict(row) for row in tx.session.execute(statement).mappings()]


def quiz_row(tx: Tx, quiz_id: str) -> Row:
    """One quiz as in :func:`quiz_list`."""
    row = tx.session.execute(_QUIZZES.where(Quiz.id == quiz_id)).mappings().one()
    return dict(row)


def questions_by_keys(tx: Tx, keys: Sequence[str]) -> dict[str, QuestionRef]:
    """By key; unknown ones are left out."""
    found: dict[str, QuestionRef] = {}
    for part in slices(keys, AT_ONCE):
        for row in tx.session.scalars(select(QuestionRow).where(QuestionRow.key.in_(part))):
            retired = row.retired_at is not None
            found[row.key] = QuestionRef(row.id, row.current_version, row.use, row.topic, retired)
    return found


def iter_questions(
    tx: Tx,
    *,
    topic: str | None = None,
    use: str | None = None,
    difficulty: int | None = None,
    retired: bool | None = False,
) -> Iterator[Question]:
    """The present version of every question of that kind (``retired=None``: in use or not), by key."""
    wanted, after = BankFilter(topic, difficulty, use, retired), ""
    while True:
        rows = tx.session.execute(
            select(QuestionRow.id, QuestionRow.current_version, QuestionRow.key)
            .where(*wanted.conditions(), QuestionRow.key > after)
            .order_by(QuestionRow.key)
            .limit(AT_ONCE)
        ).all()
        if not rows:
            return
        refs = [(row.id, row.current_version) for row in rows]
        questions = question_data(tx, refs)
        yield from (questions[ref] for ref in refs)
        after = rows[-1].key


def practice_questions(tx: Tx, topic: str | None = None) -> list[Ref]:
    """The questions anybody may practise today, in one topic or in all, by key."""
    conditions = BankFilter(topic=topic, use=Use.PRACTICE.value, retired=False).conditions()
    rows = tx.session.execute(
        select(QuestionRow.id, QuestionRow.current_version)
        .where(*conditions, valid_on(tx.today()))
        .order_by(QuestionRow.key)
    )
    return [(row.id, row.current_version) for row in rows]


def practice_topics(tx: Tx) -> list[str]:
    """The codes of the topics in which something can be practised today."""
    conditions = BankFilter(use=Use.PRACTICE.value, retired=False).conditions()
    topics = select(QuestionRow.topic).where(*conditions, valid_on(tx.today())).distinct()
    return list(tx.session.scalars(topics.order_by(QuestionRow.topic)))


def questions_for_article(tx: Tx, article: str) -> list[Ref]:
    """The questions in use that rest on an article, "<title>#<number>"."""
    rows = tx.session.execute(
        select(QuestionRow.id, QuestionRow.current_version)
        .join(QuestionArticle, QuestionArticle.question_id == QuestionRow.id)
        .where(QuestionArticle.article == article, QuestionRow.retired_at.is_(None))
        .order_by(QuestionRow.key)
    )
    return [(row.id, row.current_version) for row in rows]
