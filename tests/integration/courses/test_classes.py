"""Classes over HTTP: seats that never run over, a roster that is the teacher's word, codes nobody can make up."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import DateTime, select

from backend.core.clock import FixedClock
from backend.core.crypto import Keyring
from backend.core.db import Base, Database, new_id
from backend.core.runtime import Runtime
from backend.core.signals import SignalRow
from backend.core.spreadsheet import SheetContent, write_workbook
from backend.description import openapi_document
from backend.identity.models import AuditRow
from courses.classes.codes import ShownCode, step_at, token_of
from courses.classes.models import ClassSeat, ClassSession
from courses.classes.sheet import HEADINGS
from tests.factories.training import PEOPLE, School, class_body, make_school
from tests.integration.approvals.test_races import race
from tests.integration.courses.training_people import Person, code_of, let_act, person, said
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes

People = dict[str, Person]


@pytest.fixture
def school(database: Database, shelf: Shelf) -> School:
    return shelf.take(make_school, database)


@pytest.fixture
def people(app: Flask, school: School) -> People:
    let_act(app, school.actors())
    return {name: person(app, name) for name in school.accounts}


@pytest.fixture
def make_class(people: People, school: School, clock: FixedClock) -> Callable[..., str]:
    """``make_class(*enrolled, **changes)``: a class that is open, with these people in it."""

    def make(*enrolled: str, **changes: Any) -> str:
        made = people["training"].post("/classes", class_body(school, clock.now(), **changes))
        assert made.status_code == 201, made.text
        class_id = str(said(made)["id"])
        if enrolled:
            body = {"account_ids": [school.accounts[name] for name in enrolled], "invite": False}
            assert people["training"].post(f"/classes/{class_id}/seats", body).status_code == 200
        assert people["training"].post(f"/classes/{class_id}/announcement", {"version": 1}).status_code == 204
        return class_id

    return make


def seats_of(database: Database, class_id: str) -> dict[str, str]:
    with database.read() as tx:
        rows = tx.session.scalars(select(ClassSeat).where(ClassSeat.class_id == class_id))
        return {row.account_id: row.state for row in rows}


def marks_of(board: dict[str, Any]) -> dict[str, list[str | None]]:
    return {one["name"].removeprefix("账户"): one["marks"] for one in board["people"]}


def tap(teacher: Person, school: School, class_id: str, session: int, **marks: tuple[bool, str | None]) -> Any:
    body = [
        {"account_id": school.accounts[name], "present": present, "seen": seen}
        for name, (present, seen) in marks.items()
    ]
    return teacher.put(f"/classes/{class_id}/sessions/{session}/marks", {"marks": body})


class TestSeats:
    def test_a_class_from_its_plan_to_its_seats(
        self, people: People, school: School, database: Database, make_class: Callable[..., str]
    ) -> None:
        """Three of one unit, then they wait; who gives a seat back lets the first who fits move up."""
        class_id = make_class(seats=3, per_unit=2)
        join = {
            name: people[name].put(f"/classes/{class_id}/seat") for name in ("anna", "bo", "chen", "fang", "gao")
        }
        assert {name: said(answer)["seat"] for name, answer in join.items()} == {
            "anna": "enrolled",
            "bo": "enrolled",
            "chen": "waiting",
            "fang": "enrolled",
            "gao": "waiting",
        }
        assert people["anna"].put(f"/classes/{class_id}/seat").json == {"seat": "enrolled"}
        assert people["fang"].delete(f"/classes/{class_id}/seat").status_code == 204
        states = seats_of(database, class_id)
        assert states[school.accounts["chen"]] == "waiting", "the share of the unit is used up"
        assert states[school.accounts["gao"]] == "enrolled"
        people["training"].delete(f"/classes/{class_id}/seats/{school.accounts['anna']}")
        assert seats_of(database, class_id)[school.accounts["chen"]] == "enrolled"
        mine = people["chen"].read("/classes")["mine"]
        assert [(one["id"], one["seat"], one["seats_left"]) for one in mine] == [(class_id, "enrolled", 0)]
        assert people["deng"].read("/classes")["open"][0]["id"] == class_id
        plan = people["training"].read(f"/classes/{class_id}/plan")
        assert [one["seat"] for one in plan["people"]].count("enrolled") == 3
        assert [one["level"] for one in plan["sessions"]] == [1, 3]

    def test_who_is_invited_is_told_and_may_join(
        self, people: People, school: School, make_class: Callable[..., str], clock: FixedClock
    ) -> None:
        class_id = make_class(open_to_all=False)
        training, path = people["training"], f"/classes/{class_id}"
        assert code_of(people["anna"].get(path)) == (404, "class_not_found")
        answer = training.post(f"{path}/seats", {"unit_id": school.units["library"], "invite": True})
        assert answer.json == {"enrolled": 0, "waiting": 0, "invited": 3}
        assert people["fang"].read(path)["seat"] == "invited"
        assert people["fang"].put(f"{path}/seat").json == {"seat": "enrolled"}
        assert people["fang"].read("/notices")["items"][0]["topic"] == "class_announced"
        assert people["fang"].read(path)["teachers"] == ["账户teacher", "账户teacher2"]
        [found] = training.read("/classes/people?q=gao")["items"]
        assert found["unit_id"] == school.units["library"]
        bigger = class_body(school, clock.now(), seats=9, open_to_all=True)
        del bigger["node_id"]
        version = training.read(f"{path}/plan")["version"]
        assert training.put(f"{path}/plan", {**bigger, "version": version}).status_code == 204
        assert people["anna"].read(path)["seats"] == 9

    def test_refusals_change_nothing(
        self, people: People, school: School, database: Database, make_class: Callable[..., str], clock: FixedClock
    ) -> None:
        class_id, training = make_class("anna", "bo"), people["training"]
        path, plan = f"/classes/{class_id}", class_body(school, clock.now())
        backwards = [{**plan["sessions"][1]}, {**plan["sessions"][0]}]
        change = {key: value for key, value in plan.items() if key != "node_id"} | {"version": 2}
        anna = school.accounts["anna"]
        wanted = {
            (404, "node_not_found"): people["library"].post("/classes", plan),
            (422, "class_schedule_invalid"): training.post("/classes", {**plan, "sessions": backwards}),
            (422, "class_teacher_unknown"): training.post("/classes", {**plan, "teacher_ids": [new_id()]}),
        }
        assert [code_of(answer) for answer in wanted.values()] == list(wanted)
        with nothing_changes(database):
            refused = {
                (409, "class_changed"): training.put(f"{path}/plan", {**change, "version": 1}),
                (422, "class_seats_taken"): training.put(f"{path}/plan", {**change, "seats": 1}),
                (409, "class_not_in_state"): training.post(f"{path}/announcement", {"version": 2}),
                (422, "class_person_unknown"): training.post(
                    f"{path}/seats", {"account_ids": [school.accounts["nowhere"]], "invite": True}
                ),
                (422, "class_not_begun"): people["teacher"].post(f"{path}/finish"),
                (404, "class_session_not_found"): tap(people["teacher"], school, class_id, 9, anna=(True, None)),
                (422, "class_not_enrolled"): people["chen"].post(f"{path}/scan", {"digits": "12345678"}),
                (422, "class_code_invalid"): people["anna"].post(f"{path}/scan", {"digits": "12345678"}),
            }
            strangers = [
                people["nowhere"].put(f"{path}/seat"),
                people["nowhere"].get(path),
                people["chen"].delete(f"{path}/seat"),
                people["training"].get(f"{path}/roster"),
                people["library"].get(f"{path}/plan"),
                people["library"].delete(f"{path}/seats/{anna}"),
                people["anna"].get(f"{path}/roster"),
                people["anna"].get(f"{path}/sessions/1/code"),
                people["anna"].post(f"{path}/finish"),
                tap(people["anna"], school, class_id, 1, anna=(True, None)),
                people["anna"].upload(f"{path}/sessions/1/imports", "a.xlsx", b""),
                people["anna"].get(f"{path}/roster/form.xlsx"),
            ]
        assert [code_of(answer) for answer in refused.values()] == list(refused)
        assert {code_of(answer) for answer in strangers} == {(404, "class_not_found")}
        assert training.post(f"{path}/cancellation", {"version": 2}).status_code == 204
        with nothing_changes(database):
            assert code_of(people["chen"].put(f"{path}/seat")) == (409, "class_not_in_state")

    def test_seats_never_run_over(
        self, app: Flask, people: People, school: School, database: Database, make_class: Callable[..., str]
    ) -> None:
        """Everybody at once, and after that in any order: never more than there are, nor than the unit's share."""
        class_id = make_class(seats=3, per_unit=2)
        path = f"/classes/{class_id}/seat"
        unit = {school.accounts[name]: place[0] for name, place in PEOPLE.items()}

        def check() -> None:
            enrolled = [one for one, state in seats_of(database, class_id).items() if state == "enrolled"]
            assert len(enrolled) <= 3
            assert max(map([unit[one] for one in enrolled].count, ("archive", "library"))) <= 2

        done = race([partial(person(app, name).put, path) for name in PEOPLE])
        assert done == {"done": len(PEOPLE)}
        check()
        assert list(seats_of(database, class_id).values()).count("enrolled") == 3
        dice = random.Random(20260616)
        for _ in range(30):
            one = people[dice.choice(list(PEOPLE))]
            answer = dice.choice([one.put, one.delete])(path)
            assert answer.status_code in (200, 204, 404)
            check()


