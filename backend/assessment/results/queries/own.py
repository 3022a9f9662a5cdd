"""What somebody reads about the own year: the notice, what it rests on, what follows, what may be asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
from sqlalchemy import select

from backend.assessment.grading.public import Case, case_by_id, case_view
from backend.assessment.results.consequences import Consequence, consequences
from backend.assessment.results.deadlines import Right, Source
from backend.assessment.results.models import (
    Decision,
    DecisionChange,
    Notice,
    Objection,
    Publicity,
    PublicityEntry,
    Review,
)
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.private import open_optional, open_text
from backend.assessment.results.queries.desk import round_brief
from backend.assessment.results.queries.publicity import visible_entries
from backend.assessment.results.queries.records import sealed_grades
from backend.assessment.results.queries.reviews import rights_of
from backend.assessment.results.states import UNANSWERED, AnswerState, NoticeState, Occasion
from backend.assessment.rounds.public import latest_round_of, round_by_id
from backend.assessment.terms import Grade
from backend.core.actor import Actor
from backend.core.transaction import Tx

Row = dict[str, Any]


def my_result(tx: Tx, actor: Actor) -> Row:
    """The person's newest written notice with everything that belongs to it; empty before there is one."""
    query = select(Notice).where(
        Notice.person_id == (actor.person_ref or ""), Notice.state != NoticeState.REPLACED.value
    )
    notice = tx.session.scalar(query.order_by(Notice.id.desc()).limit(1))
    if notice is None:
        nothing: Row = {name: [] for name in ("parts", "consequences", "rights", "reviews")}
        return nothing | {"round": None, "notice": None, "correction": None}
    found, case = round_by_id(tx, notice.round_id), case_by_id(tx, notice.case_id)
    return {
        "round": round_brief(found),
        "notice": notice_row(tx, notice),
        "correction": _correction(tx, notice),
        "parts": [_part(part) for part in case_view(tx, case.id)["parts"]],
        "consequences": [_consequence(one) for one in _consequences(tx, case, found.year)],
        "rights": [_right(tx, right) for right in rights_of(tx, found, notice, case)],
        "reviews": [_review(tx, review) for review in _reviews(tx, case)],
    }


def notice_row(tx: Tx, notice: Notice) -> Row:
    """A notice as it was written, with what became of it."""
    table = notice.__tablename__
    content: Row = orjson.loads(open_text(tx, table, "content", notice.id, notice.content_encrypted))
    days = {name: date.fromisoformat(content[name]) for name in ("decided_on", "issued_on")}
    return content | {
        **days,
        "id": notice.id,
        "digest": notice.digest,
        "state": notice.state,
        "settled_at": notice.settled_at,
        "paper_signed_on": notice.paper_signed_on,
        "comment": open_optional(tx, table, "comment", notice.id, notice.comment_encrypted),
        "strokes": orjson.loads(
            open_optional(tx, table, "signature", notice.id, notice.signature_encrypted) or "[]"
        ),
    }


def _correction(tx: Tx, notice: Notice) -> Row | None:
    """Why a notice takes the place of an earlier one; of an objection, which somebody else made, only that."""
    decision = tx.session.get_one(Decision, notice.decision_id)
    if notice.revision == 1 or decision.occasion == Occasion.ROUND:
        return None
    query = select(DecisionChange).where(
        DecisionChange.decision_id == decision.id, DecisionChange.case_id == notice.case_id
    )
    change = tx.session.scalars(query).one()
    reason = open_text(tx, change.__tablename__, "reason", change.id, change.reason_encrypted)
    return {
        "occasion": decision.occasion,
        "grade_from": change.grade_from,
        "reason": reason if decision.occasion != Occasion.OBJECTION else None,
    }


def my_list(tx: Tx, actor: Actor) -> Row:
    """The names on show for somebody, and the own objections; names are gone once the publicity has ended."""
    found = latest_round_of(tx, actor.person_ref) if actor.person_ref else None
    if found is None:
        return {"round": None, "publicity": None, "names": [], "objected_to_own": False, "objections": []}
    query = select(Publicity).where(Publicity.round_id == found.id).order_by(Publicity.id.desc()).limit(1)
    publicity = tx.session.scalar(query)
    running = publicity is not None and publicity.ended_at is None
    objections = _objections(tx, actor, found.id)
    return {
        "round": round_brief(found),
        "publicity": _publicity(publicity) if publicity else None,
        "names": _names(tx, actor, publicity.id) if publicity and running else [],
        "objected_to_own": any(one["own"] and one["state"] == "open" for one in objections),
        "objections": objections,
    }


