"""What a client may send to the approvals."""

from __future__ import annotations

from marshmallow import fields, validate

from backend.approvals.flows import Verdict
from backend.approvals.schemas.forms import any_form
from backend.core.web.pagination import PageQuery
from backend.core.web.schema import Moment, StrictSchema

MAX_OPINION = 500
_REVIEW_VERDICTS = [Verdict.APPROVE.value, Verdict.RETURN.value, Verdict.REJECT.value]


class FileMatterSchema(StrictSchema):
    """A matter to be filed."""

    kind = fields.String(required=True, validate=validate.Length(max=60))
    subject_id = fields.String(required=True, validate=validate.Length(max=64))
    form = any_form()


class ResubmissionSchema(StrictSchema):
    """A corrected form; personal fields left out keep their earlier value."""

    form = any_form()
    form_revision = fields.Integer(required=True)


class WithdrawalSchema(StrictSchema):
    """Why a matter is taken back."""

    form_revision = fields.Integer(required=True)
    reason = fields.String(load_default="", validate=validate.Length(max=MAX_OPINION))


class _CommandSchema(StrictSchema):
    form_revision = fields.Integer(required=True)
    view_digest = fields.String(required=True, validate=validate.Length(max=80))
    opinion = fields.String(load_default="", validate=validate.Length(max=MAX_OPINION))
    claimed_at = Moment(load_default=None, allow_none=True)


class DecisionSchema(_CommandSchema):
    """A verdict on what was shown."""

    verdict = fields.String(required=True, validate=validate.OneOf(_REVIEW_VERDICTS))
    returned_fields = fields.List(
        fields.String(validate=validate.Length(max=100)), load_default=list, validate=validate.Length(max=50)
    )


class IssueDocumentSchema(StrictSchema):
    """An official document by its reference (发文字号)."""

    number = fields.String(required=True, validate=validate.Length(min=1, max=100))
    title = fields.String(required=True, validate=validate.Length(min=1, max=200))
    issuer = fields.String(required=True, validate=validate.Length(min=1, max=100))
    dated_on = fields.Date(required=True)


class IssueSchema(_CommandSchema):
    """The document that brings the effect about."""

    document = fields.Nested(IssueDocumentSchema, required=True)
    effective_on = fields.Date(load_default=None, allow_none=True)


class TaskListQuery(PageQuery):
    """Which of my tasks."""

    which = fields.String(data_key="list", load_default="todo", validate=validate.OneOf(["todo", "done"]))


class MatterListQuery(PageQuery):
    """Which of my matters."""

    which = fields.String(data_key="list", load_default="mine", validate=validate.OneOf(["mine", "finished"]))
