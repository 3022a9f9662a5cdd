"""People: recording them with their personal fields encrypted, and unmasking one of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pypinyin import lazy_pinyin
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from backend.core.actor import Actor
from backend.core.crypto import Keyring
from backend.core.db import new_id
from backend.core.transaction import Tx
from backend.identity.permissions import Permission
from backend.identity.public import in_scope, record_audit
from backend.register.errors import PersonDiffers, PersonNotFound, UnknownCode
from backend.register.id_numbers import IdNumber, read_id_number
from backend.register.models import Organization, Person, Posting
from backend.register.models.marks import marked, table_of
from backend.register.operations.rows import chunks, rewrite_marked
from backend.register.policies import ensure_code, ensure_not_future
from backend.register.values import NewPerson

_PEOPLE = table_of(Person)
_LOCKED = (
    select(_PEOPLE)
    .where(_PEOPLE.c.id_digest.in_(bindparam("digests", expanding=True)))
    .order_by(_PEOPLE.c.id)
    .with_for_update()
)
_INSERT = {
    "postgresql": postgresql.insert(_PEOPLE).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(_PEOPLE).on_conflict_do_nothing(),
}
_DIGEST_PURPOSE = "register_person:id_number"


@dataclass(frozen=True, slots=True)
class Unmasked:
    """The personal fields of one person."""

    id_number: str
    birth_date: str


def id_number_digest(keyring: Keyring, number: IdNumber) -> str:
    """What a person is found by without their number being readable."""
    return keyring.digest(_DIGEST_PURPOSE, number.text)


def ensure_person(today: date, new: NewPerson) -> IdNumber:
    """Codes and number of a person are valid. Raises :class:`IdNumberInvalid`, :class:`UnknownCode`,
    :class:`DateInFuture`.
    """
    number = read_id_number(new.id_number, today)
    ensure_code("sex", new.sex)
    if number.sex not in (None, new.sex):
        raise UnknownCode(list="sex", value=new.sex, reason="differs_from_id_number")
    ensure_code("ethnic_group", new.ethnicity)
    ensure_code("political_status", new.political_status)
    ensure_code("education_level", new.education)
    ensure_code("degree_level", new.degree)
    if new.started_work_on is not None:
        ensure_not_future(today, new.started_work_on)
    return number


def upsert_person(tx: Tx, actor: Actor, new: NewPerson) -> str:
    """Record a person, or renew what is known; returns the id. Raises what :func:`upsert_people` raises."""
    return upsert_people(tx, actor, [new])[0]


def upsert_people(tx: Tx, actor: Actor, people: Sequence[NewPerson]) -> list[str]:
    """Record people found by their ID number; the ids come in the order of ``people``.

    A person who is known keeps the name; education, rank and the like are renewed. Raises
    :class:`IdNumberInvalid`, :class:`UnknownCode` and, for a known number with another name,
    :class:`PersonDiffers`.
    """
    today = tx.today()
    numbers = [ensure_person(today, new) for new in people]
    digests = [id_number_digest(tx.keyring, number) for number in numbers]
    known = _known(tx, digests)
    fresh = {
        digest: _new_row(tx.keyring, new, number, digest)
        for digest, new, number in zip(digests, people, numbers, strict=True)
        if digest not in known
    }
    if fresh:
        written = _insert(tx, list(fresh.values()))
        # Of two who record one person at once, one row is there: whose, only reading tells.
        known |= fresh if written == len(fresh) else _known(tx, list(fresh))
    for digest, new in zip(digests, people, strict=True):
        _renew(tx, known[digest], new)
    ids = [str(known[digest]["id"]) for digest in digests]
    if len(ids) == 1:
        record_audit(tx, actor, "register:person:record", "person", ids[0])
    elif ids:
        record_audit(tx, actor, "register:person:record", "people", "", facts={"count": len(ids)})
    return ids


def unmask_person(tx: Tx, actor: Actor, person_id: str, reason: str) -> Unmasked:
    """The ID number and birth date of one person in the actor's scope, with the reason on record.

    Raises :class:`PersonNotFound` for somebody outside the units the actor may unmask people of.
    """
    row = (
        tx.session.execute(
            select(_PEOPLE)
            .join(Posting, Posting.person_id == _PEOPLE.c.id)
            .join(Organization, Organization.id == Posting.organization_id)
            .where(
                _PEOPLE.c.id == person_id,
                Posting.ended_on.is_(None),
                in_scope(actor, Permission.PERSON_UNMASK, Organization.node_id),
            )
            .add_columns(Organization.node_id)
        )
        .mappings()
        .first()
    )
    if row is None:
        raise PersonNotFound(person_id=person_id)
    facts = {"reason": reason}
    record_audit(tx, actor, "register:person:unmask", "person", person_id, node_id=row["node_id"], facts=facts)
    return Unmasked(
        tx.keyring.decrypt(row["id_number_encrypted"], _aad("id_number", person_id)),
        tx.keyring.decrypt(row["birth_date_encrypted"], _aad("birth_date", person_id)),
    )


def _known(tx: Tx, digests: Sequence[str]) -> dict[str, dict[str, Any]]:
    return {
        row["id_digest"]: dict(row)
        for chunk in chunks(digests)
        for row in tx.session.execute(_LOCKED, {"digests": chunk}).mappings()
    }


def _insert(tx: Tx, rows: list[dict[str, Any]]) -> int:
    return tx.connection.execute(_INSERT[tx.dialect], rows).rowcount


def _new_row(keyring: Keyring, new: NewPerson, number: IdNumber, digest: str) -> dict[str, Any]:
    person_id = new_id()
    values = _plain_fields(new) | {
        "id": person_id,
        "name": tidy_name(new.name),
        "pinyin": "".join(lazy_pinyin(tidy_name(new.name)))[:200],
        "birth_month": number.birth_month,
        "id_digest": digest,
        "id_number_encrypted": keyring.encrypt(number.text, _aad("id_number", person_id)),
        "birth_date_encrypted": keyring.encrypt(number.born_on.isoformat(), _aad("birth_date", person_id)),
    }
    return marked(keyring, _PEOPLE, values)


def _renew(tx: Tx, row: dict[str, Any], new: NewPerson) -> None:
    if row["name"] != tidy_name(new.name):
        raise PersonDiffers
    renewed = {name: value for name, value in _plain_fields(new).items() if value is not None}
    if any(row[name] != value for name, value in renewed.items()):
        rewrite_marked(tx, _PEOPLE, row | renewed)


def _plain_fields(new: NewPerson) -> dict[str, Any]:
    return {
        "sex": new.sex,
        "ethnicity": new.ethnicity,
        "political_status": new.political_status,
        "education": new.education,
        "degree": new.degree,
        "major": new.major,
        "started_work_on": new.started_work_on,
        "identity": new.identity,
    }


def tidy_name(name: str) -> str:
    """A name as it is kept: width folded (NFKC), no space around."""
    return unicodedata.normalize("NFKC", name).strip()


def _aad(column: str, person_id: str) -> str:
    return f"register_person:{column}:{person_id}"
