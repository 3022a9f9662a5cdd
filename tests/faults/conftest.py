"""Installations that are really served: processes that can be killed, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.app import wire
from backend.cli import main
from backend.config import Settings
from backend.core.runtime import Runtime
from backend.migrations import upgrade
from tests.support.servers import Running, WebServer, postgres_server, redis_server, web_server, worker


@dataclass(slots=True)
class Installation:
    """Settings of an installation, and its storage opened from outside."""

    env: dict[str, str]
    folder: Path
    runtime: Runtime

    @contextlib.contextmanager
    def web(self, port: int | None = None) -> Iterator[WebServer]:
        with web_server(self.env, self.folder, port=port) as server:
            yield server

    @contextlib.contextmanager
    def worker(self) -> Iterator[Running]:
        with worker(self.env, self.folder) as process:
            yield process

    def ensure_clean(self) -> None:
        """The ledgers, the projections and the audit record agree."""
        checked = CliRunner(env=self.env).invoke(main, ["verify"])
        assert checked.exit_code == 0, checked.output


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """An empty, migrated installation; on PostgreSQL with Redis beside it, as two web processes need."""
    wire()
    with contextlib.ExitStack() as stack:
        env = {"ZB_DATA_DIR": str(tmp_path)}
        if request.param == "postgresql":
            env["ZB_DATABASE_URL"] = stack.enter_context(postgres_server())
            env["ZB_REDIS_URL"] = stack.enter_context(redis_server(tmp_path))
        runtime = Runtime.start(Settings.from_env(env))
        stack.callback(runtime.database.dispose)
        upgrade(runtime.database.engine)
        yield Installation(env, tmp_path, runtime)
