"""How the web process is served: gunicorn, one green worker per process, no change to gunicorn itself.

The story. gunicorn's master stays an ordinary process; only a worker is patched, after the fork, because a
patched master can crash on SIGTERM. gunicorn no longer ships an eventlet worker, so
``eventlet_worker`` is ours and is the only module of the web process that imports eventlet. ``gevent_worker``
is gunicorn's own with the same way of ending; ``threading`` is gunicorn's threaded worker, for development.

A green worker must never hold SIGTERM until the graceful timeout because a phone keeps a socket open:
``connections`` knows every connection of the process and cuts the idle and the upgraded ones.

This package imports neither eventlet nor gevent; each worker module imports its own.
"""

from __future__ import annotations

import socket

from backend.config import AsyncMode, Listen

WORKER_CLASSES: dict[AsyncMode, str] = {
    "eventlet": "backend.serving.eventlet_worker.EventletWorker",
    "gevent": "backend.serving.gevent_worker.GeventWorker",
    "threading": "gthread",
}


def has_ipv6() -> bool:
    """Whether this machine can listen on IPv6 (containers often switch it off)."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def listen_addresses(listen: Listen, port: int) -> list[str]:
    """Return gunicorn ``bind`` values that answer on IPv4 and, where the machine has it, on IPv6.

    ``local`` is the two loopback addresses. ``all`` is one dual-stack socket: Linux maps IPv4 onto ``[::]``,
    and a second socket on 0.0.0.0 would find the port taken.
    """
    if listen == "all":
        return [f"[::]:{port}" if has_ipv6() else f"0.0.0.0:{port}"]
    local = [f"127.0.0.1:{port}"]
    if has_ipv6():
        local.append(f"[::1]:{port}")
    return local
