"""Shapes of pairing by hand on the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.pagination import PageQuery
from backend.core.web.schema import StrictSchema
from courses.mentoring.rules import FIRM, Rule
from courses.mentoring.schemas.profiles import MentoringPersonSchema, MentoringSearchQuery

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_RULES = validate.OneOf([rule.value for rule in Rule])
_SOFT = validate.OneOf([rule.value for rule in Rule if rule not in FIRM])


class PairTermSchema(StrictSchema):
    """One thing that was weighed: its code, what it cost, and the facts of its sentence."""

    code = fields.String(required=True)
    cost = fields.Integer(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)


class MentorForPairSchema(MentoringPersonSchema):
    """A mentor for a mentee; ``places`` are free."""

    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")
    places = fields.Integer(required=True)
    terms = fields.List(fields.Nested(PairTermSchema), required=True)
    broken = fields.List(fields.String(validate=_RULES), required=True)


class MentorsForPairSchema(StrictSchema):
    """Mentors for a mentee, the fitting ones first."""

    items = fields.List(fields.Nested(MentorForPairSchema), required=True)


class WaitingMenteeSchema(MentoringPersonSchema):
    """Somebody without a mentor, with those who fit best."""

    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")
    note = fields.String(required=True)
    suggestions = fields.List(fields.Nested(MentorForPairSchema), required=True)


class PairingBoardQuery(PageQuery):
    """The place, and where the page begins."""

    node_id = fields.String(required=True, validate=_ID)


class PairingBoardSchema(StrictSchema):
    """Who waits, by name; ``waiting`` of all, ``places`` of all mentors."""

    items = fields.List(fields.Nested(WaitingMenteeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    waiting = fields.Integer(required=True)
    places = fields.Integer(required=True)


class MentorsForPairQuery(MentoringSearchQuery):
    """Whose mentor, in which place."""

    mentee_id = fields.String(required=True, validate=_ID)
    node_id = fields.String(required=True, validate=_ID)


class NewPairSchema(StrictSchema):
    """Two people, and the rules that are set aside for them."""

    mentee_id = fields.String(required=True, validate=_ID)
    mentor_id = fields.String(required=True, validate=_ID)
    set_aside = fields.List(fields.String(validate=_SOFT), load_default=list, validate=validate.Length(max=10))


class PairMadeSchema(StrictSchema):
    """The mentorship that both are asked to accept."""

    mentorship_id = fields.String(required=True)
