"""The worker: jobs, pushes and seals, in a process that ends when it is told and goes on where it was killed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.core.jobs import JobContext, JobRow, enqueue
from backend.core.runtime import Runtime
from backend.identity.public import check_audit_record
from backend.worker import Worker
from notifications.models import Delivery, Notice
from tests.integration.realtime.conftest import Office, open_office
from tests.support.api import AppClient
from tests.support.devices import Device
from tests.support.push_server import PUSH_PATH, PushServer, push_server
from tests.support.servers import web_server, worker
from tests.support.waiting import PATIENCE_SECONDS, wait_until
from tests.support.world import play_entry


@pytest.fixture
def service() -> Iterator[PushServer]:
    with push_server() as running:
        yield running


@pytest.fixture
def pushing(service: PushServer, tmp_path: Path) -> Iterator[Office]:
    office = open_office({"ZB_DATA_DIR": str(tmp_path), "ZB_PUSH_TEST_ORIGIN": service.origin}, tmp_path)
    yield office
    office.runtime.database.dispose()


def _states(office: Office) -> list[str]:
    with office.runtime.database.read() as tx:
        return list(tx.session.scalars(select(Delivery.state)))


def _subscribe(head: AppClient, service: PushServer) -> Device:
    device = Device(f"{service.origin}{PUSH_PATH}phone")
    assert head.post("/push/subscriptions", device.subscription()).status == 201
    return device


def test_a_killed_worker_is_replaced_and_nothing_is_lost(pushing: Office, service: PushServer) -> None:
    service.plan(*[201] * 3)
    with web_server(pushing.env, pushing.folder) as server:
        device = _subscribe(pushing.sign_in(server, "head"), service)
    with worker(pushing.env, pushing.folder) as first:
        play_entry(pushing.runtime, pushing.world, 1, until="unit_head")
        wait_until(lambda: _states(pushing) == ["sent"], "the first push is sent")
        first.kill_all()
        play_entry(pushing.runtime, pushing.world, 2, until="unit_head")
    with worker(pushing.env, pushing.folder) as second:
        wait_until(lambda: _states(pushing) == ["sent", "sent"], "the second push is sent")
        wait_until(lambda: not check_audit_record(pushing.runtime).tail, "the audit record is sealed")
        assert second.terminate() == 0, second.log_text()
    notices = {device.read_json(posted.body)["i"] for posted in service.posted}
    assert len(notices) == len(service.posted) == 2


@pytest.fixture
def running_worker(runtime: Runtime) -> Iterator[list[str]]:
    done: list[str] = []

    def remember(_runtime: Runtime, job: JobContext) -> dict[str, str]:
        done.append(job.payload["word"])
        return {"word": job.payload["word"]}

    def fail(_runtime: Runtime, _job: JobContext) -> None:
        raise RuntimeError

    process = Worker(runtime, {"import_words": remember, "fail": fail})
    thread = threading.Thread(target=process.run)
    thread.start()
    yield done
    process.end()
    thread.join(timeout=PATIENCE_SECONDS)
    assert not thread.is_alive()


def test_a_job_is_run_and_its_owner_is_told(runtime: Runtime, running_worker: list[str]) -> None:
    with runtime.database.write() as tx:
        enqueue(tx, "fail", {})
        job_id = enqueue(tx, "import_words", {"word": "编制"}, owner_account_id="a" * 32)

    def ended() -> bool:
        with runtime.database.read() as tx:
            told = tx.session.scalar(select(Notice.id).where(Notice.link_id == job_id))
            return told is not None and tx.session.get_one(JobRow, job_id).state == "done"

    wait_until(ended, "the job is done although another failed")
    assert running_worker == ["编制"]
