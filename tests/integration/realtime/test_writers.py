"""SQLite under a green worker: who waits for the write lock holds up nobody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import requests

from tests.integration.realtime.conftest import Office
from tests.support.api import AppClient
from tests.support.servers import WebServer
from tests.support.waiting import PATIENCE_SECONDS

WRITERS = 10


def _read_all(app: AppClient) -> int:
    return app.post("/notices/reading", {}).status


def test_writers_wait_for_another_process_and_readers_do_not(office: Office, server: WebServer) -> None:
    app = office.sign_in(server, "head")
    with ThreadPoolExecutor(WRITERS) as pool:
        with office.runtime.database.write():
            writers = [pool.submit(_read_all, app) for _ in range(WRITERS)]
            for _ in range(5):
                assert requests.get(f"{server.origin}/api/v1/meta", timeout=PATIENCE_SECONDS).status_code == 200
            assert not any(writer.done() for writer in writers)
        assert [writer.result() for writer in writers] == [204] * WRITERS
