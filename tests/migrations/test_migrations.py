"""The steps lead to exactly what the models say, triggers and search tables included, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from backend.config import Settings
from backend.core.clock import FixedClock
from backend.core.crypto import Keyring
from backend.core.db import Base, Database
from backend.core.runtime import Runtime
from backend.migrations import DatabaseOutdated, ensure_current, upgrade


@pytest.fixture
def migrated(empty_database_url: str, clock: FixedClock) -> Iterator[Database]:
    database = Database(empty_database_url, clock, Keyring.generate())
    upgrade(database.engine)
    yield database
    database.dispose()


@pytest.mark.filterwarnings(
    "ignore:autogenerate skipping metadata-specified expression-based index",
    "ignore:Skipped unsupported reflection of expression-based index",
)
def test_models_equal_migrations(migrated: Database) -> None:
    with migrated.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [
            difference
            for difference in compare_metadata(context, Base.metadata)
            if not _is_search_companion(difference)
        ]
    assert differences == []


def test_columns_are_checked_alike(migrated: Database, database: Database) -> None:
    """Alembic compares no CHECK: what a column may hold is the same whichever way the tables came to be."""
    assert _checks(migrated.engine) == _checks(database.engine)


def test_triggers_and_search_tables_are_there(migrated: Database, database: Database) -> None:
    """``database`` was made from the models alone: whatever hangs on its tables hangs on the migrated ones."""
    assert _companions(migrated.engine) == _companions(database.engine)
    assert _companions(database.engine), "there are triggers at all"


def test_a_second_upgrade_changes_nothing(migrated: Database) -> None:
    before = set(inspect(migrated.engine).get_table_names())
    upgrade(migrated.engine)
    assert set(inspect(migrated.engine).get_table_names()) == before


def test_a_process_refuses_a_database_of_another_shape(empty_database_url: str, tmp_path: Path) -> None:
    env = {"ZB_DATA_DIR": str(tmp_path / "var"), "ZB_DATABASE_URL": empty_database_url}
    runtime = Runtime.start(Settings.from_env(env))
    with pytest.raises(DatabaseOutdated):
        ensure_current(runtime)
    upgrade(runtime.database.engine)
    ensure_current(runtime)
    runtime.database.dispose()


def _is_search_companion(difference: object) -> bool:
    """FTS5's shadow tables, which no model knows, and the index that only PostgreSQL's side of the search has."""
    if not isinstance(difference, tuple):
        return False
    kind, subject = difference[0], difference[1]
    return (kind == "remove_table" and "_fts" in subject.name) or (
        kind == "add_index" and subject.name.endswith("_search_tokens")
    )


def _checks(engine: Engine) -> set[tuple[str, str | None, str]]:
    found = inspect(engine)
    return {
        (table, check["name"], " ".join(check["sqltext"].split()))
        for table in found.get_table_names()
        if table in Base.metadata.tables
        for check in found.get_check_constraints(table)
    }


def _companions(engine: Engine) -> set[tuple[str, str]]:
    """What hangs on the tables beside their columns: triggers and virtual tables."""
    if engine.dialect.name == "sqlite":
        query = (
            "SELECT type, name FROM sqlite_master"
            " WHERE type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%' OR type = 'index' AND sql IS NOT NULL"
        )
    else:
        query = (
            "SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal"
            " UNION SELECT 'index', indexname FROM pg_indexes"
            " WHERE schemaname = 'public' AND indexname <> 'alembic_version_pkc'"
        )
    with engine.connect() as connection:
        found = {(row[0], row[1]) for row in connection.execute(text(query))}
    return {(kind, name) for kind, name in found if not name.startswith("t_")}  # tables of the tests' own
