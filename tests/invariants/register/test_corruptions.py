"""Rows changed, added and removed behind the product's back: each is named by the checks of the register.

The triggers are dropped first, as somebody with the database in hands would do.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date

import pytest

from backend.core.db import Database
from backend.core.findings import Finding
from backend.register.public import (
    NewException,
    PostingMove,
    QuotaMove,
    Renaming,
    add_division,
    end_posting,
    move_posting,
    record_ceiling,
    record_exception,
    record_quota,
    rename_organization,
)
from backend.register.values import NewDivision
from tests.factories.register import OPENING, SYSTEM, Register

TYPE = "institution"
LEDGERS = (
    "register_quota_entry",
    "register_quota_exception",
    "register_posting_event",
    "register_organization_version",
    "register_import",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One corruption: what is done, and the check and table that must name it."""

    name: str
    statements: tuple[str, ...]
    check: str
    table: str


CORRUPTIONS = [
    Planted(
        "a ledger entry edited",
        ("UPDATE register_quota_entry SET delta = delta + 1 WHERE sequence = 1 AND holder_id = '{unit}'",),
        "register_mark",
        "register_quota_entry",
    ),
    Planted(
        "a ledger entry and its balance edited together",
        (
            "UPDATE register_quota_entry SET delta = delta + 1 WHERE sequence = 1 AND holder_id = '{unit}'",
            "UPDATE register_balance SET approved = approved + 1 WHERE organization_id = '{unit}'",
        ),
        "register_mark",
        "register_quota_entry",
    ),
    Planted(
        "a ledger entry removed from the middle",
        ("DELETE FROM register_quota_entry WHERE sequence = 1 AND holder_id = '{unit}'",),
        "register_chain",
        "register_quota_entry",
    ),
    Planted(
        "the tail of a ledger cut off with its balance",
        (
            "DELETE FROM register_quota_entry WHERE sequence = 2 AND holder_id = '{unit}'",
            "UPDATE register_balance SET approved = 4 WHERE organization_id = '{unit}'",
        ),
        "register_chain",
        "register_quota_entry",
    ),
    Planted(
        "a ledger entry added by hand",
        (
            """INSERT INTO register_quota_entry
            SELECT 'forged', holder_kind, holder_id, region_code, quota_type, 3, 9, effective_on, recorded_at,
            document_id, cause_kind, 'nobody', NULL, mac
            FROM register_quota_entry WHERE sequence = 1 AND holder_id = '{unit}'""",
        ),
        "register_cause",
        "register_quota_entry",
    ),
    Planted(
        "an event edited",
        ("UPDATE register_posting_event SET post_title = '局长' WHERE posting_id = '{posting}' AND sequence = 1",),
        "register_mark",
        "register_posting_event",
    ),
    Planted(
        "an event removed",
        ("DELETE FROM register_posting_event WHERE posting_id = '{moved}' AND kind = 'moved'",),
        "register_posting",
        "register_posting",
    ),
    Planted(
        "a projected posting edited",
        ("UPDATE register_posting SET rank = 'G01' WHERE posting_id = '{posting}'",),
        "register_posting",
        "register_posting",
    ),
    Planted(
        "a projected posting removed",
        ("DELETE FROM register_posting WHERE posting_id = '{posting}'",),
        "register_posting",
        "register_posting",
    ),
    Planted(
        "a posting doubled",
        (
            "DROP INDEX uq_register_posting_open_person",
            """INSERT INTO register_posting
            SELECT (SELECT id FROM register_posting_event WHERE kind = 'left'), posting_id, person_id,
            organization_id, division_id, quota_type, '科长', rank, started_on, ended_on, last_event_id
            FROM register_posting WHERE posting_id = '{posting}'""",
        ),
        "register_one_posting",
        "register_posting",
    ),
    Planted(
        "a balance edited",
        ("UPDATE register_balance SET filled = filled - 1 WHERE organization_id = '{unit}'",),
        "register_balance",
        "register_balance",
    ),
    Planted(
        "a balance removed",
        ("DELETE FROM register_balance WHERE organization_id = '{unit}'",),
        "register_balance",
        "register_balance",
    ),
    Planted(
        "an exception edited",
        ("UPDATE register_quota_exception SET reason = '同意' WHERE organization_id = '{unit}'",),
        "register_mark",
        "register_quota_exception",
    ),
    Planted(
        "a version edited",
        ("UPDATE register_organization_version SET name = '假馆' WHERE organization_id = '{unit}'",),
        "register_mark",
        "register_organization_version",
    ),
    Planted(
        "an older version put in force",
        (
            """UPDATE register_organization SET current_version_id = (
            SELECT id FROM register_organization_version WHERE organization_id = '{unit}' AND sequence = 1
            ) WHERE id = '{unit}'""",
        ),
        "register_version",
        "register_organization",
    ),
    Planted(
        "a region's reserve edited",
        ("UPDATE register_region_quota SET reserve = reserve + 1, ceiling = ceiling + 1",),
        "register_region",
        "register_region_quota",
    ),
    Planted(
        "an import edited",
        ("UPDATE register_import SET kind = 'other'",),
        "register_mark",
        "register_import",
    ),
    Planted(
        "a person renamed",
        ("UPDATE register_person SET name = '李四' WHERE id = (SELECT min(id) FROM register_person)",),
        "register_mark",
        "register_person",
    ),
]


