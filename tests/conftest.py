"""What tests share: a clean database on SQLite or PostgreSQL, a clock that obeys, an app, and people to act as."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as properties
from sqlalchemy import create_engine, make_url

from backend.app import create_app, wire
from backend.config import Settings
from backend.core.clock import FixedClock
from backend.core.crypto import Keyring
from backend.core.db import Base, Database, new_id
from backend.core.runtime import Runtime
from backend.core.web.spaces import install_space
from backend.identity import passwords
from backend.sandbox.space import SANDBOX, Sandboxes
from tests.factories.approvals import METADATA as SEATS
from tests.support.contract import Contract
from tests.support.emptied import EmptiedDatabase, execute
from tests.support.servers import postgres_server
from tests.support.shelf import Shelf, forget_answers

#: Noon in Shanghai on a working day whose holidays are published.
START = datetime(2026, 6, 16, 4, 0, tzinfo=UTC)

# A busy machine is no reason to call a property wrong.
properties.register_profile("busy", suppress_health_check=[HealthCheck.too_slow], deadline=None)
properties.load_profile("busy")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default=os.environ.get("ZB_TEST_DATABASE", "sqlite"),
        help="the database on which tests that store something run",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what another run covers: a skip would look like something that could not be tried.

    Files with a slow test come first: workers take whole files, and a long one at the end would run alone.
    """
    if config.getoption("--database") != "sqlite":
        left = [item for item in items if item.get_closest_marker("sqlite")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("sqlite")]
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hashing a password is slow on purpose; tests that are not about it need not wait for it."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "PasswordHasher", cheap)
        passwords.vault.cache_clear()
        yield
    passwords.vault.cache_clear()


@pytest.fixture(scope="session")
def template_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database with all tables; each test gets a copy of it."""
    wire()
    folder = tmp_path_factory.mktemp("template")
    if request.config.getoption("--database") == "sqlite":
        url = f"sqlite:///{folder / 'template.db'}"
        _create_tables(url)
        yield url
        return
    with postgres_server() as server:
        execute(server, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE template_zb")
        template = make_url(server).set(database="template_zb", drivername="postgresql+psycopg")
        url = template.render_as_string(hide_password=False)
        _create_tables(url)
        yield url


@pytest.fixture(scope="session")
def emptied(template_url: str) -> EmptiedDatabase:
    """PostgreSQL's database of this worker, which its tests use in turn."""
    return EmptiedDatabase(make_url(template_url), "tests")


@pytest.fixture
def database_url(template_url: str, emptied: EmptiedDatabase, tmp_path: Path) -> Iterator[str]:
    """A fresh database of one test."""
    source = make_url(template_url)
    if source.get_backend_name() == "sqlite":
        target = tmp_path / "zhangbian.db"
        shutil.copyfile(str(source.database), target)
        yield f"sqlite:///{target}"
        return
    yield emptied.lend()
    emptied.take_back()


@pytest.fixture
def empty_database_url(template_url: str, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on the engine that the run is for."""
    source = make_url(template_url)
    if source.get_backend_name() == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    name = f"e_{new_id()}"
    admin = source.set(database="postgres").render_as_string(hide_password=False)
    execute(admin, f"CREATE DATABASE {name}")
    yield source.set(database=name).render_as_string(hide_password=False)
    execute(admin, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """One for all tests of a worker: what a shelf keeps was marked with it."""
    return Keyring.generate()


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """Worlds that are built once: ``shelf.take(make_world, runtime, approved=2)``."""
    return Shelf()


@pytest.fixture
def runtime(database_url: str, tmp_path: Path, clock: FixedClock, keyring: Keyring) -> Iterator[Runtime]:
    """A process of the product without its edge."""
    forget_answers()
    settings = Settings.from_env({"ZB_DATA_DIR": str(tmp_path / "var"), "ZB_DATABASE_URL": database_url})
    wire()
    started = Runtime(settings, Database(database_url, clock, keyring), clock, keyring)
    yield started
    started.database.dispose()


@pytest.fixture
def database(runtime: Runtime) -> Database:
    return runtime.database


@pytest.fixture(scope="session")
def built() -> list[tuple[Flask, dict[str, Any]]]:
    """The app, once it was built, and what hung on it then: building takes longer than most tests."""
    return []


@pytest.fixture
def app(runtime: Runtime, built: list[tuple[Flask, dict[str, Any]]]) -> Flask:
    """The app as it was built, on this test's runtime."""
    if not built:
        app = create_app(runtime)
        Contract.of(app)
        built.append((app, dict(app.extensions)))
    app, extensions = built[0]
    app.extensions.clear()
    app.extensions.update(extensions, zb=runtime)
    install_space(app, SANDBOX, Sandboxes(runtime))
    Contract.of(app).kept.clear()
    return app


class OwnClient(FlaskClient):
    """A client that speaks as our own app does, and believes no answer that the API does not describe."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("X-Requested-With", "zhangbian")
        kwargs.setdefault("base_url", "http://localhost:8000")
        response = super().open(*args, headers=headers, **kwargs)
        Contract.of(self.application).check(response)
        return response


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    app.test_client_class = OwnClient
    return app.test_client()


@pytest.fixture
def client_as(app: Flask) -> Callable[[str, str], FlaskClient]:
    """``client_as(username, password)``: a browser in which that account has signed in."""
    app.test_client_class = OwnClient

    def sign_in(username: str, password: str) -> FlaskClient:
        browser = app.test_client()
        answer = browser.post("/api/v1/session", json={"username": username, "password": password})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return browser

    return sign_in


def _create_tables(url: str) -> None:
    engine = create_engine(url)
    for tables in (Base.metadata, SEATS):
        tables.create_all(engine)
    engine.dispose()
