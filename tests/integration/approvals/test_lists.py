"""The lists of a person: what they hold, who sees what, and how many statements they cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from backend.approvals.errors import MatterNotFound, TaskNotFound
from backend.approvals.queries import (
    done_cards,
    finished_cards,
    matter_view,
    mine_cards,
    task_view,
    todo_cards,
    todo_count,
)
from backend.approvals.queries.briefs import executed_matters, matter_briefs, matter_states, task_briefs
from backend.core.actor import Actor
from backend.core.clock import FixedClock
from backend.core.db import Database, new_id
from backend.identity.public import grant_directly, move_node, place_node
from tests.factories.approvals import Scene, make_scene
from tests.support.shelf import Shelf


@pytest.fixture
def scene(database: Database, shelf: Shelf) -> Scene:
    """Seats for everybody."""
    return shelf.take(make_scene, database, seats=100)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """SQL statements of the block."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement != "BEGIN":
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def todo(scene: Scene, by: str, after: tuple[date, str] | None = None, limit: int = 50) -> list[dict[str, Any]]:
    with scene.database.read() as tx:
        return todo_cards(tx, scene.actor(by), after, limit)


def ids(cards: list[dict[str, Any]]) -> list[str]:
    return [card["id"] for card in cards]


def test_a_card_holds_what_the_list_shows(scene: Scene, clock: FixedClock) -> None:
    matter_id = scene.file(heads=2)
    (card,) = todo(scene, "head")
    assert card == {
        "id": scene.waiting(matter_id)["head"],
        "matter_id": matter_id,
        "kind": "seats",
        "step_key": "unit_head",
        "round": 1,
        "state": "open",
        "due_on": date(2026, 6, 22),
        "due_provisional": False,
        "overdue": False,
        "opened_at": clock.now(),
        "unit": {"id": scene.hall, "name": f"hall {scene.hall}"},
        "heads": 2,
        "light": "green",
        "filed_by_name": "账户unit",
        "acceptance_number": "受理〔2026〕1号",
    }
    clock.move(timedelta(days=7))
    assert todo(scene, "head")[0]["overdue"]


def test_a_due_day_in_an_unpublished_year_is_provisional(scene: Scene, clock: FixedClock) -> None:
    clock.move(timedelta(days=9 * 365))
    scene.file()
    assert todo(scene, "head")[0]["due_provisional"]


def test_the_earliest_due_comes_first_page_by_page(scene: Scene, clock: FixedClock) -> None:
    for _ in range(3):
        for _ in range(3):
            scene.file()
        clock.move(timedelta(days=-1))  # later filings are due earlier here
    everything = todo(scene, "head")
    assert [card["due_on"] for card in everything] == sorted(card["due_on"] for card in everything)
    found: list[str] = []
    after: tuple[date, str] | None = None
    while True:
        page = todo(scene, "head", after, limit=2)
        found += ids(page[:2])
        if len(page) < 3:
            break
        after = (page[1]["due_on"], page[1]["id"])
    assert found == ids(everything)


def test_each_person_finds_their_own_tasks(scene: Scene) -> None:
    matter_id = scene.file()
    assert len(todo(scene, "head")) == 1
    for other in ("unit", "officer", "chief", "hr", "stranger"):
        assert todo(scene, other) == []
    scene.approve_until(matter_id, "hr")
    assert (len(todo(scene, "hr")), len(todo(scene, "orgdept")), todo(scene, "head")) == (1, 1, [])
    with scene.database.read() as tx:
        assert todo_count(tx, scene.actor("hr")) == 1
        assert todo_count(tx, scene.actor("head")) == 0
        assert todo_count(tx, Actor.system("tests")) == 0


def test_a_task_reached_by_two_grants_is_one(scene: Scene, database: Database) -> None:
    with database.write() as tx:
        grant_directly(tx, Actor.system("tests"), scene.accounts["head"], "head", scene.county)
    scene.file()
    assert len(todo(scene, "head")) == 1
    with database.read() as tx:
        assert todo_count(tx, scene.actor("head")) == 1


def test_nobody_is_shown_an_own_filing_as_work(scene: Scene, database: Database) -> None:
    with database.write() as tx:
        grant_directly(tx, Actor.system("tests"), scene.accounts["unit"], "head", scene.unit_node)
    matter_id = scene.file()
    assert todo(scene, "unit") == []
    with database.read() as tx:
        view = task_view(tx, scene.actor("unit"), scene.waiting(matter_id)["head"])
    assert view["task"]["verdicts"] == []


def test_a_moved_unit_takes_its_tasks_along(scene: Scene, database: Database) -> None:
    scene.file()
    matter_id = scene.file()
    scene.approve_until(matter_id, "officer")
    assert len(todo(scene, "officer")) == 1
    with database.write() as tx:
        elsewhere = place_node(tx, "region", new_id(), "邻县", None)
        move_node(tx, scene.unit_node, elsewhere)
    assert todo(scene, "officer") == []
    assert len(todo(scene, "head")) == 1
    with database.write() as tx:
        grant_directly(tx, Actor.system("tests"), scene.accounts["officer2"], "officer", elsewhere)
    assert len(todo(scene, "officer2")) == 1


