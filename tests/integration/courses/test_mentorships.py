"""A mentorship over HTTP, from the pair to the certificate: what counts, who sees what, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from backend.core.clock import FixedClock
from backend.core.db import Database, new_id
from backend.core.jobs import JobContext, JobRow
from backend.core.runtime import Runtime
from backend.identity.audit.models import AuditRow
from courses.mentoring.errors.life import MenteePaired, MentorshipPersonUnknown, MentorshipWithOneself
from courses.mentoring.life_jobs import run_daily
from courses.mentoring.models.life import Mentorship, MentorshipCertificate
from courses.mentoring.operations.mentorships import propose_mentorship
from courses.mentoring.queries.life_pairs import open_pairs, past_pairs
from courses.mentoring.upkeep import DAILY
from courses.mentoring.verify import CHECKS
from courses.public import mentoring_outcomes
from tests.factories.training import School, make_school
from tests.integration.courses.training_people import Person, code_of, let_act, person
from tests.support.shelf import Shelf
from tests.support.unchanged import all_rows, nothing_changes

People = dict[str, Person]
#: the clock stands at this day
TODAY = date(2026, 6, 16)
SECRETS = ("独立办理入编", "每两周一次", "核编流程", "下周旁听", "讲得清楚", "肯钻研", "调往外地")
AGREEMENT = {
    "seen": 0,
    "goals": "独立办理入编",
    "plan": "每两周一次",
    "period_from": "2026-06-16",
    "period_to": "2026-12-16",
}
ABOUT_MENTOR = dict.fromkeys(("explains", "answers", "example", "helpful"), 5)
ABOUT_MENTEE = dict.fromkeys(("willing", "applies", "keeps_word", "progress"), 4)


@pytest.fixture
def school(database: Database, shelf: Shelf) -> School:
    return shelf.take(make_school, database)


@pytest.fixture
def people(app: Flask, school: School) -> People:
    let_act(app, school.actors())
    return {name: person(app, name) for name in school.accounts}


@pytest.fixture
def pair(database: Database, school: School) -> Callable[..., str]:
    def propose(mentor: str = "anna", mentee: str = "bo", by: str = "training") -> str:
        with database.write() as tx:
            accounts = school.accounts[mentor], school.accounts[mentee]
            return propose_mentorship(tx, school.actor(tx, by), *accounts, "hand")

    return propose


def done(person_: Person, path: str, body: Any = None) -> None:
    answer = person_.post(path, body if body is not None else {})
    assert answer.status_code == 204, answer.get_data(as_text=True)


def start(people: People, path: str, *, agree: bool = True) -> None:
    done(people["bo"], f"{path}/acceptance")
    done(people["anna"], f"{path}/acceptance")
    if agree:
        done(people["anna"], f"{path}/agreement", AGREEMENT)
        done(people["bo"], f"{path}/agreement/confirmation", {"revision": 1})


def note(**changes: Any) -> dict[str, Any]:
    return {"id": new_id(), "held_on": "2026-06-16", "about": "核编流程", "next_step": "下周旁听", **changes}


def rate(stage: str, ratings: dict[str, int], text: str) -> dict[str, Any]:
    return {"stage": stage, "ratings": ratings, "text": text}


def topics(person_: Person) -> list[str]:
    return [notice["topic"] for notice in person_.read("/notices")["items"]]


def daily(runtime: Runtime) -> Any:
    return run_daily(runtime, JobContext("job", DAILY, {}, None, runtime.database))


def test_two_agree_and_keep_a_log(database: Database, people: People, pair: Callable[..., str]) -> None:
    anna, bo = people["anna"], people["bo"]
    mentorship_id = pair()
    path = f"/mentoring/mentorships/{mentorship_id}"
    assert topics(anna) == topics(bo) == ["mentorship_asked"]
    [line] = anna.read("/mentoring/mentorships")["items"]
    assert (line["side"], line["other"]["name"], line["waits_for_me"]) == ("mentor", "账户bo", ["accept"])
    start(people, path)
    view = bo.read(path)
    assert (view["state"], view["agreement"]["in_force"]["goals"]) == ("active", "独立办理入编")
    assert (view["agreement"]["proposed"], view["period_to"]) == (None, "2026-12-16")

    first, second = note(), note(about="档案编号")
    done(bo, f"{path}/meetings", first)
    done(bo, f"{path}/meetings", first)  # the phone sent it twice, under two commands
    done(anna, f"{path}/meetings", second)
    assert anna.read(path)["waits_for_me"] == ["confirm_meeting"]
    done(anna, f"{path}/meetings/{first['id']}/confirmation", {"revision": 1})
    corrected = {"seen": 1, "held_on": "2026-06-16", "about": "档案归档", "next_step": ""}
    assert anna.put(f"{path}/meetings/{second['id']}", corrected).status_code == 204
    done(bo, f"{path}/meetings/{second['id']}/confirmation", {"revision": 2})
    log = anna.read(path)["meetings"]
    assert {(one["about"], one["state"], one["mine"]) for one in log} == {
        ("核编流程", "confirmed", False),
        ("档案归档", "confirmed", True),
    }
    with database.read() as tx:
        actions = set(tx.session.scalars(select(AuditRow.action).where(AuditRow.subject_id == mentorship_id)))
    assert {action.split(":", 1)[1] for action in actions} == {
        "mentorship:proposed",
        "mentorship:accepted",
        "mentorship_agreement:written",
        "mentorship_agreement:confirmed",
        "mentorship_meeting:noted",
        "mentorship_meeting:corrected",
        "mentorship_meeting:confirmed",
    }
    assert topics(bo).count("mentorship_meeting") == 1
    assert topics(bo).count("mentorship_changed") == 2, "it runs, and there is something to confirm"
    stored = repr(all_rows(database))
    assert [secret for secret in SECRETS if secret in stored] == [], "texts lie encrypted"


def test_a_mentorship_ends_with_what_each_says_and_a_certificate(
    runtime: Runtime,
    database: Database,
    school: School,
    people: People,
    pair: Callable[..., str],
    clock: FixedClock,
) -> None:
    anna, bo = people["anna"], people["bo"]
    path = f"/mentoring/mentorships/{pair()}"
    start(people, path)
    clock.move(timedelta(days=95))  # past the middle, and quiet for long
    assert daily(runtime) == {"told": 2}
    assert daily(runtime) == {"told": 0}
    assert {"mentorship_quiet", "mentorship_evaluation"} <= set(topics(anna))
    assert topics(people["training"]) == ["grant_confirmed"], "nobody but the two is told"
    done(anna, f"{path}/evaluations", rate("mid", ABOUT_MENTEE, "肯钻研"))
    seen = {stage["stage"]: stage for stage in bo.read(path)["evaluations"]}["mid"]
    assert (seen["other_given"], seen["other"]) == (True, None)
    done(bo, f"{path}/evaluations", rate("mid", ABOUT_MENTOR, "讲得清楚"))
    seen = {stage["stage"]: stage for stage in bo.read(path)["evaluations"]}["mid"]
    assert (seen["other"]["text"], seen["own"]["ratings"]) == ("肯钻研", ABOUT_MENTOR)

    clock.move(timedelta(days=80))
    for one, ratings in ((anna, ABOUT_MENTEE), (bo, ABOUT_MENTOR)):
        done(one, f"{path}/evaluations", rate("final", ratings, ""))
    done(bo, f"{path}/end")
    over = anna.read(path)
    assert (over["state"], over["certificate"]["number"]) == ("ended", "带徒证〔2026〕1号")
    assert (over["can"]["note"], over["certificate"]["state"]) == (False, "valid")

    with database.read() as tx:
        assert [finding for check in CHECKS for finding in check(tx)] == []
        outcomes = mentoring_outcomes(tx, list(school.accounts.values()), TODAY, date(2026, 12, 31))
        found = {(one.account_id, one.role, one.early, one.rating_percent_hundredths) for one in outcomes}
        assert found == {
            (school.accounts["anna"], "mentor", False, 10_000),
            (school.accounts["bo"], "mentee", False, 8_000),
        }
        assert open_pairs(tx) == past_pairs(tx) == []
    stored = repr(all_rows(database))
    assert [secret for secret in SECRETS if secret in stored] == [], "texts lie encrypted"


def test_an_early_end_frees_the_mentee_and_the_office_closes(
    database: Database, school: School, people: People, pair: Callable[..., str], clock: FixedClock
) -> None:
    anna, training = people["anna"], people["training"]
    path = f"/mentoring/mentorships/{pair()}"
    start(people, path)
    unconfirmed = note()
    done(anna, f"{path}/meetings", unconfirmed)
    done(anna, f"{path}/early-end", {"reason": "调往外地"})
    done(
        people["bo"], f"{path}/meetings/{unconfirmed['id']}/confirmation", {"revision": 1}
    )  # the phone was offline
    ended = people["bo"].read(path)
    assert (ended["state"], ended["reason"], ended["certificate"]) == ("ended_early", "调往外地", None)
    with database.read() as tx:
        assert past_pairs(tx) == [(school.accounts["anna"], school.accounts["bo"])]
        [outcome] = mentoring_outcomes(tx, [school.accounts["bo"]], TODAY, TODAY)
        assert (outcome.early, outcome.rating_percent_hundredths) == (True, None)

    again = pair("chen", "bo")
    path = f"/mentoring/mentorships/{again}"
    for one in ("chen", "bo"):
        done(people[one], f"{path}/acceptance")
    done(people["bo"], f"{path}/agreement", AGREEMENT)
    done(people["chen"], f"{path}/agreement/confirmation", {"revision": 1})
    clock.move(timedelta(days=200))
    [line] = training.read("/mentoring/mentorships/overseen")["items"]
    assert (line["id"], line["can"]) == (again, {"withdraw": False, "close": True, "end_early": True})
    assert people["library"].read("/mentoring/mentorships/overseen")["items"] == []
    done(training, f"{path}/closing", {"early": False, "reason": "期满"})
    assert people["bo"].read(path)["certificate"]["number"] == "带徒证〔2027〕2号"
    assert [row["state"] for row in training.read("/mentoring/mentorships/overseen?which=over")["items"]] == [
        "ended",
        "ended_early",
    ]


def test_verify_names_what_was_planted(
    database: Database, people: People, pair: Callable[..., str], clock: FixedClock
) -> None:
    path = f"/mentoring/mentorships/{pair()}"
    start(people, path)
    clock.move(timedelta(days=200))
    done(people["training"], f"{path}/closing", {"early": False, "reason": "期满"})
    with database.write() as tx:
        tx.session.execute(update(Mentorship).values(period_to=date(2026, 12, 17)))
        tx.session.execute(
            update(MentorshipCertificate)
            .where(MentorshipCertificate.side == "mentor")
            .values(number="带徒证〔2027〕9号")
        )
    with database.read() as tx:
        found = [finding for check in CHECKS for finding in check(tx)]
    assert [(finding.check, finding.found) for finding in found] == [
        ("mentoring_number", "带徒证〔2027〕9号"),
        ("mentorship_agreement", ""),
    ]


def test_who_declines_tells_and_who_waits_is_withdrawn(
    database: Database, school: School, people: People, pair: Callable[..., str]
) -> None:
    path = f"/mentoring/mentorships/{pair()}"
    done(people["anna"], f"{path}/acceptance")
    done(people["bo"], f"{path}/refusal", {"reason": ""})
    assert people["anna"].read(path)["state"] == "declined"
    assert "mentorship_changed" in topics(people["training"])
    path = f"/mentoring/mentorships/{pair()}"
    done(people["training"], f"{path}/withdrawal")
    assert people["bo"].read(path)["state"] == "withdrawn"
    with database.read() as tx:
        assert open_pairs(tx) == []
        assert set(tx.session.scalars(select(JobRow.kind).where(JobRow.kind == DAILY))) == set()


def test_a_third_person_finds_nothing(database: Database, people: People, pair: Callable[..., str]) -> None:
    path = f"/mentoring/mentorships/{pair()}"
    start(people, path)
    commands = {
        "acceptance": {},
        "refusal": {"reason": ""},
        "agreement": AGREEMENT,
        "agreement/confirmation": {"revision": 1},
        "meetings": note(),
        f"meetings/{new_id()}/confirmation": {"revision": 1},
        f"meetings/{new_id()}/withdrawal": {},
        "evaluations": rate("mid", ABOUT_MENTOR, ""),
        "end": {},
        "early-end": {"reason": "不合适"},
    }
    with nothing_changes(database, core_command=len(commands)):
        for command, body in commands.items():
            answer = code_of(people["chen"].post(f"{path}/{command}", body))
            assert answer == (404, "mentorship_not_found"), command
    for command in ("withdrawal", "closing"):
        body = {"early": True, "reason": "离开"} if command == "closing" else {}
        with nothing_changes(database, core_command=1):  # an office elsewhere
            answer = code_of(people["library"].post(f"{path}/{command}", body))
        assert answer == (404, "mentorship_not_found")
    assert [code_of(people[name].get(path)) for name in ("chen", "training")] == [
        (404, "mentorship_not_found")
    ] * 2
    assert people["chen"].read("/mentoring/mentorships")["items"] == []


def test_what_is_refused_changes_nothing(database: Database, people: People, pair: Callable[..., str]) -> None:
    path = f"/mentoring/mentorships/{pair()}"
    early = [
        ("bo", "meetings", note(), 409, "mentorship_not_in_state"),
        ("bo", "end", {}, 409, "mentorship_not_in_state"),
    ]
    _all_refused(database, people, path, early)
    start(people, path)
    mine = note()
    done(people["bo"], f"{path}/meetings", mine)
    own = f"meetings/{mine['id']}"
    refusals = [
        ("bo", "refusal", {"reason": ""}, 409, "mentorship_not_in_state"),
        ("bo", "agreement", AGREEMENT, 409, "mentorship_agreement_changed"),
        ("bo", "agreement/confirmation", {"revision": 2}, 409, "mentorship_agreement_changed"),
        ("anna", "agreement/confirmation", {"revision": 1}, 422, "mentorship_agreement_own"),
        ("bo", "agreement", AGREEMENT | {"seen": 1, "period_to": "2026-06-16"}, 422, "mentorship_period_invalid"),
        ("anna", "meetings", mine, 409, "mentorship_meeting_id_taken"),
        ("bo", "meetings", mine | {"about": "别的"}, 409, "mentorship_meeting_id_taken"),
        ("bo", "meetings", note(held_on="2026-06-17"), 422, "mentorship_meeting_date_invalid"),
        ("bo", f"{own}/confirmation", {"revision": 1}, 422, "mentorship_meeting_own"),
        ("anna", f"{own}/confirmation", {"revision": 2}, 409, "mentorship_meeting_changed"),
        ("anna", f"{own}/withdrawal", {}, 422, "mentorship_meeting_not_own"),
        ("anna", f"meetings/{new_id()}/confirmation", {"revision": 1}, 404, "mentorship_meeting_not_found"),
        ("bo", "evaluations", rate("mid", ABOUT_MENTOR, ""), 422, "mentorship_evaluation_not_open"),
        ("bo", "evaluations", rate("mid", ABOUT_MENTEE, ""), 422, "mentorship_evaluation_incomplete"),
        ("bo", "end", {}, 422, "mentorship_evaluations_missing"),
        ("training", "closing", {"early": False, "reason": "期满"}, 422, "mentorship_still_runs"),
    ]
    _all_refused(database, people, path, refusals)
    assert code_of(people["bo"].get(f"{path}/certificate")) == (404, "mentoring_certificate_not_found")


def test_bodies_that_cannot_be_understood(database: Database, people: People, pair: Callable[..., str]) -> None:
    path = f"/mentoring/mentorships/{pair()}"
    start(people, path, agree=False)
    hostile: list[tuple[str, dict[str, Any], str]] = [
        ("agreement", AGREEMENT | {"seen": "0"}, "seen"),
        ("agreement", AGREEMENT | {"goals": "长" * 4001}, "goals"),
        ("agreement", AGREEMENT | {"period_to": "2026-02-30"}, "period_to"),
        ("agreement/confirmation", {"revision": 0}, "revision"),
        ("meetings", note(id="../x"), "id"),
        ("meetings", note(about=""), "about"),
        ("meetings", note(place="119.3,26.1"), "place"),
        ("evaluations", rate("mid", ABOUT_MENTOR | {"explains": 6}, ""), "ratings.explains.value"),
        ("evaluations", rate("end", ABOUT_MENTOR, ""), "stage"),
        ("early-end", {"reason": ""}, "reason"),
    ]
    with nothing_changes(database):
        for command, body, field in hostile:
            answer = people["bo"].post(f"{path}/{command}", body)
            assert code_of(answer) == (422, "invalid_input"), command
            assert list((answer.json or {})["facts"]["fields"]) == [field]


def test_an_evaluation_stays_and_holds_what_it_is_about(
    database: Database, people: People, pair: Callable[..., str], clock: FixedClock
) -> None:
    path = f"/mentoring/mentorships/{pair()}"
    start(people, path)
    clock.move(timedelta(days=175))
    done(people["bo"], f"{path}/evaluations", rate("final", ABOUT_MENTOR, ""))
    later = AGREEMENT | {"seen": 1, "period_to": "2027-12-16"}
    _all_refused(
        database,
        people,
        path,
        [
            ("bo", "evaluations", rate("final", ABOUT_MENTOR, ""), 409, "mentorship_evaluation_given"),
            ("anna", "agreement", later, 422, "mentorship_agreement_fixed"),
            ("anna", "end", {}, 422, "mentorship_evaluations_missing"),
        ],
    )
    clock.move(timedelta(days=60))  # nobody can answer any more, so it is shown
    final = people["anna"].read(path)["evaluations"][1]
    assert (final["other"]["ratings"], final["open"]) == (ABOUT_MENTOR, False)


def test_pairs_that_cannot_be(
    database: Database, school: School, people: People, pair: Callable[..., str]
) -> None:
    pair()
    with database.write() as tx:
        bo = school.accounts["bo"]
        for mentor, by, refusal in (
            ("chen", "training", MenteePaired),
            ("bo", "training", MentorshipWithOneself),
            ("chen", "library", MentorshipPersonUnknown),
        ):
            with pytest.raises(refusal):
                propose_mentorship(tx, school.actor(tx, by), school.accounts[mentor], bo, "hand")
        # two offices at the same moment: the database decides
        tx.session.flush()
        with pytest.raises(Exception, match=r"(?i)unique"), tx.session.begin_nested():
            tx.session.add(
                Mentorship(
                    mentor_account_id=school.accounts["chen"],
                    mentee_account_id=bo,
                    node_id=new_id(),
                    source="hand",
                    proposed_by=bo,
                    proposed_on=TODAY,
                )
            )


def _all_refused(
    database: Database, people: People, path: str, refusals: list[tuple[str, str, Any, int, str]]
) -> None:
    with nothing_changes(database, core_command=len(refusals)):
        for name, command, body, status, code in refusals:
            assert code_of(people[name].post(f"{path}/{command}", body)) == (status, code), (name, command)
