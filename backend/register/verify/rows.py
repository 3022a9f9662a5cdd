"""The rows themselves: marks, chains, versions, and rows that hang in the air."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Table, exists, func, select

from backend.core.db import Base
from backend.core.findings import Finding
from backend.core.transaction import Tx
from backend.identity.public import node_refs
from backend.register.models import (
    UNIT_SEARCH,
    AppointmentCount,
    AppointmentEntry,
    Import,
    InternalDivision,
    Organization,
    OrganizationVersion,
    Person,
    Posting,
    PostingEvent,
    QuotaBalance,
    QuotaEntry,
    QuotaException,
    Region,
    RegionQuota,
    Reservation,
)
from backend.register.models.marks import mark_holds, table_of
from backend.register.operations.rows import chunks
from backend.register.queries.versions import version_on

_MARKED: tuple[type[Base], ...] = (
    Import,
    OrganizationVersion,
    QuotaEntry,
    QuotaException,
    PostingEvent,
    AppointmentEntry,
    Reservation,
    Person,
)
_BATCH = 2000


def check_marks(tx: Tx) -> Iterator[Finding]:
    """Every marked row is as the product wrote it."""
    for model in _MARKED:
        table = table_of(model)
        for row in tx.session.execute(select(table).execution_options(yield_per=_BATCH)).mappings():
            if not mark_holds(tx.keyring, table.name, row):
                yield Finding("register_mark", table.name, row["id"], "changed or written past the product")


def check_chains(tx: Tx) -> Iterator[Finding]:
    """The rows of each holder count 1, 2, 3 … and as many as the holder says."""
    for table, keys, counts in _chains(tx):
        columns = [table.c[key] for key in keys]
        rows = tx.session.execute(
            select(*columns, table.c.sequence)
            .order_by(*columns, table.c.sequence)
            .execution_options(yield_per=_BATCH)
        )
        seen: set[tuple[Any, ...]] = set()
        for holder, group in groupby(rows, key=lambda row: tuple(row[:-1])):
            seen.add(holder)
            yield from _check_chain(table, holder, [row.sequence for row in group], counts)
        for holder, count in (counts or {}).items():
            if count and holder not in seen:
                yield _gap(table, holder, f"1..{count}", "none")


def _check_chain(
    table: Table, holder: tuple[Any, ...], found: list[int], counts: Mapping[tuple[Any, ...], int] | None
) -> Iterator[Finding]:
    last = found[-1] if counts is None else counts.get(holder, 0)
    missing = sorted(set(range(1, last + 1)) - set(found))
    extra = [sequence for sequence in found if sequence > last]
    if missing:
        yield _gap(table, holder, f"1..{last}", f"without {_listed(missing)}")
    if extra:
        yield _gap(table, holder, f"1..{last}", f"also {_listed(extra)}")


def _gap(table: Table, holder: tuple[Any, ...], expected: str, found: str) -> Finding:
    row_id = "/".join(str(part) for part in holder)
    return Finding("register_chain", table.name, row_id, "rows of the chain are missing or added", expected, found)


def _listed(sequences: Iterable[int]) -> str:
    return ", ".join(str(sequence) for sequence in sequences)


def _chains(
    tx: Tx,
) -> Iterator[tuple[Table, tuple[str, ...], dict[tuple[Any, ...], int] | None]]:
    """Each chain with what its holders say of its length; of postings nobody says it but their projection."""
    yield table_of(QuotaEntry), ("holder_kind", "holder_id", "quota_type"), _entry_counts(tx)
    exceptions = tx.session.execute(
        select(QuotaBalance.organization_id, QuotaBalance.quota_type, QuotaBalance.exception_count)
    )
    yield (
        table_of(QuotaException),
        ("organization_id", "quota_type"),
        {(row.organization_id, row.quota_type): row.exception_count for row in exceptions},
    )
    versions = tx.session.execute(select(Organization.id, Organization.version_count))
    yield table_of(OrganizationVersion), ("organization_id",), {(row.id,): row.version_count for row in versions}
    appointments = tx.session.execute(select(AppointmentCount.organization_id, AppointmentCount.entries))
    yield table_of(AppointmentEntry), ("organization_id",), {(row[0],): row[1] for row in appointments}
    yield table_of(PostingEvent), ("posting_id",), None


def _entry_counts(tx: Tx) -> dict[tuple[Any, ...], int]:
    units = tx.session.execute(
        select(QuotaBalance.organization_id, QuotaBalance.quota_type, QuotaBalance.entry_count)
    )
    counts: dict[tuple[Any, ...], int] = {
        ("organization", row.organization_id, row.quota_type): row.entry_count for row in units
    }
    regions = tx.session.execute(
        select(
            RegionQuota.region_code, RegionQuota.quota_type, RegionQuota.ceiling_count, RegionQuota.reserve_count
        )
    )
    for row in regions:
        counts["region_ceiling", row.region_code, row.quota_type] = row.ceiling_count
        counts["region_reserve", row.region_code, row.quota_type] = row.reserve_count
    return counts


def check_versions(tx: Tx) -> Iterator[Finding]:
    """The current version of each organization is the one that counts today."""
    several = select(Organization.id, Organization.current_version_id).where(Organization.version_count > 1)
    for row in tx.session.execute(several).all():
        expected = version_on(tx, row.id, tx.today())["id"]
        if expected != row.current_version_id:
            yield _wrong_version(row.id, expected, row.current_version_id)
    single = (
        select(Organization.id, Organization.current_version_id, OrganizationVersion.id.label("version_id"))
        .outerjoin(OrganizationVersion, OrganizationVersion.organization_id == Organization.id)
        .where(Organization.version_count == 1)
    )
    for unit_id, found, expected in tx.session.execute(single):
        if expected != found:
            yield _wrong_version(unit_id, expected, found)


def _wrong_version(unit_id: str, expected: str | None, found: str) -> Finding:
    return Finding(
        "register_version", "register_organization", unit_id, "not the version of today", str(expected), found
    )


def check_orphans(tx: Tx) -> Iterator[Finding]:
    """Rows point at rows that exist, also where a database without foreign keys let them go."""
    for model, column, target in _POINTERS:
        missing = select(model).where(column.is_not(None), ~exists().where(target == column))
        for row in tx.session.execute(missing.with_only_columns(table_of(model).primary_key.columns[0], column)):
            yield Finding(
                "register_orphan", model.__tablename__, str(row[0]), "points at nothing", found=str(row[1])
            )
    yield from _placeless(tx, Organization, "organization", Organization.id)
    yield from _placeless(tx, Region, "region", Region.code)
    yield from _placeless(tx, InternalDivision, "division", InternalDivision.id)
    indexed = select(func.count()).select_from(UNIT_SEARCH.table)
    unfindable = select(Organization.id).where(~exists().where(UNIT_SEARCH.table.c.entity_id == Organization.id))
    if tx.session.scalar(indexed):
        for unit_id in tx.session.scalars(unfindable):
            yield Finding("register_search", UNIT_SEARCH.name, unit_id, "the unit cannot be found by search")


def _placeless(tx: Tx, model: type[Base], kind: str, ref: Any) -> Iterator[Finding]:
    """The scope node of a row is there, and is that row's."""
    node = table_of(model).c.node_id
    rows = {row.node_id: row.ref for row in tx.session.execute(select(node, ref.label("ref")))}
    for chunk in chunks(list(rows)):
        nodes = node_refs(tx, chunk)
        for node_id in chunk:
            found = nodes.get(node_id)
            if found is None or (found["kind"], found["ref"]) != (kind, rows[node_id]):
                yield Finding(
                    "register_scope", model.__tablename__, str(rows[node_id]), "has no scope node of its own"
                )


_POINTERS: tuple[tuple[type[Base], Any, ColumnElement[Any] | Any], ...] = (
    (QuotaBalance, QuotaBalance.organization_id, Organization.id),
    (QuotaException, QuotaException.organization_id, Organization.id),
    (Reservation, Reservation.organization_id, Organization.id),
    (OrganizationVersion, OrganizationVersion.organization_id, Organization.id),
    (InternalDivision, InternalDivision.organization_id, Organization.id),
    (PostingEvent, PostingEvent.person_id, Person.id),
    (PostingEvent, PostingEvent.organization_id, Organization.id),
    (Posting, Posting.person_id, Person.id),
    (AppointmentEntry, AppointmentEntry.person_id, Person.id),
    (AppointmentEntry, AppointmentEntry.organization_id, Organization.id),
    (AppointmentEntry, AppointmentEntry.division_id, InternalDivision.id),
)
