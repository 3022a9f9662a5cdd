"""The green workers: nobody waits for another, and SIGTERM ends them while phones are connected."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests

from backend.serving import has_ipv6
from tests.integration.serving.toy_names import GATE, LARGE_FILE, LOCK
from tests.support.servers import REPOSITORY, WebServer, accepts, free_port, web_server
from tests.support.sockets import SocketIoClient
from tests.support.waiting import PATIENCE_SECONDS, wait_until


def _get(url: str) -> Any:
    answer = requests.get(url, timeout=PATIENCE_SECONDS)
    answer.raise_for_status()
    return answer.json()


def _waiting(toy: WebServer, number: int) -> None:
    """Return when ``number`` requests are being answered at once; asking is a request beside them."""
    wait_until(lambda: _get(f"{toy.origin}/fast")["waiting"] == number, f"{number} requests run side by side")


def test_slow_requests_run_side_by_side(toy: WebServer, gate: Path) -> None:
    with ThreadPoolExecutor(10) as pool:
        slow = [pool.submit(_get, f"{toy.origin}/wait") for _ in range(10)]
        _waiting(toy, 10)
        assert not any(answer.done() for answer in slow)
        gate.touch()
        assert [answer.result() for answer in slow] == [{}] * 10


def test_the_database_holds_up_nobody_else(toy: WebServer, postgres: str) -> None:
    with ThreadPoolExecutor(10) as pool:
        with psycopg.connect(postgres) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            slow = [pool.submit(_get, f"{toy.origin}/database") for _ in range(10)]
            _waiting(toy, 10)
            assert not any(answer.done() for answer in slow)
        assert [answer.result() for answer in slow] == [{}] * 10


def test_computing_leaves_the_loop_free(toy: WebServer, gate: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        computing = pool.submit(_get, f"{toy.origin}/compute")
        _waiting(toy, 1)
        assert not computing.done()
        gate.touch()
        assert computing.result() == {}


def test_a_file_arrives_whole(toy: WebServer) -> None:
    answer = requests.get(f"{toy.origin}/file", timeout=PATIENCE_SECONDS)
    assert answer.content == LARGE_FILE.read_bytes()
    assert len(answer.content) > 100_000


def test_ipv4_and_ipv6_are_answered(toy: WebServer) -> None:
    hosts = ["127.0.0.1", "[::1]"] if has_ipv6() else ["127.0.0.1"]
    for host in hosts:
        answer = requests.get(f"http://{host}:{toy.port}/fast", timeout=PATIENCE_SECONDS)
        assert answer.json()["remote"] == host.strip("[]")


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_one_socket_answers_both_families_when_listening_everywhere(green_mode: str, tmp_path: Path) -> None:
    env = {"ZB_ASYNC": green_mode, "ZB_LISTEN": "all"}
    with web_server(env, tmp_path, "tests.integration.serving.toy:application") as server:
        for host in ("127.0.0.1", "[::1]"):
            assert requests.get(f"http://{host}:{server.port}/fast", timeout=PATIENCE_SECONDS).status_code == 200


def test_sigterm_ends_the_process_while_connections_are_open(mortal_toy: WebServer) -> None:
    with contextlib.ExitStack() as stack:
        client = stack.enter_context(SocketIoClient.connected(mortal_toy.port, {"Origin": mortal_toy.origin}))
        client.next_event()
        kept = stack.enter_context(requests.Session())
        kept.get(f"{mortal_toy.origin}/fast", timeout=PATIENCE_SECONDS)
        silent = stack.enter_context(socket.create_connection(("127.0.0.1", mortal_toy.port)))
        assert mortal_toy.terminate() == 0, mortal_toy.log_text()
        client.wait_closed()
        assert silent.recv(1) == b""
    assert "Traceback" not in mortal_toy.log_text()


def test_sigterm_lets_a_running_request_finish(mortal_toy: WebServer, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(_get, f"{mortal_toy.origin}/wait")
        _waiting(mortal_toy, 1)
        mortal_toy.process.terminate()
        wait_until(lambda: not accepts(mortal_toy.port), "nobody else is let in")
        assert not running.done()
        (tmp_path / GATE).touch()
        assert running.result() == {}
    assert mortal_toy.process.wait(timeout=PATIENCE_SECONDS) == 0


def test_eventlet_refuses_a_driver_that_blocks(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "PSYCOPG_WAIT_FUNC": "wait_c",
        "ZB_PORT": str(free_port()),
        "ZB_DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:backend.serving.gunicorn_config"]
    ended = subprocess.run(
        [*command, "tests.integration.serving.toy:application"],
        env={**env, "ZB_ASYNC": "eventlet"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert ended.returncode != 0
    assert "PSYCOPG_WAIT_FUNC must be wait_select" in ended.stderr
