"""A search index over names and codes, the same on SQLite (FTS5) and PostgreSQL (GIN).

Tokens and ranks are made in `backend.core.search_tokens`; here they meet the database. An index is one table

    rank (primary key) · entity_id · scope_node_id · keys · tokens (PostgreSQL only)

and, on SQLite, a contentless FTS5 table beside it that knows a row by its `rank`. Three choices keep a search
as cheap at a million rows as at ten thousand:

* **Order is the key.** `rank` begins with the length of the name and, of names as long, the place of the entity,
  so reading a token's rows in key order gives the closest match first, and a LIMIT ends the reading early however
  common the token is.
* **One statement, lazily.** The tiers are branches of one UNION ALL under one LIMIT: where the exact and prefix
  branches fill the page, the common tokens of the last branch are never looked at.
* **Small scopes turn the query round.** Somebody who may see a few nodes is served from their rows, not from
  the rows of a token that the whole province shares.

FTS5 without content cannot delete on SQLite before 3.43, so a deleted row's tokens stay behind; they join to no
row, and a changed row gets a new rank. Building the index anew sweeps them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    event,
    insert,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.schema import ExecutableDDLElement

from backend.core.search_sql import SearchStatement
from backend.core.search_tokens import Tier, index_tokens, normalize, query_plan, search_keys

NARROW_SCOPE: Final = 200
#: Lower ones come first among names of one length.
PLACES: Final = 8
_RANK_BITS: Final = 52
_LONGEST: Final = 255
_BULK: Final = 200


def _on_sqlite(statement: str) -> ExecutableDDLElement:
    return DDL(statement).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What one entity is found by.

    `names`: the full name first, then short, former and region-less names; `codes`: any of its codes; `place`: of
    names as long the lower comes first, below :data:`PLACES`.
    """

    entity_id: str
    scope_node_id: str
    names: tuple[str, ...]
    codes: tuple[str, ...] = ()
    place: int = 0


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An entity and how it was found."""

    entity_id: str
    tier: Tier


class SearchIndex:
    """One index: create it once at import time beside the models of its domain.

    :param name: name of the table; on SQLite the table `<name>_fts` comes with it
    """

    def __init__(self, name: str, metadata: MetaData) -> None:
        self.name = name
        self.table = Table(
            name,
            metadata,
            Column("rank", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
            Column("entity_id", String(32), nullable=False, unique=True),
            Column("scope_node_id", String(32), nullable=False, index=True),
            Column("keys", Text, nullable=False),
            Column("tokens", ARRAY(Text).with_variant(Text, "sqlite")),
        )
        tokens_index = Index(f"ix_{name}_tokens", self.table.c.tokens, postgresql_using="gin")
        tokens_index.ddl_if(dialect="postgresql")
        event.listen(self.table, "after_create", _on_sqlite(self.fts_statement()))
        event.listen(self.table, "after_drop", _on_sqlite(f"DROP TABLE IF EXISTS {name}_fts"))

    def fts_statement(self) -> str:
        """What a migration executes on SQLite after creating the table: metadata cannot hold virtual tables."""
        return (
            f"CREATE VIRTUAL TABLE {self.name}_fts USING fts5(tokens, content='', columnsize=0, "
            "detail=none, tokenize=\"ascii tokenchars '_'\")"
        )

    def upsert(self, connection: Connection, entries: Iterable[SearchEntry]) -> None:
        """Write entries; one that is there already is replaced. Give many at once where there are many."""
        fresh = {entry.entity_id: entry for entry in entries}
        self.delete(connection, list(fresh))
        rows = sorted((self._row(entry) for entry in fresh.values()), key=lambda row: row[0])
        if not rows:
            return
        on_sqlite = connection.dialect.name == "sqlite"
        connection.execute(
            insert(self.table),
            [
                {
                    "rank": rank,
                    "entity_id": entry.entity_id,
                    "scope_node_id": entry.scope_node_id,
                    "keys": search_keys(entry.names, entry.codes),
                    "tokens": None if on_sqlite else tokens,
                }
                for rank, entry, tokens in rows
            ],
        )
        if on_sqlite:
            # In ascending order: FTS5 flushes a segment whenever a row id goes down.
            connection.execute(
                text(f"INSERT INTO {self.name}_fts (rowid, tokens) VALUES (:rank, :tokens)"),  # noqa: S608  # own name
                [{"rank": rank, "tokens": " ".join(tokens)} for rank, _, tokens in rows],
            )
        elif len(rows) >= _BULK:
            # A bulk load leaves its tokens on GIN's pending list, which every search would read through.
            connection.execute(text("SELECT gin_clean_pending_list(:name)"), {"name": f"ix_{self.name}_tokens"})

    @staticmethod
    def _row(entry: SearchEntry) -> tuple[int, SearchEntry, list[str]]:
        length = min(len(normalize(entry.names[0])), _LONGEST)
        rank = (length * PLACES + entry.place << _RANK_BITS) | secrets.randbits(_RANK_BITS)
        return rank, entry, index_tokens(entry.names, entry.codes)

    def delete(self, connection: Connection, entity_ids: Sequence[str]) -> None:
        """Forget entities; unknown ids are no error."""
        for start in range(0, len(entity_ids), 500):
            chunk = entity_ids[start : start + 500]
            connection.execute(delete(self.table).where(self.table.c.entity_id.in_(chunk)))

    def move(self, connection: Connection, entity_id: str, scope_node_id: str) -> None:
        """Hang an entity under another scope node."""
        connection.execute(
            update(self.table).where(self.table.c.entity_id == entity_id).values(scope_node_id=scope_node_id)
        )

    def search(
        self, connection: Connection, query: str, within: Sequence[str], limit: int = 20, skip: int = 0
    ) -> list[SearchHit]:
        """Find entities whose scope node is one of `within` or below it, best first. At most two statements.

        Within a tier the shorter name comes first. `skip`: how many of the best are passed over.
        """
        plan = query_plan(query)
        if not plan.tiers or not within:
            return []
        sql = SearchStatement(self.name, connection.dialect.name, tuple(within))
        # The driver's own statement: every value is bound, and nothing is left for SQLAlchemy to compile.
        nodes = connection.exec_driver_sql(*sql.nodes_below(NARROW_SCOPE + 1)).fetchall()
        if len(nodes) <= NARROW_SCOPE:
            statement = sql.from_scope(plan, [node for (node,) in nodes], limit, skip)
        else:
            statement = sql.from_tokens(plan, limit, skip)
        rows = connection.exec_driver_sql(*statement).fetchall()
        return [SearchHit(entity_id, plan.tiers[position].tier) for entity_id, position in rows]
