"""Reading what was sent: strict about keys, about depth, and about what no database can hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Request
from webargs import missing
from webargs.flaskparser import FlaskParser

from backend.core.errors import Invalid


class StrictParser(FlaskParser):
    """Refuses unknown query arguments too, and reads JSON with a limit of depth."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012  # webargs' own form
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": None,
        "json": None,
        "form": None,
    }

    def _raw_load_json(self, req: Request) -> Any:
        # orjson refuses what is nested 1,024 deep; the standard library would run out of stack
        return orjson.loads(req.get_data()) if req.is_json else missing


def refuse_nul(value: object) -> None:
    """PostgreSQL stores no NUL in a text, and nobody types one. Raises :class:`Invalid`."""
    if isinstance(value, str):
        if "\0" in value:
            raise Invalid
    elif isinstance(value, Mapping):
        refuse_nul([*value, *value.values()])
    elif isinstance(value, list):
        for part in value:
            refuse_nul(part)
