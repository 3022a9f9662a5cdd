"""A small application in the place of ours: the serving layer is tested without the domain."""

from __future__ import annotations

import os
import time

import psycopg
from flask import Flask, Response, request, send_file
from flask_socketio import SocketIO

from backend.config import Settings
from backend.core.offload import run_blocking
from backend.core.web.headers import add_headers, security_headers
from backend.core.web.hosts import HostPolicy, guard_hosts
from tests.integration.serving.toy_file import LARGE_FILE


def _burn(seconds: float) -> float:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds


def create_toy() -> Flask:
    """Build the application: an echo, slow routes and a socket that says ``ready``."""
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

    @app.get("/fast")
    def fast() -> dict[str, str]:
        return {"remote": request.remote_addr or ""}

    @app.get("/sleep")
    def sleep() -> dict[str, str]:
        time.sleep(float(request.args["seconds"]))
        return {}

    @app.get("/file")
    def file() -> Response:
        return send_file(LARGE_FILE)

    @app.get("/burn")
    def burn() -> dict[str, float]:
        return {"burnt": run_blocking(_burn, 0.5)}

    @app.get("/database")
    def database() -> dict[str, str]:
        with psycopg.connect(os.environ["TOY_POSTGRES"]) as connection:
            connection.execute("SELECT pg_sleep(%s)", [float(request.args["seconds"])])
        return {}

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