@pytest.fixture
def facts(database: Database) -> dict[str, str]:
    """A register in which something of everything has happened; ids by name."""
    with database.write() as tx:
        register = Register.start(tx)
        cause = register.cause
        unit = register.unit("清溪县档案馆", approved=4, filled=3)
        other = register.unit("清溪县图书馆", approved=4)
        posting, moved, left = register.fill(other, 3)
        document = register.document()
        record_quota(tx, SYSTEM, QuotaMove(unit, TYPE, 2, date(2026, 3, 1), document), cause)
        record_exception(tx, SYSTEM, NewException(unit, TYPE, 1, "划转", date(2026, 3, 1), document), cause)
        move_posting(tx, SYSTEM, PostingMove(moved, date(2026, 4, 1), unit, TYPE, "馆员"), cause)
        end_posting(tx, SYSTEM, left, date(2026, 4, 1), "retire", cause)
        rename_organization(tx, SYSTEM, Renaming(unit, "清溪县档案和史志馆", date(2026, 5, 1)), cause)
        add_division(tx, SYSTEM, NewDivision(unit, "办公室"), cause)
        record_ceiling(tx, SYSTEM, "990102", TYPE, 100, OPENING, document, cause)
        return {"unit": unit, "posting": posting, "moved": moved}


def test_an_untouched_register_is_clean(facts: dict[str, str], findings: Callable[[], list[Finding]]) -> None:
    assert findings() == []


@pytest.mark.parametrize("planted", CORRUPTIONS, ids=lambda planted: planted.name)
def test_a_planted_corruption_is_named(
    planted: Planted, facts: dict[str, str], database: Database, findings: Callable[[], list[Finding]]
) -> None:
    with closing(database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        for statement in (*_without_walls(database), *planted.statements):
            cursor.execute(statement.format(**facts))
        connection.commit()
        connection.detach()  # nobody else gets a connection without walls
    found = findings()
    assert (planted.check, planted.table) in {(finding.check, finding.table) for finding in found}
    assert all(finding.row_id for finding in found)


def _without_walls(database: Database) -> list[str]:
    """Statements that take the triggers away, and the foreign keys that would be in the way."""
    if database.dialect == "postgresql":
        return ["SET session_replication_role = replica"]
    drops = [f"DROP TRIGGER {table}_no_{verb}" for table in LEDGERS for verb in ("update", "delete")]
    return ["PRAGMA foreign_keys = OFF", *drops]
