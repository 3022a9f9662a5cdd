"""Documents are recorded once; numbers of a series are 1..n; a void one stays in its place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.clock import FixedClock
from backend.core.db import Database, new_id
from backend.core.errors import Invalid
from backend.core.transaction import Tx
from backend.identity.audit.models import AuditRow
from backend.records.errors import NumberAlreadyVoid, NumberNotFound
from backend.records.models import Document, Number
from backend.records.public import NewDocument, documents, owned_numbers, record_document, take_number, void_number
from backend.records.verify import CHECKS
from tests.factories.records import new_document

SYSTEM = Actor.system("tests")


def take(tx: Tx, office: str, series: str = "acceptance", year: int = 2026, owner: str = "m") -> str:
    return take_number(tx, office, series, year, "matter", owner).text


def test_a_document_is_recorded_once(database: Database) -> None:
    with database.write() as tx:
        first = record_document(tx, SYSTEM, new_document())
        again = record_document(tx, SYSTEM, new_document(title="别的标题", number=" 某编〔2026〕1号 "))
        other = record_document(tx, SYSTEM, new_document(dated_on=date(2026, 1, 2)))
        assert first == again != other
        assert documents(tx, [first, "unknown"]) == {
            first: {
                "id": first,
                "number": "某编〔2026〕1号",
                "title": "关于核定编制的通知",
                "issuer": "某编委",
                "dated_on": "2026-01-01",
            }
        }
        assert documents(tx, []) == {}
        audited = tx.session.scalars(select(AuditRow.subject_id).where(AuditRow.subject_kind == "document"))
        assert list(audited) == [first, other]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"number": " "}, {"document.number": ["required"]}),
        ({"issuer": "", "title": ""}, {"document.issuer": ["required"], "document.title": ["required"]}),
        ({"dated_on": date(2026, 6, 17)}, {"document.dated_on": ["date_in_future"]}),
    ],
)
def test_an_impossible_document_is_refused(
    database: Database, changes: dict[str, Any], fields: dict[str, list[str]]
) -> None:
    with database.write() as tx:
        with pytest.raises(Invalid) as refused:
            record_document(tx, SYSTEM, new_document(**changes))
        assert refused.value.facts == {"fields": fields}
        assert tx.session.scalars(select(Document)).all() == []


def test_today_is_that_of_the_office(database: Database, clock: FixedClock) -> None:
    clock.move(timedelta(hours=12))  # midnight in Shanghai, still the day before in UTC
    with database.write() as tx:
        record_document(tx, SYSTEM, new_document(dated_on=date(2026, 6, 17)))


def test_each_office_series_and_year_counts_for_itself(database: Database) -> None:
    one, other = new_id(), new_id()
    with database.write() as tx:
        assert [take(tx, one), take(tx, one), take(tx, other)] == [
            "受理〔2026〕1号",
            "受理〔2026〕2号",
            "受理〔2026〕1号",
        ]
        assert take(tx, one, series="entry_notice") == "入编通〔2026〕1号"
        assert take(tx, one, year=2027) == "受理〔2027〕1号"
    with database.read() as tx:
        assert [finding for check in CHECKS for finding in check(tx)] == []


def test_an_unknown_series_has_no_numbers(database: Database) -> None:
    with pytest.raises(KeyError), database.write() as tx:
        take(tx, new_id(), series="lottery")


def test_an_undone_transaction_gives_its_number_back(database: Database) -> None:
    office = new_id()
    with pytest.raises(RuntimeError, match="undo"), database.write() as tx:
        take(tx, office)
        raise RuntimeError("undo")
    with database.write() as tx:
        assert take(tx, office) == "受理〔2026〕1号"


def test_a_void_number_stays_in_its_place(database: Database) -> None:
    office = new_id()
    with database.write() as tx:
        first = take_number(tx, office, "acceptance", 2026, "matter", "a")
        take(tx, office, owner="b")
        void_number(tx, SYSTEM, first.id, "误取")
        with pytest.raises(NumberAlreadyVoid):
            void_number(tx, SYSTEM, first.id, "误取")
        with pytest.raises(NumberNotFound):
            void_number(tx, SYSTEM, new_id(), "误取")
        assert take(tx, office, owner="c") == "受理〔2026〕3号"
        assert owned_numbers(tx, "matter") == {"b": ["受理〔2026〕2号"], "c": ["受理〔2026〕3号"]}
        states = tx.session.scalars(select(Number.state).order_by(Number.n))
        assert list(states) == ["void", "used", "used"]
        audit = tx.session.scalars(select(AuditRow).where(AuditRow.action == "records:number:voided")).one()
        assert (audit.subject_id, audit.facts) == (first.id, {"reason": "误取"})
    with database.read() as tx:
        assert [finding for check in CHECKS for finding in check(tx)] == []


def test_new_document_is_a_value() -> None:
    assert new_document() == NewDocument(
        "某编〔2026〕1号", "关于核定编制的通知", "某编委", date(2026, 1, 1), "opening_balance", "matter", "m"
    )
