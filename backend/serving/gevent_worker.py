"""gunicorn's own gevent worker, ending as fast as ours: the way out when eventlet retires."""

from __future__ import annotations

from collections.abc import Callable
from types import FrameType
from typing import Any

import gevent
from gunicorn.workers.ggevent import GeventWorker as StockGeventWorker

from backend.core import offload
from backend.serving.connections import Connection, Connections, Request


def _run_in_thread_pool(function: Callable[..., Any], *arguments: Any) -> Any:
    return gevent.get_hub().threadpool.apply(function, arguments)


class GeventWorker(StockGeventWorker):  # type: ignore[misc]  # gunicorn ships no types
    """The stock worker, which cuts idle connections and web sockets when it is told to end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connections = Connections()

    def patch(self) -> None:
        super().patch()
        offload.use_runner(_run_in_thread_pool)

    def notify(self) -> None:
        super().notify()
        self.connections.cut_overdue()
        if not self.alive:
            self.connections.cut_all_but_working()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        # A signal handler must not touch the hub; the greenlet runs at the next turn of the loop.
        gevent.spawn(self.connections.cut_all_but_working)

    def handle(self, listener: Connection, client: Connection, addr: tuple[str, int]) -> None:
        with self.connections.open(client):
            super().handle(listener, client, addr)

    def handle_request(self, listener_name: str, req: Request, sock: Connection, addr: tuple[str, int]) -> None:
        with self.connections.serving(sock, req):
            super().handle_request(listener_name, req, sock, addr)
