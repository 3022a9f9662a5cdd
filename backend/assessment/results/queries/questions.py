"""Objections and reviews for those who answer them: they alone learn who objects, and never about themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from backend.assessment.grading.public import Case, cases
from backend.assessment.results.models import Objection, Review
from backend.assessment.results.outcomes import result_of
from backend.assessment.results.private import open_optional, open_text
from backend.assessment.results.queries.desk import round_brief
from backend.assessment.results.states import UNANSWERED
from backend.assessment.rounds.public import round_for
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, account_names

Row = dict[str, Any]


def questions_view(tx: Tx, actor: Actor, round_id: str) -> Row:
    """Every objection, review and appeal of a round, those without an answer first. Raises ``RoundNotFound``.

    One that the actor made, or that is about the actor, is there without its text and without who made it.
    """
    found = round_for(tx, actor, Permission.ROUND_MANAGE, round_id)
    objections = tx.session.scalars(select(Objection).where(Objection.round_id == round_id).order_by(Objection.id))
    reviews = tx.session.scalars(select(Review).where(Review.round_id == round_id).order_by(Review.id))
    asked: list[Objection | Review] = [*objections, *reviews]
    about = {case.id: case for case in cases(tx, round_id, [one.case_id for one in asked])}
    names = account_names(tx, [one.account_id for one in asked])
    rows = [_question(tx, actor, one, about[one.case_id], names) for one in asked if one.case_id in about]
    return {
        "round": round_brief(found),
        "items": sorted(rows, key=lambda row: row["state"] not in UNANSWERED),
    }


def _question(tx: Tx, actor: Actor, asked: Objection | Review, case: Case, names: Mapping[str, str]) -> Row:
    closed = actor.person_ref == case.person_id or asked.account_id == actor.account_id
    table, result = asked.__tablename__, result_of(case)
    review = asked if isinstance(asked, Review) else None
    return {
        "id": asked.id,
        "kind": review.kind if review else "objection",
        "case_id": case.id,
        "about": case.name,
        "organization_name": case.organization_name,
        "grade": result.value if result else None,
        "category": case.category.value,
        "leading": case.leading,
        "not_yours": closed,
        "asked_by": None if closed else names.get(asked.account_id, ""),
        "own": asked.own if isinstance(asked, Objection) else True,
        "text": None if closed else open_text(tx, table, "text", asked.id, asked.text_encrypted),
        "asked_on": asked.asked_on,
        "answer_due_on": review.answer_due_on if review else None,
        "state": asked.state,
        "withdrawn_on": asked.withdrawn_on,
        "answer": None if closed else open_optional(tx, table, "answer", asked.id, asked.answer_encrypted),
    }
