"""Lists by cursor: a page names the place where the next one begins, so that rows never repeat or vanish."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from marshmallow import fields, validate

from backend.core.errors import Invalid
from backend.core.web.schema import StrictSchema

DEFAULT_LIMIT = 30
MAX_LIMIT = 50


class BadCursor(Invalid):
    """The cursor was not made by this list."""

    code = "bad_cursor"


class PageQuery(StrictSchema):
    """What every list takes."""

    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))
    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=validate.Range(min=1, max=MAX_LIMIT))


def encode_cursor(keys: Sequence[Any]) -> str:
    """An opaque cursor of the last row's sort keys."""
    return base64.urlsafe_b64encode(orjson.dumps(list(keys))).decode().rstrip("=")


def decode_cursor(cursor: str | None, length: int, kind: type[str | int] = str) -> list[Any] | None:
    """The sort keys behind ``cursor``, ``length`` of them, each of ``kind``. Raises :class:`BadCursor`."""
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        keys = orjson.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    if not isinstance(keys, list) or len(keys) != length or not all(_is_key(key, kind) for key in keys):
        raise BadCursor
    return keys


def _is_key(key: object, kind: type[str | int]) -> bool:
    """A key that both databases can compare: neither takes a longer integer, PostgreSQL no NUL."""
    if isinstance(key, str):
        return kind is str and "\0" not in key
    return kind is int and type(key) is int and abs(key) < 2**63


def moment_of_key(key: str) -> datetime:
    """A sort key that is a moment. Raises :class:`BadCursor`."""
    try:
        moment = datetime.fromisoformat(key)
        if moment.tzinfo is None:
            raise BadCursor
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadCursor from error


def page(rows: Sequence[Any], limit: int, keys: Sequence[str]) -> dict[str, Any]:
    """``{"items", "next_cursor"}`` of rows (mappings) of which ``limit + 1`` were asked for."""
    more = len(rows) > limit
    items = list(rows[:limit])
    cursor = encode_cursor([items[-1][key] for key in keys]) if more else None
    return {"items": items, "next_cursor": cursor}