def test_lists_of_what_is_done_filed_and_finished(scene: Scene, clock: FixedClock) -> None:
    first, second = scene.file(), scene.file()
    scene.decide(scene.waiting(first)["head"], "reject", "head")
    clock.move(timedelta(hours=1))
    scene.decide(scene.waiting(second)["head"], "approve", "head")
    with scene.database.read() as tx:
        head, unit, officer = scene.actor("head"), scene.actor("unit"), scene.actor("officer")
        done = done_cards(tx, head, None, 10)
        assert [(card["matter_id"], card["verdict"], card["state"]) for card in done] == [
            (second, "approve", "decided"),
            (first, "reject", "decided"),
        ]
        before: tuple[datetime, str] = (done[0]["decided_at"], done[0]["id"])
        assert ids(done_cards(tx, head, before, 10)) == ids(done[1:])
        mine = mine_cards(tx, unit, None, 10)
        assert [(card["id"], card["state"]) for card in mine] == [(second, "reviewing"), (first, "rejected")]
        assert ids(mine_cards(tx, unit, (mine[0]["filed_at"], mine[0]["id"]), 10)) == [first]
        assert ids(finished_cards(tx, unit, None, 10)) == [first]
        assert ids(finished_cards(tx, head, None, 10)) == [first]
        assert finished_cards(tx, officer, None, 10) == []
        ended = finished_cards(tx, head, None, 10)[0]["ended_at"]
        assert finished_cards(tx, head, (ended, first), 10) == []


def test_who_sees_a_matter(scene: Scene) -> None:
    matter_id = scene.file()
    task_id = scene.waiting(matter_id)["head"]

    def sees(by: str) -> bool:
        with scene.database.read() as tx:
            try:
                matter_view(tx, scene.actor(by), matter_id)
                task_view(tx, scene.actor(by), task_id)
            except (MatterNotFound, TaskNotFound):
                return False
            return True

    everybody = list(scene.accounts)
    assert {name for name in everybody if sees(name)} == {"unit", "head", "officer", "officer2", "chief"}
    scene.approve_until(matter_id, "hr")
    # reviewers see what came before them; finance was not asked
    assert {name for name in everybody if not sees(name)} == {"finance", "stranger"}


def test_what_others_may_know(scene: Scene) -> None:
    matter_id = scene.file()
    task_id = scene.waiting(matter_id)["head"]
    with scene.database.read() as tx:
        brief = matter_briefs(tx, [matter_id, new_id()])
        assert {
            key: (value.kind, value.unit_name, value.filed_by, value.state) for key, value in brief.items()
        } == {matter_id: ("seats", f"hall {scene.hall}", scene.accounts["unit"], "submitted")}
        task = task_briefs(tx, [task_id])[task_id]
        assert (task.matter_id, task.role, task.node_id, task.state) == (
            matter_id,
            "head",
            scene.unit_node,
            "open",
        )
        assert matter_states(tx, [matter_id])[matter_id].subject_id == scene.hall
        assert list(executed_matters(tx, "seats")) == []


def test_a_list_costs_the_same_statements_however_long_it_is(scene: Scene, database: Database) -> None:
    def cost() -> int:
        actor = scene.actor("head")
        with database.read() as tx, counted(database.engine) as statements:
            assert todo_cards(tx, actor, None, 50)
        return len(statements)

    scene.file()
    one = cost()
    for _ in range(24):
        scene.file()
    assert (cost(), one) == (3, 3)  # the page, the names, the cards


def test_the_inbox_is_a_range_of_its_index(scene: Scene, database: Database) -> None:
    scene.file()
    ran: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        ran.append((statement, parameters))

    with database.read() as tx:
        event.listen(database.engine, "before_cursor_execute", note)
        todo_cards(tx, scene.actor("head"), (date(2026, 1, 1), ""), 50)
        event.remove(database.engine, "before_cursor_execute", note)
        statement, parameters = next(pair for pair in ran if "approvals_task_reach" in pair[0])
        explain = "EXPLAIN QUERY PLAN " if database.dialect == "sqlite" else "EXPLAIN "
        if database.dialect == "postgresql":  # in a table of one row a scan is the cheapest
            tx.session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = tx.connection.exec_driver_sql(explain + statement, parameters).all()
    lines = "\n".join(str(row[-1]) for row in plan)
    index = {"sqlite": "USING PRIMARY KEY (role=? AND node_id=?", "postgresql": "pk_approvals_task_reach"}
    assert index[database.dialect] in lines
    assert "SCAN approvals_" not in lines