class TestRoster:
    def test_the_teachers_word_is_the_record(
        self, people: People, school: School, database: Database, make_class: Callable[..., str], clock: FixedClock
    ) -> None:
        """Tapped by two teachers, filled by a scan, taken from a list; finished, proposed and confirmed."""
        class_id = make_class("anna", "bo", "chen", "fang")
        teacher, second = people["teacher"], people["teacher2"]
        assert tap(teacher, school, class_id, 1, anna=(True, None), bo=(False, None)).json["marked"] == 2
        late = tap(second, school, class_id, 1, anna=(False, None), chen=(True, None), gao=(True, None))
        assert (said(late)["marked"], {one["reason"] for one in said(late)["left_out"]}) == (
            1,
            {"changed", "not_enrolled"},
        )
        board = second.read(f"/classes/{class_id}/roster")
        assert (board["seats_left"], marks_of(board)["anna"], marks_of(board)["fang"]) == (
            0,
            ["present", None],
            [None, None],
        )

        token = teacher.read(f"/classes/{class_id}/sessions/1/code")["token"]
        assert said(people["fang"].post("/classes/scan", {"token": token}))["mark"] == "present"
        assert said(people["bo"].post("/classes/scan", {"token": token}))["mark"] == "offered", (
            "the teacher said absent"
        )
        listed = io.BytesIO()
        rows = [("anna", "账户anna", ""), (school.persons["fang"], "账户fang", "否")]
        write_workbook([SheetContent("名册", HEADINGS, rows)], listed)
        path = f"/classes/{class_id}/sessions/2/imports"
        assert teacher.upload(path, "a.xlsx", listed.getvalue()).json == {"marked": 2}
        wrong = io.BytesIO()
        write_workbook([SheetContent("名册", HEADINGS, [("bo", "账户bo", ""), ("gao", "账户gao", "")])], wrong)
        with nothing_changes(database):
            refused = teacher.upload(path, "a.xlsx", wrong.getvalue())
        assert [(one["row"], one["problem"]) for one in said(refused)["facts"]["rows"]] == [(3, "not_enrolled")]

        clock.move(timedelta(days=1, hours=6))
        kept = people["chen"].post("/classes/scan", {"token": _token(people, class_id, 2), "kept": True})
        assert said(kept)["mark"] == "present"
        assert teacher.post(f"/classes/{class_id}/finish").json == {"proposed": 5}
        waiting = people["training"].read("/credits/pending")["items"]
        assert sorted((one["name"][2:], one["hours"]) for one in waiting) == [
            ("anna", "2.5"),
            ("anna", "3"),
            ("chen", "2.5"),
            ("chen", "3"),
            ("fang", "2.5"),
        ]
        assert tap(teacher, school, class_id, 1, bo=(True, "offered")).json["marked"] == 1
        with nothing_changes(database):
            assert code_of(tap(teacher, school, class_id, 1, anna=(False, "present"))) == (
                409,
                "class_not_in_state",
            )
            assert code_of(teacher.post(f"/classes/{class_id}/finish")) == (409, "class_not_in_state")
        ids = [one["id"] for one in people["training"].read("/credits/pending")["items"]]
        assert said(people["training"].post("/credits/confirmation", {"ids": ids}))["decided"] == 6
        mine = people["anna"].read("/credits/me")
        assert (mine["concentrated"]["done"], mine["online"]["done"]) == ("5.5", "0")
        assert {record["started_on"] for record in mine["records"]} == {"2026-06-17"}
        assert people["anna"].read(f"/classes/{class_id}")["sessions"][0]["mark"] == "present"

    def test_codes_that_are_not_shown_do_nothing(
        self,
        people: People,
        school: School,
        database: Database,
        make_class: Callable[..., str],
        clock: FixedClock,
        runtime: Runtime,
    ) -> None:
        class_id, other = make_class("anna", "bo"), make_class("bo")
        shown = people["teacher"].read(f"/classes/{class_id}/sessions/1/code")
        assert shown["seconds_left"] == 30
        ours, here = runtime.keyring, step_at(clock.now())
        forged = token_of(Keyring.generate(), ShownCode(class_id, 1, here))
        future = token_of(ours, ShownCode(class_id, 1, here + 9))
        anna = people["anna"]
        with nothing_changes(database):
            refused = {
                "class_code_invalid": anna.post("/classes/scan", {"token": forged}),
                "class_code_expired": anna.post("/classes/scan", {"token": future, "kept": True}),
                "class_not_enrolled": people["chen"].post("/classes/scan", {"token": shown["token"]}),
                "class_session_not_found": anna.post(
                    "/classes/scan", {"token": token_of(ours, ShownCode(class_id, 7, here))}
                ),
            }
            elsewhere = [
                anna.post("/classes/scan", {"token": token_of(ours, ShownCode(other, 1, here))}),
                people["nowhere"].post("/classes/scan", {"token": shown["token"]}),
            ]
            assert anna.post(f"/classes/{other}/scan", {"digits": shown["digits"]}).status_code == 422
        assert [code_of(answer)[1] for answer in refused.values()] == list(refused)
        assert [code_of(answer)[1] for answer in elsewhere] == ["class_not_enrolled", "class_not_found"]
        clock.move(timedelta(seconds=60))
        with nothing_changes(database):
            assert code_of(anna.post("/classes/scan", {"token": shown["token"]}))[1] == "class_code_expired"
            assert (
                code_of(anna.post(f"/classes/{class_id}/scan", {"digits": shown["digits"]}))[1]
                == "class_code_invalid"
            )
        digits = people["teacher"].read(f"/classes/{class_id}/sessions/1/code")["digits"]
        assert said(people["bo"].post(f"/classes/{class_id}/scan", {"digits": digits}))["mark"] == "present"
        kept = {"token": shown["token"], "kept": True}
        assert said(anna.post("/classes/scan", kept))["mark"] == "offered"
        with nothing_changes(database):
            assert said(anna.post("/classes/scan", kept))["mark"] == "offered", "scanned twice is scanned once"

    def test_teachers_at_once_and_who_is_told(
        self, app: Flask, people: People, school: School, database: Database, make_class: Callable[..., str]
    ) -> None:
        class_id = make_class("anna", "bo")
        answers: list[int] = []

        def act(name: str, *, present: bool) -> Callable[[], object]:
            return lambda: answers.append(
                tap(person(app, name), school, class_id, 1, anna=(present, None)).json["marked"]
            )

        assert race([act("teacher", present=True), act("teacher2", present=False)]) == {"done": 2}
        assert sorted(answers) == [0, 1], "the second is told that the roster changed"
        with database.read() as tx:
            rooms = {
                row.room
                for row in tx.session.scalars(select(SignalRow).where(SignalRow.topic == "roster_changed"))
            }
            assert rooms == {f"account:{school.accounts[name]}" for name in ("teacher", "teacher2")}

    def test_rounds_stay_once_the_roster_has_marks(
        self, people: People, school: School, database: Database, make_class: Callable[..., str], clock: FixedClock
    ) -> None:
        class_id = make_class("anna")
        tap(people["teacher"], school, class_id, 1, anna=(True, None))
        plan = class_body(school, clock.now())
        fewer = {key: value for key, value in plan.items() if key != "node_id"} | {
            "sessions": plan["sessions"][:1]
        }
        with nothing_changes(database):
            gone = people["training"].put(f"/classes/{class_id}/plan", {**fewer, "version": 2})
        assert code_of(gone) == (422, "class_session_marked")

    def test_a_scan_leaves_no_moment_anywhere(
        self, people: People, school: School, database: Database, make_class: Callable[..., str]
    ) -> None:
        """Not beside the roster, in the audit record or in a stored answer: only that the person was there."""
        class_id = make_class("anna")
        body = {"token": _token(people, class_id, 1)}
        with nothing_changes(database, courses_roster_mark=1, core_signal=2):
            assert people["anna"].post("/classes/scan", body).status_code == 200


