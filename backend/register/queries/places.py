"""Where people are posted today, for domains that follow a person's place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import below, has_account, in_scope
from backend.register.models import InternalDivision, Organization, OrganizationVersion, Person, Posting
from backend.register.operations.rows import chunks


@dataclass(frozen=True, slots=True)
class PersonPlace:
    """The one open posting of a person; ``rank`` is a code of one of the four lists of ranks, or unknown."""

    person_id: str
    organization_id: str
    organization_name: str
    node_id: str
    division_id: str | None
    quota_type: str
    rank: str | None


def places_of_people(tx: Tx, person_ids: Collection[str]) -> dict[str, PersonPlace]:
    """The places of these people by id; who holds no posting is left out."""
    found: dict[str, PersonPlace] = {}
    for chunk in chunks(person_ids):
        for row in tx.session.execute(_places().where(Posting.person_id.in_(chunk))):
            found[row.person_id] = PersonPlace(*row)
    return found


def people_of_postings(tx: Tx, posting_ids: Collection[str]) -> set[str]:
    """Whose postings these are."""
    people: set[str] = set()
    for chunk in chunks(posting_ids):
        people.update(tx.session.scalars(select(Posting.person_id).where(Posting.posting_id.in_(chunk))))
    return people


def names_of_people(tx: Tx, person_ids: Collection[str]) -> dict[str, str]:
    """Their names by id, of those who left as well; whether anybody may read them is the caller's to know."""
    found: dict[str, str] = {}
    for chunk in chunks(person_ids):
        rows = tx.session.execute(select(Person.id, Person.name).where(Person.id.in_(chunk)))
        found.update((row.id, row.name) for row in rows)
    return found


@dataclass(frozen=True, slots=True)
class PersonParticulars:
    """What a form says of a person: codes of the register, and where they are posted today, if anywhere."""

    person_id: str
    name: str
    sex: str
    birth_month: str
    political_status: str | None
    post_title: str | None
    rank: str | None
    division: str | None


def particulars_of(tx: Tx, person_ids: Collection[str]) -> dict[str, PersonParticulars]:
    """Their particulars by id; whether anybody may read them is the caller's to know."""
    found: dict[str, PersonParticulars] = {}
    posted = (Posting.person_id == Person.id) & Posting.ended_on.is_(None)
    for chunk in chunks(person_ids):
        rows = tx.session.execute(
            select(Person.id, Person.name, Person.sex, Person.birth_month, Person.political_status)
            .add_columns(Posting.post_title, Posting.rank, InternalDivision.name)
            .outerjoin(Posting, posted)
            .outerjoin(InternalDivision, InternalDivision.id == Posting.division_id)
            .where(Person.id.in_(chunk))
        )
        found.update((row[0], PersonParticulars(*row)) for row in rows)
    return found


def people_named(tx: Tx, actor: Actor, permission: str, text: str, limit: int) -> list[tuple[str, str, str]]:
    """``(person id, name, name of the unit)`` of the first people whose name contains ``text``.

    Only who is posted where ``actor`` has ``permission``, in the order of their names.
    """
    rows = tx.session.execute(
        select(Person.id, Person.name, OrganizationVersion.name)
        .join(Posting, Posting.person_id == Person.id)
        .join(Organization, Organization.id == Posting.organization_id)
        .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
        .where(
            Posting.ended_on.is_(None),
            Person.name.contains(text, autoescape=True),
            in_scope(actor, permission, Organization.node_id),
        )
        .order_by(Person.pinyin, Person.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def people_below(tx: Tx, node_id: str) -> Iterator[PersonPlace]:
    """Everybody who can sign in and is posted in a unit at ``node_id`` or below it."""
    rows = tx.session.execute(
        _places().where(below(node_id, Organization.node_id), has_account(Posting.person_id))
    )
    return (PersonPlace(*row) for row in rows)


def _places() -> Any:
    return (
        select(
            Posting.person_id,
            Posting.organization_id,
            OrganizationVersion.name,
            Organization.node_id,
            Posting.division_id,
            Posting.quota_type,
            Posting.rank,
        )
        .join(Organization, Organization.id == Posting.organization_id)
        .join(OrganizationVersion, OrganizationVersion.id == Organization.current_version_id)
        .where(Posting.ended_on.is_(None))
    )
