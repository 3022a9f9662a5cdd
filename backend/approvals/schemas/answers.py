"""What the approvals answer."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from backend.approvals.flows import StepType, Verdict
from backend.approvals.schemas.requests import IssueDocumentSchema
from backend.approvals.states import MatterState, TaskState
from backend.core.web.schema import StrictSchema, page_of


class CardUnitSchema(StrictSchema):
    """The unit a card is about."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class _CardSchema(StrictSchema):
    id = fields.String(required=True)
    kind = fields.String(required=True)
    step_key = fields.String(required=True)
    round = fields.Integer(required=True)
    unit = fields.Nested(CardUnitSchema, required=True, allow_none=True)
    heads = fields.Integer(required=True, allow_none=True)
    light = fields.String(required=True, allow_none=True)
    filed_by_name = fields.String(required=True)
    acceptance_number = fields.String(required=True, allow_none=True)


class TaskCardSchema(_CardSchema):
    """A task in a list; ``verdict`` and ``decided_at`` in the list of what I decided."""

    matter_id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in TaskState]))
    due_on = fields.Date(required=True)
    due_provisional = fields.Boolean(required=True)
    overdue = fields.Boolean(required=True)
    opened_at = fields.AwareDateTime(required=True)
    verdict = fields.String(validate=validate.OneOf([verdict.value for verdict in Verdict]))
    decided_at = fields.AwareDateTime()


class MatterCardSchema(_CardSchema):
    """A matter in a list."""

    state = fields.String(required=True, validate=validate.OneOf([state.value for state in MatterState]))
    filed_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)


TaskPageSchema = page_of(TaskCardSchema, "TaskCard")
MatterPageSchema = page_of(MatterCardSchema, "MatterCard")


def _before_after(*, known: bool) -> fields.Field[Any]:
    return fields.List(fields.Integer(allow_none=not known), required=True, validate=validate.Length(equal=2))


class EffectRowSchema(StrictSchema):
    """Heads of one quota type, [before, after]; null = unknown."""

    quota_type = fields.String(required=True)
    approved = _before_after(known=False)
    filled = _before_after(known=True)
    reserved = _before_after(known=True)
    vacant = _before_after(known=False)


class PreviewSchema(StrictSchema):
    """What the matter does to the unit's numbers."""

    rows = fields.List(fields.Nested(EffectRowSchema), required=True)
    light = fields.String(required=True, allow_none=True)


class FormFieldSchema(StrictSchema):
    """A line of the form; ``changed`` since the revision before."""

    field = fields.String(required=True)
    value = fields.Raw(required=True, allow_none=True)
    masked = fields.Boolean(required=True)
    changed = fields.Boolean(required=True)


class StationTaskSchema(StrictSchema):
    """A task of a station in the present round."""

    role = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in TaskState]))
    due_on = fields.Date(required=True)
    verdict = fields.String(required=True, allow_none=True)
    opinion = fields.String(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)


class StationSchema(StrictSchema):
    """A step of the flow on the line of stations."""

    step_key = fields.String(required=True)
    type = fields.String(required=True, validate=validate.OneOf([kind.value for kind in StepType]))
    roles = fields.List(fields.String(), required=True)
    state = fields.String(required=True, validate=validate.OneOf(["done", "current", "waiting", "skipped"]))
    tasks = fields.List(fields.Nested(StationTaskSchema), required=True)


