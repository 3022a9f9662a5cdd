"""The green workers: nobody waits for another, and SIGTERM ends them while phones are connected."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from backend.serving import has_ipv6
from tests.integration.serving.toy_file import LARGE_FILE
from tests.support.servers import REPOSITORY, WebServer, free_port, web_server
from tests.support.sockets import SocketIoClient

# Far below the graceful timeout, which one open socket would otherwise use up.
END_SECONDS = 5.0


def _get(url: str) -> float:
    began = time.monotonic()
    requests.get(url, timeout=30).raise_for_status()
    return time.monotonic() - began


@pytest.mark.parametrize("path", ["/sleep?seconds=1.5", "/database?seconds=1.5"])
def test_slow_requests_run_side_by_side(toy: WebServer, path: str) -> None:
    with ThreadPoolExecutor(10) as pool:
        slow = [pool.submit(_get, toy.origin + path) for _ in range(10)]
        _get(f"{toy.origin}/fast")
        assert not any(answer.done() for answer in slow), "a fast request waited for a slow one"
        # One after the other would take 15 s.
        assert max(answer.result() for answer in slow) < 6


def test_computing_leaves_the_loop_free(toy: WebServer) -> None:
    with ThreadPoolExecutor(1) as pool:
        burning = pool.submit(_get, f"{toy.origin}/burn")
        answered = 0
        while not burning.done():
            _get(f"{toy.origin}/fast")
            answered += 1
    assert answered >= 3


def test_a_file_arrives_whole(toy: WebServer) -> None:
    answer = requests.get(f"{toy.origin}/file", timeout=10)
    assert answer.content == LARGE_FILE.read_bytes()
    assert len(answer.content) > 100_000


def test_ipv4_and_ipv6_are_answered(toy: WebServer) -> None:
    hosts = ["127.0.0.1", "[::1]"] if has_ipv6() else ["127.0.0.1"]
    for host in hosts:
        answer = requests.get(f"http://{host}:{toy.port}/fast", timeout=10)
        assert answer.json()["remote"] == host.strip("[]")


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_one_socket_answers_both_families_when_listening_everywhere(green_mode: str, tmp_path: Path) -> None:
    env = {"ZB_ASYNC": green_mode, "ZB_LISTEN": "all"}
    with web_server(env, tmp_path, "tests.integration.serving.toy:application") as server:
        for host in ("127.0.0.1", "[::1]"):
            assert requests.get(f"http://{host}:{server.port}/fast", timeout=10).status_code == 200


def test_sigterm_ends_the_process_while_connections_are_open(mortal_toy: WebServer) -> None:
    with contextlib.ExitStack() as stack:
        client = stack.enter_context(SocketIoClient.connected(mortal_toy.port, {"Origin": mortal_toy.origin}))
        client.next_event()
        kept = stack.enter_context(requests.Session())
        kept.get(f"{mortal_toy.origin}/fast", timeout=10)
        silent = stack.enter_context(socket.create_connection(("127.0.0.1", mortal_toy.port)))
        began = time.monotonic()
        assert mortal_toy.terminate() == 0, mortal_toy.log_text()
        assert time.monotonic() - began < END_SECONDS
        client.wait_closed()
        assert silent.recv(1) == b""
    assert "Traceback" not in mortal_toy.log_text()


def test_sigterm_lets_a_running_request_finish(mortal_toy: WebServer) -> None:
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(_get, f"{mortal_toy.origin}/sleep?seconds=1.5")
        # The server reads in order of arrival: when a later request is answered, the earlier one runs.
        while _get(f"{mortal_toy.origin}/fast") > 1:
            pass
        mortal_toy.process.terminate()
        assert running.result() >= 1.5
    assert mortal_toy.process.wait(timeout=10) == 0


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
        timeout=30,
        check=False,
    )
    assert ended.returncode != 0
    assert "PSYCOPG_WAIT_FUNC must be wait_select" in ended.stderr
