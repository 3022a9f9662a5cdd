"""People of the county's units who mentor or look for a mentor, and an office that pairs them."""

from __future__ import annotations

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.jobs import claim_next, run_job
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from courses.mentoring.jobs import JOBS
from courses.mentoring.operations.profiles import NeedText, ProfileText, save_need_of, save_profile_of
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
    """Run the jobs that are due, as the worker would."""
    while (job := claim_next(runtime.database)) is not None:
        run_job(runtime, job, JOBS)
