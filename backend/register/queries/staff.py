"""Everybody who is posted in a part of the tree on a day, in one statement however many they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from backend.core.transaction import Tx
from backend.identity.public import account_of, below
from backend.register.models import Organization, OrganizationVersion, Person, Posting
from backend.register.operations.rows import chunks


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person in place on a day.

    ``identity`` is cadre or worker, ``started_on`` the day of entry (入编), ``rank`` a code of one of the four
    lists or unknown, ``account_id`` None for those who cannot sign in. The facts of the unit are those of today.
    """

    person_id: str
    name: str
    identity: str
    account_id: str | None
    organization_id: str
    organization_name: str
    node_id: str
    nature: str
    civil_servant_law: bool
    division_id: str | None
    quota_type: str
    rank: str | None
    started_on: date


def staff_below(  # each narrows the list by itself
    tx: Tx,
    node_id: str,
    day: date,
    *,
    text: str = "",
    offset: int = 0,
    limit: int | None = None,
    without: Collection[str] = (),
) -> Iterator[StaffMember]:
    """Everybody in place on ``day`` in a unit at ``node_id`` or below it, by unit, then by name.

    With ``text`` only those in whose name, or whose unit's, it is; with ``limit`` so many from ``offset`` on;
    the few people of ``without`` are left out.
    """
    everybody = _staff(day).where(below(node_id, Organization.node_id))
    if without:
        everybody = everybody.where(Person.id.not_in(without))
    if text:
        named = Person.name.contains(text, autoescape=True)
        everybody = everybody.where(named | OrganizationVersion.name.contains(text, autoescape=True))
    in_order = everybody.order_by(OrganizationVersion.name, Organization.id, Person.pinyin, Person.id)
    rows = tx.session.execute(in_order.offset(offset).limit(limit) if limit is not None else in_order)
    return (StaffMember(*row) for row in rows)


def staff_of_units(tx: Tx, organization_ids: Collection[str], day: date) -> list[StaffMember]:
    """Everybody in place on ``day`` in these units, by name."""
    return _chunked(tx, day, organization_ids, Posting.organization_id)


def staff_members(tx: Tx, person_ids: Collection[str], day: date) -> dict[str, StaffMember]:
    """These people by id as they are placed on ``day``; who holds no posting then is left out."""
    return {one.person_id: one for one in _chunked(tx, day, person_ids, Posting.person_id)}


def _chunked(tx: Tx, day: date, ids: Collection[str], column: Any) -> list[StaffMember]:
    ordered = _staff(day).order_by(Person.pinyin, Person.id)
    return [
        StaffMember(*row) for chunk in chunks(ids) for row in tx.session.execute(ordered.where(column.in_(chunk)))
    ]


def _staff(day: date) -> Any:
    entered = _entered()
    return (
        select(
            Person.id,
            Person.name,
            Person.identity,
            account_of(Person.id),
            Organization.id,
            OrganizationVersion.name,
            Organization.node_id,
            OrganizationVersion.nature,
            OrganizationVersion.civil_servant_law,
            Posting.division_id,
            Posting.quota_type,
            Posting.rank,
            entered,
        )
        .join(Posting, Posting.person_id == Person.id)
        .join(Organization, Organization.id == Posting.organization_id)
        .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
        .where(Posting.started_on <= day, _not_ended(day))
    )


def _entered() -> Any:
    """The first day of the posting, over all its stretches."""
    stretch = Posting.__table__.alias("stretch")
    return (
        select(func.min(stretch.c.started_on)).where(stretch.c.posting_id == Posting.posting_id).scalar_subquery()
    )


def _not_ended(day: date) -> ColumnElement[bool]:
    return Posting.ended_on.is_(None) | (Posting.ended_on > day)
