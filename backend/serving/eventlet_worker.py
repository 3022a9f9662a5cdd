"""A gunicorn worker on eventlet: the only module of the web process that imports eventlet.

The order matters. The process forks, then everything is patched, then the application is imported. psycopg
chooses how it waits at its import: under eventlet only ``wait_select`` yields to other greenlets (500 slow
queries a second instead of 13), so the worker refuses to start without it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any, cast

import eventlet
import eventlet.greenio
import eventlet.greenpool
import eventlet.tpool
import eventlet.wsgi
from gunicorn.workers.base_async import AsyncWorker

from backend.core import offload
from backend.serving.connections import Connection, Connections, Request

WAIT_FUNCTION = "wait_select"
LOOK_EVERY_SECONDS = 0.25
ACCEPT_PAUSE_SECONDS = 0.1

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class BlockingDatabaseDriver(RuntimeError):
    """psycopg would stall every greenlet of the process: ``PSYCOPG_WAIT_FUNC`` is not ``wait_select``."""


class _UpgradeSource:
    """What Engine.IO's eventlet driver asks for under ``eventlet.input``: a way to the raw socket."""

    def __init__(self, connection: eventlet.greenio.GreenSocket) -> None:
        self._connection = connection

    def get_socket(self) -> eventlet.greenio.GreenSocket:
        return self._connection


class _Debug:
    """Takes what eventlet's web socket writes to ``wsgi.errors``: a line for each browser that leaves."""

    def __init__(self, debug: Callable[[str], None]) -> None:
        self.write = debug


def _with_upgrade_source(app: WsgiApp, debug: Callable[[str], None]) -> WsgiApp:
    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if "HTTP_UPGRADE" in environ:
            environ["eventlet.input"] = _UpgradeSource(environ["gunicorn.socket"])
            environ["wsgi.errors"] = _Debug(debug)
        return app(environ, start_response)

    return serve


def ensure_green_database_driver() -> None:
    """Raise :class:`BlockingDatabaseDriver` unless psycopg waits, or will wait, through ``select``."""
    waiting = sys.modules.get("psycopg.waiting")
    chosen = waiting.wait.__name__ if waiting else os.environ.get("PSYCOPG_WAIT_FUNC")
    if chosen != WAIT_FUNCTION:
        raise BlockingDatabaseDriver(
            f"PSYCOPG_WAIT_FUNC must be {WAIT_FUNCTION} before psycopg is imported; it is {chosen}"
        )


class EventletWorker(AsyncWorker):  # type: ignore[misc]  # gunicorn ships no types
    """One process, one greenlet per connection.

    Ends within a second of SIGTERM: idle connections and web sockets are cut, running requests may finish
    until ``graceful_timeout``. SIGINT and SIGQUIT do not wait for them.
    """

    wsgi: WsgiApp

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connections = Connections()
        self._wait_for_running = True

    def init_process(self) -> None:
        eventlet.hubs.use_hub()
        eventlet.monkey_patch()
        ensure_green_database_driver()
        offload.use_runner(eventlet.tpool.execute)
        super().init_process()

    def load_wsgi(self) -> None:
        super().load_wsgi()
        ensure_green_database_driver()
        self.wsgi = _with_upgrade_source(self.wsgi, self.log.debug)

    def run(self) -> None:
        # The pool's size is gunicorn's worker_connections: past it, accepting pauses and the backlog fills.
        pool = eventlet.greenpool.GreenPool(self.worker_connections)
        acceptors = [
            eventlet.spawn(self._accept, eventlet.greenio.GreenSocket(listener.sock), pool)
            for listener in self.sockets
        ]
        while self.alive:
            self.notify()
            eventlet.sleep(LOOK_EVERY_SECONDS)
        for acceptor in acceptors:
            acceptor.kill()
        # Open, it would go on taking connections that nobody answers; other processes have their own hold of it.
        for listener in self.sockets:
            listener.close()
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while self.connections and self._wait_for_running and time.monotonic() < deadline:
            self.notify()
            eventlet.sleep(0.05)

    def notify(self) -> None:
        """Tell the master we live; cut what is overdue, and at the end what only waits."""
        super().notify()
        if self.ppid != os.getppid():
            self.log.info("The master is gone, ending: %s", self)
            self.alive = False
        self.connections.cut_overdue()
        if not self.alive:
            self.connections.cut_all_but_working()

    def timeout_ctx(self) -> eventlet.Timeout:
        """Limit the wait for a whole request head, on a new connection as on a kept one."""
        return eventlet.Timeout(self.cfg.keepalive, exception=False)

    def is_already_handled(self, respiter: Iterable[bytes]) -> bool:
        # Engine.IO answered on the socket itself: the connection is spent, leave the keep-alive loop.
        if getattr(eventlet.wsgi.WSGI_LOCAL, "already_handled", False):
            eventlet.wsgi.WSGI_LOCAL.already_handled = False
            raise StopIteration
        return cast(bool, super().is_already_handled(respiter))

    def handle(self, listener: Connection, client: Connection, addr: tuple[str, int]) -> None:
        with self.connections.open(client):
            super().handle(listener, client, addr)

    def handle_request(self, listener_name: str, req: Request, sock: Connection, addr: tuple[str, int]) -> bool:
        with self.connections.serving(sock, req):
            return cast(bool, super().handle_request(listener_name, req, sock, addr))

    def handle_quit(self, _sig: int, _frame: FrameType | None) -> None:
        self._wait_for_running = False
        self.alive = False

    def _accept(self, listener: eventlet.greenio.GreenSocket, pool: eventlet.greenpool.GreenPool) -> None:
        while True:
            try:
                client, addr = listener.accept()
            except OSError as error:
                # Out of descriptors, or the peer left between SYN and accept: the listener is still good.
                self.log.warning("Accepting failed: %s", error)
                eventlet.sleep(ACCEPT_PAUSE_SECONDS)
                continue
            pool.spawn_n(self.handle, listener, client, addr)
