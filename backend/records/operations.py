"""Writes of the records: recording documents, taking and voiding numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.errors import Invalid
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from backend.records.errors import NumberAlreadyVoid, NumberNotFound
from backend.records.models import Document, Number, NumberSeries
from backend.records.series import write_number


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to be recorded; ``kind`` says for what (e.g. "entry_document"), the cause says by what."""

    number: str
    title: str
    issuer: str
    dated_on: date
    kind: str
    cause_kind: str
    cause_id: str


@dataclass(frozen=True, slots=True)
class TakenNumber:
    """A number as it stands on paper, its place in the series, and the id of its row."""

    id: str
    text: str
    n: int


def record_document(tx: Tx, actor: Actor, new: NewDocument) -> str:
    """Record a document and return its id; one number, issuer and date are one document, recorded once.

    Raises ``Invalid`` when a part is empty or the date lies in the future.
    """
    number, issuer, title = new.number.strip(), new.issuer.strip(), new.title.strip()
    _ensure_document_possible(tx, number, issuer, title, new.dated_on)
    known = _find_document(tx, number, issuer, new.dated_on)
    if known is not None:
        return known
    row = {
        "id": new_id(),
        "number": number,
        "title": title,
        "issuer": issuer,
        "dated_on": new.dated_on,
        "kind": new.kind,
        "recorded_at": tx.now(),
        "cause_kind": new.cause_kind,
        "cause_id": new.cause_id,
    }
    # PostgreSQL's driver counts no rows of an insert, so the row itself is asked for
    if tx.connection.execute(_insert_document(tx.dialect), row).scalar() is None:
        # the same document came in by another transaction meanwhile
        return str(_find_document(tx, number, issuer, new.dated_on))
    record_audit(tx, actor, "records:document:recorded", "document", str(row["id"]))
    return str(row["id"])


@cache
def _insert_document(dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    unique = ["number", "issuer", "dated_on"]
    documents = cast(Table, Document.__table__)
    return insert(documents).on_conflict_do_nothing(index_elements=unique).returning(documents.c.id)


def take_number(
    tx: Tx, office_node_id: str, series: str, year: int, owner_kind: str, owner_id: str
) -> TakenNumber:
    """Take the next number of the office's series, without gap: an undone transaction gives it back.

    Call it last in a transaction: everybody who takes from this series waits until the end of it.
    """
    row = _locked_series(tx, office_node_id, series, year)
    row.last += 1
    number = Number(
        series_id=row.id,
        n=row.last,
        text=write_number(series, year, row.last),
        owner_kind=owner_kind,
        owner_id=owner_id,
        taken_at=tx.now(),
    )
    tx.session.add(number)
    tx.session.flush()
    return TakenNumber(number.id, number.text, number.n)


def void_number(tx: Tx, actor: Actor, number_id: str, reason: str) -> None:
    """Mark a number 作废; it stays in its place. Raises ``NumberNotFound``, ``NumberAlreadyVoid``."""
    number = tx.session.get(Number, number_id, with_for_update=True)
    if number is None:
        raise NumberNotFound
    if number.state == "void":
        raise NumberAlreadyVoid
    number.state = "void"
    record_audit(tx, actor, "records:number:voided", "number", number.id, facts={"reason": reason})


def _ensure_document_possible(tx: Tx, number: str, issuer: str, title: str, dated_on: date) -> None:
    fields = {
        name: ["required"]
        for name, value in (("number", number), ("issuer", issuer), ("title", title))
        if not value
    }
    if dated_on > tx.today():
        fields["dated_on"] = ["date_in_future"]
    if fields:
        raise Invalid(fields={f"document.{name}": codes for name, codes in fields.items()})


def _find_document(tx: Tx, number: str, issuer: str, dated_on: date) -> str | None:
    return tx.session.scalar(_FIND_DOCUMENT, {"number": number, "issuer": issuer, "dated_on": dated_on})


_FIND_DOCUMENT = select(Document.id).where(
    Document.number == bindparam("number"),
    Document.issuer == bindparam("issuer"),
    Document.dated_on == bindparam("dated_on"),
)


def _locked_series(tx: Tx, office_node_id: str, series: str, year: int) -> NumberSeries:
    wanted = {"office": office_node_id, "series": series, "year": year}
    row = tx.session.scalar(_SERIES, wanted)
    if row is not None:
        return row
    try:
        with tx.session.begin_nested():
            tx.session.add(NumberSeries(office_node_id=office_node_id, series=series, year=year, last=0))
    except IntegrityError:  # the first number of the year was asked for twice at once
        pass
    return tx.session.scalars(_SERIES, wanted).one()


_SERIES = (
    select(NumberSeries)
    .where(
        NumberSeries.office_node_id == bindparam("office"),
        NumberSeries.series == bindparam("series"),
        NumberSeries.year == bindparam("year"),
    )
    .with_for_update()
    .execution_options(populate_existing=True)
)
