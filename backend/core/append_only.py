"""Tables that are only ever added to: the database itself refuses every change and deletion.

``make_append_only(Model.__table__)`` beside the model puts the triggers in place wherever the metadata creates the
table; a migration runs :func:`statements` after its ``create_table``, and its ``downgrade`` needs nothing, for
triggers go with their table.

The refusal stops mistakes and raw SQL through the product's own connection. Whoever owns the database can drop a
trigger; that is why the audit record is sealed and the ledgers are recomputed by ``verify``.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import DDL, Table, event

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""
_POSTGRESQL_ROWS = """CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION core_refuse_change()"""
_POSTGRESQL_TRUNCATE = """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change()"""


def statements(table: str, dialect: str) -> list[str]:
    """The statements that make ``table`` append-only on ``dialect`` ("sqlite" or "postgresql")."""
    if dialect == "sqlite":
        return [_SQLITE.format(table=table, verb=verb.lower(), VERB=verb) for verb in ("UPDATE", "DELETE")]
    return [
        _POSTGRESQL_FUNCTION,
        _POSTGRESQL_ROWS.format(table=table),
        _POSTGRESQL_TRUNCATE.format(table=table),
    ]


def make_append_only(table: object) -> None:
    """Have the triggers created together with ``table`` (a model's ``__table__``)."""
    real = cast("Table", table)
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(real.name, dialect):
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(real, "after_create", ddl.execute_if(dialect=dialect))
