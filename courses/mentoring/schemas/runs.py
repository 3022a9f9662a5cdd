"""Shapes of runs and their proposals on the wire."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from backend.core.web.schema import StrictSchema, page_of
from courses.mentoring.models.pairing import RunState
from courses.mentoring.rules import FIRM, Rule, Units
from courses.mentoring.schemas.pairing import PairTermSchema
from courses.mentoring.schemas.profiles import MentoringPersonSchema

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_RULES = validate.OneOf([rule.value for rule in Rule])
_SOFT = validate.OneOf([rule.value for rule in Rule if rule not in FIRM])
_STATES = validate.OneOf([state.value for state in RunState])
_UNITS = validate.OneOf([units.value for units in Units])


class NewPairingRunSchema(StrictSchema):
    """For whose people, and by which rules."""

    node_id = fields.String(required=True, validate=_ID)
    units = fields.String(load_default=Units.ANY.value, validate=_UNITS)
    field_required = fields.Boolean(load_default=True)


class PairingRunStartedSchema(StrictSchema):
    """The new run."""

    id = fields.String(required=True)


class PairingRunBriefSchema(StrictSchema):
    """A run in a list."""

    id = fields.String(required=True)
    place = fields.String(required=True)
    state = fields.String(required=True, validate=_STATES)
    started_at = fields.AwareDateTime(required=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)


PairingRunPageSchema: type[Schema] = page_of(PairingRunBriefSchema, "PairingRun")


class PairingRunSchema(PairingRunBriefSchema):
    """A run with how much came of it; ``unused`` counts places, ``done`` of ``total`` is how far its work is."""

    pairs = fields.Integer(required=True)
    pinned = fields.Integer(required=True)
    unmatched = fields.Integer(required=True)
    dropped = fields.Integer(required=True)
    left_out = fields.Integer(required=True)
    unused = fields.Integer(required=True)
    units = fields.String(required=True, validate=_UNITS)
    field_required = fields.Boolean(required=True)
    node_id = fields.String(required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    failure = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class ProposedPairSchema(StrictSchema):
    """A proposed pair; ``outcome`` after it was confirmed."""

    mentee_id = fields.String(required=True)
    mentee = fields.Nested(MentoringPersonSchema, required=True)
    mentor = fields.Nested(MentoringPersonSchema, required=True)
    pinned = fields.Boolean(required=True)
    terms = fields.List(fields.Nested(PairTermSchema), required=True)
    broken = fields.List(fields.String(validate=_RULES), required=True)
    outcome = fields.String(required=True, allow_none=True, validate=validate.OneOf(["made", "left_out"]))


ProposedPairPageSchema: type[Schema] = page_of(ProposedPairSchema, "ProposedPair")


class PairRelaxationSchema(StrictSchema):
    """Without these rules ``count`` mentors could have the mentee; the first of them are named."""

    rules = fields.List(fields.String(validate=_RULES), required=True)
    mentors = fields.List(fields.Nested(MentoringPersonSchema), required=True)
    count = fields.Integer(required=True)


class UnmatchedMenteeSchema(StrictSchema):
    """Somebody for whom no mentor was found."""

    mentee_id = fields.String(required=True)
    mentee = fields.Nested(MentoringPersonSchema, required=True)
    relaxations = fields.List(fields.Nested(PairRelaxationSchema), required=True)


UnmatchedMenteePageSchema: type[Schema] = page_of(UnmatchedMenteeSchema, "UnmatchedMentee")


class UnusedMentorSchema(MentoringPersonSchema):
    """A mentor with places left."""

    places = fields.Integer(required=True)


UnusedMentorPageSchema: type[Schema] = page_of(UnusedMentorSchema, "UnusedMentor")


class PlacedPairSchema(StrictSchema):
    """The mentor for a mentee of the run, the rules that are set aside, and the version that was read."""

    mentor_id = fields.String(required=True, validate=_ID)
    set_aside = fields.List(fields.String(validate=_SOFT), load_default=list, validate=validate.Length(max=10))
    version = fields.Integer(required=True)


class PinnedPairSchema(StrictSchema):
    """Whether the pair stays when the proposal is computed anew."""

    pinned = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class SwappedPairsSchema(StrictSchema):
    """Two mentees who change mentors."""

    mentee_ids = fields.List(fields.String(validate=_ID), required=True, validate=validate.Length(equal=2))
    set_aside = fields.List(fields.String(validate=_SOFT), load_default=list, validate=validate.Length(max=10))
    version = fields.Integer(required=True)


class PairingVersionQuery(StrictSchema):
    """The version that was read."""

    version = fields.Integer(required=True)
