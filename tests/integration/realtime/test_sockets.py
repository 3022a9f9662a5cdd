"""The app's socket on the real server: who gets one, what it hears, when it ends."""

from __future__ import annotations

import contextlib

import pytest

from backend.core.actor import Actor
from backend.core.runtime import Runtime
from backend.core.signals import account_room, send_signal
from backend.core.web.endpoint import SESSION_COOKIE
from backend.identity.public import revoke_sessions
from tests.integration.realtime.conftest import Office
from tests.support.api import AppClient
from tests.support.servers import WebServer, web_server, worker
from tests.support.sockets import SocketIoClient, handshake_status
from tests.support.waiting import PATIENCE_SECONDS, wait_until
from tests.support.world import play_entry


def _headers(server: WebServer, app: AppClient) -> dict[str, str]:
    return {"Origin": server.origin, "Cookie": f"{SESSION_COOKIE}={app.token}"}


def _signal(runtime: Runtime, account_id: str, topic: str) -> None:
    with runtime.database.write() as tx:
        send_signal(tx, account_room(account_id), topic, {"id": topic, "count": None})


@pytest.mark.parametrize("cookie", [None, f"{SESSION_COOKIE}=guess", "session=eyJ1c2VyIjoxfQ"])
def test_without_a_session_there_is_no_socket(server: WebServer, cookie: str | None) -> None:
    headers = {"Host": f"localhost:{server.port}", "Origin": server.origin}
    assert handshake_status(server.port, headers | ({"Cookie": cookie} if cookie else {})) == 401


def test_a_session_opens_no_socket_for_another_origin(office: Office, server: WebServer) -> None:
    app = office.sign_in(server, "head")
    headers = {**_headers(server, app), "Host": f"localhost:{server.port}", "Origin": "http://evil.example"}
    assert handshake_status(server.port, headers) == 403


def test_a_filing_made_anywhere_is_heard_at_once(office: Office, server: WebServer) -> None:
    app = office.sign_in(server, "head")
    with SocketIoClient.connected(server.port, _headers(server, app)) as head:
        play_entry(office.runtime, office.world, 1, until="unit_head")
        [first, second] = [head.next_event() for _ in range(2)]
    assert [first[0], second[0]] == ["signal", "signal"]
    assert [first[1]["topic"], second[1]["topic"]] == ["tasks_changed", "notices_changed"]
    assert set(first[1]) == {"topic", "id", "count"}


def test_nobody_hears_what_is_not_theirs(office: Office, server: WebServer) -> None:
    app = office.sign_in(server, "orgdept")
    with SocketIoClient.connected(server.port, _headers(server, app)) as orgdept:
        _signal(office.runtime, office.world.accounts["hr"], "not_theirs")
        _signal(office.runtime, office.world.accounts["orgdept"], "theirs")
        assert orgdept.next_event()[1]["topic"] == "theirs"


def test_signing_out_closes_the_socket(office: Office, server: WebServer) -> None:
    app = office.sign_in(server, "chief")
    with SocketIoClient.connected(server.port, _headers(server, app)) as chief:
        app.http.delete(f"{server.origin}/api/v1/session", headers=app._headers(None), timeout=PATIENCE_SECONDS)
        chief.wait_closed()


def test_a_revocation_by_another_process_closes_the_socket(office: Office, server: WebServer) -> None:
    app = office.sign_in(server, "finance")
    with SocketIoClient.connected(server.port, _headers(server, app)) as finance:
        with office.runtime.database.write() as tx:
            revoke_sessions(tx, Actor.system("tests"), office.world.accounts["finance"], "lost phone")
        finance.wait_closed()


def test_an_account_has_five_sockets(office: Office, server: WebServer) -> None:
    headers = _headers(server, office.sign_in(server, "hr"))
    with contextlib.ExitStack() as stack:
        for _ in range(5):
            stack.enter_context(SocketIoClient.connected(server.port, headers))
        with pytest.raises(AssertionError), SocketIoClient.connected(server.port, headers):
            pass


def test_whoever_speaks_is_not_the_app(office: Office, server: WebServer) -> None:
    app = office.sign_in(server, "officer")
    with SocketIoClient.connected(server.port, _headers(server, app)) as officer:
        officer.say("join", "account:somebody")
        officer.wait_closed()


def test_a_connection_that_takes_no_seat_is_closed(office: Office, server: WebServer) -> None:
    app = office.sign_in(server, "officer")
    with SocketIoClient.unseated(server.port, _headers(server, app)) as silent:
        silent.wait_closed()


@pytest.mark.postgresql
@pytest.mark.redis
def test_two_web_processes_tell_each_signal_once(large_office: Office) -> None:
    office, account_id = large_office, large_office.world.accounts["head"]
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(web_server(office.env, office.folder)) for _ in range(2)]
        stack.enter_context(worker(office.env, office.folder))
        clients = [
            stack.enter_context(
                SocketIoClient.connected(server.port, _headers(server, office.sign_in(server, "head")))
            )
            for server in servers
        ]

        # Until the worker follows, signals go by unheard, as they may.
        def heard() -> bool:
            _signal(office.runtime, account_id, "knock")
            return all(client.hears_within(0.5) for client in clients)

        wait_until(heard, "both processes pass signals on")
        _signal(office.runtime, account_id, "first")
        _signal(office.runtime, account_id, "last")
        for client in clients:
            topics = [topic for topic in client.topics_until("last") if topic != "knock"]
            assert topics == ["first", "last"]
