"""Real installations with the real application: an office, its web processes, its worker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend.app import wire
from backend.config import Settings
from backend.core.runtime import Runtime
from backend.migrations import upgrade
from tests.support.api import AppClient
from tests.support.servers import WebServer, postgres_server, redis_server, web_server
from tests.support.world import PASSWORD, World, make_world


@dataclass(slots=True)
class Office:
    """An installation with people, its storage opened by the test as a further process would."""

    env: dict[str, str]
    folder: Path
    runtime: Runtime
    world: World

    def sign_in(self, server: WebServer, username: str) -> AppClient:
        return AppClient(server.origin).sign_in(username, PASSWORD)


def open_office(env: dict[str, str], folder: Path) -> Office:
    settings = Settings.from_env(env)
    runtime = Runtime.start(settings)
    wire()
    upgrade(runtime.database.engine)
    return Office(env, folder, runtime, make_world(runtime, approved=10))


@pytest.fixture(scope="module", params=["eventlet", "gevent"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """On SQLite, under each green worker."""
    folder = tmp_path_factory.mktemp("office")
    office = open_office({"ZB_DATA_DIR": str(folder), "ZB_ASYNC": request.param}, folder)
    yield office
    office.runtime.database.dispose()


@pytest.fixture(scope="module")
def server(office: Office) -> Iterator[WebServer]:
    with web_server(office.env, office.folder) as running:
        yield running


@pytest.fixture
def large_office(tmp_path: Path) -> Iterator[Office]:
    """On PostgreSQL with Redis, as several web processes are run."""
    with postgres_server() as database_url, redis_server(tmp_path) as redis_url:
        env = {"ZB_DATA_DIR": str(tmp_path), "ZB_DATABASE_URL": database_url, "ZB_REDIS_URL": redis_url}
        office = open_office(env, tmp_path)
        yield office
        office.runtime.database.dispose()
