"""An installation to measure: a filled register, people who may act in it, and the real web application."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from backend.app import create_app, wire
from backend.config import Settings
from backend.core.runtime import Runtime
from backend.core.web.endpoint import OWN_HEADER, OWN_HEADER_VALUE, SESSION_COOKIE
from backend.migrations import upgrade
from backend.register.public import region_nodes
from tests.bench.fill import fill_people, fill_units
from tests.bench.measure import Work
from tests.support.world import PASSWORD, World, make_world

ORIGIN = "http://localhost:8000"
#: Asks for nobody and reads nothing.
EMPTY_ROUTE = "/empty"
#: An account that sees the whole province.
OVERSEER = "overseer"


@dataclass(slots=True)
class House:
    """One installation; ``unit_ids`` are the units that were filled in beside that of the world."""

    runtime: Runtime
    world: World
    unit_ids: list[str]

    def app(self) -> Flask:
        """The web application with the empty route beside its own."""
        return add_empty_route(create_app(self.runtime))


def add_empty_route(app: Flask) -> Flask:
    """Let ``app`` also answer ``EMPTY_ROUTE``, with an empty JSON object."""
    app.add_url_rule(EMPTY_ROUTE, "empty", dict)
    return app


@contextmanager
def house(units: int, people: int, *, vacancies: int = 1) -> Iterator[House]:
    """Build an installation in a temporary folder; gone with the block."""
    wire()
    with tempfile.TemporaryDirectory(prefix="zb-bench-") as folder:
        runtime = start_runtime(Path(folder))
        try:
            world = make_world(runtime, approved=vacancies)
            with runtime.database.write() as tx:
                world.add_account(tx, OVERSEER, "chief", at=region_nodes(tx, ["99"])["99"])
            unit_ids = fill_units(runtime, units)
            if people:
                fill_people(runtime, unit_ids, people)
            yield House(runtime, world, unit_ids)
        finally:
            runtime.database.dispose()


def start_runtime(folder: Path, **env: str) -> Runtime:
    """A migrated, empty installation in ``folder``."""
    runtime = Runtime.start(Settings.from_env({"ZB_DATA_DIR": str(folder), "ZB_LOG_LEVEL": "WARNING", **env}))
    upgrade(runtime.database.engine)
    return runtime


@dataclass(slots=True)
class Browser:
    """Somebody signed in, who speaks to the application without a network."""

    app: Flask
    token: str

    @classmethod
    def of(cls, app: Flask, username: str) -> Browser:
        """Sign in as ``username``."""
        answer = app.test_client().post(
            "/api/v1/session",
            json={"username": username, "password": PASSWORD},
            headers={OWN_HEADER: OWN_HEADER_VALUE},
            base_url=ORIGIN,
        )
        assert answer.status_code == 200, answer.get_data(as_text=True)
        cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith(SESSION_COOKIE))
        return cls(app, cookie.partition("=")[2].partition(";")[0])

    def reading(self, *paths: str) -> Work:
        """Work that asks for one path after the other; whatever is not answered with 200 is an error."""
        requests = [self._environment(path) for path in paths]

        def read(number: int) -> None:
            environment = {**requests[number % len(requests)], "wsgi.input": BytesIO()}
            body, status, _ = run_wsgi_app(self.app.wsgi_app, environment)
            b"".join(body)
            assert status == "200 OK", status

        return read

    def _environment(self, path: str) -> dict[str, Any]:
        path, _, query = path.partition("?")
        headers = [(OWN_HEADER, OWN_HEADER_VALUE), ("Cookie", f"{SESSION_COOKIE}={self.token}")]
        return dict(EnvironBuilder(path, ORIGIN, query_string=query, headers=headers).get_environ())
