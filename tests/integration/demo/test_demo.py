"""The demonstration as a whole: believable, made by real operations, repeatable, and never production."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from backend.app import CHECKS, create_app, wire
from backend.approvals.models import Decision, Matter, Task
from backend.assessment.rounds.parameters import Parameters
from backend.config import Settings
from backend.core.clock import FixedClock
from backend.core.crypto import Keyring
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.demo import load
from backend.demo.identity import AT_OWN_UNIT, RATERS, ROLES
from backend.demo.load import DemoExists, load_demo, printed_accounts
from backend.identity.audit.models import AuditRow
from backend.identity.models import Account
from backend.identity.public import check_audit_record
from backend.migrations import upgrade
from backend.records.models import Document
from backend.register.models import (
    Import,
    Organization,
    OrganizationVersion,
    Person,
    Posting,
    PostingEvent,
    QuotaBalance,
    QuotaEntry,
    QuotaException,
    Region,
    Reservation,
)
from backend.register.public import places_of_people
from courses.catalogue.models import Completion
from courses.certificates.models import Certificate
from courses.quizzes.models import Attempt
from tests.conftest import START, OwnClient
from tests.support.app_browser import AppBrowser

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

ROOT = Path(__file__).parents[3]
SEED = 7
#: Whose work waits at which step.
WORK = {
    "unit_head": {"head"},
    "office_clerk": {"officer"},
    "joint_review": {"orgdept", "hr"},
    "chief": {"chief"},
    "issue": {"officer"},
}


def _fresh(folder: Path) -> Runtime:
    settings = Settings.from_env({"ZB_DATA_DIR": str(folder)})
    clock, keyring = FixedClock(START), Keyring.load_or_create(settings.key_dir)
    wire()
    runtime = Runtime(settings, Database(settings.database_url, clock, keyring), clock, keyring)
    upgrade(runtime.database.engine)
    return runtime


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """The whole demonstration on SQLite; no test changes what it is asked about."""
    runtime = _fresh(tmp_path_factory.mktemp("demo"))
    load_demo(runtime, SEED, None, lambda _: None)
    yield runtime
    runtime.database.dispose()


def rows(runtime: Runtime, statement: Any) -> list[Any]:
    with runtime.database.read() as tx:
        return list(tx.session.execute(statement).all())


def count(runtime: Runtime, column: Any, *conditions: Any) -> int:
    return int(rows(runtime, select(func.count(column)).where(*conditions))[0][0])


def test_its_size(demo: Runtime) -> None:
    assert count(demo, Organization.id) == 316
    assert count(demo, Region.code, Region.level == "county") == 6
    assert count(demo, PostingEvent.id) == count(demo, Posting.id) == 6_000
    assert {source for (source,) in rows(demo, select(Organization.source).distinct())} == {"demo"}


def test_most_units_are_nearly_full(demo: Runtime) -> None:
    vacancies = [
        approved + exception - filled - reserved
        for approved, exception, filled, reserved in rows(
            demo,
            select(QuotaBalance.approved, QuotaBalance.exception, QuotaBalance.filled, QuotaBalance.reserved),
        )
    ]
    assert min(vacancies) == 0
    assert 50 < sum(1 for free in vacancies if free) < len(vacancies)
    assert sum(1 for free in vacancies if free <= 4) > 0.9 * len(vacancies)


def test_every_unit_that_is_over_has_a_named_exception(demo: Runtime) -> None:
    over = {
        (organization_id, quota_type): filled - approved
        for organization_id, quota_type, filled, approved in rows(
            demo,
            select(
                QuotaBalance.organization_id, QuotaBalance.quota_type, QuotaBalance.filled, QuotaBalance.approved
            ).where(QuotaBalance.filled > QuotaBalance.approved),
        )
    }
    named = rows(
        demo,
        select(
            QuotaException.organization_id,
            QuotaException.quota_type,
            QuotaException.heads,
            QuotaException.reason,
            Document.number,
        ).join(Document, Document.id == QuotaException.document_id),
    )
    assert len(over) == 5
    assert {(unit, quota): heads for unit, quota, heads, _, _ in named} == over
    assert all(len(reason) > 5 and "云编" in number for _, _, _, reason, number in named)
    assert len({reason for _, _, _, reason, _ in named}) == len(named)


def test_each_posting_has_the_cause_it_names(demo: Runtime) -> None:
    """An executed matter with its tasks, decisions and audit rows, or the opening import; nothing else."""
    executed = {matter for (matter,) in rows(demo, select(Matter.id).where(Matter.state == "executed"))}
    [(opening,)] = rows(demo, select(Import.id))
    causes = rows(demo, select(PostingEvent.cause_kind, PostingEvent.cause_id))
    by_matter = [cause for kind, cause in causes if kind == "matter"]
    assert {cause for kind, cause in causes if kind != "matter"} == {opening}
    assert sorted(by_matter) == sorted(executed), "one entry for each executed matter"
    assert len(executed) > 150
    assert {cause for (cause,) in rows(demo, select(QuotaEntry.cause_id).distinct())} == {opening}
    used = rows(demo, select(Reservation.matter_id).where(Reservation.state == "used"))
    assert sorted(matter for (matter,) in used) == sorted(executed)


def test_each_executed_matter_went_its_whole_way(demo: Runtime) -> None:
    executed = select(Matter.id).where(Matter.state == "executed")
    steps: dict[str, list[str]] = {}
    for matter, role, verdict in rows(
        demo,
        select(Task.matter_id, Task.role, Decision.verdict)
        .join(Decision, Decision.task_id == Task.id)
        .where(Task.matter_id.in_(executed)),
    ):
        if verdict in ("approve", "issue"):
            steps.setdefault(matter, []).append(role if verdict == "approve" else verdict)
    assert len(steps) == count(demo, Matter.id, Matter.state == "executed")
    whole = {"head", "officer", "orgdept", "hr", "chief", "issue"}
    assert [matter for matter, done in steps.items() if not whole <= set(done)] == []
    filed = count(demo, AuditRow.seq, AuditRow.action == "approvals:matter:filed")
    decided = count(demo, AuditRow.seq, AuditRow.action == "approvals:task:decided")
    drawn = count(demo, AuditRow.seq, AuditRow.action == "register:quota:draw")
    opened = count(demo, AuditRow.seq, AuditRow.action == "register:posting:open")
    assert filed == count(demo, Matter.id)
    assert decided == count(demo, Decision.id) == count(demo, Task.id, Task.state == "decided")
    assert drawn == len(steps)
    assert opened == len(steps) + 1, "and the opening import, in one act"


def test_there_is_work_at_every_step_for_everybody(demo: Runtime, sign_in: Callable[[str], AppBrowser]) -> None:
    waiting: dict[str, set[str]] = {}
    for step, role in rows(demo, select(Task.step_key, Task.role).where(Task.state == "open")):
        waiting.setdefault(step, set()).add(role)
    assert waiting == WORK
    for username in ("head", "officer", "orgdept", "hr", "chief"):
        assert sign_in(username).read("/approvals/tasks")["items"], username
    assert sign_in("unit").read("/approvals/matters?list=mine")["items"]
    states = {state for (state,) in rows(demo, select(Matter.state).distinct())}
    assert {"executed", "rejected", "withdrawn"} <= states


def test_people_have_learned_and_somebody_has_only_begun(
    demo: Runtime, sign_in: Callable[[str], AppBrowser]
) -> None:
    home = sign_in("trainee").read("/courses/home")
    assert home["continue"]["lesson_id"], "something to go on with"
    assert [item["assigned"]["late"] for item in home["assigned"]] == [False, False]
    counters = sign_in("trainee").read("/credits/me")
    assert counters["concentrated"]["done"] == "24"
    passed = {passed for (passed,) in rows(demo, select(Attempt.passed).where(Attempt.state == "finished"))}
    assert passed == {True, False}, "papers are judged, not made up"
    assert count(demo, Certificate.id) == count(demo, Completion.id) > 4
    assert sign_in("training").read("/reports/units")["units"]
    assert sign_in("unit").read("/desk/faq?q=空编")["items"], "an answer that everybody finds"


def test_it_verifies_clean(demo: Runtime) -> None:
    with demo.database.read() as tx:
        assert [finding.line() for check in CHECKS for finding in check(tx)] == []
    report = check_audit_record(demo)
    assert report.findings == []
    assert report.sealed_rows > 2_000, "loading it ends with a seal"
    assert report.sealed_rows + len(report.tail) == count(demo, AuditRow.seq)


@pytest.fixture(scope="module")
def password(demo: Runtime) -> str:
    """The one that is printed."""
    names, secret = printed_accounts(demo.settings)
    assert names == f"Accounts: {', '.join(ROLES)}; colleague1 to colleague3"
    return secret.rpartition(": ")[2]


@pytest.fixture(scope="module")
def sign_in(demo: Runtime, password: str) -> Callable[[str], AppBrowser]:
    app = create_app(demo)
    app.test_client_class = OwnClient

    def browser(username: str) -> AppBrowser:
        client: FlaskClient = app.test_client()
        answer = client.post("/api/v1/session", json={"username": username, "password": password})
        assert answer.status_code == 200, (username, answer.text)
        return AppBrowser(client)

    return browser


@pytest.mark.parametrize("username", ROLES)
def test_every_account_signs_in_with_the_printed_password(
    sign_in: Callable[[str], AppBrowser], username: str
) -> None:
    session = sign_in(username).read("/session")
    assert session["demo"] is True
    assert {grant["role"] for grant in session["grants"]} == {ROLES[username][1]}
    assert session["must_change_password"] is False


def test_enough_of_the_unit_sign_in_for_a_rating(demo: Runtime, sign_in: Callable[[str], AppBrowser]) -> None:
    """More than the least number of raters, each of whom is one of the unit's people."""
    usernames = (*AT_OWN_UNIT, *RATERS)
    for username in RATERS:
        assert [grant["role"] for grant in sign_in(username).read("/session")["grants"]] == ["learner"]
    with demo.database.read() as tx:
        found = select(Account.person_ref).where(Account.username.in_(usernames))
        places = places_of_people(tx, list(tx.session.scalars(found)))
    assert len(places) == len(usernames) > Parameters().min_raters + 1
    assert len({place.organization_id for place in places.values()}) == 1


