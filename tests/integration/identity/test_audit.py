"""The audit record: what is written, how it is sealed, and that every kind of tampering is found and named."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from backend.core.clock import FixedClock
from backend.core.db import Database, new_id
from backend.core.runtime import Runtime
from backend.identity.audit.check import AuditReport
from backend.identity.audit.models import AuditRow, AuditSeal
from backend.identity.audit.record import canonical_row, record_audit
from backend.identity.audit.seal import ANCHOR_FILE, read_anchors
from backend.identity.public import check_audit_record, seal_audit
from tests.factories.identity import SYSTEM, Office
from tests.integration.identity.conftest import NewBrowser

Tamper = Callable[[Database, Path], None]


def _write_rows(database: Database, count: int) -> None:
    for number in range(count):
        with database.write() as tx:
            record_audit(tx, SYSTEM, "tests:thing:done", "thing", str(number), facts={"n": number, "z": [1, None]})


def _raw(database: Database, *statements: str) -> None:
    """Change rows as somebody would who owns the database: without the triggers."""
    with database.engine.begin() as connection:
        if database.dialect == "sqlite":
            names = (
                connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            )
            for name in names:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in ("identity_audit", "identity_audit_seal"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def anchor(runtime: Runtime) -> Path:
    return runtime.settings.data_dir / ANCHOR_FILE


@pytest.fixture
def sealed(runtime: Runtime, database: Database) -> Database:
    """Twelve rows under three seals, of four rows each."""
    for _ in range(3):
        _write_rows(database, 4)
        assert seal_audit(runtime) == 4
    return database


def test_a_clean_record(runtime: Runtime, sealed: Database, anchor: Path) -> None:
    assert check_audit_record(runtime) == AuditReport(findings=[], sealed_rows=12, seals=3, tail=[])
    assert seal_audit(runtime) == 0
    assert [line.seal for line in read_anchors(anchor) if line] == [1, 2, 3]


def test_the_tail_is_named_and_is_no_finding(runtime: Runtime, sealed: Database) -> None:
    _write_rows(sealed, 2)
    report = check_audit_record(runtime)
    assert (report.findings, len(report.tail)) == ([], 2)
    assert seal_audit(runtime) == 2
    assert check_audit_record(runtime).tail == []


@pytest.mark.parametrize("table", ["identity_audit", "identity_audit_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET mac = 'x'", "DELETE FROM {}"])
def test_the_tables_refuse_change_and_deletion(sealed: Database, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), sealed.write() as tx:
        tx.session.execute(text(statement.format(table)))


def _edit(column: str, value: str) -> Tamper:
    return lambda database, _anchor: _raw(database, f"UPDATE identity_audit SET {column} = {value} WHERE seq = 6")


def _cut_tail(database: Database, anchor: Path) -> None:
    _raw(
        database,
        "DELETE FROM identity_audit WHERE seq > 8",
        "DELETE FROM identity_audit_seal WHERE seq > 2",
    )


def _exchange(database: Database, anchor: Path) -> None:
    _raw(
        database,
        "UPDATE identity_audit SET seq = 999 WHERE seq = 5",
        "UPDATE identity_audit SET seq = 5 WHERE seq = 7",
        "UPDATE identity_audit SET seq = 7 WHERE seq = 999",
    )


def _insert_copy(database: Database, anchor: Path) -> None:
    columns = "at, actor_account_id, actor_name, action, subject_kind, subject_id, node_id, facts, mac"
    _raw(
        database,
        "DELETE FROM identity_audit WHERE seq = 6",
        f"INSERT INTO identity_audit (seq, id, {columns})"
        f" SELECT 6, 'forged', {columns} FROM identity_audit WHERE seq = 5",
    )


def _squeeze_in(database: Database, anchor: Path) -> None:
    """A row at a number that was never given out."""
    columns = "at, actor_account_id, actor_name, action, subject_kind, subject_id, node_id, facts, mac"
    _raw(
        database,
        f"INSERT INTO identity_audit (seq, id, {columns})"
        f" SELECT 0, 'forged', {columns} FROM identity_audit WHERE seq = 5",
    )


def _drop_anchor_line(database: Database, anchor: Path) -> None:
    lines = anchor.read_bytes().splitlines(keepends=True)
    anchor.write_bytes(lines[0] + lines[2])


def _forge_anchor_line(database: Database, anchor: Path) -> None:
    anchor.write_bytes(anchor.read_bytes().replace(b"sm3:", b"sm3:0", 1))


def _drop_anchor_file(database: Database, anchor: Path) -> None:
    anchor.unlink()


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        pytest.param(_edit("action", "'tests:thing:undone'"), {("audit_row_mark", "6")}, id="edit the action"),
        pytest.param(_edit("facts", "'{\"n\": 7}'"), {("audit_row_mark", "6")}, id="edit the facts"),
        pytest.param(_edit("actor_name", "'somebody'"), {("audit_row_mark", "6")}, id="edit the actor"),
        pytest.param(_edit("subject_id", "'9'"), {("audit_row_mark", "6")}, id="edit the subject"),
        pytest.param(_edit("mac", "'k1:00'"), {("audit_row_mark", "6")}, id="edit the mark"),
        pytest.param(
            lambda database, _anchor: _raw(database, "DELETE FROM identity_audit WHERE seq = 6"),
            {("audit_row_missing", "6")},
            id="delete",
        ),
        pytest.param(_exchange, {("audit_row_place", "5"), ("audit_row_place", "7")}, id="exchange two"),
        pytest.param(_insert_copy, {("audit_row_mark", "6")}, id="replace by a copy"),
        pytest.param(_squeeze_in, {("audit_row_inserted", "0")}, id="squeeze a copy in"),
        pytest.param(_cut_tail, {("audit_tail_cut", "3")}, id="cut the tail"),
        pytest.param(
            lambda database, _anchor: _raw(database, "UPDATE identity_audit_seal SET count = 3 WHERE seq = 2"),
            {("audit_seal_mark", "2")},
            id="edit a seal",
        ),
        pytest.param(
            lambda database, _anchor: _raw(database, "DELETE FROM identity_audit_seal WHERE seq = 2"),
            {("audit_seal_missing", "2"), ("audit_chain", "3"), ("audit_tail_cut", "2")}
            | {("audit_row_inserted", str(seq)) for seq in range(5, 9)},
            id="delete a seal",
        ),
        pytest.param(_drop_anchor_line, {("audit_anchor_missing", "3")}, id="delete an anchor"),
        pytest.param(
            _forge_anchor_line, {("audit_anchor_mark", "1"), ("audit_anchor_chain", "1")}, id="forge an anchor"
        ),
        pytest.param(_drop_anchor_file, {("audit_not_anchored", "1")}, id="delete the anchors"),
    ],
)
def test_tampering_is_found_and_named(
    runtime: Runtime,
    sealed: Database,
    anchor: Path,
    clock: FixedClock,
    tamper: Tamper,
    expected: set[tuple[str, str]],
) -> None:
    tamper(sealed, anchor)
    clock.move(timedelta(minutes=2))
    findings = check_audit_record(runtime).findings
    assert {(finding.check, finding.row_id) for finding in findings} == expected


def test_an_edited_row_of_the_tail_is_found(runtime: Runtime, sealed: Database) -> None:
    _write_rows(sealed, 1)
    _raw(sealed, "UPDATE identity_audit SET action = 'x' WHERE seq = 13")
    findings = check_audit_record(runtime).findings
    assert [(finding.check, finding.row_id) for finding in findings] == [("audit_row_mark", "13")]


def test_a_crash_between_seal_and_anchor_heals(runtime: Runtime, sealed: Database, anchor: Path) -> None:
    whole = anchor.read_bytes()
    torn = whole[: -(len(whole.splitlines()[-1]) // 2)]
    anchor.write_bytes(torn)
    assert check_audit_record(runtime).findings == []
    seal_audit(runtime)
    assert [line.seal for line in read_anchors(anchor) if line] == [1, 2, 3]
    assert check_audit_record(runtime).findings == []


def test_a_row_that_is_rolled_back_leaves_nothing_to_find(runtime: Runtime, sealed: Database) -> None:
    with pytest.raises(RuntimeError), sealed.write() as tx:
        record_audit(tx, SYSTEM, "tests:thing:done", "thing", "never")
        raise RuntimeError("the act failed")
    _write_rows(sealed, 2)
    seal_audit(runtime)
    report = check_audit_record(runtime)
    assert (report.findings, report.sealed_rows, report.tail) == ([], 14, [])


def test_a_number_that_commits_late_is_sealed_later(runtime: Runtime, sealed: Database) -> None:
    """On PostgreSQL, a transaction that took a lower number may commit after a higher one was sealed."""
    _write_row_at(sealed, 15)
    assert seal_audit(runtime) == 1
    _write_row_at(sealed, 13)
    report = check_audit_record(runtime)
    assert (report.findings, report.tail) == ([], [13])
    assert seal_audit(runtime) == 1
    assert check_audit_record(runtime) == AuditReport(findings=[], sealed_rows=14, seals=5, tail=[])


def test_a_number_that_never_came_is_given_up(runtime: Runtime, sealed: Database, clock: FixedClock) -> None:
    _write_row_at(sealed, 15)
    seal_audit(runtime)
    clock.move(timedelta(hours=2))
    _write_row_at(sealed, 16)
    seal_audit(runtime)
    _write_row_at(sealed, 13)
    findings = check_audit_record(runtime).findings
    assert [(finding.check, finding.row_id) for finding in findings] == [("audit_row_inserted", "13")]


def _write_row_at(database: Database, seq: int) -> None:
    with database.write() as tx:
        row = {
            "id": new_id(),
            "at": tx.now(),
            "actor_account_id": None,
            "actor_name": "tests",
            "action": "tests:thing:done",
            "subject_kind": "thing",
            "subject_id": "late",
            "node_id": None,
            "facts": {},
        }
        mark = tx.keyring.mac(canonical_row(row))
        tx.session.execute(insert(AuditRow).values(seq=seq, mac=mark, **row))


def test_two_sealers_make_one_chain(runtime: Runtime, database: Database) -> None:
    _write_rows(database, 30)
    sealers = [threading.Thread(target=seal_audit, args=(runtime,)) for _ in range(4)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join(30)
    report = check_audit_record(runtime)
    assert (report.findings, report.sealed_rows) == ([], 30)


def test_a_seal_is_of_bounded_size(runtime: Runtime, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.identity.audit.seal.ROWS_PER_SEAL", 10)
    _write_rows(database, 25)
    assert seal_audit(runtime) == 25
    with database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(AuditSeal)) == 3
    assert check_audit_record(runtime).findings == []


def test_the_auditor_reads_and_verifies_and_nobody_else(office: Office, browser: NewBrowser) -> None:
    auditor = browser("auditor")
    answer = auditor.send("POST", "/audit/verification")
    assert (answer.status_code, answer.json["clean"], answer.json["unsealed_rows"]) == (200, True, 0)
    page = auditor.get("/audit?limit=5").json
    assert page["items"][0]["action"] == "identity:audit:verified"
    assert page["items"][0]["actor_username"] == "auditor"
    older = auditor.get(f"/audit?limit=5&cursor={page['next_cursor']}").json["items"]
    assert older[0]["seq"] < page["items"][-1]["seq"]
    only = auditor.get("/audit?action=identity:session").json["items"]
    assert {item["action"] for item in only} == {"identity:session:opened"}
    for other in ("chief", "secadmin", "sysadmin"):
        assert browser(other).get("/audit").status_code == 403


def test_the_record_holds_no_names_and_no_passwords(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    browser("chief").sign_in("nobody-here", "Very-Secret-Guess-1")
    with database.read() as tx:
        rows = tx.session.execute(select(AuditRow.__table__)).all()
        said = repr(rows)
        names = ("账户", "Very-Secret", "nobody-here")
    assert not any(name in said for name in names)
