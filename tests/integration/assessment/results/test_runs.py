"""Work on a whole round, a slice at a time: cut off between two it goes on, and the round moves at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.assessment.results import errors
from backend.assessment.results.jobs import JOBS
from backend.assessment.results.models import Notice, Publicity, Record, ResultRun, Seal
from backend.assessment.results.operations import notices, paper, seals, telling
from backend.assessment.results.operations.publicity import open_publicity
from backend.assessment.results.public import sealed_grades, signatures_of
from backend.assessment.results.verify import CHECKS
from backend.assessment.rounds.public import RoundState, round_by_id
from backend.assessment.terms import Grade
from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.jobs import JobContext, claim_next, fail_job, run_job
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from notifications.models import Notice as Told
from tests.factories.results import STROKES, Results, minutes
from tests.integration.assessment.results.test_decisions import refused


class Killed(Exception):
    """The worker's end, between two slices."""


@pytest.fixture
def ended(shown: Results, database: Database, monkeypatch: pytest.MonkeyPatch) -> Results:
    """Names were on show, and from here on everything long is done in slices of four."""
    for module in (notices, paper, seals, telling):
        monkeypatch.setattr(module, "SLICE", 4)
    with database.write() as tx:
        shown.end_on_paper(tx, tx.session.scalars(select(Publicity.id)).one())
    return shown


def _start(database: Database, act: Callable[[Tx], ResultRun]) -> str:
    with database.write() as tx:
        return act(tx).id


def _cut_off(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker do one slice of the next job and die."""

    def die(_job: JobContext, _done: int, _total: int) -> None:
        raise Killed

    job = claim_next(runtime.database)
    assert job is not None
    with monkeypatch.context() as dying, pytest.raises(Killed):
        dying.setattr(JobContext, "progress", die)
        run_job(runtime, job, JOBS)


def _work(runtime: Runtime, clock: FixedClock) -> None:
    """Do what is queued, however often it was tried."""
    clock.move(timedelta(minutes=10))
    while job := claim_next(runtime.database):
        run_job(runtime, job, JOBS)


def _state(database: Database, results: Results) -> RoundState:
    with database.read() as tx:
        return round_by_id(tx, results.graded.round_id).state


def _count(database: Database, model: type[Notice | Record | Seal | Told], *where: object) -> int:
    with database.read() as tx:
        return tx.session.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


def test_notices_that_were_cut_off_go_on_and_reach_everybody_once(
    ended: Results, runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, graded = runtime.database, ended.graded
    with database.read() as tx:
        colleague = graded.actor(tx, "colleague")
    run_id = _start(database, lambda tx: notices.start_notices(tx, colleague, graded.round_id))
    _cut_off(runtime, monkeypatch)
    assert _count(database, Notice) == 8
    assert _state(database, ended) is RoundState.PUBLISHED
    for act in (
        lambda tx: notices.start_notices(tx, colleague, graded.round_id),
        lambda tx: paper.start_paper_signatures(tx, colleague, graded.round_id, tx.today(), "柜"),
        lambda tx: open_publicity(tx, colleague, graded.round_id),
    ):
        refused(database, errors.ResultRunRunning, act)
    _work(runtime, clock)
    assert _state(database, ended) is RoundState.NOTIFIED
    with database.read() as tx:
        run = tx.session.get_one(ResultRun, run_id)
        people = len(tx.session.scalars(select(Notice.case_id)).all())
        assert (run.state, run.written) == ("done", people)
        assert people == tx.session.scalar(select(func.count(Notice.case_id.distinct())))
        told = tx.session.scalars(select(Told.account_id).where(Told.topic == "assessment_result")).all()
        reached = tx.session.scalars(select(Notice.account_id).where(Notice.account_id.is_not(None))).all()
        assert sorted(told) == sorted(account for account in reached if account)
    _start(database, lambda tx: notices.start_notices(tx, colleague, graded.round_id))
    _work(runtime, clock)  # there was nothing to write: the run has failed and moved nothing
    with database.read() as tx:
        assert sorted(tx.session.scalars(select(ResultRun.state))) == ["done", "failed"]


def test_a_seal_that_was_given_up_counts_for_nothing_and_is_taken_over(
    ended: Results, runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, graded = runtime.database, ended.graded
    with database.write() as tx:
        colleague, plain = graded.actor(tx, "colleague"), graded.actor(tx, "plain")
        ended.notify(tx)
        notice = ended.notice(tx, "large", 5)
        notices.sign_notice(tx, plain, notice.id, STROKES, notice.digest, "知悉")
    _start(database, lambda tx: paper.start_paper_signatures(tx, colleague, graded.round_id, tx.today(), "柜"))
    _work(runtime, clock)
    _start(database, lambda tx: seals.start_seal(tx, colleague, graded.round_id))
    with database.read() as tx:
        case, minute = ended.case(tx, "large", 5), minutes(tx)
    refused(
        database,
        errors.ResultRunRunning,
        lambda tx: seals.record_correction(tx, colleague, case.id, minute, Grade.UNQUALIFIED, "x"),
    )
    _cut_off(runtime, monkeypatch)
    with database.read() as tx:
        job_id = tx.session.scalars(select(ResultRun.job_id).where(ResultRun.kind == "seal")).one() or ""
    fail_job(database, job_id, "job_failed", {})
    assert _count(database, Record) > 4
    assert (_count(database, Seal), _state(database, ended)) == (0, RoundState.NOTIFIED)
    assert _findings(database) == []
    with database.read() as tx:
        assert sealed_grades(tx, [case.person_id]) == {}
        kept = set(tx.session.scalars(select(Record.id)))
        signature = signatures_of(tx, [case.id])[case.id]
        assert [list(stroke) for stroke in signature.strokes] == STROKES
    _start(database, lambda tx: seals.start_seal(tx, colleague, graded.round_id))
    _work(runtime, clock)
    assert _state(database, ended) is RoundState.SEALED
    with database.read() as tx:
        records = set(tx.session.scalars(select(Record.id)))
        assert kept < records
        assert tx.session.get_one(Seal, (graded.round_id, 1)).records == len(records)
        told = tx.session.scalars(select(Told.account_id).where(Told.topic == "assessment_sealed")).all()
        reached = tx.session.scalars(select(Notice.account_id).where(Notice.account_id.is_not(None))).all()
        assert set(told) >= {account for account in reached if account}
        assert len(told) == len(set(told))
    assert _findings(database) == []


def _findings(database: Database) -> list[str]:
    with database.read() as tx:
        return sorted({found.check for check in CHECKS for found in check(tx)})
