"""Shapes of profiles, needs and wishes on the wire. None of them counts wishes or orders people by worth."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.core.web.schema import StrictSchema
from courses.mentoring.rules import MOST_PLACES, MOST_WISHES

_ID = validate.Regexp(r"^[0-9a-f]{32}\Z")
_CODE = validate.Length(min=1, max=60)


class MentoringPersonSchema(StrictSchema):
    """Somebody with the unit."""

    account_id = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)


class MentoringUnitSchema(StrictSchema):
    """A unit by name."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class MentoringTopicSchema(StrictSchema):
    """A field in which mentors help."""

    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)


class MentoringTopicsSchema(StrictSchema):
    """The fields there are."""

    items = fields.List(fields.Nested(MentoringTopicSchema), required=True)


class MentorProfileSchema(StrictSchema):
    """A mentor's profile; no units serve all."""

    offered = fields.Boolean(required=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")
    capacity = fields.Integer(required=True)
    units = fields.List(fields.Nested(MentoringUnitSchema), required=True)
    available_from = fields.Date(required=True, allow_none=True)
    available_to = fields.Date(required=True, allow_none=True)
    about = fields.String(required=True)
    version = fields.Integer(required=True)


class MenteeNeedSchema(StrictSchema):
    """What somebody looks for."""

    looking = fields.Boolean(required=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")
    note = fields.String(required=True)
    version = fields.Integer(required=True)


class OwnMentoringSchema(StrictSchema):
    """What one has written of oneself; exclusions are shown to their author alone."""

    may_mentor = fields.Boolean(required=True)
    unit = fields.Nested(MentoringUnitSchema, required=True, allow_none=True)
    profile = fields.Nested(MentorProfileSchema, required=True, allow_none=True)
    need = fields.Nested(MenteeNeedSchema, required=True, allow_none=True)
    wishes = fields.List(fields.Nested(MentoringPersonSchema), required=True)
    exclusions = fields.List(fields.Nested(MentoringPersonSchema), required=True)


class MentoringPersonPageSchema(MentoringPersonSchema):
    """What the office may edit of somebody."""

    unit_id = fields.String(required=True, allow_none=True)
    profile = fields.Nested(MentorProfileSchema, required=True, allow_none=True)
    need = fields.Nested(MenteeNeedSchema, required=True, allow_none=True)


class MentorProfileSavingSchema(StrictSchema):
    """A profile to be kept; ``version`` is the one that was read, 0 for none."""

    offered = fields.Boolean(required=True)
    fields_ = fields.List(
        fields.String(validate=_CODE),
        required=True,
        validate=validate.Length(max=20),
        data_key="fields",
        attribute="fields",
    )
    capacity = fields.Integer(required=True, validate=validate.Range(min=1, max=MOST_PLACES))
    unit_ids = fields.List(fields.String(validate=_ID), load_default=list, validate=validate.Length(max=20))
    available_from = fields.Date(load_default=None, allow_none=True)
    available_to = fields.Date(load_default=None, allow_none=True)
    about = fields.String(load_default="", validate=validate.Length(max=500))
    version = fields.Integer(required=True)


class MenteeNeedSavingSchema(StrictSchema):
    """A need to be kept; ``version`` is the one that was read, 0 for none."""

    looking = fields.Boolean(required=True)
    fields_ = fields.List(
        fields.String(validate=_CODE),
        required=True,
        validate=validate.Length(max=20),
        data_key="fields",
        attribute="fields",
    )
    note = fields.String(load_default="", validate=validate.Length(max=500))
    version = fields.Integer(required=True)


class MentoringVersionSchema(StrictSchema):
    """The version there is now, or the one that was read."""

    version = fields.Integer(required=True)


class MentorWishesSchema(StrictSchema):
    """Mentors, the dearest first."""

    mentor_ids = fields.List(fields.String(validate=_ID), required=True, validate=validate.Length(max=MOST_WISHES))


class MentoringSearchQuery(StrictSchema):
    """A part of a name."""

    q = fields.String(load_default="", validate=validate.Length(max=40))


class MentoringPeopleSchema(StrictSchema):
    """People by name."""

    items = fields.List(fields.Nested(MentoringPersonSchema), required=True)


class MentorToChooseSchema(MentoringPersonSchema):
    """A mentor whom one may wish for."""

    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")
    about = fields.String(required=True)


class MentorsToChooseSchema(StrictSchema):
    """Mentors by name."""

    items = fields.List(fields.Nested(MentorToChooseSchema), required=True)


class MentoringExclusionSchema(StrictSchema):
    """Somebody with whom one does not want to be paired, and the text by which they were found."""

    account_id = fields.String(required=True, validate=_ID)
    found_by = fields.String(required=True, validate=validate.Length(min=2, max=40))


class MentoringKnownPersonSchema(MentoringPersonSchema):
    """Somebody of the office's scope."""

    mentor = fields.Boolean(required=True)
    looking = fields.Boolean(required=True)


class MentoringKnownPeopleSchema(StrictSchema):
    """People by name."""

    items = fields.List(fields.Nested(MentoringKnownPersonSchema), required=True)


class MentoringPlacesSchema(StrictSchema):
    """Where one pairs people."""

    items = fields.List(fields.Nested(MentoringUnitSchema), required=True)
