"""Routes of practice: parse, call one operation or query, answer. Whose practice it is, is never asked."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

from backend.core.web.endpoint import Area, Call, json_bytes
from backend.identity.public import Permission
from courses.practice import operations, queries, schemas

area = Area("practice", prefix="/practice")


@area.endpoint("/today", permission=Permission.SELF, query=schemas.PracticeQuery, answer=schemas.PracticeSchema)
def show_today(call: Call) -> Response:
    """What is left of the day's few questions."""
    topic, more = call.query["topic"], call.query["more"]
    return _rendered(queries.todays_practice(call.tx, _own_id(call), topic, more=more))


@area.endpoint("/pack", permission=Permission.SELF, answer=schemas.PracticeSchema)
def show_pack(call: Call) -> Response:
    """The next questions, to be kept on a device for days without a network."""
    return _rendered(queries.practice_pack(call.tx, _own_id(call)))


@area.endpoint(
    "/reviews",
    method="POST",
    permission=Permission.SELF,
    body=schemas.PracticeReviewsSchema,
    answer=schemas.PracticeResultsSchema,
)
def record_reviews(call: Call) -> dict[str, Any]:
    """Tell what was practised, on whichever device and whenever.

    Each review bears its own id and counts once. No command is stored: it would keep the moment of practicing.
    """
    return {"results": operations.record_reviews(call.tx, _own_id(call), call.body["reviews"])}


@area.endpoint("/differences", permission=Permission.SELF, answer=schemas.PracticeDifferencesSchema)
def list_differences(call: Call) -> Response:
    """What changed in the law since the person learned it, old beside new."""
    return _rendered({"items": queries.differences(call.tx, _own_id(call))})


@area.endpoint(
    "/article-changes",
    method="POST",
    permission=Permission.QUESTION_AUTHOR,
    body=schemas.ArticleChangeSchema,
    answer=schemas.ArticleChangedSchema,
    idempotent=True,
    status=201,
)
def change_article(call: Call) -> dict[str, Any]:
    """Say that an article changed; its questions go out of use until they are revised."""
    body = call.body
    change_id, count = operations.change_article(
        call.tx, call.actor, body["article"], body["effective_on"], body["note"]
    )
    return {"id": change_id, "questions": count}


def _rendered(payload: dict[str, Any]) -> Response:
    """Questions go out as they are: a schema would look members that a type has not up as attributes."""
    return json_bytes(orjson.dumps(payload))


def _own_id(call: Call) -> str:
    account_id = call.actor.account_id
    assert account_id is not None, "somebody is signed in"
    return account_id
