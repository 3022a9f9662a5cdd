"""Two web processes on one database: many want the same thing at once, one gets it, all others are told why."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

from sqlalchemy import func, select

from backend.approvals.models import Decision, Matter
from backend.approvals.public import open_tasks
from backend.records.models import Number
from backend.register.public import numbers
from tests.faults.conftest import Installation
from tests.support.api import Answered, AppClient, new_command_id
from tests.support.world import PASSWORD, World, entry_form, make_world

FILINGS, DECISIONS = 50, 20


def test_fifty_filings_race_for_one_vacancy(installation: Installation) -> None:
    world = make_world(installation.runtime, approved=1)
    day = installation.runtime.clock.today()
    with installation.web() as one, installation.web() as two:
        here = AppClient(one.origin).sign_in("unit", PASSWORD)
        clients = cycle([here, here.at(two.origin)])
        commands = [(next(clients), new_command_id(), entry_form(number, day)) for number in range(FILINGS)]

        def file(command: tuple[AppClient, str, dict[str, object]]) -> Answered:
            client, command_id, form = command
            body = {"kind": "personnel_entry", "subject_id": world.unit_id, "form": form}
            return client.post("/approvals/matters", body, command_id)

        with ThreadPoolExecutor(FILINGS) as pool:
            first = list(pool.map(file, commands))
        with ThreadPoolExecutor(10) as pool:
            again = list(pool.map(file, commands))
    assert sorted(answer.status for answer in first) == [201] + [422] * (FILINGS - 1)
    assert {answer.code for answer in first if answer.status == 422} == {"no_vacancy"}
    assert [(a.status, a.body) for a in again] == [(a.status, a.body) for a in first], "the stored answers"
    assert all(answer.replayed for answer in again)
    with installation.runtime.database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(Matter)) == 1
        assert tx.session.scalar(select(func.count()).select_from(Number)) == 1, "one acceptance number"
        line = numbers(tx, world.unit_id)["institution"]
        assert (line.approved, line.filled, line.reserved) == (1, 0, 1)
    installation.ensure_clean()


def test_twenty_decisions_race_for_one_task(installation: Installation) -> None:
    world = make_world(installation.runtime, approved=1)
    with installation.runtime.database.write() as tx:
        for number in range(DECISIONS):
            world.add_account(tx, f"head-{number}", "head", at=world.unit_node)
    with installation.web() as one, installation.web() as two:
        task_id = _file(world, AppClient(one.origin).sign_in("unit", PASSWORD), installation)
        origins = cycle([one.origin, two.origin])
        heads = [AppClient(next(origins)).sign_in(f"head-{n}", PASSWORD) for n in range(DECISIONS)]
        shown = heads[0].get(f"/approvals/tasks/{task_id}").body
        commands = [(head, new_command_id()) for head in heads]

        def decide(command: tuple[AppClient, str]) -> Answered:
            head, command_id = command
            body = {
                "verdict": "approve",
                "opinion": "同意",
                "form_revision": shown["form_revision"],
                "view_digest": shown["view_digest"],
            }
            return head.post(f"/approvals/tasks/{task_id}/decision", body, command_id)

        with ThreadPoolExecutor(DECISIONS) as pool:
            first = list(pool.map(decide, commands))
        again = [decide(command) for command in commands]
    assert sorted(answer.status for answer in first) == [200] + [409] * (DECISIONS - 1)
    refused = [answer for answer in first if answer.status == 409]
    assert {answer.code for answer in refused} == {"already_decided"}
    winner = f"head-{next(n for n, answer in enumerate(first) if answer.status == 200)}"
    assert {answer.body["facts"]["by"] for answer in refused} == {winner}, "told who was faster"
    assert [(a.status, a.body) for a in again] == [(a.status, a.body) for a in first]
    with installation.runtime.database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(Decision)) == 1
    installation.ensure_clean()


def _file(world: World, clerk: AppClient, installation: Installation) -> str:
    body = {
        "kind": "personnel_entry",
        "subject_id": world.unit_id,
        "form": entry_form(1, installation.runtime.clock.today()),
    }
    filed = clerk.post("/approvals/matters", body, new_command_id())
    assert filed.status == 201, filed.body
    with installation.runtime.database.read() as tx:
        [task] = open_tasks(tx, filed.body["id"])
    return task.id
