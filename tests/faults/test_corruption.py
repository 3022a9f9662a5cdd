"""Rows changed behind the product's back, by raw SQL and with the triggers off: each is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, create_engine, text

from backend.cli import main
from backend.identity.public import seal_audit
from tests.faults.conftest import Installation
from tests.support.world import make_world, play_entry

ENTRIES = 14


@dataclass(frozen=True, slots=True)
class Corruption:
    """One deed: the table and key column by which it must be named, how to pick a row, and what to do to it.

    ``nth`` picks another row for each deed, so that none hides an earlier one. In ``deeds`` ``:key`` is the key.
    """

    name: str
    table: str
    deeds: tuple[str, ...]
    nth: int = 0
    key: str = "id"
    where: str = "true"
    order: str = "id"
    #: what ``verify`` names when the row itself is gone
    named: str | None = None


#: Where a number is missing, the one after it is named.
NEXT_NUMBER = (
    "(SELECT b.id FROM records_number b"
    " WHERE b.series_id = records_number.series_id AND b.n = records_number.n + 1)"
)

CORRUPTIONS = (
    Corruption(
        "ledger entry edited", "register_quota_entry", ("UPDATE {t} SET delta = delta + 1 WHERE id = :key",)
    ),
    Corruption(
        "ledger entry without a cause",
        "register_quota_entry",
        ("UPDATE {t} SET cause_id = 'f' || substr(cause_id, 2) WHERE id = :key",),
    ),
    Corruption(
        "event edited", "register_posting_event", ("UPDATE {t} SET post_title = '处长' WHERE id = :key",), 1
    ),
    Corruption(
        "event dated back",
        "register_posting_event",
        ("UPDATE {t} SET effective_on = '2020-01-01' WHERE id = :key",),
        2,
    ),
    Corruption(
        "event deleted", "register_posting_event", ("DELETE FROM {t} WHERE id = :key",), 3, named="posting_id"
    ),
    Corruption("posting moved", "register_posting", ("UPDATE {t} SET quota_type = 'worker' WHERE id = :key",), 5),
    Corruption(
        "posting ended", "register_posting", ("UPDATE {t} SET ended_on = '2099-01-02' WHERE id = :key",), 6
    ),
    Corruption(
        "balance edited",
        "register_balance",
        ("UPDATE {t} SET filled = filled - 1 WHERE organization_id = :key",),
        key="organization_id",
        order="organization_id",
    ),
    Corruption(
        "reservation reopened",
        "register_reservation",
        ("UPDATE {t} SET state = 'open', ended_on = NULL, ended_at = NULL WHERE id = :key",),
        1,
        where="state = 'used'",
    ),
    Corruption(
        "number removed",
        "records_number",
        ("DELETE FROM {t} WHERE id = :key",),
        4,
        order="n",
        where="state = 'used'",
        named=NEXT_NUMBER,
    ),
    Corruption("series set forward", "records_number_series", ("UPDATE {t} SET last = last + 5 WHERE id = :key",)),
    Corruption("decision turned", "approvals_decision", ("UPDATE {t} SET verdict = 'reject' WHERE id = :key",), 7),
    Corruption("person renamed", "register_person", ("UPDATE {t} SET name = '某某' WHERE id = :key",), 4),
    Corruption(
        "unit renamed", "register_organization_version", ("UPDATE {t} SET name = '某某局' WHERE id = :key",)
    ),
    Corruption(
        "audit row edited",
        "identity_audit",
        ("UPDATE {t} SET action = 'x' WHERE seq = :key",),
        5,
        key="seq",
        order="seq",
    ),
    Corruption(
        "audit row deleted", "identity_audit", ("DELETE FROM {t} WHERE seq = :key",), 9, key="seq", order="seq"
    ),
    Corruption(
        "audit tail cut",
        "identity_audit",
        (
            "DELETE FROM identity_audit WHERE seq >= :key",
            "DELETE FROM identity_audit_seal WHERE last_seq >= :key",
        ),
        key="seq",
        order="seq DESC",
    ),
)


@pytest.fixture
def played(installation: Installation) -> Installation:
    """An installation in which entries were filed, decided, issued, and the audit record sealed."""
    world = make_world(installation.runtime, approved=ENTRIES)
    for number in range(ENTRIES):
        play_entry(installation.runtime, world, number, until="chief" if number == 0 else None)
    seal_audit(installation.runtime)
    return installation


def test_each_corruption_is_named(played: Installation) -> None:
    # a connection of its own, without the product's settings: SQLite then minds no foreign keys
    owner = create_engine(played.runtime.database.url)
    known = set(_verify(played, expected=0))
    for corruption in CORRUPTIONS:
        with owner.begin() as connection:
            row = _plant(connection, corruption)
        found = set(_verify(played, expected=1))
        fresh = "\n".join(sorted(found - known))
        assert corruption.table in fresh or corruption.named, (corruption.name, fresh)
        assert row in fresh, f"{corruption.name}: no line names {row}:\n{fresh}"
        known = found
    owner.dispose()


def _verify(installation: Installation, expected: int) -> Iterator[str]:
    result = CliRunner().invoke(main, ["verify"], env=installation.env)
    assert result.exit_code == expected, result.output
    return iter(result.stdout.splitlines())


def _plant(connection: Connection, corruption: Corruption) -> str:
    """Do the deed as an owner of the database could; returns what must be named."""
    _silence_triggers(connection)
    wanted = corruption.named or corruption.key
    row: Any = connection.execute(
        text(
            f"SELECT {corruption.key}, {wanted} FROM {corruption.table} WHERE {corruption.where}"
            f" ORDER BY {corruption.order} LIMIT 1 OFFSET {corruption.nth}"
        )
    ).one()
    for deed in corruption.deeds:
        connection.execute(text(deed.format(t=corruption.table)), {"key": row[0]})
    return str(row[1])


def _silence_triggers(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        return
    triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for name in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
