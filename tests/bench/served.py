"""The real web process, and the processor time that its worker spends on requests."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.core.runtime import Runtime
from backend.core.web.endpoint import OWN_HEADER, OWN_HEADER_VALUE, SESSION_COOKIE
from tests.bench.measure import Work
from tests.support.servers import web_server
from tests.support.waiting import wait_until


@dataclass(slots=True)
class Served:
    """A kept connection of somebody signed in to a running web process."""

    connection: http.client.HTTPConnection
    headers: dict[str, str]
    worker_ids: list[int]

    @property
    def worker_id(self) -> int:
        """The worker, where there is one alone."""
        [worker_id] = self.worker_ids
        return worker_id

    def clock(self) -> float:
        """Processor seconds of all threads of the workers so far (their times in /proc/…/stat count in 10 ms)."""
        threads = (Path(f"/proc/{worker_id}/task").glob("*/schedstat") for worker_id in self.worker_ids)
        return sum(int(thread.read_text().split()[0]) for of_one in threads for thread in of_one) / 1e9

    def reading(self, *paths: str) -> Work:
        """Work that asks for one path after the other; whatever is not answered with 200 is an error."""

        def read(number: int) -> None:
            self.connection.request("GET", paths[number % len(paths)], headers=self.headers)
            answer = self.connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status

        return read


@contextmanager
def served(runtime: Runtime, token: str, *, processes: int = 1) -> Iterator[Served]:
    """Serve the installation of ``runtime`` under gunicorn, with its own settings."""
    folder = runtime.settings.data_dir
    env = {"ZB_LOG_LEVEL": "WARNING", "ZB_WEB_PROCESSES": str(processes)}
    with web_server(env, folder, "tests.bench.served_app:application") as server:
        # the master accepts connections a moment before its worker is there
        worker_ids = wait_until(lambda: _workers(server.process.pid, processes), "the workers were forked")
        headers = {OWN_HEADER: OWN_HEADER_VALUE, "Cookie": f"{SESSION_COOKIE}={token}"}
        with closing(http.client.HTTPConnection("localhost", server.port, timeout=60)) as connection:
            yield Served(connection, headers, worker_ids)


def _workers(process_id: int, number: int) -> list[int]:
    """None while there are fewer."""
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return [int(child) for child in children] if len(children) >= number else []
