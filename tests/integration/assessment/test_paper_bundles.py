"""Forms of many people, made by the worker: asked for, fetched by whoever asked, and gone after their time."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from backend.assessment.papers import bundling, jobs, operations
from backend.assessment.papers.catalogue import KEEP, Form, Kind
from backend.assessment.papers.making import Wanted
from backend.assessment.papers.models import PaperBundle
from backend.assessment.papers.policies import may_read_bundle
from backend.assessment.papers.queries import bundles_view
from backend.core.clock import FixedClock
from backend.core.jobs import JobRow, claim_next, run_job
from backend.core.runtime import Runtime
from backend.core.signals import SignalRow
from backend.identity.models import AuditRow
from backend.identity.permissions import Role
from backend.identity.public import grant_directly
from backend.records.public import FileStore, check_stored_files
from tests.factories.identity import SYSTEM
from tests.factories.results import Results, make_sealed
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes


@pytest.fixture
def sealed(runtime: Runtime, shelf: Shelf) -> Results:
    return shelf.take(make_sealed, runtime)


def act_as(app: Flask, runtime: Runtime, sealed: Results, *names: str) -> list[Person]:
    with runtime.database.read() as tx:
        let_act(app, {name: sealed.graded.actor(tx, name) for name in names})
    return [person(app, name) for name in names]


def work(runtime: Runtime) -> None:
    """Everything that is due, as the worker does it."""
    while job := claim_next(runtime.database):
        run_job(runtime, job, jobs.JOBS)


def fetched(browser: Person, bundle: dict[str, Any]) -> dict[str, bytes]:
    """The files of an archive by name."""
    answer = browser.get(f"/files/{bundle['file_id']}")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert "attachment" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_worker_makes_a_file_for_each_unit_once(
    app: Flask, runtime: Runtime, sealed: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundling, "_FILE_PEOPLE", 8)  # so that the unit of ten has two files
    colleague, plain, head = act_as(app, runtime, sealed, "colleague", "plain", "head")
    path = f"/assessment/papers/{sealed.graded.round_id}/bundles"
    wish = {"form": "registration", "format": "xlsx"}
    [asked] = said(colleague.post(path, wish))["bundles"]
    assert (asked["state"], asked["file_id"]) == ("making", None)
    assert said(colleague.post(path, wish))["bundles"] == [asked]  # the same wish is one
    work(runtime)
    [ready] = colleague.read(path)["bundles"]
    assert (ready["state"], ready["people"], ready["parts"]) == ("ready", 16, 4)
    assert (ready["done"], ready["total"]) == (16, 16)
    files = fetched(colleague, ready)
    index = files.pop("000-目录.txt").decode("utf-8-sig")
    assert sorted(files) == [f"{at:03}-清溪县{unit}.xlsx" for at, unit in enumerate(UNITS, start=1)]
    assert all(name in index for name in files)
    sheets = [sheet for content in files.values() for sheet in load_workbook(io.BytesIO(content)).worksheets]
    assert len(sheets) == 16
    assert "共 16 人" in index
    # the same state is the same file, which is kept for longer; nobody else has it
    colleague.post(path, wish)
    work(runtime)
    [again] = colleague.read(path)["bundles"]
    assert (again["file_id"], again["made_at"]) == (ready["file_id"], ready["made_at"])
    assert head.read(path)["bundles"] == []
    for stranger in (head, plain):
        assert code_of(stranger.get(f"/files/{ready['file_id']}")) == (404, "file_not_found")
    with runtime.database.read() as tx:
        taken = tx.session.scalars(select(AuditRow.facts).where(AuditRow.action == "assessment:paper:exported"))
        facts = {"form": "registration", "kind": "xlsx", "people": 16, "organization_id": None, "person_id": None}
        assert list(taken) == [facts, facts]
        told = tx.session.scalars(select(SignalRow.payload).where(SignalRow.topic == "job_progress"))
        assert any(payload.get("total") == 16 for payload in told)


UNITS = ("first中心", "large中心-1", "large中心-2", "second中心")


def test_papers_are_deleted_when_their_time_is_over(
    app: Flask, runtime: Runtime, sealed: Results, clock: FixedClock
) -> None:
    [colleague] = act_as(app, runtime, sealed, "colleague")
    path = f"/assessment/papers/{sealed.graded.round_id}/bundles"
    unit = sealed.graded.units["first"]
    colleague.post(path, {"form": "notice", "format": "docx", "organization_id": unit})
    work(runtime)
    [ready] = colleague.read(path)["bundles"]
    assert (ready["people"], ready["parts"], ready["organization_id"]) == (3, 1, unit)
    store = FileStore.of(runtime.settings)
    assert store.head(ready["file_id"]).startswith(b"PK")
    assert not (runtime.settings.data_dir / "papers" / ready["id"]).exists()
    clock.move(KEEP - timedelta(hours=1))
    colleague.post(path, {"form": "notice", "format": "docx", "organization_id": unit})
    work(runtime)
    clock.move(timedelta(hours=2))
    work(runtime)  # it was asked for since, so it stays
    assert colleague.read(path)["bundles"][0]["file_id"] == ready["file_id"]
    clock.move(KEEP)
    assert code_of(colleague.get(f"/files/{ready['file_id']}")) == (404, "file_not_found")
    work(runtime)
    assert colleague.read(path)["bundles"] == []
    with pytest.raises(FileNotFoundError):
        store.head(ready["file_id"])
    assert list(check_stored_files(runtime)) == []


def test_a_job_that_was_cut_off_begins_anew_and_rights_that_changed_end_the_file(
    runtime: Runtime, sealed: Results, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with runtime.database.write() as tx:
        head, round_id = sealed.graded.actor(tx, "head"), sealed.graded.round_id
        bundle_id = operations.ask_for_bundle(tx, head, round_id, Wanted(Form.ROUTINE, Kind.PDF))
    cut_off = claim_next(runtime.database)
    assert cut_off is not None
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(bundling.Archive, "close", _killed)
        run_job(runtime, cut_off, jobs.JOBS)
    with runtime.database.read() as tx:
        assert bundles_view(tx, head, round_id)["bundles"][0]["state"] == "making"
    clock.move(timedelta(minutes=6))  # its lease is over
    work(runtime)
    with runtime.database.write() as tx:
        [ready] = bundles_view(tx, head, round_id)["bundles"]
        assert (ready["state"], ready["people"]) == ("ready", 10)  # the head's own unit
        assert may_read_bundle(tx, head, bundle_id)
        grant_directly(tx, SYSTEM, head.account_id or "", Role.HEAD, sealed.graded.region)
        assert not may_read_bundle(tx, sealed.graded.actor(tx, "head"), bundle_id)
        made = tx.session.scalars(select(JobRow.state).where(JobRow.kind == operations.MAKE_BUNDLE))
        assert list(made) == ["done"]


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_cannot_be_made_is_refused_or_told(app: Flask, runtime: Runtime, sealed: Results) -> None:
    colleague, plain = act_as(app, runtime, sealed, "colleague", "plain")
    round_id = sealed.graded.round_id
    path = f"/assessment/papers/{round_id}/bundles"
    wish = {"form": "registration", "format": "pdf"}
    refused = [
        (colleague.post(path, {**wish, "organization_id": "0" * 32}), (404, "paper_not_found")),
        (colleague.post(f"/assessment/papers/{'0' * 32}/bundles", wish), (404, "round_not_found")),
        (colleague.post(path, {**wish, "form": "results"}), (422, "invalid_input")),
        (plain.post(path, wish), (403, "permission_missing")),
    ]
    assert [code_of(answer) for answer, _ in refused] == [expected for _, expected in refused]
    with runtime.database.write() as tx:
        assert tx.session.scalar(select(func.count()).select_from(PaperBundle)) == 0
        colleague_now = sealed.graded.actor(tx, "colleague")
        operations.ask_for_bundle(tx, colleague_now, round_id, Wanted(Form.ROUTINE, Kind.PDF))
        job = tx.session.scalars(select(JobRow).where(JobRow.kind == operations.MAKE_BUNDLE)).one()
        job.owner_account_id = None  # as if the account were closed
    work(runtime)
    [failed] = colleague.read(path)["bundles"]
    assert (failed["state"], failed["error"], failed["file_id"]) == ("failed", "paper_asker_gone", None)
    with nothing_changes(runtime.database):
        work(runtime)
