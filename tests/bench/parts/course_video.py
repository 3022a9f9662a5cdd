"""A film of a course, handed in by parts and given out by ranges: what memory it takes, and what others notice."""

from __future__ import annotations

import http.client
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from backend.core.actor import Actor
from backend.identity.public import create_account, grant_directly
from courses.catalogue.operations.authoring import create_course
from tests.bench.house import EMPTY_ROUTE, Browser, House, house
from tests.bench.measure import Budget, Figure, percentile
from tests.bench.served import Served, served
from tests.bench.sizes import Size
from tests.support.world import PASSWORD

PART = "video"
_MEBIBYTE = 1024 * 1024
_MEBIBYTES = {"small": 20}
_USUAL_MEBIBYTES = 200
#: people who watch at the same time
_WATCHERS = 4
_MEMORY_MB = 150
_RANGE = 4 * _MEBIBYTE
_SYSTEM = Actor.system("bench")
_AUTHOR = "film-author"


def measure(size: Size) -> Iterator[Figure]:
    """Through the real server, in one process, while somebody asks for an empty page all the time."""
    mebibytes = _MEBIBYTES.get(size.name, _USUAL_MEBIBYTES)
    content = b"\0\0\0\x18ftypmp42" + secrets.token_bytes(mebibytes * _MEBIBYTE - 12)
    with house(1, 0) as built:
        course_id = _author_with_course(built)
        browser = Browser.of(built.app(), _AUTHOR)
        with served(built.runtime, browser.token) as server:
            server.reading("/api/v1/courses/home")(0)  # so that what it loads once is loaded
            before = _peak_mebibytes(server.worker_id)
            begun = time.perf_counter()
            file_id = _send(server, course_id, content)
            sent = time.perf_counter() - begun
            idle, watched, waits = _watch(server, file_id, content)
            memory = _peak_mebibytes(server.worker_id)
    name = f"{mebibytes} MB"
    what = f"memory for {name}, stored and watched by {_WATCHERS}"
    yield Figure(PART, what, memory - before, "MB", budget=Budget(_MEMORY_MB, of_value=True))
    yield Figure(PART, "memory of the whole web process, before and at most", memory, "MB", before)
    yield Figure(PART, "handed in by parts", mebibytes / sent, "MB/s")
    yield Figure(PART, f"given out to {_WATCHERS} at once, together", mebibytes * _WATCHERS / watched, "MB/s")
    yield Figure(PART, "empty page meanwhile, p95", percentile(waits, 0.95), "ms", percentile(idle, 0.95))


def _author_with_course(built: House) -> str:
    with built.runtime.database.write() as tx:
        account_id = create_account(tx, _SYSTEM, _AUTHOR, "作者", PASSWORD)
        grant_directly(tx, _SYSTEM, account_id, "author", None)
        return create_course(tx, _SYSTEM, {"key": "film"})


def _send(server: Served, course_id: str, content: bytes) -> str:
    """Hand the film in, part after part, as the app does."""
    beginning = {
        "name": "a.mp4",
        "size": len(content),
        "media_type": "video/mp4",
        "owner_kind": "course_media",
        "owner_id": course_id,
    }
    upload = _ask(server, "POST", "/files", orjson.dumps(beginning), "application/json")
    for part in upload["missing"]:
        body = content[part * upload["part_bytes"] :][: upload["part_bytes"]]
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        path = f"/files/{upload['id']}/parts/{part}"
        _ask(server, "PUT", path, head + body + b"\r\n--x--\r\n", "multipart/form-data; boundary=x")
    assert _ask(server, "POST", f"/files/{upload['id']}/finish", b"", "application/json")["state"] == "ready"
    return str(upload["id"])


def _ask(server: Served, method: str, path: str, body: bytes, kind: str) -> Any:
    headers = {**server.headers, "Content-Type": kind}
    server.connection.request(method, f"/api/v1{path}", body=body, headers=headers)
    answer = server.connection.getresponse()
    content = answer.read()
    assert answer.status < 300, content
    return orjson.loads(content)


def _watch(server: Served, file_id: str, content: bytes) -> tuple[list[float], float, list[float]]:
    """Milliseconds of an empty page before and meanwhile, and the seconds that all watchers took together."""
    ended = threading.Event()
    idle: list[float] = []
    waits: list[float] = []
    with ThreadPoolExecutor(_WATCHERS + 1) as pool:
        idling = threading.Event()
        quiet = pool.submit(_knock, server, idle, idling)
        time.sleep(0.5)
        idling.set()
        quiet.result()
        knocking = pool.submit(_knock, server, waits, ended)
        begun = time.perf_counter()
        watchers = [pool.submit(_download, server, file_id, content) for _ in range(_WATCHERS)]
        for watcher in watchers:
            watcher.result()
        seconds = time.perf_counter() - begun
        ended.set()
        knocking.result()
    return idle, seconds, waits


def _download(server: Served, file_id: str, content: bytes) -> None:
    """Fetch all of it, range by range, and compare."""
    with closing(http.client.HTTPConnection(server.connection.host, server.connection.port, timeout=60)) as line:
        for start in range(0, len(content), _RANGE):
            wanted = {"Range": f"bytes={start}-{start + _RANGE - 1}"}
            line.request("GET", f"/api/v1/files/{file_id}", headers={**server.headers, **wanted})
            answer = line.getresponse()
            assert answer.status == 206, answer.status
            assert answer.read() == content[start : start + _RANGE]


def _knock(server: Served, kept: list[float], ended: threading.Event) -> None:
    with closing(http.client.HTTPConnection(server.connection.host, server.connection.port, timeout=60)) as line:
        while not ended.wait(0.01):
            begun = time.perf_counter()
            line.request("GET", EMPTY_ROUTE, headers=server.headers)
            line.getresponse().read()
            kept.append((time.perf_counter() - begun) * 1000)


def _peak_mebibytes(process_id: int) -> float:
    """The most memory the process has held so far."""
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