def _token(people: People, class_id: str, session: int) -> str:
    return str(people["teacher"].read(f"/classes/{class_id}/sessions/{session}/code")["token"])


#: What the red lines of 国办函〔2026〕12号 forbid to keep or to show of people who learn.
FORBIDDEN = (
    "arriv",
    "duration",
    "rank",
    "score",
    "point",
    "streak",
    "seen_at",
    "minutes",
    "checked_in",
    "location",
)


def test_no_column_and_no_answer_holds_when_or_how_long_somebody_came(app: Flask) -> None:
    tables = {
        name: table
        for name, table in Base.metadata.tables.items()
        if name.startswith(
            ("courses_class", "courses_roster", "courses_credit", "courses_target", "courses_person")
        )
    }
    assert len(tables) >= 8
    assert [
        f"{name}.{column.name}"
        for name, table in tables.items()
        for column in table.columns
        if any(word in column.name for word in FORBIDDEN)
    ] == []
    timed = {
        name
        for name, table in tables.items()
        if any(isinstance(getattr(column.type, "impl", column.type), DateTime) for column in table.columns)
    }
    assert timed == {"courses_class", ClassSession.__tablename__}, "the schedule alone has times"
    schemas = openapi_document(app)["components"]["schemas"]
    for name in ("Roster", "RosterPerson", "ClassSeat", "ClassPlan", "PendingCredit", "CreditRecord", "Scanned"):
        assert [word for word in schemas[name]["properties"] if any(bad in word for bad in FORBIDDEN)] == []
        times = [key for key, value in schemas[name]["properties"].items() if value.get("format") == "date-time"]
        assert times == (["begins_at"] if name in ("Roster", "ClassPlan") else [])


def test_what_teachers_do_is_audited(
    people: People, school: School, database: Database, make_class: Callable[..., str]
) -> None:
    class_id = make_class("anna")
    tap(people["teacher"], school, class_id, 1, anna=(True, None))
    with database.read() as tx:
        rows = tx.session.scalars(
            select(AuditRow).where(AuditRow.subject_id == class_id).order_by(AuditRow.seq)
        ).all()
        assert [row.action.removeprefix("courses:") for row in rows] == [
            "class:created",
            "seat:assigned",
            "class:announced",
            "roster:marked",
        ]
        assert rows[-1].facts == {"session": 1, "source": "tap", "marks": 1}
