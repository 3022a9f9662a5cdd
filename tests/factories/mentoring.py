"""People of the county's units who mentor or look for a mentor, and an office that pairs them."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.jobs import JobContext, JobRow, run_job
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from courses.mentoring.jobs import JOBS
from courses.mentoring.operations.profiles import NeedText, ProfileText, save_need_of, save_profile_of
from courses.mentoring.operations.runs import COMPUTE, CONFIRM
from courses.quizzes.public import place_topics
from tests.factories.identity import SYSTEM
from tests.factories.training import School, make_school

FIELDS = ("data_security", "real_name_entry", "local_quota")


def make_mentoring_school(database: Database) -> School:
    """The school with fields to mentor in; nobody offers or needs anything yet."""
    school = make_school(database)
    with database.write() as tx:
        place_topics(tx, SYSTEM, {code: {"zh": f"领域{code}", "en": code} for code in FIELDS})
    return school


def offer(tx: Tx, actor: Actor, account_id: str, *fields: str, capacity: int = 1) -> None:
    """Somebody becomes a mentor by the office's word."""
    save_profile_of(tx, actor, account_id, ProfileText(True, fields, capacity), 0)


def need(tx: Tx, actor: Actor, account_id: str, *fields: str) -> None:
    """Somebody looks for a mentor by the office's word."""
    save_need_of(tx, actor, account_id, NeedText(True, fields), 0)


def work_off(runtime: Runtime) -> None:
    """Run the jobs of runs that wait, as the worker would; others are left to whoever asked for them."""
    with runtime.database.read() as tx:
        waiting = tx.session.scalars(
            select(JobRow).where(JobRow.state == "queued", JobRow.kind.in_([COMPUTE, CONFIRM]))
        ).all()
    for row in waiting:
        job = JobContext(row.id, row.kind, row.payload, row.owner_account_id, runtime.database)
        run_job(runtime, job, JOBS)
