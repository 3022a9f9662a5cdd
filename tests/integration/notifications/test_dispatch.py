"""Who is told of what, in the transaction of the fact."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from backend.core.runtime import Runtime
from backend.core.signals import SignalRow, account_room
from backend.core.transaction import Tx
from notifications.dispatch import notify
from notifications.models import Notice
from notifications.types import MATTER_EXECUTED, Link, LinkKind
from tests.support.shelf import Shelf
from tests.support.world import World, make_world, play_entry


@pytest.fixture
def world(runtime: Runtime, shelf: Shelf) -> World:
    world = shelf.take(make_world, runtime)
    with runtime.database.write() as tx:
        world.add_account(tx, "head2", "head", at=world.unit_node)
    with runtime.database.write() as tx:  # the grants were told of; that is not what these tests are about
        tx.session.execute(delete(Notice))
        tx.session.execute(delete(SignalRow))
    return world


def _notices(runtime: Runtime, world: World, username: str) -> list[Notice]:
    with runtime.database.read() as tx:
        account_id = world.accounts[username]
        query = select(Notice).where(Notice.account_id == account_id).order_by(Notice.id)
        return list(tx.session.scalars(query))


def _signals(runtime: Runtime, world: World, username: str) -> list[str]:
    with runtime.database.read() as tx:
        room = account_room(world.accounts[username])
        query = select(SignalRow.topic).where(SignalRow.room == room).order_by(SignalRow.seq)
        return list(tx.session.scalars(query))


def test_filing_tells_the_heads_and_nobody_else(runtime: Runtime, world: World) -> None:
    play_entry(runtime, world, 1, until="unit_head")
    for username in ("head", "head2"):
        [notice] = _notices(runtime, world, username)
        assert (notice.topic, notice.link_kind, notice.read_at) == ("task_opened", "task", None)
        assert _signals(runtime, world, username) == ["tasks_changed", "notices_changed"]
    for username in ("unit", "officer", "chief", "orgdept", "hr"):
        assert _notices(runtime, world, username) == []


def test_a_decided_task_is_nobodys_news_any_more(runtime: Runtime, world: World) -> None:
    play_entry(runtime, world, 1, until="office_clerk")
    for username in ("head", "head2"):
        [notice] = _notices(runtime, world, username)
        assert notice.read_at is not None
        assert _signals(runtime, world, username).count("tasks_changed") == 2
    assert _signals(runtime, world, "unit") == ["matter_changed"]


def test_the_filer_hears_of_the_effect(runtime: Runtime, world: World) -> None:
    matter_id = play_entry(runtime, world, 1)
    [notice] = _notices(runtime, world, "unit")
    assert (notice.topic, notice.link_kind, notice.link_id) == ("matter_executed", "matter", matter_id)


def test_nothing_is_told_when_the_commit_fails(runtime: Runtime, world: World) -> None:
    class PowerCutError(Exception):
        pass

    def tell_and_fail(tx: Tx) -> None:
        notify(tx, MATTER_EXECUTED, [world.accounts["unit"]], Link(LinkKind.MATTER, "m" * 32))
        raise PowerCutError

    with pytest.raises(PowerCutError), runtime.database.write() as tx:
        tell_and_fail(tx)
    assert _notices(runtime, world, "unit") == []
    assert _signals(runtime, world, "unit") == []


def test_the_same_occasion_is_told_once(runtime: Runtime, world: World) -> None:
    for _ in range(2):
        with runtime.database.write() as tx:
            link = Link(LinkKind.MATTER, "m" * 32)
            notify(tx, MATTER_EXECUTED, [world.accounts["unit"]], link, occasion="m1")
    assert len(_notices(runtime, world, "unit")) == 1
    assert _signals(runtime, world, "unit") == ["matter_changed", "notices_changed"]
