"""Writes of schemes: begun, written, simulated, adopted; what a round has used stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from backend.assessment.schemes.adopted import adopted_scheme
from backend.assessment.schemes.definition import Data, Json, data_of, digest_of
from backend.assessment.schemes.errors import (
    SchemeAdopted,
    SchemeExists,
    SchemeMissing,
    SchemeNotSimulated,
    SchemeStale,
    SchemeUnchanged,
    SchemeUsed,
)
from backend.assessment.schemes.models import SchemeRow, SchemeSimulation, SchemeVersion
from backend.assessment.schemes.queries import latest_simulation, rounds_using, scheme_row, versions_of
from backend.assessment.schemes.suggestions import suggested
from backend.assessment.schemes.validation import ensure_nothing_forbidden, validate
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.public import Permission, ensure_in_scope, record_audit


def create_scheme(tx: Tx, actor: Actor, *, year: int, category: str, node_id: str, begin: str) -> str:
    """Begin a scheme with this product's "suggestion", with "last_year"'s, or "empty"; returns its id.

    Raises ``NodeNotFound`` outside the scope, :class:`SchemeExists`, :class:`SchemeMissing` where there was no
    scheme last year.
    """
    ensure_in_scope(tx, actor, Permission.SCHEME_MANAGE, node_id)
    present = tx.session.scalar(
        select(SchemeRow.id).where(
            SchemeRow.node_id == node_id, SchemeRow.year == year, SchemeRow.category == category
        )
    )
    if present is not None:
        raise SchemeExists(scheme_id=present)
    indicators = _beginning(tx, year, category, node_id, begin)
    row = SchemeRow(
        id=new_id(),
        node_id=node_id,
        year=year,
        category=category,
        indicators=indicators,
        digest=digest_of(indicators),
        changed_by=actor.account_id,
        changed_at=tx.now(),
    )
    tx.session.add(row)
    _record(tx, actor, "begun", row, {"begin": begin})
    return row.id


def change_scheme(tx: Tx, actor: Actor, scheme_id: str, revision: int, indicators: Sequence[Data]) -> None:
    """Write a scheme anew; it may still have problems, but no source that is forbidden.

    Raises :class:`SourceForbidden`, :class:`SchemeStale`, :class:`SchemeUsed`.
    """
    ensure_nothing_forbidden(indicators)
    row = _locked(tx, actor, scheme_id, revision)
    _ensure_unused(tx, row)
    row.indicators = [dict(each) for each in indicators]
    row.digest = digest_of(row.indicators)
    row.revision += 1
    row.changed_by, row.changed_at = actor.account_id, tx.now()
    _record(tx, actor, "changed", row, {"revision": row.revision, "digest": row.digest})


def adopt_scheme(tx: Tx, actor: Actor, scheme_id: str, revision: int, reason: str) -> int:
    """Put a simulated scheme in force and return its version.

    Raises :class:`SchemeInvalid`, :class:`SchemeNotSimulated`, :class:`SchemeUsed` once a round of its year was
    opened there, :class:`SchemeUnchanged`, :class:`SchemeStale`.
    """
    row = _locked(tx, actor, scheme_id, revision)
    validate(row.category, row.indicators)
    if using := rounds_using(tx, row.year, row.node_id):
        raise SchemeUsed(rounds=len(using))
    before = versions_of(tx, row.id)
    if before and before[0].digest == row.digest:
        raise SchemeUnchanged(version=before[0].version)
    if latest_simulation(tx, row.id, row.digest) is None:
        raise SchemeNotSimulated
    version = before[0].version + 1 if before else 1
    tx.session.add(
        SchemeVersion(
            id=new_id(),
            scheme_id=row.id,
            version=version,
            indicators=row.indicators,
            digest=row.digest,
            reason=reason,
            adopted_by=actor.account_id,
            adopted_at=tx.now(),
        )
    )
    row.revision += 1
    _record(tx, actor, "adopted", row, {"version": version, "digest": row.digest})
    return version


def remove_scheme(tx: Tx, actor: Actor, scheme_id: str) -> None:
    """Throw a scheme away that was never adopted. Raises :class:`SchemeAdopted`."""
    row = scheme_row(tx, actor, scheme_id, lock=True)
    if versions_of(tx, row.id):
        raise SchemeAdopted
    tx.session.execute(delete(SchemeSimulation).where(SchemeSimulation.scheme_id == row.id))
    tx.session.delete(row)
    _record(tx, actor, "removed", row, {"year": row.year, "category": row.category})


def _beginning(tx: Tx, year: int, category: str, node_id: str, begin: str) -> list[Json]:
    if begin == "suggestion":
        return suggested(category)
    if begin == "empty":
        return []
    last = adopted_scheme(tx, year - 1, category, node_id)
    if last is None:
        raise SchemeMissing(categories=[category], year=year - 1)
    return [data_of(indicator) for indicator in last.indicators]


def _locked(tx: Tx, actor: Actor, scheme_id: str, revision: int) -> SchemeRow:
    row = scheme_row(tx, actor, scheme_id, lock=True)
    if row.revision != revision:
        raise SchemeStale(revision=row.revision)
    return row


def _ensure_unused(tx: Tx, row: SchemeRow) -> None:
    """A scheme in force that a round works with is not even rewritten."""
    using = rounds_using(tx, row.year, row.node_id) if versions_of(tx, row.id) else []
    if using:
        raise SchemeUsed(rounds=len(using))


def _record(tx: Tx, actor: Actor, act: str, row: SchemeRow, facts: Json) -> None:
    tx.session.flush()
    action = f"assessment:scheme:{act}"
    record_audit(tx, actor, action, "assessment_scheme", row.id, node_id=row.node_id, facts=facts)
