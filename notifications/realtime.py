"""The socket of the app: it only listens, and hears only that something of its owner's changed.

Who has no open session gets no socket: the question is asked before the upgrade, so that nobody can hold
connections without being known. The server puts each socket into the room of its account; a client can join
nothing and say nothing. A socket ends with its session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

import structlog
from flask import Flask, request
from flask_socketio import ConnectionRefusedError as SocketRefused
from flask_socketio import SocketIO, join_room
from werkzeug.http import parse_cookie

from backend.core.actor import Actor
from backend.core.errors import NotSignedIn
from backend.core.runtime import Runtime
from backend.core.signals import Signal, account_room
from backend.core.web.endpoint import SESSION_COOKIE
from backend.core.web.hosts import (
    REQUEST_ID,
    SOCKET_PREFIX,
    HostPolicy,
    Refusal,
    guard_hosts,
    refusal_answer,
)
from backend.identity.public import authenticate, forget_session, open_sessions
from notifications.relay import Relay

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger(__name__)

ACTOR = "zb.actor"
SOCKETS_PER_ACCOUNT = 5
MESSAGE_LIMIT_BYTES = 64_000
SWEEP_SECONDS = 4.0
REVOKED_TOPIC = "session_revoked"


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose socket it is."""

    account_id: str
    session_id: str


class Sockets:
    """The sockets of this process and their sessions."""

    def __init__(self, runtime: Runtime, socketio: SocketIO) -> None:
        self._runtime = runtime
        self._socketio = socketio
        self._seats: dict[str, Seat] = {}
        self._lingering: set[str] = set()

    def connected(self, *_auth: object) -> None:
        """Seat a new socket, or refuse it: an account has five at most."""
        actor: Actor = request.environ[ACTOR]
        seat = Seat(cast(str, actor.account_id), cast(str, actor.session_id))
        if sum(taken.account_id == seat.account_id for taken in self._seats.values()) >= SOCKETS_PER_ACCOUNT:
            raise SocketRefused("too_many_sockets")
        self._seats[_sid()] = seat
        join_room(account_room(seat.account_id))

    def disconnected(self, *_reason: object) -> None:
        """Forget a socket that is gone."""
        self._seats.pop(_sid(), None)

    def spoken(self, *_message: object) -> None:
        """The app never says anything; whoever does is not the app."""
        self._close([_sid()])

    def heard(self, signal: Signal) -> None:
        """A session that was revoked anywhere ends here at once."""
        if signal.topic == REVOKED_TOPIC:
            session_id = str(signal.payload["id"])
            forget_session(session_id)
            self._close(sid for sid, seat in self._seats.items() if seat.session_id == session_id)

    def sweep_for_ever(self) -> None:
        """Look every few seconds for sockets without an open session or without a seat."""
        while True:
            self._socketio.sleep(SWEEP_SECONDS)
            try:
                self.sweep()
            except Exception as error:  # noqa: BLE001  # a failed look is repeated in four seconds
                log.warning("sweep_failed", kind=type(error).__name__)

    def sweep(self) -> None:
        """Close what should not be open: expired sessions, connections that never took a seat."""
        seats = dict(self._seats)
        if seats:
            still_open = open_sessions(self._runtime.database, {seat.session_id for seat in seats.values()})
            self._close(sid for sid, seat in seats.items() if seat.session_id not in still_open)
        server = self._socketio.server
        seated = {server.manager.eio_sid_from_sid(sid, "/") for sid in self._seats}
        unseated = set(server.eio.sockets) - seated
        for engine_id in unseated & self._lingering:
            server.eio.disconnect(engine_id)
        self._lingering = unseated

    def _close(self, session_ids: Iterable[str]) -> None:
        server = self._socketio.server
        for sid in list(session_ids):
            self._seats.pop(sid, None)
            engine_id = server.manager.eio_sid_from_sid(sid, "/")
            server.disconnect(sid)  # says that it is meant, so that the app does not come back by itself
            if engine_id is not None:
                server.eio.disconnect(engine_id)  # and does not rely on the app to hang up


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]  # Socket.IO's addition to the request
    return sid


def attach_realtime(app: Flask, runtime: Runtime) -> SocketIO:
    """Put the socket beside the routes of ``app`` and start following the signals.

    To be called in the process that serves, after its worker has patched what it patches.
    """
    policy = HostPolicy.of_installation(runtime.settings)
    socketio = SocketIO(
        app,
        async_mode=runtime.settings.async_mode,
        cors_allowed_origins=sorted(policy.origins),
        transports=["websocket"],
        max_http_buffer_size=MESSAGE_LIMIT_BYTES,
        message_queue=runtime.settings.redis_url,
        manage_session=False,
        cookie=None,
    )
    sockets = Sockets(runtime, socketio)
    socketio.on_event("connect", sockets.connected)
    socketio.on_event("disconnect", sockets.disconnected)
    socketio.on_event("*", sockets.spoken)
    app.wsgi_app = guard_hosts(  # type: ignore[assignment, method-assign]  # as Flask documents
        require_session(app.wsgi_app, runtime), policy
    )
    _start_following(runtime, socketio, sockets)
    return socketio


def _start_following(runtime: Runtime, socketio: SocketIO, sockets: Sockets) -> None:
    def emit(event: str, *args: Any, to: str) -> None:
        if runtime.settings.redis_url is None:  # with Redis the worker tells everybody, see Relay
            socketio.emit(event, *args, to=to)

    relay = Relay(runtime.database, emit, sockets.heard, socketio.sleep)
    socketio.start_background_task(relay.run)
    socketio.start_background_task(sockets.sweep_for_ever)


def require_session(app: WSGIApplication, runtime: Runtime) -> WSGIApplication:
    """Answer 401 to a socket without an open session, before the upgrade."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(SOCKET_PREFIX):
            return app(environ, start_response)
        token = parse_cookie(environ.get("HTTP_COOKIE", "")).get(SESSION_COOKIE)
        actor = authenticate(runtime, token)
        if actor is None:
            return _not_signed_in(environ[REQUEST_ID], start_response)
        environ[ACTOR] = actor
        return app(environ, start_response)

    return serve


def _not_signed_in(request_id: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    refused = Refusal(HTTPStatus.UNAUTHORIZED, NotSignedIn.code)
    return refusal_answer(refused, request_id, start_response)
