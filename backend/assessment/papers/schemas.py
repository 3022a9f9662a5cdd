"""Shapes of papers on the wire: which file is wanted, and the counts on the page."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.assessment.papers.catalogue import PERSONAL_FORMS, Form, Kind
from backend.assessment.papers.models import BundleState
from backend.assessment.rounds.public import RoundState
from backend.assessment.terms import Category
from backend.core.web.schema import StrictSchema

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")


class PaperOwnQuery(StrictSchema):
    """The kind of file."""

    format = fields.String(load_default=Kind.PDF.value, validate=validate.OneOf([kind.value for kind in Kind]))


class PaperQuery(PaperOwnQuery):
    """The kind of file, and of whom: a unit, a person, or everybody in scope."""

    organization_id = fields.String(load_default=None, validate=_ID)
    person_id = fields.String(load_default=None, validate=_ID)


class PaperUnitSchema(StrictSchema):
    """A unit that papers can be narrowed to."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    people = fields.Integer(required=True)


class PaperShareSchema(StrictSchema):
    """How many have each of the four grades from the best, none, or nothing yet; ``people`` take part.

    ``unit`` is empty where a category is counted over all units.
    """

    unit = fields.String(required=True)
    category = fields.String(required=True, validate=validate.OneOf([one.value for one in Category]))
    people = fields.Integer(required=True)
    ranks = fields.List(fields.Integer(), required=True)
    ungraded = fields.Integer(required=True)
    open = fields.Integer(required=True)


class PaperComparisonSchema(StrictSchema):
    """A category this year and, as far as it is sealed, the year before."""

    now = fields.Nested(PaperShareSchema, required=True)
    before = fields.Nested(PaperShareSchema, required=True)


class PapersSchema(StrictSchema):
    """What the page of papers shows.

    Forms with pages for each person are made while one waits for up to ``at_once`` people; those made for more lie
    ready for ``keep_days``.
    """

    id = fields.String(required=True)
    title = fields.String(required=True)
    year = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in RoundState]))
    at_once = fields.Integer(required=True)
    keep_days = fields.Integer(required=True)
    units = fields.List(fields.Nested(PaperUnitSchema), required=True)
    by_unit = fields.List(fields.Nested(PaperShareSchema), required=True)
    by_category = fields.List(fields.Nested(PaperComparisonSchema), required=True)


class PaperBundleRequestSchema(PaperOwnQuery):
    """A form with pages for each person, and of whom: a unit, or everybody in scope."""

    form = fields.String(
        required=True, validate=validate.OneOf([form.value for form in Form if form in PERSONAL_FORMS])
    )
    organization_id = fields.String(load_default=None, allow_none=True, validate=_ID)


class PaperBundleSchema(StrictSchema):
    """Papers of many: ``done`` of ``total`` people while it is being made, then ``people`` in ``parts`` files.

    ``file_id`` is what can be fetched now, which a wish that is being made again or failed may still have from
    before; ``size`` in bytes.
    """

    id = fields.String(required=True)
    form = fields.String(required=True, validate=validate.OneOf([form.value for form in Form]))
    format = fields.String(required=True, validate=validate.OneOf([kind.value for kind in Kind]))
    organization_id = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in BundleState]))
    error = fields.String(required=True, allow_none=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    people = fields.Integer(required=True)
    parts = fields.Integer(required=True)
    file_id = fields.String(required=True, allow_none=True)
    size = fields.Integer(required=True, allow_none=True)
    made_at = fields.AwareDateTime(required=True, allow_none=True)
    expires_at = fields.AwareDateTime(required=True, allow_none=True)


class PaperBundlesSchema(StrictSchema):
    """The own papers of many in a round."""

    bundles = fields.List(fields.Nested(PaperBundleSchema), required=True)
