"""The search index on a real database: what is found, in which order, in which scope, in how many statements."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, create_engine, event, text

from backend.core.search import NARROW_SCOPE, PLACES, SearchEntry, SearchIndex
from backend.core.search_sql import SearchStatement
from backend.core.search_tokens import Tier, query_plan, search_keys, tier_of

METADATA = MetaData()
INDEX = SearchIndex("try_search", METADATA)
WIDE = [f"w{number}" for number in range(NARROW_SCOPE + 50)]
NARROW = ["n1", "n2"]


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    """A connection inside a transaction, with the closure of two trees: `wide` and `narrow`."""
    engine = create_engine(database_url)
    with engine.connect() as opened:
        opened.execute(
            text(
                "DROP TABLE IF EXISTS identity_scope_closure"
                + (" CASCADE" if opened.dialect.name == "postgresql" else "")
            )
        )
        opened.execute(
            text(
                "CREATE TABLE identity_scope_closure (ancestor_id VARCHAR(32), descendant_id VARCHAR(32), "
                "depth INTEGER, PRIMARY KEY (ancestor_id, descendant_id))"
            )
        )
        METADATA.create_all(opened)
        for root, nodes in (("wide", WIDE), ("narrow", NARROW)):
            opened.execute(
                text("INSERT INTO identity_scope_closure VALUES (:root, :node, 1)"),
                [{"root": root, "node": node} for node in nodes],
            )
        yield opened
        opened.rollback()
    engine.dispose()


def put(connection: Connection, *entries: tuple[str, str, str]) -> None:
    INDEX.upsert(connection, [SearchEntry(entity, node, (name,), (entity,)) for entity, node, name in entries])


def find(connection: Connection, query: str, *within: str, limit: int = 20) -> list[tuple[str, Tier]]:
    return [(hit.entity_id, hit.tier) for hit in INDEX.search(connection, query, within or ("wide",), limit)]


def test_order_is_exact_prefix_initials_contains_and_then_the_shorter_name(connection: Connection) -> None:
    put(
        connection,
        ("u1", "w1", "云川市青山县教育体育局"),
        ("u2", "w1", "教育局机关服务中心"),
        ("u3", "w1", "教育局"),
        ("u4", "w1", "教育局幼儿园"),
        ("u5", "w2", "云川市教育局"),
    )
    assert find(connection, "教育局") == [
        ("u3", Tier.EXACT),
        ("u4", Tier.PREFIX),
        ("u2", Tier.PREFIX),
        ("u5", Tier.CONTAINS),
    ]
    assert find(connection, "jyj")[0] == ("u3", Tier.INITIALS)
    assert find(connection, "教育", limit=2) == [("u3", Tier.PREFIX), ("u4", Tier.PREFIX)]


@pytest.mark.parametrize(("root", "nodes"), [("wide", WIDE), ("narrow", NARROW)])
def test_pages_hold_each_entity_once_and_lower_places_first(
    connection: Connection, root: str, nodes: list[str]
) -> None:
    chance = random.Random(7)
    places = {f"e{number:02d}": number % PLACES for number in range(70)}
    INDEX.upsert(
        connection,
        [
            SearchEntry(entity, chance.choice(nodes), (f"某某{number:02d}住房和城乡建设局",), place=place)
            for number, (entity, place) in enumerate(places.items())
        ],
    )
    pages = [INDEX.search(connection, "住房", [root], 30, skip) for skip in (0, 30, 60)]
    found = [hit.entity_id for hits in pages for hit in hits]
    assert [len(hits) for hits in pages] == [30, 30, 10]
    assert set(found) == set(places)
    assert [places[entity] for entity in found] == sorted(places.values())


@pytest.mark.parametrize("root", ["wide", "narrow"])
def test_only_the_own_scope_is_searched(connection: Connection, root: str) -> None:
    put(
        connection,
        ("in", {"wide": "w7", "narrow": "n1"}[root], "云川市教育局"),
        ("out", "elsewhere", "云川市教育局"),
    )
    for query in ("教育", "云川", "ycs", "yunch", "局", "云川市教育局", "in"):
        assert [entity for entity, _ in find(connection, query, root)] == ["in"], query
    assert find(connection, "out", root) == []
    assert INDEX.search(connection, "教育", [], 20) == []


def test_a_renamed_moved_and_deleted_entity(connection: Connection) -> None:
    put(connection, ("u1", "w1", "云川市教育局"))
    put(connection, ("u1", "w1", "云川市教育体育局"))
    assert find(connection, "云川市教育局") == []
    assert find(connection, "体育") == [("u1", Tier.CONTAINS)]
    INDEX.move(connection, "u1", "n2")
    assert find(connection, "体育", "wide") == []
    assert find(connection, "体育", "narrow") == [("u1", Tier.CONTAINS)]
    INDEX.delete(connection, ["u1", "never"])
    assert find(connection, "体育", "narrow") == []


@pytest.mark.parametrize(
    "query", ["'", '"', "a' OR '1'='1", "x*", "NEAR(a b)", "教育\x00局", "%", "_", "（）", "\\", ")", "{"]
)
def test_hostile_queries_find_nothing_and_break_nothing(connection: Connection, query: str) -> None:
    put(connection, ("u1", "w1", "云川市公安局"))
    assert find(connection, query, "wide") == []
    assert find(connection, query, "narrow") == []


def test_both_ways_through_the_index_agree_with_the_keys(connection: Connection) -> None:
    """A random register: the token way, the scope way and plain substring search find the same."""
    chance = random.Random(5)
    places = [a + b for a in ("云川市", "长葛市", "重庆市") for b in ("青山县", "召陵区", "", "长寿区")]
    parts = ["教育局", "公安局", "财政局", "教育体育局", "司法所", "第12小学", "人民政府办公室"]
    names = {f"e{number:03d}": chance.choice(places) + chance.choice(parts) for number in range(200)}
    INDEX.upsert(connection, [SearchEntry(entity, chance.choice(WIDE), (name,)) for entity, name in names.items()])
    queries = ["教育", "cgs", "zgs", "云川 jyj", "gongan", "局", "zqs", "12", "召陵区财", "rmzf", "cq", "市公"]
    for query in queries:
        plan = query_plan(query)
        expected = {entity: tier_of(search_keys([name]), plan) for entity, name in names.items()}
        hits = dict(find(connection, query, "wide", limit=500))
        assert hits == {entity: tier for entity, tier in expected.items() if tier}, query


def test_a_search_is_at_most_two_statements(connection: Connection) -> None:
    put(connection, ("u1", "w1", "云川市教育局"))
    statements: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", count)
    for query, root in (("教育", "wide"), ("云川jyj", "narrow"), ("ycs", "wide")):
        statements.clear()
        assert find(connection, query, root) or root == "narrow"
        assert len(statements) <= 2
    statements.clear()
    assert find(connection, "（）") == []
    assert statements == []


def test_an_entry_rolls_back_with_its_transaction(connection: Connection) -> None:
    put(connection, ("u1", "w1", "云川市教育局"))
    savepoint = connection.begin_nested()
    put(connection, ("u2", "w1", "云川市财政局"))
    savepoint.rollback()
    assert [entity for entity, _ in find(connection, "云川")] == ["u1"]


@pytest.mark.sqlite
def test_common_tokens_end_at_the_limit(connection: Connection) -> None:
    """The plan on SQLite: FTS5 drives, the entry is found by its key, and nothing is sorted."""
    sql, values = SearchStatement(INDEX.name, "sqlite", ("wide",)).from_tokens(query_plan("局"), 20)
    plan = "\n".join(row[3] for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + sql, values))
    assert "VIRTUAL TABLE INDEX" in plan
    assert "SCAN e" not in plan
    assert "TEMP B-TREE" not in plan
