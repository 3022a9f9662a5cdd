"""Who sees what of results: nobody another's detail, and nobody but those who answer an objector's name."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from backend.assessment.results.models import Decision, Notice, Objection, Publicity, PublicityEntry
from backend.assessment.results.operations.objections import object_to_name
from backend.assessment.results.operations.recording import NewDecision, record_decision
from backend.assessment.results.queries.groups import GroupKey
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.identity.models import AuditRow
from notifications.models import Notice as Told
from tests.factories.identity import make_account
from tests.factories.results import STROKES, Results, minutes
from tests.integration.assessment.results.conftest import AppOf
from tests.support.app_browser import AppBrowser
from tests.support.unchanged import nothing_changes

BASE = "/assessment/results"
SAID = "去年受过警告"
#: What others than the person, the desk and the head are told at each address.
READS = (
    "/rounds/{round}/decisions",
    "/rounds/{round}/questions",
    "/rounds/{round}/notices",
    "/rounds/{round}/group?organization_id={unit}&leading=false",
    "/decisions/{decision}",
)


def _codes(app: AppBrowser, ids: dict[str, str]) -> list[int]:
    return [app.get(BASE + path.format(**ids)).status_code for path in READS]


def test_an_objectors_name_is_for_those_who_answer(shown: Results, runtime: Runtime, app_of: AppOf) -> None:
    graded = shown.graded
    with runtime.database.write() as tx:
        entry = tx.session.scalars(select(PublicityEntry)).first()
        assert entry is not None
        make_account(tx, "named", person=entry.person_id)
        objection_id = object_to_name(tx, graded.actor(tx, "plain"), entry.id, SAID)
    path = f"{BASE}/rounds/{graded.round_id}/questions"
    [seen] = app_of("colleague").read(path)["items"]
    assert (seen["asked_by"], seen["text"], seen["not_yours"]) == ("账户plain", SAID, False)
    # neither the head, nor who is objected to, nor the other people of the unit
    for name in ("boss", "head", "named", "other"):
        app = app_of(name)
        assert app.get(path).status_code in (403, 404)
        for page in ("/me", "/me/list"):
            assert SAID not in app.get(BASE + page).get_data(as_text=True)
    assert app_of("plain").read(f"{BASE}/me/list")["objections"][0]["text"] == SAID
    with runtime.database.read() as tx:
        rows = tx.session.scalars(select(AuditRow).where(AuditRow.subject_id == objection_id)).all()
        assert [row.actor_account_id for row in rows] == [None]
        told = tx.session.scalars(select(Told).where(Told.topic == "assessment_objection")).all()
        assert {one.account_id for one in told} == {graded.accounts["colleague"], graded.accounts["assessor"]}


def test_names_are_shown_inside_the_organ_alone(shown: Results, app_of: AppOf) -> None:
    assert len(app_of("plain").read(f"{BASE}/me/list")["names"]) == 1
    other = app_of("other").read(f"{BASE}/me/list")
    assert (other["names"], other["publicity"]["ended"]) == ([], False)
    assert app_of("keeper").read(f"{BASE}/me/list") == {
        "round": None,
        "publicity": None,
        "names": [],
        "objected_to_own": False,
        "objections": [],
    }


def test_strangers_and_colleagues_read_and_change_nothing(
    sealed: Results, database: Database, app_of: AppOf
) -> None:
    graded = sealed.graded
    with database.read() as tx:
        ids = {
            "round": graded.round_id,
            "unit": graded.units["large"],
            "decision": tx.session.scalars(select(Decision.id)).first() or "",
        }
        notice = sealed.notice(tx, "large", 0)
        publicity = tx.session.scalars(select(Publicity.id)).one()
        case = sealed.case(tx, "large", 0)
    assert _codes(app_of("colleague"), ids) == [200] * len(READS)
    assert _codes(app_of("boss"), ids) == [200, 403, 403, 403, 200]
    for name in ("plain", "other", "keeper"):
        assert set(_codes(app_of(name), ids)) <= {403, 404}
    writes: list[tuple[str, dict[str, Any] | None]] = [
        (f"/notices/{notice.id}/signature", {"strokes": STROKES, "digest": notice.digest}),
        (f"/notices/{notice.id}/reviews", {"kind": "review", "text": "x"}),
        (f"/notices/{notice.id}/refusal", {"witness": "x"}),
        (f"/decisions/{ids['decision']}/confirmation", {"digest": "sm3:" + "0" * 64}),
        (f"/decisions/{ids['decision']}/return", {"reason": "x"}),
        (f"/decisions/{ids['decision']}/withdrawal", None),
        (f"/objections/{ids['decision']}/withdrawal", None),
        (f"/reviews/{ids['decision']}/withdrawal", None),
        (f"/publicities/{publicity}/end", {"paper": None}),
        (f"/rounds/{graded.round_id}/seal", {"reason": "x"}),
        (f"/rounds/{graded.round_id}/notices", None),
        (f"/cases/{case.id}/correction", {**_MINUTES, "grade": "qualified", "reason": "x"}),
    ]
    for name in ("plain", "keeper"):
        app = app_of(name)
        for path, body in writes:
            with nothing_changes(database, core_command=1) if _is_kept(path, name) else nothing_changes(database):
                answer = app.post(BASE + path, body)
            assert answer.status_code in (403, 404), (name, path, answer.get_data(as_text=True))


_MINUTES = {"body": "committee", "minutes_number": "1号", "decided_on": "2026-06-01"}


def _is_kept(path: str, _name: str) -> bool:
    """Routes that are open to everybody signed in keep the answer of the command."""
    return any(part in path for part in ("signature", "reviews", "objections", "confirmation", "return"))


def test_nobody_reads_what_is_asked_about_themselves(shown: Results, database: Database, app_of: AppOf) -> None:
    """The assessor is one of the large unit, and an objection about the assessor is for somebody else."""
    graded = shown.graded
    with database.write() as tx:
        entry = tx.session.scalars(select(PublicityEntry)).first()
        assert entry is not None
        objection_id = object_to_name(tx, graded.actor(tx, "plain"), entry.id, SAID)
        objection = tx.session.get_one(Objection, objection_id)
        objection.case_id = shown.case(tx, "large", 3).id
    app = app_of("assessor")
    [seen] = app.read(f"{BASE}/rounds/{graded.round_id}/questions")["items"]
    assert (seen["not_yours"], seen["text"], seen["asked_by"]) == (True, None, None)
    answer = app.post(f"{BASE}/objections/{objection_id}/answer", {"answer": "x"})
    assert (answer.status_code, (answer.json or {})["code"]) == (403, "own_result")


def test_orgdept_reads_and_confirms_decisions_on_leading_members_only(
    compiled: Results, database: Database, app_of: AppOf
) -> None:
    graded = compiled.graded
    with database.write() as tx:
        given = {compiled.case(tx, "large", 9).id: (compiled.case(tx, "large", 5).grade, "没有可计分的项目")}
        new = NewDecision(GroupKey(graded.units["large"], leading=False), minutes(tx), given)  # type: ignore[arg-type]
        decision_id = record_decision(tx, graded.actor(tx, "colleague"), graded.round_id, new)
    keeper = app_of("keeper")
    assert keeper.get(f"{BASE}/decisions/{decision_id}").status_code == 404
    with database.write() as tx:
        tx.session.get_one(Decision, decision_id).leading = True
    shown = keeper.read(f"{BASE}/decisions/{decision_id}")
    assert shown["yours_to_confirm"] is True
    assert keeper.read(f"{BASE}/rounds/{graded.round_id}/decisions")["groups"] == []


@pytest.mark.parametrize("name", ["plain", "small"])
def test_the_own_notice_is_the_persons(sealed: Results, app_of: AppOf, database: Database, name: str) -> None:
    mine = app_of(name).read(f"{BASE}/me")
    with database.read() as tx:
        person = sealed.graded.actor(tx, name).person_ref
        assert tx.session.get_one(Notice, mine["notice"]["id"]).person_id == person
    assert mine["parts"]
    assert all(one["law"] and one["mark"] for one in mine["consequences"])
