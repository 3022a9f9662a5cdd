"""A small application in the place of ours: the serving layer is tested without the domain."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from flask import Flask, Response, request, send_file
from flask_socketio import SocketIO

from backend.config import Settings
from backend.core.offload import run_blocking
from backend.core.web.headers import add_headers, security_headers
from backend.core.web.hosts import HostPolicy, guard_hosts
from tests.integration.serving.toy_names import GATE, LARGE_FILE, LOCK

#: How far one counts without a look at the gate: long enough to be computing, and nothing else.
_COUNT = 200_000


def _compute_until(gate: Path) -> None:
    while not gate.exists():
        sum(range(_COUNT))


def _add_waiting(app: Flask, gate: Path) -> None:
    """A route that answers at once how many requests wait, and three that wait in their own ways."""
    waiting: list[str] = []

    @contextmanager
    def counted() -> Iterator[None]:
        waiting.append(request.path)
        try:
            yield
        finally:
            waiting.pop()

    @app.get("/fast")
    def fast() -> dict[str, str | int]:
        return {"remote": request.remote_addr or "", "waiting": len(waiting)}

    @app.get("/wait")
    def wait() -> dict[str, str]:
        with counted():
            while not gate.exists():
                time.sleep(0.02)
        return {}

    @app.get("/compute")
    def compute() -> dict[str, str]:
        with counted():
            run_blocking(_compute_until, gate)
        return {}

    @app.get("/database")
    def database() -> dict[str, str]:
        with counted(), psycopg.connect(os.environ["TOY_POSTGRES"]) as connection:
            connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
        return {}


def create_toy() -> Flask:
    """Build the application: an echo, routes that wait and a socket that says ``ready``."""
    settings = Settings.from_env()
    policy = HostPolicy.of_installation(settings)
    app = Flask(__name__)
    sockets = SocketIO(
        app,
        async_mode=settings.async_mode,
        cors_allowed_origins=sorted(policy.origins),
        transports=["websocket"],
        max_http_buffer_size=64_000,
    )

    @app.post("/echo")
    def echo() -> bytes:
        return request.get_data()

    @app.get("/file")
    def file() -> Response:
        return send_file(LARGE_FILE)

    _add_waiting(app, settings.data_dir / GATE)

    @sockets.on("connect")  # type: ignore[untyped-decorator]
    def connected() -> None:
        session: str = request.sid  # type: ignore[attr-defined]  # Socket.IO's
        sockets.emit("ready", {"id": session}, to=session)

    @sockets.on("echo")  # type: ignore[untyped-decorator]
    def echoed(value: str) -> str:
        return value

    app.wsgi_app = add_headers(  # type: ignore[assignment, method-assign]  # as Flask documents
        guard_hosts(app.wsgi_app, policy), security_headers(policy.origins, https=False)
    )
    return app


application = create_toy()
