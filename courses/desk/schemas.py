"""Shapes of the question desk on the wire."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of
from courses.desk.models import ABOUT

_QUESTION = validate.Length(min=2, max=2000)
_ANSWER = validate.Length(min=2, max=8000)
_CODE = re.compile(r"[a-z][a-z_]{0,62}")
_ID = re.compile(r"[0-9a-f]{32}")


class _Text(fields.String):
    """Words without the spaces around them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        return text.strip()


class DeskAboutSchema(StrictSchema):
    """What a question is about: a lesson's id, a form's kind, a refusal's code, or nothing in particular."""

    kind = fields.String(required=True, validate=validate.OneOf(ABOUT))
    id = fields.String(load_default=None, allow_none=True)

    @validates_schema
    def _fits(self, data: dict[str, Any], **_: Any) -> None:
        kind, about_id = data.get("kind"), data.get("id")
        pattern = _ID if kind == "lesson" else _CODE
        if (about_id is None) != (kind == "none") or (about_id is not None and not pattern.fullmatch(about_id)):
            raise ValidationError("Invalid.", "id")


class DeskAskSchema(StrictSchema):
    """A question; ``anonymous`` hides the name from other learners, never from the office."""

    text = _Text(required=True, validate=_QUESTION)
    about = fields.Nested(DeskAboutSchema, load_default=lambda: {"kind": "none", "id": None})
    anonymous = fields.Boolean(load_default=True)


class DeskMessageBodySchema(StrictSchema):
    """What the asker adds."""

    text = _Text(required=True, validate=_QUESTION)


class DeskAnswerSchema(StrictSchema):
    """The office's answer, as Markdown, to the version of the question that was read."""

    text = _Text(required=True, validate=_ANSWER)
    share = fields.Boolean(required=True)
    version = fields.Integer(required=True, validate=validate.Range(min=1, max=2**31 - 1))


class DeskHelpedSchema(StrictSchema):
    """Whether the answer helped."""

    helped = fields.Boolean(required=True)


class DeskUsefulSchema(StrictSchema):
    """Whether to keep the entry at hand."""

    useful = fields.Boolean(required=True)


class DeskQuestionsQuery(PageQuery):
    """Which questions."""

    which = fields.String(load_default="mine", validate=validate.OneOf(["mine", "shared", "waiting", "answered"]))


class DeskEntriesQuery(PageQuery):
    """Which entries, or what to look for among the published."""

    q = fields.String(load_default="", validate=validate.Length(max=64))
    which = fields.String(load_default="published", validate=validate.OneOf(["published", "useful", "withdrawn"]))


class DeskEntryTextSchema(StrictSchema):
    """An entry's words."""

    title = _Text(required=True, validate=validate.Length(min=2, max=200))
    answer = _Text(required=True, validate=_ANSWER)
    article = _Text(load_default=None, allow_none=True, validate=validate.Length(max=120))

    @post_load
    def _no_empty_article(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "article": data["article"] or None}


class DeskPublishSchema(DeskEntryTextSchema):
    """A new entry, from a question or from none."""

    question_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=32))


class DeskVersionSchema(StrictSchema):
    """The version that was read."""

    version = fields.Integer(required=True, validate=validate.Range(min=1, max=2**31 - 1))


class DeskReviseSchema(DeskEntryTextSchema):
    """An entry's new words for the version that was read."""

    version = fields.Integer(required=True, validate=validate.Range(min=1, max=2**31 - 1))


class DeskIdSchema(StrictSchema):
    """What was made."""

    id = fields.String(required=True)


class DeskAskerSchema(StrictSchema):
    """Who asked, for those who may know."""

    name = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)


class DeskAboutAnswerSchema(StrictSchema):
    """What a question is about."""

    kind = fields.String(required=True, validate=validate.OneOf(ABOUT))
    id = fields.String(required=True, allow_none=True)


class DeskLineSchema(StrictSchema):
    """A question in a list."""

    id = fields.String(required=True)
    about = fields.Nested(DeskAboutAnswerSchema, required=True)
    excerpt = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["open", "answered"]))
    shared = fields.Boolean(required=True)
    mine = fields.Boolean(required=True)
    asker = fields.Nested(DeskAskerSchema, required=True, allow_none=True)
    asked_at = fields.AwareDateTime(required=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)


DeskLinePageSchema = page_of(DeskLineSchema, "DeskLine")


class DeskMessageSchema(StrictSchema):
    """What was written to a question; an answer also comes as safe HTML."""

    by_office = fields.Boolean(required=True)
    name = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)
    html = fields.String(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True)


class DeskCanSchema(StrictSchema):
    """What the reader may do with a question."""

    answer = fields.Boolean(required=True)
    ask_on = fields.Boolean(required=True)
    publish = fields.Boolean(required=True)


class DeskQuestionSchema(DeskLineSchema):
    """A question as a whole."""

    about_title = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)
    anonymous = fields.Boolean(required=True)
    helped = fields.Boolean(required=True)
    messages = fields.List(fields.Nested(DeskMessageSchema), required=True)
    entry_id = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)
    can = fields.Nested(DeskCanSchema, required=True)


class DeskEntryLineSchema(StrictSchema):
    """An entry in a list."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    excerpt = fields.String(required=True)
    article = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(["published", "withdrawn"]))
    useful = fields.Boolean(required=True)
    published_at = fields.AwareDateTime(required=True)
    can_edit = fields.Boolean(required=True)


DeskEntryLinePageSchema = page_of(DeskEntryLineSchema, "DeskEntryLine")


class DeskEntrySchema(DeskEntryLineSchema):
    """An entry as a whole; its source is there for those who may edit it."""

    html = fields.String(required=True)
    answer = fields.String(required=True, allow_none=True)
    question_id = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)
