"""Schemes in force, as the rest of the assessment asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Select, select

from backend.assessment.schemes.definition import indicator_of
from backend.assessment.schemes.models import SchemeRow, SchemeVersion
from backend.assessment.schemes.scoring import Scheme
from backend.core.transaction import Tx
from backend.identity.public import ancestor_nodes


def adopted_scheme(tx: Tx, year: int, category: str, node_id: str) -> Scheme | None:
    """The scheme of a category ("unit": of units) in force at ``node_id``: the nearest one upward."""
    return adopted_schemes(tx, year, node_id).get(category)


def adopted_schemes(tx: Tx, year: int, node_id: str) -> Mapping[str, Scheme]:
    """The schemes in force at ``node_id`` in a year, by category. Two statements."""
    nearness = {node: depth for depth, node in enumerate(ancestor_nodes(tx, node_id))}
    rows = tx.session.execute(
        _versions().where(SchemeRow.year == year, SchemeRow.node_id.in_(list(nearness)))
    ).all()
    rows_by_preference = sorted(rows, key=lambda row: (-nearness[row.node_id], row.version))
    return {row.category: _scheme(row) for row in rows_by_preference}  # the last one of a category stays


def scheme_version(tx: Tx, scheme_id: str, version: int | None = None) -> Scheme | None:
    """A scheme as it was adopted; the latest version unless one is named."""
    wanted = _versions().where(SchemeRow.id == scheme_id).order_by(SchemeVersion.version.desc()).limit(1)
    if version is not None:
        wanted = wanted.where(SchemeVersion.version == version)
    row = tx.session.execute(wanted).first()
    return _scheme(row) if row else None


def _versions() -> Select[Any]:
    return select(
        SchemeRow.id,
        SchemeRow.year,
        SchemeRow.category,
        SchemeRow.node_id,
        SchemeVersion.version,
        SchemeVersion.indicators,
    ).join(SchemeVersion, SchemeVersion.scheme_id == SchemeRow.id)


def _scheme(row: Row[Any]) -> Scheme:
    return Scheme(
        id=row.id,
        version=row.version,
        year=row.year,
        category=row.category,
        node_id=row.node_id,
        indicators=tuple(indicator_of(each) for each in row.indicators),
    )
