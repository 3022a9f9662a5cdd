"""Where entries come from: matters that were executed, imports that were applied, documents that are recorded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from backend.approvals.public import executed_matters, matter_states
from backend.core.db import Base
from backend.core.findings import Finding
from backend.core.transaction import Tx
from backend.records.public import documents
from backend.register.models import (
    AppointmentEntry,
    Import,
    InternalDivision,
    OrganizationVersion,
    PostingEvent,
    QuotaEntry,
    QuotaException,
    Reservation,
)
from backend.register.operations.rows import chunks

_CAUSED: tuple[Any, ...] = (QuotaEntry, QuotaException, PostingEvent, OrganizationVersion, InternalDivision)
_DOCUMENTED: tuple[Any, ...] = (QuotaEntry, QuotaException, PostingEvent, OrganizationVersion, AppointmentEntry)
_EXECUTED = "executed"
#: states of a matter in which what it reserved still stands
_UNDER_WAY = frozenset({"submitted", "reviewing", "joint_review", "approved", "returned"})


def check_causes(tx: Tx) -> Iterator[Finding]:
    """Each entry names a matter that was executed or an import that was applied (domain rule 6)."""
    imports = set(tx.session.scalars(select(Import.id)))
    for model in _CAUSED:
        named = select(model.cause_kind, model.cause_id).distinct()
        causes = {(row.cause_kind, row.cause_id) for row in tx.session.execute(named)}
        executed = _executed(tx, [cause_id for kind, cause_id in causes if kind == "matter"])
        for kind, cause_id in sorted(causes):
            if cause_id not in (executed if kind == "matter" else imports):
                yield from _uncaused(tx, model, kind, cause_id)


def _executed(tx: Tx, matter_ids: list[str]) -> set[str]:
    return {
        matter_id
        for chunk in chunks(matter_ids)
        for matter_id, standing in matter_states(tx, chunk).items()
        if standing.state == _EXECUTED
    }


def _uncaused(tx: Tx, model: Any, kind: str, cause_id: str) -> Iterator[Finding]:
    rows = tx.session.scalars(select(model.id).where(model.cause_kind == kind, model.cause_id == cause_id))
    for row_id in rows:
        message = f"names a {kind} that was never {'executed' if kind == 'matter' else 'applied'}"
        yield Finding("register_cause", _name(model), row_id, message, found=cause_id)


def check_effects(tx: Tx) -> Iterator[Finding]:
    """Each executed matter has its effect, exactly once."""
    for kind, model in (("personnel_entry", PostingEvent), ("opening_balance", QuotaEntry)):
        matter_ids = list(executed_matters(tx, kind))
        counted: dict[str, int] = {}
        for chunk in chunks(matter_ids):
            per_matter = _effects(model).where(model.cause_kind == "matter", model.cause_id.in_(chunk))
            counted |= {row.cause_id: row.effects for row in tx.session.execute(per_matter)}
        for matter_id in matter_ids:
            found = counted.get(matter_id, 0)
            if found == 0 or (kind == "personnel_entry" and found > 1):
                yield Finding("register_effect", _name(model), matter_id, f"effects of a {kind}", "1", str(found))

    used = set(tx.session.scalars(select(Reservation.matter_id).where(Reservation.state == "used")))
    for matter_id in executed_matters(tx, "personnel_entry"):
        if matter_id not in used:
            yield Finding("register_effect", "register_reservation", matter_id, "no promise was used", "1", "0")


def _effects(model: Any) -> Any:
    statement = select(model.cause_id, func.count().label("effects")).group_by(model.cause_id)
    return statement.where(model.kind == "entered") if model is PostingEvent else statement


def check_reservations(tx: Tx) -> Iterator[Finding]:
    """What is reserved belongs to a matter under way; what was used, to one that was executed."""
    rows = tx.session.execute(select(Reservation.id, Reservation.matter_id, Reservation.state)).all()
    states: dict[str, str] = {}
    for chunk in chunks([row.matter_id for row in rows]):
        states |= {matter_id: standing.state for matter_id, standing in matter_states(tx, chunk).items()}
    for row in rows:
        matter = states.get(row.matter_id)
        if matter is None:
            yield _reservation(row.id, "names no matter", "a matter", row.matter_id)
        elif row.state == "open" and matter not in _UNDER_WAY:
            yield _reservation(row.id, "stands for a matter that has ended", "not open", matter)
        elif row.state == "used" and matter != _EXECUTED:
            yield _reservation(row.id, "was used by a matter that was not executed", _EXECUTED, matter)


def _reservation(row_id: str, message: str, expected: str, found: str) -> Finding:
    return Finding("register_reservation", "register_reservation", row_id, message, expected, found)


def check_documents(tx: Tx) -> Iterator[Finding]:
    """Each document that an entry names is recorded."""
    for model in _DOCUMENTED:
        named = set(tx.session.scalars(select(model.document_id).where(model.document_id.is_not(None)).distinct()))
        for chunk in chunks(named):
            for missing in sorted(set(chunk) - set(documents(tx, chunk))):
                for row_id in tx.session.scalars(select(model.id).where(model.document_id == missing)):
                    yield Finding(
                        "register_document",
                        _name(model),
                        row_id,
                        "names a document that is not recorded",
                        found=missing,
                    )


def _name(model: type[Base] | Any) -> str:
    return str(model.__tablename__)
