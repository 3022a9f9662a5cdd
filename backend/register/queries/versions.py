"""Which version of an organization counts on a day, as known at a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, true

from backend.core.transaction import Tx
from backend.register.errors import NotRecordedThen
from backend.register.models import OrganizationVersion
from backend.register.models.marks import table_of

_VERSIONS = table_of(OrganizationVersion)


def known_by(recorded_at: Any, known_at: datetime | None) -> ColumnElement[bool]:
    """The condition that a row was recorded by ``known_at``; always true without one."""
    return true() if known_at is None else recorded_at <= known_at


def version_on(tx: Tx, organization_id: str, day: date, known_at: datetime | None = None) -> Mapping[str, Any]:
    """The version that holds on ``day``: the latest beginning, of these the one recorded last.

    Raises :class:`NotRecordedThen` when none was known.
    """
    row = (
        tx.session.execute(
            select(_VERSIONS)
            .where(
                _VERSIONS.c.organization_id == organization_id,
                _VERSIONS.c.valid_from.is_(None) | (_VERSIONS.c.valid_from <= day),
                known_by(_VERSIONS.c.recorded_at, known_at),
            )
            .order_by(_VERSIONS.c.valid_from.desc().nulls_last(), _VERSIONS.c.sequence.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    if row is None:
        raise NotRecordedThen(unit_id=organization_id)
    return dict(row)
