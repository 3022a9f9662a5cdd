"""Shapes of evidence on the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from backend.assessment.evidence.models import EntrySource
from backend.assessment.evidence.operations.entries import FULL
from backend.assessment.evidence.sources import SOURCES, Base
from backend.assessment.evidence.states import ObjectionState
from backend.assessment.terms import SubjectKind
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema, page_of

_REASON = validate.Length(min=2, max=1000)
_YEAR = validate.Range(min=2000, max=2100)
_ID = validate.Length(equal=32)
_VERSION = validate.Range(min=1, max=2**31 - 1)


class _Words(fields.String):
    """Words without the spaces around them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        return text.strip()


class EvidenceYearQuery(StrictSchema):
    """Which year; without one, the present one."""

    year = fields.Integer(load_default=None, validate=_YEAR)


class EvidenceRulingSchema(StrictSchema):
    """What counts in place of a piece's amount, in hundredths; null: it is struck out."""

    amount = fields.Integer(required=True, allow_none=True)
    on = fields.Date(required=True)


class EvidenceObjectionSchema(StrictSchema):
    """An objection as whoever made it sees it; ``yours`` where it is the reader, who alone takes it back."""

    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(list(ObjectionState)))
    reason = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = fields.AwareDateTime(required=True, allow_none=True)
    yours = fields.Boolean(required=True)


class EvidencePieceSchema(StrictSchema):
    """A piece of evidence; amounts are hundredths, ``link`` is the page of the app where it happened."""

    key = fields.String(required=True)
    on = fields.Date(required=True)
    amount = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    link = fields.String(required=True, allow_none=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    ruling = fields.Nested(EvidenceRulingSchema, required=True, allow_none=True)
    objection = fields.Nested(EvidenceObjectionSchema, required=True, allow_none=True)


class EvidenceGroupSchema(StrictSchema):
    """The pieces of one source with their sums; what was struck out is listed and not counted."""

    source = fields.String(required=True, validate=validate.OneOf(list(SOURCES)))
    base = fields.String(required=True, validate=validate.OneOf(list(Base)))
    count = fields.Integer(required=True)
    amount = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    pieces = fields.List(fields.Nested(EvidencePieceSchema), required=True)


class EvidenceYearSchema(StrictSchema):
    """The own evidence of a year; ``frozen``: the pieces are those that the result rests on."""

    year = fields.Integer(required=True)
    can_object = fields.Boolean(required=True)
    frozen = fields.Boolean(required=True)
    groups = fields.List(fields.Nested(EvidenceGroupSchema), required=True)


class EvidenceOfSubjectSchema(EvidenceYearSchema):
    """The evidence of a person or a unit, for those who read results there."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class EvidenceObjectingSchema(StrictSchema):
    """Which piece is disputed, and why."""

    year = fields.Integer(required=True, validate=_YEAR)
    source = fields.String(required=True, validate=validate.OneOf(list(SOURCES)))
    key = fields.String(required=True, validate=validate.Length(min=1, max=80))
    reason = _Words(required=True, validate=_REASON)


class EvidenceIdSchema(StrictSchema):
    """What was made."""

    id = fields.String(required=True)


class EvidenceObjectionsQuery(PageQuery):
    """Those that wait, or those that were answered."""

    which = fields.String(load_default="open", validate=validate.OneOf(["open", "answered"]))


class EvidenceObjectionLineSchema(EvidenceObjectionSchema):
    """An objection as the office sees it: whose, to what as it was then, and what the piece says today."""

    kind = fields.String(required=True, validate=validate.OneOf(list(SubjectKind)))
    subject_id = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    year = fields.Integer(required=True)
    source = fields.String(required=True, validate=validate.OneOf(list(SOURCES)))
    on = fields.Date(required=True)
    amount = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    ruling = fields.Nested(EvidenceRulingSchema, required=True, allow_none=True)
    own = fields.Boolean(required=True)
    answered_by = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


EvidenceObjectionPageSchema = page_of(EvidenceObjectionLineSchema, "EvidenceObjection")


class EvidenceAnswerSchema(StrictSchema):
    """The office's answer; ``amount`` in hundredths, null to strike the piece out or to dismiss."""

    upheld = fields.Boolean(required=True)
    amount = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0, max=FULL))
    reason = _Words(required=True, validate=_REASON)
    version = fields.Integer(required=True, validate=_VERSION)


class EvidenceDocumentSchema(StrictSchema):
    """The document that an entry rests on."""

    number = _Words(required=True, validate=validate.Length(min=1, max=60))
    title = _Words(required=True, validate=validate.Length(min=1, max=200))
    issuer = _Words(required=True, validate=validate.Length(min=1, max=100))
    dated_on = fields.Date(required=True)


class EvidenceEntryBodySchema(StrictSchema):
    """A result of 专项考核 with its points (hundredths of 100), or a commendation without any."""

    source = fields.Enum(EntrySource, by_value=True, required=True)
    person_id = fields.String(required=True, validate=_ID)
    title = _Words(required=True, validate=validate.Length(min=2, max=120))
    on = fields.Date(required=True)
    points = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0, max=FULL))
    document = fields.Nested(EvidenceDocumentSchema, required=True)


class EvidenceReasonSchema(StrictSchema):
    """Why."""

    reason = _Words(required=True, validate=_REASON)


class EvidenceEntrySchema(StrictSchema):
    """An entry in the office's list."""

    id = fields.String(required=True)
    source = fields.String(required=True, validate=validate.OneOf(list(EntrySource)))
    name = fields.String(required=True)
    title = fields.String(required=True)
    on = fields.Date(required=True)
    amount = fields.Integer(required=True)
    out_of = fields.Integer(required=True)
    document_number = fields.String(required=True)
    reversed = fields.Boolean(required=True)
    own = fields.Boolean(required=True)


EvidenceEntryPageSchema = page_of(EvidenceEntrySchema, "EvidenceEntry")


class EvidencePeopleQuery(StrictSchema):
    """A part of a name."""

    q = fields.String(required=True, validate=validate.Length(min=1, max=40))


class EvidencePersonSchema(StrictSchema):
    """Somebody about whom evidence can be entered."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)


class EvidencePeopleSchema(StrictSchema):
    """The first who were found."""

    items = fields.List(fields.Nested(EvidencePersonSchema), required=True)
