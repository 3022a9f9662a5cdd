"""Every read of practice. Each is of one person's own; nothing here takes another's id."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, distinct, func, select

from backend.core.transaction import Tx
from courses.practice.choosing import A_DAY, IN_PACK, Planned, Ref, for_today, plan
from courses.practice.handing_out import handed_out, keymap_for, seed_of
from courses.practice.models import ArticleChange, ChangedQuestion, PracticeCard, PracticeReview
from courses.practice.scheduling import Verdict
from courses.quizzes.public import (
    Question,
    Use,
    mistakes,
    practice_questions,
    practice_topics,
    question_data,
    questions_by_keys,
    reveal,
    revealed_questions,
    show,
    topic_names,
)

#: So many changed questions are compared at a time.
_DIFFERENCES = 20


def todays_practice(tx: Tx, account_id: str, topic: str | None = None, *, more: bool = False) -> dict[str, Any]:
    """``{day, left, questions, topics}``: what is left of the day's few, and what could be practised at all."""
    planned = _plan(tx, account_id, topic)
    answered = _answered_on(tx, account_id, tx.today())
    chosen = for_today(planned, tx.today(), answered, more=more)
    return {
        "day": tx.today(),
        "left": max(0, A_DAY - answered),
        "questions": _hand_out(tx, account_id, chosen),
        "topics": _topics(tx),
    }


def practice_pack(tx: Tx, account_id: str) -> dict[str, Any]:
    """The same for days without a network: the next questions, whatever their topic."""
    planned = _plan(tx, account_id, None)[:IN_PACK]
    return {
        "day": tx.today(),
        "left": max(0, A_DAY - _answered_on(tx, account_id, tx.today())),
        "questions": _hand_out(tx, account_id, planned),
        "topics": _topics(tx),
    }


def differences(tx: Tx, account_id: str) -> list[dict[str, Any]]:
    """Questions the person knew under an old article and has not practised under the new one, old beside new."""
    rows = tx.session.execute(
        select(ChangedQuestion.question_id, ChangedQuestion.version, ArticleChange)
        .join(ArticleChange, ArticleChange.id == ChangedQuestion.change_id)
        .order_by(ArticleChange.effective_on.desc(), ArticleChange.id, ChangedQuestion.question_id)
    ).all()
    present = _present_versions(tx, [(row.question_id, row.version) for row in rows])
    seen = _latest_practised(tx, account_id, [row.question_id for row in rows])
    known = set(seen) | revealed_questions(tx, account_id)
    usable = open_questions(tx, account_id)
    found: dict[str, dict[str, Any]] = {}
    for question_id, version, change in rows:
        now = present.get(question_id, 0)
        renewed = now > version and (question_id, now) in usable and seen.get(question_id, 0) <= version
        if question_id not in found and question_id in known and renewed:
            found[question_id] = _difference(tx, account_id, (question_id, version), (question_id, now), change)
    return list(found.values())[:_DIFFERENCES]


def open_questions(tx: Tx, account_id: str) -> dict[Ref, None]:
    """The versions whose key this person may hold: mistakes that a review has shown, then the practice pool."""
    return dict.fromkeys([*_open_mistakes(tx, account_id), *practice_questions(tx)])


def reviews_of(tx: Tx, account_id: str, question_id: str) -> list[tuple[date, Verdict]]:
    """What counts for when a question comes back: what was answered under an article that changed does not."""
    outdated = select(func.max(ChangedQuestion.version)).where(ChangedQuestion.question_id == question_id)
    rows = tx.session.execute(
        select(PracticeReview.answered_on, PracticeReview.verdict).where(
            PracticeReview.account_id == account_id,
            PracticeReview.question_id == question_id,
            PracticeReview.version > func.coalesce(outdated.scalar_subquery(), 0),
        )
    )
    return [(row.answered_on, Verdict(row.verdict)) for row in rows]


def _plan(tx: Tx, account_id: str, topic: str | None) -> list[Planned]:
    pool, wrong = practice_questions(tx, topic), _open_mistakes(tx, account_id)
    if topic is not None:
        questions = question_data(tx, wrong)
        wrong = [ref for ref in wrong if questions[ref].topic == topic]
    rows = tx.session.execute(
        select(PracticeCard.question_id, PracticeCard.due_on).where(PracticeCard.account_id == account_id)
    )
    due = {row.question_id: row.due_on for row in rows}
    return plan(tx.today(), pool, wrong, due, seed_of(account_id))


def _open_mistakes(tx: Tx, account_id: str) -> list[Ref]:
    """Mistakes in questions that are still asked, in their present version where that may be seen."""
    wrong = mistakes(tx, account_id)
    questions = question_data(tx, wrong)
    present = questions_by_keys(tx, [question.key for question in questions.values()])
    found: dict[Ref, None] = {}
    for question_id, version in wrong:
        now = present.get(questions[question_id, version].key)
        if now is None or now.retired or (now.use != Use.PRACTICE and now.version != version):
            continue
        found[question_id, now.version] = None
    current = question_data(tx, found)
    return [ref for ref in found if _is_valid(current[ref], tx.today())]


def _is_valid(question: Question, day: date) -> bool:
    return (question.valid_from or day) <= day <= (question.valid_to or day)


def _answered_on(tx: Tx, account_id: str, day: date) -> int:
    """How many questions somebody practised on a day; only they are told."""
    mine: list[ColumnElement[bool]] = [PracticeReview.account_id == account_id, PracticeReview.answered_on == day]
    return tx.session.scalar(select(func.count(distinct(PracticeReview.question_id))).where(*mine)) or 0


def _hand_out(tx: Tx, account_id: str, planned: Sequence[Planned]) -> list[dict[str, Any]]:
    questions = question_data(tx, [item.ref for item in planned])
    return [
        handed_out(questions[item.ref], keymap_for(account_id, item.ref, questions[item.ref]), item)
        for item in planned
    ]


def _topics(tx: Tx) -> list[dict[str, str]]:
    """The topics that have something to practise, with their names."""
    codes = practice_topics(tx)
    names = topic_names(tx, codes)
    return [{"code": code, **names[code]} for code in codes]


def _present_versions(tx: Tx, refs: Collection[Ref]) -> Mapping[str, int]:
    """The number of the present version by question, of those in use."""
    questions = question_data(tx, refs)
    present = questions_by_keys(tx, [question.key for question in questions.values()])
    return {it.id: it.version for it in present.values() if not it.retired}


def _latest_practised(tx: Tx, account_id: str, question_ids: Collection[str]) -> Mapping[str, int]:
    """The latest version of each question that somebody has practised."""
    rows = tx.session.execute(
        select(PracticeReview.question_id, func.max(PracticeReview.version).label("version"))
        .where(PracticeReview.account_id == account_id, PracticeReview.question_id.in_(question_ids))
        .group_by(PracticeReview.question_id)
    )
    return {row.question_id: row.version for row in rows}


def _difference(tx: Tx, account_id: str, before: Ref, now: Ref, change: ArticleChange) -> dict[str, Any]:
    questions = question_data(tx, [before, now])
    keymap = keymap_for(account_id, before, questions[before])
    [handed] = _hand_out(tx, account_id, [Planned(now, None, mistake=False)])
    return {
        "article": change.article,
        "effective_on": change.effective_on,
        "note": change.note,
        "before": {"question": show(questions[before], keymap), "told": reveal(questions[before], keymap)},
        "now": handed,
    }
