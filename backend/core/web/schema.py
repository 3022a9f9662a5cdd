"""Base of all shapes on the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import RAISE, Schema, fields


class StrictSchema(Schema):
    """Refuses what it does not know: an extra key is a mistake or an attempt."""

    class Meta:
        unknown = RAISE


class Moment(fields.AwareDateTime):
    """A moment that is sent: with its offset, and one that also exists in UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        try:
            return moment.astimezone(UTC)
        except OverflowError as error:
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE) from error


class ProblemSchema(Schema):
    """RFC 9457, with a stable ``code`` and the facts behind it."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), required=True)
    request_id = fields.String(required=True)


def page_of(item: type[Schema], name: str) -> type[Schema]:
    """The answer of a list: ``items`` and the cursor of the next page."""
    members: dict[str, Any] = {
        "items": fields.List(fields.Nested(item), required=True),
        "next_cursor": fields.String(required=True, allow_none=True),
    }
    return type(f"{name}PageSchema", (StrictSchema,), members)
