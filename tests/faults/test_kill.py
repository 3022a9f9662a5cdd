"""kill -9 between and during fifty decisions: what was answered stands, what was not is asked again, once."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import requests
from sqlalchemy import func, select

from backend.approvals.models import Decision
from backend.approvals.public import open_tasks
from notifications.models import Notice
from tests.faults.conftest import Installation
from tests.support.api import Answered, AppClient, new_command_id
from tests.support.servers import WebServer, free_port
from tests.support.waiting import PATIENCE_SECONDS, wait_until
from tests.support.world import PASSWORD, World, entry_form, make_world

DECISIONS = 50
KILLS_AFTER = (5, 12, 20, 21, 33, 41)
AT_ONCE = 5


@dataclass(slots=True)
class Progress:
    """How many commands have been answered, and who waits for that."""

    answered: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def one_more(self) -> None:
        with self.changed:
            self.answered += 1
            self.changed.notify_all()

    def wait_for(self, number: int) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.answered >= number, timeout=PATIENCE_SECONDS)


def test_nothing_lost_and_nothing_twice(installation: Installation) -> None:
    world = make_world(installation.runtime, approved=DECISIONS)
    port = free_port()
    progress = Progress()
    with installation.web(port) as web:
        tasks = _file_all(world, AppClient(web.origin).sign_in("unit", PASSWORD), installation)
        head = AppClient(web.origin).sign_in("head", PASSWORD)
    with _killer(installation, port, progress):
        commands = [(task_id, new_command_id()) for task_id in tasks]

        def decide(command: tuple[str, str]) -> Answered:
            answer = _insist(head, *command)
            progress.one_more()
            return answer

        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(decide, commands))
        again = [_insist(head, *command) for command in commands]
    assert [answer.status for answer in answers] == [200] * DECISIONS
    assert [answer.body for answer in again] == [answer.body for answer in answers]
    assert all(answer.replayed for answer in again)
    _ensure_once(installation, world)
    installation.ensure_clean()


def _ensure_once(installation: Installation, world: World) -> None:
    with installation.runtime.database.read() as tx:
        count = tx.session.scalar
        assert count(select(func.count()).select_from(Decision)) == DECISIONS
        told = (
            select(func.count())
            .select_from(Notice)
            .where(Notice.account_id == world.accounts["officer"], Notice.topic == "task_opened")
        )
        assert count(told) == DECISIONS, "each next task was told once"


def _insist(client: AppClient, task_id: str, command_id: str) -> Answered:
    """What a phone does: read, decide, and send the same command again until there is an answer."""

    def attempt() -> Answered | None:
        with contextlib.suppress(requests.RequestException):
            shown = client.get(f"/approvals/tasks/{task_id}").body
            body = {
                "verdict": "approve",
                "opinion": "拟同意",
                "form_revision": shown["form_revision"],
                "view_digest": shown["view_digest"],
            }
            answer = AppClient(client.origin, client.token).post(
                f"/approvals/tasks/{task_id}/decision", body, command_id
            )
            return answer if answer.status < 500 else None
        return None

    return wait_until(attempt, "an answer to the command")


@contextlib.contextmanager
def _killer(installation: Installation, port: int, progress: Progress) -> Iterator[None]:
    """Keep web and worker running, but kill both without a word whenever the next number is reached."""
    finished = threading.Event()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            for number in (*KILLS_AFTER, None):
                with installation.web(port) as web, installation.worker():
                    _until(number, progress, finished, web)
                    web.kill_all()
        except BaseException as failure:  # noqa: BLE001  # handed to the test's own thread
            failures.append(failure)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join(timeout=PATIENCE_SECONDS)
        assert not failures, failures


def _until(number: int | None, progress: Progress, finished: threading.Event, web: WebServer) -> None:
    if number is None:
        finished.wait()
    else:
        assert progress.wait_for(number), f"the server stopped answering:\n{web.log_text()[-2000:]}"


def _file_all(world: World, clerk: AppClient, installation: Installation) -> list[str]:
    day = installation.runtime.clock.today()
    tasks = []
    for number in range(DECISIONS):
        body = {"kind": "personnel_entry", "subject_id": world.unit_id, "form": entry_form(number, day)}
        filed = clerk.post("/approvals/matters", body, new_command_id())
        assert filed.status == 201, filed.body
        with installation.runtime.database.read() as tx:
            tasks += [task.id for task in open_tasks(tx, filed.body["id"])]
    return tasks
