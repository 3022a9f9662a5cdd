"""Opening balances from a filled-in form: all rows or none, each fault with its row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select, text

from backend.core.actor import Actor
from backend.core.runtime import Runtime
from backend.core.secrecy import SecrecyRefused
from backend.core.spreadsheet import CellValue, SheetContent, read_rows, write_workbook
from backend.exchange.balances.sheet import HEADINGS
from backend.exchange.errors import BadRows
from backend.exchange.public import import_balances, import_positions, write_balances_form
from backend.exchange.tables import ColumnsMissing
from backend.records.public import documents
from backend.register.ledger import Balance
from backend.register.models import Organization, QuotaEntry
from backend.register.public import numbers, units_named
from tests.factories.exchange import positions_file

SYSTEM = Actor.system("test import")
DOCUMENT = ("牟编〔2026〕1号", "关于核定编制的通知", "中共中牟县委机构编制委员会", dt.date(2026, 3, 2))


@pytest.fixture
def imported(runtime: Runtime, tmp_path: Path) -> Runtime:
    import_positions(runtime, SYSTEM, positions_file(tmp_path), province="41", progress=False)
    return runtime


def filled(
    name: str, quota_type: str = "行政编制", approved: CellValue = 12, **more: CellValue
) -> tuple[CellValue, ...]:
    cells: dict[str, CellValue] = {
        "unit_name": name,
        "quota_type": quota_type,
        "approved": approved,
        "effective_on": dt.date(2026, 3, 2),
        **dict(zip(list(HEADINGS)[6:10], DOCUMENT, strict=True)),
        **more,
    }
    return tuple(cells.get(key, "") for key in HEADINGS)


def form(folder: Path, *rows: tuple[CellValue, ...], header: tuple[str, ...] = tuple(HEADINGS.values())) -> Path:
    path = folder / "balances.xlsx"
    with path.open("wb") as target:
        write_workbook([SheetContent("期初", header, rows)], target)
    return path


def run(runtime: Runtime, path: Path) -> str:
    return import_balances(runtime, SYSTEM, path, progress=False).line()


def balances_of(runtime: Runtime, name: str) -> dict[str, Balance]:
    with runtime.database.read() as tx:
        return numbers(tx, units_named(tx, [name])[name][0])


def faults(runtime: Runtime, path: Path) -> list[tuple[int, str, str]]:
    def written() -> int:
        with runtime.database.read() as tx:
            entries = tx.session.scalar(text("SELECT count(*) FROM register_quota_entry")) or 0
            return entries + (tx.session.scalar(text("SELECT count(*) FROM records_document")) or 0)

    before = written()
    with pytest.raises(BadRows) as caught:
        run(runtime, path)
    assert written() == before
    return [(int(row["row"]), str(row["column"]), str(row["problem"])) for row in caught.value.rows]


def test_rows_become_entries_with_their_document(imported: Runtime, tmp_path: Path) -> None:
    exception: dict[str, CellValue] = {
        "exception_heads": 2,
        "exception_reason": "军转安置",
        "exception_document_number": "牟编〔2026〕2号",
        "exception_document_title": "关于单列的批复",
        "exception_document_issuer": "中共中牟县委机构编制委员会",
        "exception_document_dated_on": "2026年3月2日",
    }
    path = form(
        tmp_path,
        filled("中牟县财政局", "行政编制", 12),
        filled("中牟县档案馆", "institution", "８", **exception),
    )
    assert run(imported, path) == "units 2, rows 2, changes 2"
    assert balances_of(imported, "中牟县财政局")["administrative"].approved == 12
    archive = balances_of(imported, "中牟县档案馆")["institution"]
    assert (archive.approved, archive.exception) == (8, 2)
    with imported.database.read() as tx:
        entry = tx.session.scalars(select(QuotaEntry).where(QuotaEntry.delta == 12)).one()
        assert (entry.cause_kind, entry.effective_on) == ("import", dt.date(2026, 3, 2))
        assert entry.document_id is not None
        assert documents(tx, [entry.document_id])[entry.document_id]["number"] == "牟编〔2026〕1号"
    assert run(imported, path) == "units 2, rows 2, changes 0"
    assert balances_of(imported, "中牟县财政局")["administrative"].approved == 12


def test_one_bad_row_undoes_all(imported: Runtime, tmp_path: Path) -> None:
    path = form(
        tmp_path,
        filled("中牟县财政局"),
        filled("中牟县财政局"),
        filled("没有的局"),
        filled("中牟县档案馆", "周转池编制"),
        filled("中牟县官渡镇人民政府", effective_on=dt.date(2099, 1, 1)),
    )
    assert faults(imported, path) == [
        (3, "unit_name", "repeated"),
        (4, "unit_name", "unit_not_found"),
        (5, "quota_type", "unknown_code"),
    ]
    future = form(tmp_path, filled("中牟县财政局"), filled("中牟县档案馆", effective_on=dt.date(2099, 1, 1)))
    assert faults(imported, future) == [(3, "quota_type", "date_in_future")]


def test_cells_are_checked_before_anything_is_asked(imported: Runtime, tmp_path: Path) -> None:
    path = form(
        tmp_path,
        filled("中牟县财政局", approved=-1),
        filled("中牟县财政局", effective_on="2026年2月30日", document_number=""),
        filled("中牟县财政局", exception_heads=0, exception_reason="x"),
    )
    assert faults(imported, path)[:3] == [
        (2, "approved", "not_a_count"),
        (3, "effective_on", "malformed"),
        (3, "document_number", "missing"),
    ]
    assert {fault[1] for fault in faults(imported, path) if fault[0] == 4} == {
        "exception_heads",
        "exception_document_number",
        "exception_document_title",
        "exception_document_issuer",
        "exception_document_dated_on",
    }


def test_a_balance_is_opened_once(imported: Runtime, tmp_path: Path) -> None:
    run(imported, form(tmp_path, filled("中牟县财政局")))
    again = form(tmp_path, filled("中牟县财政局", approved=13), filled("中牟县档案馆", "事业编制"))
    assert faults(imported, again) == [(2, "quota_type", "already_recorded")]


def test_secrets_and_wrong_tables_are_refused(imported: Runtime, tmp_path: Path) -> None:
    with pytest.raises(SecrecyRefused):
        run(imported, form(tmp_path, filled("中牟县财政局", document_title="秘密★1年 通知")))
    with pytest.raises(ColumnsMissing):
        run(
            imported,
            form(tmp_path, filled("中牟县财政局"), header=("单位编号", "代码", *list(HEADINGS.values())[2:5])),
        )


def test_the_empty_form_names_the_units_and_may_stay_half_empty(imported: Runtime, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert write_balances_form(imported, "410122", path) == 4
    rows = [row.cells for row in read_rows(path)]
    assert rows[0] == tuple(HEADINGS.values())
    assert {str(row[2]): str(row[3]) for row in rows[1:]} == {
        "中牟县财政局": "行政编制",
        "中牟县档案馆": "事业编制",
        "中共中牟县委党校": "事业编制",
        "中牟县官渡镇人民政府": "行政编制",
    }
    done = [(*row[:4], 7, dt.date(2026, 3, 2), *DOCUMENT) if row[2] == "中牟县财政局" else row for row in rows[1:]]
    assert run(imported, form(tmp_path, *done)) == "units 1, rows 1, changes 1"
    with imported.database.read() as tx:
        unit = tx.session.scalars(select(Organization).where(Organization.id == rows[1][0])).one()
        assert unit.source == "import"