class MatterOpinionSchema(StrictSchema):
    """One decision, of any round."""

    round = fields.Integer(required=True)
    step_key = fields.String(required=True)
    role = fields.String(required=True)
    verdict = fields.String(required=True)
    opinion = fields.String(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    returned_fields = fields.List(fields.String(), required=True)


class MatterUnitSchema(CardUnitSchema):
    """The unit a matter is about."""

    region_name = fields.String(required=True, allow_none=True)


class FilerSchema(StrictSchema):
    """Who filed."""

    name = fields.String(required=True)


class ReturnedSchema(StrictSchema):
    """What the filer is asked to correct."""

    opinion = fields.String(required=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields", attribute="fields")


class MatterCanSchema(StrictSchema):
    """What this person may do with the matter now."""

    withdraw = fields.Boolean(required=True)
    resubmit = fields.Boolean(required=True)


class MatterDocumentSchema(IssueDocumentSchema):
    """A recorded document."""

    id = fields.String(required=True)
    dated_on = fields.String(required=True)  # type: ignore[assignment]  # ISO text already


class MatterViewSchema(StrictSchema):
    """A whole matter as this person may read it."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in MatterState]))
    step_key = fields.String(required=True)
    acceptance_number = fields.String(required=True, allow_none=True)
    unit = fields.Nested(MatterUnitSchema, required=True)
    heads = fields.Integer(required=True, allow_none=True)
    light = fields.String(required=True, allow_none=True)
    filed_by = fields.Nested(FilerSchema, required=True)
    filed_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    form = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)
    form_fields = fields.List(fields.Nested(FormFieldSchema), required=True, data_key="fields", attribute="fields")
    form_revision = fields.Integer(required=True)
    round = fields.Integer(required=True)
    stations = fields.List(fields.Nested(StationSchema), required=True)
    timeline = fields.List(fields.Nested(MatterOpinionSchema), required=True)
    preview = fields.Nested(PreviewSchema, required=True, allow_none=True)
    document = fields.Nested(MatterDocumentSchema, required=True, allow_none=True)
    notice_number = fields.String(required=True, allow_none=True)
    withdrawal_reason = fields.String(required=True, allow_none=True)
    returned = fields.Nested(ReturnedSchema, required=True, allow_none=True)
    can = fields.Nested(MatterCanSchema, required=True)


class TaskSchema(TaskCardSchema):
    """A task with what this person may answer; no verdicts = nothing."""

    verdicts = fields.List(fields.String(), required=True)
    issue = fields.Boolean(required=True)


class TaskViewSchema(StrictSchema):
    """A task, its matter, and what a decision must send back."""

    task = fields.Nested(TaskSchema, required=True)
    matter = fields.Nested(MatterViewSchema, required=True)
    view_digest = fields.String(required=True)
    form_revision = fields.Integer(required=True)
    preview = fields.Nested(PreviewSchema, required=True, allow_none=True)


class DecisionAnswerSchema(StrictSchema):
    """What a decision came to."""

    outcome = fields.String(required=True)
    task_id = fields.String(required=True)
    matter_state = fields.String(required=True)
    next_step = fields.String(required=True, allow_none=True)
    notice_number = fields.String(required=True, allow_none=True)


class IssueAnswerSchema(StrictSchema):
    """What an issue came to."""

    outcome = fields.String(required=True)
    task_id = fields.String(required=True)
    matter_state = fields.String(required=True)
    notice_number = fields.String(required=True, allow_none=True)
    preview_after = fields.Nested(PreviewSchema, required=True)


class FilingProblemSchema(StrictSchema):
    """What filing would be refused for."""

    code = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)


class RehearsalSchema(StrictSchema):
    """What filing would meet."""

    preview = fields.Nested(PreviewSchema, required=True, allow_none=True)
    problems = fields.List(fields.Nested(FilingProblemSchema), required=True)


class KindStepSchema(StrictSchema):
    """A step of a kind's way; ``days`` are working days, a default of the office."""

    key = fields.String(required=True)
    type = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    need = fields.Integer(required=True)
    days = fields.Integer(required=True)
    issues = fields.Boolean(required=True)


class KindSchema(StrictSchema):
    """A kind of matter."""

    kind = fields.String(required=True)
    subject_kind = fields.String(required=True)
    flow = fields.String(required=True)
    flow_version = fields.Integer(required=True)
    can_file = fields.Boolean(required=True)
    steps = fields.List(fields.Nested(KindStepSchema), required=True)


class KindsSchema(StrictSchema):
    """All kinds."""

    items = fields.List(fields.Nested(KindSchema), required=True)