def _publicity(publicity: Publicity) -> Row:
    return {
        "id": publicity.id,
        "first_on": publicity.first_on,
        "until": publicity.until,
        "working_days": publicity.working_days,
        "ended": publicity.ended_at is not None,
    }


def _names(tx: Tx, actor: Actor, publicity_id: str) -> list[Row]:
    entries = tx.session.scalars(
        select(PublicityEntry)
        .where(PublicityEntry.publicity_id == publicity_id, visible_entries(tx, actor))
        .order_by(PublicityEntry.organization_name, PublicityEntry.name, PublicityEntry.id)
    )
    objected = select(Objection.case_id).where(
        Objection.publicity_id == publicity_id,
        Objection.account_id == actor.account_id,
        Objection.own.is_(False),
        Objection.state.in_([state.value for state in UNANSWERED]),
    )
    objected_to = set(tx.session.scalars(objected))
    return [
        {
            "id": entry.id,
            "objected": entry.case_id in objected_to,
            "name": entry.name,
            "organization_name": entry.organization_name,
            "own": entry.person_id == actor.person_ref,
        }
        for entry in entries
    ]


def _objections(tx: Tx, actor: Actor, round_id: str) -> list[Row]:
    rows = tx.session.execute(
        select(Objection, PublicityEntry.name)
        .outerjoin(
            PublicityEntry,
            (PublicityEntry.publicity_id == Objection.publicity_id)
            & (PublicityEntry.case_id == Objection.case_id),
        )
        .where(Objection.round_id == round_id, Objection.account_id == actor.account_id)
        .order_by(Objection.id.desc())
    )
    return [
        {
            "id": one.id,
            "own": one.own,
            "about": None if one.own else name,
            "text": open_text(tx, one.__tablename__, "text", one.id, one.text_encrypted),
            "asked_on": one.asked_on,
            "state": "open" if one.state in UNANSWERED else one.state,
            "withdrawable": one.state == AnswerState.OPEN,
            "withdrawn_on": one.withdrawn_on,
            "answer": None if one.state in UNANSWERED else _answer(tx, one),
        }
        for one, name in rows
    ]


def _answer(tx: Tx, asked: Objection | Review) -> str | None:
    return open_optional(tx, asked.__tablename__, "answer", asked.id, asked.answer_encrypted)


def _reviews(tx: Tx, case: Case) -> list[Review]:
    query = select(Review).where(Review.case_id == case.id).order_by(Review.id)
    return list(tx.session.scalars(query))


def _review(tx: Tx, review: Review) -> Row:
    waits = review.state in UNANSWERED
    return {
        "id": review.id,
        "kind": review.kind,
        "text": open_text(tx, review.__tablename__, "text", review.id, review.text_encrypted),
        "asked_on": review.asked_on,
        "answer_due_on": review.answer_due_on,
        "state": "open" if waits else review.state,
        "withdrawable": review.state == AnswerState.OPEN,
        "withdrawn_on": review.withdrawn_on,
        "answer": None if waits else _answer(tx, review),
        "answered_on": review.answered_on,
    }


def _consequences(tx: Tx, case: Case, year: int) -> list[Consequence]:
    """By the sealed grades of earlier years and the notified one of this; years of another category apart."""
    earlier = [
        (past, grade)
        for past, category, grade in sealed_grades(tx, [case.person_id]).get(case.person_id, [])
        if past < year and category is case.category
    ]
    result = result_of(case)
    return consequences(case.category, [*earlier, (year, result)]) if isinstance(result, Grade) else []


def _consequence(one: Consequence) -> Row:
    return {"code": one.code, "warning": one.warning, "facts": dict(one.facts), **_source(one.source)}


def _right(tx: Tx, right: Right) -> Row:
    return {
        "kind": right.kind.value,
        "days": right.days,
        "until": right.until,
        "provisional": right.provisional,
        "open": tx.today() <= right.until,
        "days_mark": right.days_source.mark,
        **_source(right.source),
    }


def _source(source: Source) -> Row:
    return {"law": source.law, "articles": source.articles, "mark": source.mark}


def _part(part: Row) -> Row:
    names = ("key", "title_zh", "title_en", "dimension", "source", "weight", "points")
    return {name: part[name] for name in names}