def test_production_knows_no_demonstration_account(demo: Runtime, password: str) -> None:
    settings = replace(demo.settings, env="production", public_url="https://bianban.example.cn")
    app = create_app(replace(demo, settings=settings))
    client = app.test_client()
    answer = client.post(
        "/api/v1/session",
        base_url="https://bianban.example.cn",
        headers={"X-Requested-With": "zhangbian"},
        json={"username": "chief", "password": password},
    )
    assert (answer.status_code, (answer.json or {})["code"]) == (403, "demo_account_refused")


@pytest.mark.parametrize(
    "program", [["-c", "import backend.wsgi"], ["-m", "backend.worker"]], ids=["web", "worker"]
)
def test_no_production_process_starts_on_it(demo: Runtime, program: list[str]) -> None:
    environment = {
        **os.environ,
        "ZB_ENV": "production",
        "ZB_DATA_DIR": str(demo.settings.data_dir),
        "ZB_PUBLIC_URL": "https://bianban.example.cn",
    }
    ended = subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode != 0
    assert "This database holds the demonstration" in ended.stderr.splitlines()[-1]


def test_a_second_load_refuses_to_mix(demo: Runtime) -> None:
    before = count(demo, AuditRow.seq)
    with pytest.raises(DemoExists):
        load_demo(demo, SEED, None, lambda _: None)
    assert count(demo, AuditRow.seq) == before


