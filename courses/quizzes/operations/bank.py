"""Writes of the question bank. A question is never overwritten: each change is a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import delete, insert, select

from backend.core.actor import Actor
from backend.core.crypto import sm3
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from courses.events import QuestionRevised, QuestionsRetired
from courses.markdown import plain_text
from courses.quizzes.book import AT_ONCE, slices
from courses.quizzes.errors import (
    BankRefused,
    QuestionChanged,
    QuestionInvalid,
    QuestionKeyTaken,
    QuestionNotFound,
)
from courses.quizzes.models import QuestionArticle, QuestionRow, QuestionVersion, Topic
from courses.quizzes.operations.pools import close_gap, lock_bank, stratum_of, take_slots
from courses.quizzes.parsing import parse_question
from courses.quizzes.questions import Question

#: So many refused rows are named; a table with more wrong rows is wrong altogether.
ROWS_NAMED = 100
_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Upserted:
    """How many questions came, changed and stayed, and the id behind each key."""

    added: int
    changed: int
    same: int
    ids: Mapping[str, str]


def add_question(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> str:
    """Add one question; returns its id. Raises :class:`QuestionInvalid` or :class:`QuestionKeyTaken`."""
    question = parse_question(data)
    lock_bank(tx)
    _ensure_key_is_free(tx, question.key)
    [question_id] = _insert(tx, actor, [question])
    record_audit(tx, actor, "courses:question:added", "question", question_id)
    return question_id


def revise_question(
    tx: Tx, actor: Actor, question_id: str, data: Mapping[str, Any], seen_version: int | None = None
) -> int:
    """Give a question a new version and return its number; a retired question comes back into use.

    Data that says the same changes nothing. ``seen_version`` is the version the author worked on.
    Raises :class:`QuestionNotFound`, :class:`QuestionInvalid`, :class:`QuestionKeyTaken` or
    :class:`QuestionChanged`.
    """
    lock_bank(tx)
    row = tx.session.get(QuestionRow, question_id)
    if row is None:
        raise QuestionNotFound
    if seen_version is not None and seen_version != row.current_version:
        raise QuestionChanged(version=row.current_version)
    question = parse_question(data)
    if question.key != row.key:
        _ensure_key_is_free(tx, question.key)
    _revise(tx, actor, row, question)
    return row.current_version


def upsert_questions(tx: Tx, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> Upserted:
    """Add what is new by its key, revise what says something else, leave the rest.

    Raises :class:`BankRefused` with every row that cannot be used, and then stores none.
    """
    questions = _parse_all(rows)
    present: dict[str, QuestionRow] = {}
    lock_bank(tx)
    for keys in slices(list(questions), AT_ONCE):
        found = tx.session.scalars(select(QuestionRow).where(QuestionRow.key.in_(keys)))
        present.update({row.key: row for row in found})
    new = [question for key, question in questions.items() if key not in present]
    ids = {key: row.id for key, row in present.items()}
    ids |= zip((question.key for question in new), _insert(tx, actor, new), strict=True)
    changed = 0
    for key, row in present.items():
        if row.digest != _digest(questions[key]):
            _revise(tx, actor, row, questions[key], audited=False)
            changed += 1
    counts = {"added": len(new), "changed": changed, "same": len(present) - changed}
    if new or changed:
        record_audit(tx, actor, "courses:bank:upserted", "question_bank", "bank", facts=counts)
    return Upserted(ids=ids, **counts)


def retire_questions(
    tx: Tx, actor: Actor, question_ids: Sequence[str], reason: str, article: str | None = None
) -> int:
    """Take questions out of use; those that are retired already stay so. Returns how many went.

    ``article`` names the article whose change is the reason. Raises :class:`QuestionNotFound`.
    """
    lock_bank(tx)
    rows = tx.session.scalars(select(QuestionRow).where(QuestionRow.id.in_(question_ids))).all()
    if len(rows) < len(set(question_ids)):
        raise QuestionNotFound
    going = [row for row in rows if row.retired_at is None]
    for row in going:
        _leave_pool(tx, row, reason)
        record_audit(tx, actor, "courses:question:retired", "question", row.id, facts={"article": article})
    if going:
        tx.publish(QuestionsRetired(tuple(row.id for row in going), article))
    return len(going)


def place_topics(tx: Tx, actor: Actor, names: Mapping[str, Mapping[str, str]]) -> None:
    """Name topics in both languages: ``{code: {"zh": …, "en": …}}``. The same again changes nothing."""
    present = {topic.code: topic for topic in tx.session.scalars(select(Topic).where(Topic.code.in_(names)))}
    changed = []
    for code, words in names.items():
        topic = present.get(code)
        if topic is None:
            tx.session.add(Topic(code=code, zh=words["zh"], en=words["en"]))
        elif (topic.zh, topic.en) != (words["zh"], words["en"]):
            topic.zh, topic.en = words["zh"], words["en"]
        else:
            continue
        changed.append(code)
    if changed:
        tx.session.flush()
        facts = {"codes": sorted(changed)}
        record_audit(tx, actor, "courses:topics:named", "question_bank", "topics", facts=facts)


def _ensure_key_is_free(tx: Tx, key: str) -> None:
    if tx.session.scalar(select(QuestionRow.id).where(QuestionRow.key == key)) is not None:
        raise QuestionKeyTaken(key=key)


def _parse_all(rows: Sequence[Mapping[str, Any]]) -> dict[str, Question]:
    """By key. Raises :class:`BankRefused`."""
    questions: dict[str, Question] = {}
    refused: list[dict[str, Any]] = []
    for number, data in enumerate(rows, 1):
        try:
            question = parse_question(data)
        except QuestionInvalid as invalid:
            refused.append({"row": number, "key": _key_of(data), "problems": invalid.facts["problems"]})
            continue
        if question.key in questions:
            again = [{"path": "key", "problem": "duplicate"}]
            refused.append({"row": number, "key": question.key, "problems": again})
        questions[question.key] = question
    if refused:
        raise BankRefused(rows=refused[:ROWS_NAMED], refused=len(refused))
    return questions


def _key_of(data: object) -> str | None:
    key = data.get("key") if isinstance(data, Mapping) else None
    return key if isinstance(key, str) else None


def _insert(tx: Tx, actor: Actor, questions: Sequence[Question]) -> list[str]:
    """Write new questions with their first version; returns their ids."""
    ids = [new_id() for _ in questions]
    slots = take_slots(tx, [stratum_of(question) for question in questions])
    now = tx.now()
    for part in slices(list(zip(ids, questions, slots, strict=True)), AT_ONCE):
        rows = [
            {"id": question_id, "current_version": 1, "slot": slot, "created_at": now, **_columns(question)}
            for question_id, question, slot in part
        ]
        tx.session.execute(insert(QuestionRow), rows)
        tx.session.execute(insert(QuestionVersion), [_version(tx, actor, id_, 1, it) for id_, it, _slot in part])
        _write_articles(tx, [(question_id, question) for question_id, question, _slot in part])
    return ids


def _revise(tx: Tx, actor: Actor, row: QuestionRow, question: Question, *, audited: bool = True) -> None:
    digest = _digest(question)
    if digest == row.digest and row.retired_at is None:
        return
    tx.session.refresh(row, ["slot"])  # the change of another question may have moved this one
    before, left = (row.use, row.topic, row.difficulty), row.slot
    if left is None or before != stratum_of(question):
        [row.slot] = take_slots(tx, [stratum_of(question)])
        row.retired_at = row.retired_reason = None
    if digest != row.digest:
        row.current_version += 1
        tx.session.execute(insert(QuestionVersion), [_version(tx, actor, row.id, row.current_version, question)])
        tx.session.execute(delete(QuestionArticle).where(QuestionArticle.question_id == row.id))
        _write_articles(tx, [(row.id, question)])
    for name, value in _columns(question).items():
        setattr(row, name, value)
    tx.session.flush()
    if left is not None and left != row.slot:
        close_gap(tx, left)
    if audited:
        facts = {"version": row.current_version}
        record_audit(tx, actor, "courses:question:revised", "question", row.id, facts=facts)
    tx.publish(QuestionRevised(row.id, row.current_version))


def _leave_pool(tx: Tx, row: QuestionRow, reason: str) -> None:
    tx.session.refresh(row, ["slot"])  # the one before may have made it move up
    left, row.slot = row.slot, None
    row.retired_at, row.retired_reason = tx.now(), reason
    tx.session.flush()
    if left is not None:
        close_gap(tx, left)


def _columns(question: Question) -> dict[str, Any]:
    """What the row of a question repeats of its present version."""
    return {
        "key": question.key,
        "digest": _digest(question),
        "type": question.type.value,
        "use": question.use.value,
        "topic": question.topic,
        "difficulty": question.difficulty,
        "excerpt": plain_text(question.stem)[:_EXCERPT],
        "valid_from": question.valid_from,
        "valid_to": question.valid_to,
    }


def _version(tx: Tx, actor: Actor, question_id: str, version: int, question: Question) -> dict[str, Any]:
    return {
        "question_id": question_id,
        "version": version,
        "data": question.to_data(),
        "digest": _digest(question),
        "recorded_at": tx.now(),
        "author_id": actor.account_id,
    }


def _write_articles(tx: Tx, questions: Sequence[tuple[str, Question]]) -> None:
    rows = [
        {"article": article, "question_id": question_id}
        for question_id, question in questions
        for article in sorted(set(question.articles))
    ]
    if rows:
        tx.session.execute(insert(QuestionArticle), rows)


def _digest(question: Question) -> str:
    return sm3(orjson.dumps(question.to_data(), option=orjson.OPT_SORT_KEYS))
