"""From frozen evidence to grades over HTTP and in the worker: refusals change nothing, 优秀 keeps its ratio."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from backend.assessment.evidence.public import EntrySource, object_to_evidence, record_entry
from backend.assessment.grading.errors import CompileRunning, RatioExceeded
from backend.assessment.grading.jobs import JOBS
from backend.assessment.grading.models import (
    AssessmentCase,
    AssessmentPool,
    AssessmentRun,
    AssessmentScore,
    FrozenEvidence,
    GradeAdjustment,
    SpecialCaseEntry,
)
from backend.assessment.grading.operations import compiling, freezing
from backend.assessment.grading.operations.grades import set_grade
from backend.assessment.grading.public import Case, case_groups, case_view, cases, frozen_digest
from backend.assessment.grading.queries.revisions import freeze_of, scheme_used
from backend.assessment.grading.verify import CHECKS
from backend.assessment.rounds.public import RoundState, move_round, round_by_id
from backend.assessment.schemes.public import Total, score
from backend.assessment.terms import Grade, SubjectKind
from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.jobs import claim_next, run_job
from backend.core.runtime import Runtime
from backend.core.signals import SignalRow
from backend.identity.models import AuditRow
from backend.identity.operations.scope import place_node
from backend.identity.permissions import Role
from backend.records.files.models import StoredFile
from tests.factories.evidence import new_entry
from tests.factories.grading import YEAR, Graded, make_graded
from tests.factories.identity import SYSTEM, make_holder
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.shelf import Shelf
from tests.support.unchanged import all_rows, nothing_changes

BASE = "/assessment/grading"
PAPER = {
    "number": "清人社〔2026〕7号",
    "title": "关于同意提高优秀比例的批复",
    "issuer": "清溪县人社局",
    "dated_on": "2026-06-15",
}


def make_compiled(runtime: Runtime) -> Graded:
    graded = make_graded(runtime, over=True)
    with runtime.database.write() as tx:
        freezing.freeze_round(tx, SYSTEM, graded.round_id)
        compiling.compile_round(tx, SYSTEM, graded.round_id)
    return graded


@pytest.fixture
def open_round(runtime: Runtime, shelf: Shelf) -> Graded:
    return shelf.take(make_graded, runtime, over=True)


@pytest.fixture
def graded(runtime: Runtime, shelf: Shelf) -> Graded:
    return shelf.take(make_compiled, runtime)


def people_of(app: Flask, database: Database, graded: Graded) -> dict[str, Person]:
    with database.read() as tx:
        let_act(app, {name: graded.actor(tx, name) for name in graded.accounts})
    return {name: person(app, name) for name in graded.accounts}


def case_of(database: Database, graded: Graded, unit: str, place: int) -> Case:
    with database.read() as tx:
        found = {one.person_id: one for one in cases(tx, graded.round_id)}
    return found[graded.people[unit][place]]


def work(runtime: Runtime) -> dict[str, Any]:
    """What the worker does with the next job; its row afterwards."""
    job = claim_next(runtime.database)
    assert job is not None
    run_job(runtime, job, JOBS)
    return {"kind": job.kind, "id": job.id}


def test_what_stands_in_the_way_of_freezing(app: Flask, runtime: Runtime, clock: FixedClock, shelf: Shelf) -> None:
    open_round = shelf.take(make_graded, runtime, over=False)
    database, round_id = runtime.database, open_round.round_id
    people = people_of(app, database, open_round)
    path = f"{BASE}/rounds/{round_id}"
    with nothing_changes(database, core_command=1):
        answer = people["assessor"].post(f"{path}/freeze", {})
        assert code_of(answer) == (422, "windows_open")
        assert said(answer)["facts"]["windows"] == ["self_summary", "superior_mark"]
    with nothing_changes(database, core_command=2):
        assert code_of(people["assessor"].post(f"{path}/compile")) == (409, "round_state_wrong")
        assert code_of(people["head"].post(f"{path}/compile")) == (403, "permission_missing")
        assert code_of(people["assessor"].post(f"{BASE}/rounds/{'0' * 32}/freeze", {})) == (404, "round_not_found")
    clock.move(timedelta(days=1))
    with database.write() as tx:
        plain = open_round.actor(tx, "plain")
        entry = record_entry(
            tx, SYSTEM, new_entry(plain.person_ref or "", date(YEAR, 6, 2), EntrySource.COMMENDATION, None)
        )
        object_to_evidence(tx, plain, YEAR, "commendation", entry, "不是本人")
    board = said(people["assessor"].get(path))
    assert [one["code"] for one in board["obstacles"]] == ["evidence_objections_open"]
    with nothing_changes(database, core_command=1):
        assert code_of(people["assessor"].post(f"{path}/freeze", {})) == (422, "evidence_objections_open")


def test_a_round_is_frozen_and_compiled_by_the_worker(app: Flask, runtime: Runtime, open_round: Graded) -> None:
    database, round_id = runtime.database, open_round.round_id
    people = people_of(app, database, open_round)
    path = f"{BASE}/rounds/{round_id}"
    queued = people["assessor"].post(f"{path}/freeze", {})
    assert queued.status_code == 202
    with nothing_changes(database, core_command=2):
        second = people["colleague"].post(f"{path}/freeze", {})
        assert code_of(second) == (409, "compile_running")
        assert said(second)["facts"]["kind"] == "freeze"
        assert code_of(people["colleague"].post(f"{path}/compile")) == (409, "round_state_wrong")
    running = said(people["assessor"].get(path))["running"]
    assert running["job_id"] == said(queued)["job_id"]
    assert said(people["colleague"].get(path))["running"]["job_id"] is None
    assert work(runtime)["id"] == running["job_id"]
    frozen = said(people["assessor"].get(path))
    assert (frozen["state"], frozen["people"], frozen["revision"]) == ("frozen", 16, 1)
    assert people["colleague"].post(f"{path}/compile").status_code == 202
    work(runtime)
    board = said(people["assessor"].get(path))
    assert (board["state"], board["running"], board["obstacles"]) == ("compiled", None, [])
    with database.read() as tx:  # nothing is left to do where the progress says all
        assert all(run.done == run.total for run in tx.session.scalars(select(AssessmentRun)))
    assert board["superior_unknown"]["count"] == 16
    counted = {one["grade"]: one["people"] for one in board["distribution"]}
    assert counted == {"excellent": 1, "qualified": 12, "basically_qualified": 1, "unqualified": 1, None: 1}
    pools = said(people["assessor"].get(f"{path}/pools"))["items"]
    shown = [(one["kind"], one["holder_name"], one["people"], one["limit"], one["excellent"]) for one in pools]
    assert shown == [("small_units", "", 6, 1, 0), ("unit", "清溪县large中心", 10, 2, 1)]
    rows = said(people["assessor"].get(f"{path}/cases?pool_id={pools[1]['id']}&limit=4"))
    assert [(one["total"], one["grade"], one["tied"], one["own"]) for one in rows["items"]] == [
        (9800, "excellent", False, False),
        (9500, "qualified", True, False),
        (9500, "qualified", True, False),
        (9400, "qualified", False, True),
    ]
    rest = said(people["assessor"].get(f"{path}/cases?pool_id={pools[1]['id']}&cursor={rows['next_cursor']}"))
    assert [one["total"] for one in rest["items"]] == [9100, 8000, 7100, 6500, 5000, None]
    with database.read() as tx:
        topics = {row.topic for row in tx.session.scalars(select(SignalRow))}
        assert "job_progress" in topics
        actions = set(tx.session.scalars(select(AuditRow.action)))
        assert {"assessment:round:frozen", "assessment:round:compiled"} <= actions
        assert [finding for check in CHECKS for finding in check(tx)] == []


def test_the_same_evidence_gives_the_same_bytes_even_when_cut_off(
    runtime: Runtime, open_round: Graded, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, round_id = runtime.database, open_round.round_id
    for module, name in ((freezing, "COPY_AT_ONCE"), (compiling, "SCORE_AT_ONCE")):
        monkeypatch.setattr(module, name, 3)
    with database.write() as tx:
        freezing.start_freeze(tx, SYSTEM, round_id, None)
    with database.write() as tx:  # a worker that died after two slices
        run = tx.session.scalars(select(AssessmentRun)).one()
        for _slice in range(3):
            freezing.copy_next(tx, run)
    work(runtime)
    digests = []
    for _again in range(2):
        with database.write() as tx:
            compiling.start_compile(tx, SYSTEM, round_id)
        with database.write() as tx, pytest.raises(CompileRunning):
            compiling.start_compile(tx, SYSTEM, round_id)
        with database.write() as tx:
            run = tx.session.scalars(select(AssessmentRun).where(AssessmentRun.state == "running")).one()
            for _slice in range(4):
                compiling.score_next(tx, run)
        work(runtime)
        with database.write() as tx:
            run = tx.session.get_one(AssessmentRun, run.id)
            digests.append((frozen_digest(tx, round_id), run.digest))
            move_round(tx, SYSTEM, round_id, RoundState.FROZEN, "再核一次")
    assert digests[0] == digests[1]
    with database.write() as tx:  # a second revision of unchanged facts freezes the same evidence
        freezing.freeze_round(tx, SYSTEM, round_id, "再冻结一次")
        assert (round_by_id(tx, round_id).revision, frozen_digest(tx, round_id)) == (2, digests[0][0])
    with database.write() as tx, pytest.raises(DBAPIError, match="append-only"):
        tx.session.execute(update(FrozenEvidence).values(amount=1))
    with database.write() as tx:  # what somebody with the database in hand does is found
        tx.session.execute(update(AssessmentPool).values(people=AssessmentPool.people + 5))
        assert [finding.check for check in CHECKS for finding in check(tx)] == ["assessment_pool"] * 2
        tx.session.rollback()


def test_each_point_leads_to_its_evidence(app: Flask, runtime: Runtime, graded: Graded) -> None:
    database = runtime.database
    people = people_of(app, database, graded)
    best = case_of(database, graded, "large", 0)
    detail = said(people["assessor"].get(f"{BASE}/cases/{best.id}"))
    parts = {part["source"]: part for part in detail["parts"]}
    assert parts["special_assessment"]["evidence"][0]["amount"] == 9800
    for part in detail["parts"]:
        rows = part["evidence"]
        assert part["amount"] == sum(row["amount"] for row in rows)
        assert part["out_of"] == sum(row["out_of"] for row in rows)
        assert (part["points"] is None) == (not rows)
    used = sum(part["weight"] for part in detail["parts"] if part["points"] is not None)
    assert detail["total"] == sum(part["points"] or 0 for part in detail["parts"]) * 10000 // used
    with database.read() as tx:  # and the slow way to score comes to the same
        for one in cases(tx, graded.round_id):
            parts = {part["source"]: part for part in case_view(tx, one.id)["parts"]}
            totals = {
                source: Total(part["amount"], part["out_of"], len(part["evidence"]))
                for source, part in parts.items()
            }
            freeze = freeze_of(tx, graded.round_id)
            assert freeze is not None
            slow = score(scheme_used(tx, freeze.schemes, one.category.value), totals)
            assert (one.total or 0) == slow.total
        [group] = [one for one in case_groups(tx, graded.round_id) if one.organization_id == graded.units["large"]]
        assert (group.people, group.excellent, group.changed, group.ungraded) == (10, 1, 0, 1)
    stranger = case_of(database, graded, "first", 0)
    assert code_of(people["head"].get(f"{BASE}/cases/{stranger.id}")) == (404, "case_not_found")
    assert people["head"].get(f"{BASE}/cases/{best.id}").status_code == 200
    assert code_of(people["plain"].get(f"{BASE}/cases/{best.id}")) == (403, "permission_missing")
    assert code_of(people["plain"].get(f"{BASE}/own")) == (404, "case_not_found")
    with database.write() as tx:
        for state in (RoundState.DECIDED, RoundState.PUBLISHED, RoundState.NOTIFIED):
            move_round(tx, SYSTEM, graded.round_id, state, None)
    own = said(people["plain"].get(f"{BASE}/own"))
    assert (own["total"], own["person_id"]) == (8000, graded.people["large"][5])


def test_no_adjustment_passes_the_ratio(app: Flask, runtime: Runtime, graded: Graded) -> None:
    database = runtime.database
    people = people_of(app, database, graded)
    first, second, third = (case_of(database, graded, "large", place) for place in (0, 1, 2))

    def change(case: Case, grade: str, version: int = 0, who: str = "assessor") -> Any:
        body = {"version": version or case.version, "grade": grade, "reason": "集体研究"}
        return people[who].put(f"{BASE}/cases/{case.id}/grade", body)

    given = change(second, "excellent")
    assert (said(given)["case"]["grade"], said(given)["pool"]["excellent"]) == ("excellent", 2)
    with nothing_changes(database):
        refused = change(third, "excellent")
        assert code_of(refused) == (422, "ratio_exceeded")
        assert said(refused)["facts"] == {"limit": 2, "excellent": 3, "people": 10, "pool": third.pool_id}
        assert code_of(change(third, "competent")) == (422, "grade_of_other_category")
        assert code_of(change(second, "qualified")) == (409, "case_changed")
        own = case_of(database, graded, "large", 3)
        assert code_of(change(own, "excellent")) == (403, "own_case")
        assert code_of(change(own, "excellent", who="plain")) == (403, "permission_missing")
    assert said(change(first, "qualified"))["pool"]["excellent"] == 1
    assert change(third, "excellent").status_code == 200
    with database.read() as tx:
        rows = tx.session.scalars(select(GradeAdjustment).order_by(GradeAdjustment.id)).all()
        assert [(row.before, row.after, row.cause) for row in rows] == [
            ("qualified", "excellent", "adjustment"),
            ("excellent", "qualified", "adjustment"),
            ("qualified", "excellent", "adjustment"),
        ]
        assert all("集体" not in row.reason for row in rows)
        assert [one.changed_reason for one in cases(tx, graded.round_id, [third.id])] == ["集体研究"]
        assert (
            len(list(tx.session.scalars(select(AuditRow).where(AuditRow.action == "assessment:grade:set")))) == 3
        )
    with database.write() as tx, pytest.raises(DBAPIError, match="ratio"):  # the database itself
        tx.session.execute(update(AssessmentPool).values(excellent=3))


def test_everybody_without_a_grade_is_given_one_at_once(app: Flask, runtime: Runtime, graded: Graded) -> None:
    database = runtime.database
    people = people_of(app, database, graded)
    unknown = case_of(database, graded, "large", 9)
    assert (unknown.total, unknown.known, unknown.grade) == (None, 0, None)
    path = f"{BASE}/pools/{unknown.pool_id}/grades"
    with nothing_changes(database, core_command=2):
        assert code_of(people["assessor"].post(path, {"grade": "competent", "reason": "x"}))[0] == 422
        missing = people["assessor"].post(f"{BASE}/pools/{'0' * 32}/grades", {"grade": "qualified", "reason": "x"})
        assert code_of(missing) == (404, "pool_not_found")
    answer = said(people["assessor"].post(path, {"grade": "qualified", "reason": "集体研究"}))
    assert (answer["graded"], answer["pool"]["ungraded"]) == (1, 0)
    assert case_of(database, graded, "large", 9).grade is Grade.QUALIFIED


def test_two_people_cannot_both_give_the_last_one(runtime: Runtime, graded: Graded) -> None:
    database = runtime.database
    rivals = [case_of(database, graded, "large", place) for place in (1, 2)]
    start = Barrier(2)

    def give(case: Case) -> bool:
        start.wait()
        try:
            with database.write() as tx:
                set_grade(tx, SYSTEM, case.id, Grade.EXCELLENT, "同时给出")
        except RatioExceeded:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(give, rivals)) == [False, True]
    with database.read() as tx:
        assert tx.session.scalar(select(AssessmentPool.excellent).where(AssessmentPool.kind == "unit")) == 2
        assert [finding for check in CHECKS for finding in check(tx)] == []


def test_what_stands_in_place_of_a_grade(app: Flask, runtime: Runtime, graded: Graded) -> None:
    database = runtime.database
    people = people_of(app, database, graded)
    best, other = case_of(database, graded, "large", 0), case_of(database, graded, "large", 1)

    def enter(case: Case, special: str, who: str = "assessor", version: int | None = None) -> Any:
        body = {"version": version or case.version, "special_case": special, "document": PAPER}
        return people[who].put(f"{BASE}/cases/{case.id}/special", body)

    warned = said(enter(best, "warned"))
    assert (warned["case"]["grade"], warned["pool"]["excellent"]) == ("qualified", 0)
    with nothing_changes(database):
        body = {"version": warned["case"]["version"], "grade": "excellent", "reason": "x"}
        assert code_of(people["assessor"].put(f"{BASE}/cases/{best.id}/grade", body)) == (
            422,
            "grade_not_left",
        )
        assert code_of(enter(case_of(database, graded, "large", 3), "probation")) == (403, "own_case")
    gone = said(enter(other, "not_assessed"))
    assert (gone["case"]["grade"], gone["pool"]["people"], gone["pool"]["limit"]) == ("not_assessed", 9, 1)
    with nothing_changes(database):
        body = {"version": gone["case"]["version"], "grade": "qualified", "reason": "x"}
        assert code_of(people["assessor"].put(f"{BASE}/cases/{other.id}/grade", body)) == (
            422,
            "special_case_stands",
        )
    lifted = people["assessor"].post(
        f"{BASE}/cases/{other.id}/special/lifting", {"version": gone["case"]["version"]}
    )
    assert (said(lifted)["case"]["grade"], said(lifted)["pool"]["people"]) == (None, 10)
    third = case_of(database, graded, "large", 2)
    path = f"{BASE}/rounds/{graded.round_id}/deferrals/{third.id}"
    with nothing_changes(database):
        assert code_of(people["assessor"].put(path)) == (403, "not_deferral_keeper")
        assert code_of(people["keeper"].put(path.replace(graded.round_id, "0" * 32))) == (404, "round_not_found")
    assert people["keeper"].put(path).status_code == 204
    [kept] = said(people["keeper"].get(f"{BASE}/deferrals"))["rounds"]
    assert [one["id"] for one in kept["people"]] == [third.id]
    assert said(people["assessor"].get(f"{BASE}/deferrals"))["rounds"] == []
    with nothing_changes(database):  # nobody else can take it away, or put another word over it
        fresh = case_of(database, graded, "large", 2)
        assert code_of(enter(fresh, "warned")) == (403, "not_deferral_keeper")
    with database.read() as tx:
        entries = tx.session.scalars(select(SpecialCaseEntry).where(SpecialCaseEntry.special_case == "deferred"))
        assert [entry.document_id for entry in entries] == [None]
        names = {column.name for column in SpecialCaseEntry.__table__.columns}
        assert not {name for name in names if "reason" in name or "note" in name}
    assert people["keeper"].delete(path).status_code == 204
    assert case_of(database, graded, "large", 2).grade is None


def test_of_a_disciplinary_action_only_those_who_enter_it_read_the_kind(
    app: Flask, runtime: Runtime, graded: Graded
) -> None:
    database = runtime.database
    people = people_of(app, database, graded)
    best, own = case_of(database, graded, "large", 0), case_of(database, graded, "large", 3)
    path = f"{BASE}/cases/{best.id}/special"
    paper = {**PAPER, "number": "清纪〔2026〕21号", "title": "关于给予记过处分的决定"}
    body = {"version": best.version, "special_case": "disciplined", "action": "demerit", "document": paper}
    with nothing_changes(database):
        for wrong in (
            {**body, "action": None},
            {**body, "action": "major_demerit"},  # institution staff have no 记大过
            {**body, "special_case": "warned"},
            {**body, "special_case": "probation"},
        ):
            assert code_of(people["assessor"].put(path, wrong)) == (422, "invalid_input")
        assert code_of(people["assessor"].get(path)) == (422, "special_case_unknown")
    entered = said(people["assessor"].put(path, body))
    assert (entered["case"]["grade"], entered["case"]["possible"]) == ("comments_only", 0)
    assert (entered["pool"]["people"], entered["pool"]["excellent"]) == (10, 0)  # takes part and counts
    kept = said(people["assessor"].get(path))
    assert (kept["special_case"], kept["action"], kept["document"]) == ("disciplined", "demerit", paper)
    with nothing_changes(database):
        body = {"version": entered["case"]["version"], "grade": "qualified", "reason": "x"}
        assert code_of(people["assessor"].put(f"{BASE}/cases/{best.id}/grade", body)) == (
            422,
            "special_case_stands",
        )
        suggestion = {"grade": "qualified", "comment": ""}
        assert code_of(people["head"].put(f"{BASE}/cases/{best.id}/suggestion", suggestion)) == (
            422,
            "special_case_stands",
        )
        assert code_of(people["head"].get(path)) == (403, "permission_missing")
        assert code_of(people["assessor"].get(f"{BASE}/cases/{own.id}/special")) == (403, "own_case")
    # neither the kind nor the paper lies anywhere in plain: no row, no board, no detail, no audit record
    everything = repr(all_rows(database))
    for secret in ("demerit", paper["number"], paper["title"]):
        assert secret not in everything
    shown = [f"{BASE}/rounds/{graded.round_id}/cases?special=true", f"{BASE}/cases/{best.id}"]
    assert all("demerit" not in people[who].get(one).text for who in ("assessor", "head") for one in shown)
    lifted = people["assessor"].post(f"{path}/lifting", {"version": entered["case"]["version"]})
    assert (said(lifted)["case"]["grade"], said(lifted)["case"]["possible"]) == (None, 4)


def test_a_warning_lowers_grade_and_proposal_and_a_pool_waits_for_who_has_none(
    app: Flask, runtime: Runtime, graded: Graded
) -> None:
    database = runtime.database
    people = people_of(app, database, graded)
    best, unknown = case_of(database, graded, "large", 0), case_of(database, graded, "large", 9)
    warnings = [
        said(
            people["assessor"].put(
                f"{BASE}/cases/{one.id}/special",
                {"version": one.version, "special_case": "warned", "document": PAPER},
            )
        )
        for one in (best, unknown)
    ]
    lowered = case_of(database, graded, "large", 0)
    # the proposal goes with it, so that a decision has nothing to explain
    assert (lowered.grade, lowered.proposed, lowered.possible) == (Grade.QUALIFIED, Grade.QUALIFIED, 3)
    assert (warnings[-1]["case"]["grade"], warnings[-1]["pool"]["ungraded"]) == (None, 1)
    with nothing_changes(database, core_command=1):
        rest = {"grade": "excellent", "reason": "x"}
        assert code_of(people["assessor"].post(f"{BASE}/pools/{best.pool_id}/grades", rest)) == (
            422,
            "grade_not_left",
        )
    rest = {"grade": "qualified", "reason": "x"}
    assert said(people["assessor"].post(f"{BASE}/pools/{best.pool_id}/grades", rest))["graded"] == 1
    suggestion = {"grade": "excellent", "comment": ""}
    assert code_of(people["head"].put(f"{BASE}/cases/{best.id}/suggestion", suggestion)) == (422, "grade_not_left")


def test_the_higher_ratio_needs_its_document(app: Flask, runtime: Runtime, graded: Graded) -> None:
    database = runtime.database
    people = people_of(app, database, graded)
    with database.write() as tx:
        pool = tx.session.scalars(select(AssessmentPool).where(AssessmentPool.kind == "small_units")).one()
        pool.people = 8  # 20 % are one, 25 % are two
        file = StoredFile(
            owner_kind="assessment_pool",
            owner_id=pool.id,
            name="批复.pdf",
            size=9,
            media_type="application/pdf",
            state="ready",
            digest="sha256:" + "0" * 64,
            created_by=graded.accounts["assessor"],
            created_at=tx.now(),
        )
        tx.session.add(file)
        tx.session.flush()
        pool_id, file_id = pool.id, file.id
    path = f"{BASE}/pools/{pool_id}/consent"
    with nothing_changes(database):
        missing = people["assessor"].put(path, {"file_id": "0" * 32, "document": PAPER})
        assert code_of(missing) == (422, "consent_incomplete")
        assert code_of(people["assessor"].delete(path)) == (422, "consent_missing")
        assert code_of(people["head"].put(path, {"file_id": file_id, "document": PAPER})) == (
            403,
            "permission_missing",
        )
    raised = said(people["assessor"].put(path, {"file_id": file_id, "document": PAPER}))
    assert (raised["percent"], raised["limit"], raised["consent"]["number"]) == (25, 2, PAPER["number"])
    with database.write() as tx:
        for unit in ("first", "second"):
            best = next(one for one in cases(tx, graded.round_id) if one.person_id == graded.people[unit][0])
            set_grade(tx, SYSTEM, best.id, Grade.EXCELLENT, "")
    with nothing_changes(database):
        assert code_of(people["assessor"].delete(path)) == (422, "ratio_exceeded")


def test_the_leader_in_charge_suggests(app: Flask, runtime: Runtime, graded: Graded) -> None:
    database = runtime.database
    people = people_of(app, database, graded)
    shown = said(people["head"].get(f"{BASE}/suggestions?limit=3"))
    assert (shown["people"], len(shown["items"])) == (9, 3)  # the own unit without oneself
    one = case_of(database, graded, "large", 1)
    assert (
        people["head"]
        .put(f"{BASE}/cases/{one.id}/suggestion", {"grade": "excellent", "comment": "带队攻坚"})
        .status_code
        == 204
    )
    with nothing_changes(database):
        own, stranger = case_of(database, graded, "large", 4), case_of(database, graded, "first", 0)
        body = {"grade": "excellent", "comment": ""}
        assert code_of(people["head"].put(f"{BASE}/cases/{own.id}/suggestion", body)) == (403, "own_case")
        assert code_of(people["head"].put(f"{BASE}/cases/{stranger.id}/suggestion", body)) == (
            404,
            "case_not_found",
        )
    fresh = case_of(database, graded, "large", 1)
    assert (fresh.suggested, fresh.grade) == (Grade.EXCELLENT, Grade.QUALIFIED)  # a word, not a grade
    detail = said(people["assessor"].get(f"{BASE}/cases/{one.id}"))
    assert [(said_["grade"], said_["comment"]) for said_ in detail["suggestions"]] == [("excellent", "带队攻坚")]
    again = [row for row in said(people["head"].get(f"{BASE}/suggestions"))["items"] if row["said"]]
    assert [row["said"]["comment"] for row in again] == ["带队攻坚"]


def test_a_round_goes_back_only_with_a_reason(app: Flask, runtime: Runtime, graded: Graded) -> None:
    database = runtime.database
    people = people_of(app, database, graded)
    path = f"{BASE}/rounds/{graded.round_id}"
    with nothing_changes(database, core_command=2):
        assert code_of(people["assessor"].post(f"{path}/freeze", {})) == (422, "grading_reason_missing")
        back = people["assessor"].post(f"{path}/reopening", {"to": "open", "reason": "漏报"})
        assert code_of(back) == (409, "round_state_wrong")
    assert people["assessor"].post(f"{path}/freeze", {"reason": "漏报"}).status_code == 202
    work(runtime)
    board = said(people["assessor"].get(path))
    assert (board["state"], board["revision"], board["compile"]["revision"]) == ("frozen", 2, 1)
    assert board["distribution"] == [{"category": "institution_staff", "grade": None, "people": 16}]
    with database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(AssessmentScore)) == 16 + 3
        assert set(tx.session.scalars(select(FrozenEvidence.kind))) <= {kind.value for kind in SubjectKind}
        assert tx.session.scalar(select(func.sum(AssessmentPool.excellent))) == 0
        assert tx.session.scalar(select(func.count(AssessmentCase.grade))) == 0


def test_strangers_find_nothing(app: Flask, runtime: Runtime, graded: Graded) -> None:
    database = runtime.database
    with database.write() as tx:
        elsewhere = place_node(tx, "region", "990199", "青石县", None)
        for role in (Role.ASSESSOR, Role.HEAD):
            graded.accounts[f"far-{role.value}"] = make_holder(tx, f"far-{role.value}", role, elsewhere)
    people = people_of(app, database, graded)
    one = case_of(database, graded, "large", 0)
    round_, case, pool = f"/rounds/{graded.round_id}", f"/cases/{one.id}", f"/pools/{one.pool_id}"
    special = {"version": 1, "special_case": "warned", "document": PAPER}
    asked: tuple[tuple[str, str, str, Any], ...] = (
        ("far-assessor", "GET", round_, None),
        ("far-assessor", "GET", f"{round_}/pools", None),
        ("far-assessor", "GET", f"{round_}/cases", None),
        ("far-assessor", "POST", f"{round_}/freeze", {"reason": "x"}),
        ("far-assessor", "POST", f"{round_}/compile", None),
        ("far-assessor", "POST", f"{round_}/reopening", {"to": "frozen", "reason": "x"}),
        ("far-assessor", "GET", case, None),
        ("far-assessor", "PUT", f"{case}/grade", {"version": 1, "grade": "qualified", "reason": "x"}),
        ("far-assessor", "PUT", f"{case}/special", special),
        ("far-assessor", "GET", f"{case}/special", None),
        ("far-assessor", "POST", f"{case}/special/lifting", {"version": 1}),
        ("far-assessor", "PUT", f"{pool}/consent", {"file_id": "0" * 32, "document": PAPER}),
        ("far-assessor", "DELETE", f"{pool}/consent", None),
        ("far-assessor", "POST", f"{pool}/grades", {"grade": "qualified", "reason": "x"}),
        ("far-head", "PUT", f"{case}/suggestion", {"grade": "qualified", "comment": ""}),
    )
    commands = sum(method == "POST" and "special" not in path for _, method, path, _ in asked)
    with nothing_changes(database, core_command=commands):
        for who, method, path, body in asked:
            answer = people[who].send(method, f"{BASE}{path}", body)
            assert answer.status_code == 404, (method, path, answer.status_code)
        assert code_of(people["far-head"].put(f"{BASE}{round_}/deferrals/{one.id}")) == (404, "round_not_found")
    assert said(people["far-head"].get(f"{BASE}/suggestions"))["people"] == 0