def test_the_same_seed_on_the_same_day_tells_the_same_story(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "ENTRIES", 6)
    monkeypatch.setattr(load, "UNDER_WAY", 6)
    assert _told(tmp_path_factory.mktemp("first")) == _told(tmp_path_factory.mktemp("second"))


def _told(folder: Path) -> dict[str, list[Any]]:
    """Names and numbers without the ids, which are always new."""
    runtime = _fresh(folder)
    load_demo(runtime, SEED, None, lambda _: None)
    told = {
        "units": select(OrganizationVersion.name, OrganizationVersion.region_code),
        "numbers": select(
            OrganizationVersion.name,
            QuotaBalance.quota_type,
            QuotaBalance.approved,
            QuotaBalance.filled,
            QuotaBalance.reserved,
        ).join(QuotaBalance, QuotaBalance.organization_id == OrganizationVersion.organization_id),
        "people": select(Person.name, Person.birth_month, Posting.post_title, Posting.started_on).join(
            Posting, Posting.person_id == Person.id
        ),
        "documents": select(Document.number, Document.title, Document.dated_on),
        "matters": select(Matter.acceptance_number, Matter.state, Matter.step_key, Matter.filed_at),
        "decisions": select(Decision.verdict, Decision.opinion, Decision.decided_at),
    }
    found = {name: sorted(map(repr, rows(runtime, statement))) for name, statement in told.items()}
    runtime.database.dispose()
    return found
