"""What people and programs send that must not be done: each is refused by a stable code, and nothing changes.

Every request goes through HTTP as the app sends it. ``nothing_changes`` compares all rows of all tables; what a
refusal leaves by design (a command's stored answer, attempts to sign in, a line of audit) is named and counted.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from backend.approvals.models import Decision
from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.jobs import claim_next, run_job
from backend.core.runtime import Runtime
from backend.core.web.pagination import encode_cursor
from backend.exchange.jobs import JOBS
from backend.identity.errors import NodeLoop
from backend.identity.public import move_node
from backend.register.public import Cause, node_of_organization, record_import, region_nodes
from tests.factories.exchange import positions_table
from tests.factories.register import OPENING, SYSTEM, Register, generated_id_number
from tests.support.app_browser import AppBrowser
from tests.support.devices import Device
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes
from tests.support.world import PASSWORD, World, entry_form, make_world

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
GOOD_NUMBER = generated_id_number(date(1985, 1, 31))
BAD_NUMBER = GOOD_NUMBER[:-1] + ("1" if GOOD_NUMBER[-1] != "1" else "2")
FOUNDED_ON = date(2026, 5, 1)
SECRET = "关于某事的请示（秘密★10年）"

SignIn = Callable[[str], AppBrowser]


@pytest.fixture
def world(runtime: Runtime, clock: FixedClock, shelf: Shelf) -> World:
    """The office; its unit has two free posts."""
    world = shelf.take(make_world, runtime, approved=3, filled=1)
    clock.move(timedelta(minutes=1))
    return world


@pytest.fixture
def sign_in(world: World, client_as: Callable[[str, str], FlaskClient]) -> SignIn:
    return lambda username: AppBrowser(client_as(username, PASSWORD))


@pytest.fixture
def today(runtime: Runtime) -> date:
    return runtime.clock.today()


def refused(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    """The facts of a refusal, which must be this one."""
    assert (answer.status_code, answer.json and answer.json["code"]) == (status, code), answer.text
    facts: dict[str, Any] = answer.json["facts"] if answer.json else {}
    return facts


def filing(unit_id: str, form: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "personnel_entry", "subject_id": unit_id, "form": form}


def with_person(form: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**form, "person": {**form["person"], **changes}}


def file(browser: AppBrowser, world: World, today: date, number: int = 1) -> dict[str, Any]:
    """An entry that was accepted."""
    answer = browser.post("/approvals/matters", filing(world.unit_id, entry_form(number, today)))
    assert answer.status_code == 201, answer.text
    matter: dict[str, Any] = answer.json or {}
    return matter


def decision(browser: AppBrowser, verdict: str = "approve", **changes: Any) -> tuple[str, dict[str, Any]]:
    """The path and the body by which the one waiting task would be decided."""
    [card] = browser.read("/approvals/tasks")["items"]
    task = browser.read(f"/approvals/tasks/{card['id']}")
    body = {
        "verdict": verdict,
        "opinion": "请核对",
        "form_revision": task["form_revision"],
        "view_digest": task["view_digest"],
    }
    return f"/approvals/tasks/{card['id']}/decision", {**body, **changes}


class TestSigningIn:
    def test_a_wrong_password_ten_times(
        self, client: FlaskClient, world: World, database: Database, clock: FixedClock
    ) -> None:
        browser = AppBrowser(client)
        body = {"username": "chief", "password": "Wrong-Guess-2026"}
        with nothing_changes(database, counters=["identity_throttle"], identity_audit=5):
            answers = [browser.post("/session", body) for _ in range(10)]
            paused = browser.post("/session", {**body, "password": PASSWORD})
        for answer in answers[:5]:
            assert refused(answer, 401, "wrong_credentials") == {}
        for answer in [*answers[5:], paused]:
            facts = refused(answer, 429, "sign_in_paused")
            assert facts == {"retry_after": 900}
            assert answer.headers["Retry-After"] == "900"
        clock.move(timedelta(minutes=15))
        assert browser.post("/session", {**body, "password": PASSWORD}).status_code == 200

    def test_an_unknown_name_is_answered_alike(
        self, client: FlaskClient, world: World, database: Database
    ) -> None:
        browser = AppBrowser(client)
        body = {"username": "no-such-name", "password": "Wrong-Guess-2026"}
        with nothing_changes(database, counters=["identity_throttle"], identity_audit=5):
            codes = [(browser.post("/session", body).json or {})["code"] for _ in range(6)]
        assert codes == ["wrong_credentials"] * 5 + ["sign_in_paused"]

    def test_an_expired_session(
        self, sign_in: SignIn, world: World, database: Database, clock: FixedClock, today: date
    ) -> None:
        unit = sign_in("unit")
        clock.move(timedelta(minutes=31))
        with nothing_changes(database):
            refused(unit.get("/session"), 401, "not_signed_in")
            answer = unit.post("/approvals/matters", filing(world.unit_id, entry_form(1, today)))
            refused(answer, 401, "not_signed_in")


class TestTwice:
    def test_a_decision_on_a_form_that_was_corrected_meanwhile(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        unit, head = sign_in("unit"), sign_in("head")
        matter = file(unit, world, today)
        assert head.post(*decision(head, "return", returned_fields=["post_title"])).status_code == 200
        correction = {"form": entry_form(1, today, post_title="研究馆员"), "form_revision": 1}
        assert unit.post(f"/approvals/matters/{matter['id']}/resubmission", correction).status_code == 200
        path, body = decision(head, form_revision=1)
        with nothing_changes(database, core_command=1):
            facts = refused(head.post(path, body), 409, "stale_form")
        assert facts == {"form_revision": 2}

    def test_a_correction_of_an_older_form(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        unit, head = sign_in("unit"), sign_in("head")
        matter = file(unit, world, today)
        assert head.post(*decision(head, "return")).status_code == 200
        stale = {"form": entry_form(1, today), "form_revision": 0}
        with nothing_changes(database, core_command=1):
            answer = unit.post(f"/approvals/matters/{matter['id']}/resubmission", stale)
            assert refused(answer, 409, "stale_form") == {"form_revision": 1}

    def test_another_view_than_the_one_that_was_shown(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        file(sign_in("unit"), world, today)
        head = sign_in("head")
        path, body = decision(head, view_digest="sha256:" + "0" * 64)
        with nothing_changes(database, core_command=1):
            refused(head.post(path, body), 409, "view_changed")

    def test_a_double_tap_gets_the_same_answer(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        file(sign_in("unit"), world, today)
        head, command_id = sign_in("head"), str(uuid.uuid4())
        path, body = decision(head)
        first = head.post(path, body, command_id=command_id)
        assert first.status_code == 200
        with nothing_changes(database):
            again = head.post(path, body, command_id=command_id)
        assert (again.status_code, again.json) == (200, first.json)
        assert again.headers["Idempotent-Replayed"] == "true"

    def test_two_taps_at_once(self, sign_in: SignIn, world: World, database: Database, today: date) -> None:
        """The same command twice, and another on the same task, all together: one decision, one other answer."""
        file(sign_in("unit"), world, today)
        head = sign_in("head")
        browsers = [head.twin(), head.twin(), head.twin()]
        path, body = decision(head)
        twice, once = str(uuid.uuid4()), str(uuid.uuid4())
        start = Barrier(len(browsers))

        def tap(browser: AppBrowser, command_id: str) -> TestResponse:
            start.wait(10)
            return browser.post(path, body, command_id=command_id)

        with ThreadPoolExecutor(len(browsers)) as pool:
            same, other, alone = pool.map(tap, browsers, (twice, twice, once))
        assert same.json == other.json
        assert sorted([same.status_code, alone.status_code]) == [200, 409]
        loser = alone if alone.status_code == 409 else same
        assert refused(loser, 409, "already_decided")["by"] == "head"
        with database.read() as tx:
            assert tx.session.scalar(select(func.count()).select_from(Decision)) == 1

    def test_the_same_entry_filed_twice(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        unit = sign_in("unit")
        matter = file(unit, world, today)
        with nothing_changes(database, core_command=1):
            answer = unit.post("/approvals/matters", filing(world.unit_id, entry_form(1, today)))
            facts = refused(answer, 422, "duplicate_open_matter")
        assert facts == {"acceptance_number": matter["acceptance_number"]}

    @pytest.mark.parametrize("command_id", ["", "1", "not-a-uuid", "0" * 31])
    def test_a_bad_command_id(
        self, sign_in: SignIn, world: World, database: Database, today: date, command_id: str
    ) -> None:
        unit = sign_in("unit").client
        with nothing_changes(database):
            answer = unit.post(
                "/api/v1/approvals/matters",
                json=filing(world.unit_id, entry_form(1, today)),
                headers={"Idempotency-Key": command_id},
            )
            refused(answer, 422, "command_key_missing")

    def test_the_id_of_another_command(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        unit, command_id = sign_in("unit"), str(uuid.uuid4())
        body = filing(world.unit_id, entry_form(1, today))
        assert unit.post("/approvals/matters", body, command_id=command_id).status_code == 201
        other = filing(world.unit_id, entry_form(2, today))
        with nothing_changes(database):
            refused(unit.post("/approvals/matters", other, command_id=command_id), 422, "key_reused")
            elsewhere = unit.post("/approvals/matters/0/withdrawal", {"form_revision": 1}, command_id=command_id)
            refused(elsewhere, 422, "key_reused")


class TestFiles:
    @pytest.fixture
    def officer(self, runtime: Runtime, world: World, sign_in: SignIn) -> AppBrowser:
        with runtime.database.write() as tx:
            world.add_account(tx, "province", "officer", at=region_nodes(tx, ["99"])["99"])
        return sign_in("province")

    @staticmethod
    def kept(runtime: Runtime) -> list[str]:
        folder = runtime.settings.data_dir / "uploads"
        return [path.name for path in folder.iterdir()] if folder.exists() else []

    @pytest.mark.parametrize(
        ("name", "content"),
        [("a.xlsx", b"%PDF-1.7 x"), ("a.exe", b"PK\x03\x04x"), ("a.pdf", b"%PDF-1.7"), ("a.xlsx", b"")],
    )
    def test_a_wrong_file_type(self, officer: AppBrowser, runtime: Runtime, name: str, content: bytes) -> None:
        with nothing_changes(runtime.database):
            answer = officer.upload("/exchange/imports", name, content, province="99")
            refused(answer, 415, "upload_wrong_type")
        assert self.kept(runtime) == []

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (positions_table()[:3000], "upload_archive_broken"),
            (b"PK\x03\x04" + b"\0" * 500, "upload_archive_broken"),
            ("bomb", "upload_archive_too_big"),
            ("entity", "upload_markup_refused"),
            ("slip", "upload_archive_member_refused"),
        ],
        ids=["cut-off", "not-a-zip", "bomb", "entity", "slip"],
    )
    def test_a_broken_or_hostile_workbook(
        self, officer: AppBrowser, runtime: Runtime, content: bytes | str, code: str
    ) -> None:
        sent = content if isinstance(content, bytes) else hostile_workbook(content)
        with nothing_changes(runtime.database, core_job=1, core_signal=1):
            queued = officer.upload("/exchange/imports", "a.xlsx", sent, province="99")
            assert queued.status_code == 202, queued.text
            job = claim_next(runtime.database)
            assert job is not None
            run_job(runtime, job, JOBS)
        shown = officer.read(f"/jobs/{(queued.json or {})['job_id']}")
        assert (shown["state"], shown["error"]["code"]) == ("failed", code)
        assert self.kept(runtime) == []


def hostile_workbook(kind: str) -> bytes:
    """A zip that calls itself a workbook: 40 MB of zeros, a document type, or a name that climbs out."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", '<!DOCTYPE w [<!ENTITY x "y">]><w/>' if kind == "entity" else "<w/>")
        if kind == "bomb":
            archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 40_000_000)
        if kind == "slip":
            archive.writestr("../../etc/cron.d/x", "x")
    return target.getvalue()


class TestForms:
    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"id_number": BAD_NUMBER}, "person.id_number", "id_number_invalid"),
            ({"id_number": BAD_NUMBER.translate(FULL_WIDTH)}, "person.id_number", "id_number_invalid"),
            ({"id_number": GOOD_NUMBER[:17]}, "person.id_number", "id_number_invalid"),
            ({"ethnicity": "99"}, "person.ethnicity", "unknown_code"),
            ({"education": "大学"}, "person.education", "unknown_code"),
            ({"salary": "1"}, "person.salary", "unknown_field"),
            ({"name": " "}, "person.name", "required"),
        ],
    )
    def test_a_person_that_cannot_be(
        self,
        sign_in: SignIn,
        world: World,
        database: Database,
        today: date,
        changes: dict[str, str],
        field: str,
        code: str,
    ) -> None:
        form = with_person(entry_form(1, today), **changes)
        self.refuses(sign_in("unit"), world, database, form, field, code)

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"quota_type": "honorary"}, "quota_type", "unknown_code"),
            ({"entry_reason": "because"}, "entry_reason", "unknown_code"),
            ({"effective_on": "2026-06-17"}, "effective_on", "date_in_future"),
            ({"effective_on": "2026-02-30"}, "effective_on", "invalid"),
            ({"division_id": "0" * 32}, "division_id", "division_not_in_unit"),
            ({"recruitment_item_id": "0" * 32}, "recruitment_item_id", "recruitment_item_unfit"),
            ({"filled": 0}, "filled", "unknown_field"),
        ],
    )
    def test_a_post_that_cannot_be(
        self,
        sign_in: SignIn,
        world: World,
        database: Database,
        today: date,
        changes: dict[str, Any],
        field: str,
        code: str,
    ) -> None:
        facts = self.refuses(sign_in("unit"), world, database, entry_form(1, today, **changes), field, code)
        if code == "date_in_future":
            assert facts["today"] == today.isoformat()

    @staticmethod
    def refuses(
        browser: AppBrowser, world: World, database: Database, form: dict[str, Any], field: str, code: str
    ) -> dict[str, Any]:
        with nothing_changes(database, core_command=1):
            answer = browser.post("/approvals/matters", filing(world.unit_id, form))
            facts = refused(answer, 422, "invalid_input")
        assert facts["fields"] == {field: [code]}
        return facts

    def test_a_good_number_in_full_width_is_the_same_number(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        unit = sign_in("unit")
        wide = with_person(entry_form(1, today), id_number=GOOD_NUMBER.translate(FULL_WIDTH))
        assert unit.post("/approvals/matters", filing(world.unit_id, wide)).status_code == 201
        plain = with_person(entry_form(2, today), id_number=GOOD_NUMBER, name="林生1")
        with nothing_changes(database, core_command=1):
            answer = unit.post("/approvals/matters", filing(world.unit_id, plain))
            refused(answer, 422, "duplicate_open_matter")

    def test_a_day_before_the_unit_was_founded(self, sign_in: SignIn, runtime: Runtime, world: World) -> None:
        with runtime.database.write() as tx:
            cause = Cause("import", record_import(tx, SYSTEM, "test", "sm3:founded", {}))
            register = Register(tx, cause, iter(range(7, 9)), iter(range(700, 800)))
            unit_id = register.unit("清溪县美术馆", approved=2, founded_on=FOUNDED_ON, opening=FOUNDED_ON)
            world.add_account(tx, "young", "unit", at=node_of_organization(tx, unit_id))
        form, young = entry_form(1, FOUNDED_ON - timedelta(days=1)), sign_in("young")
        with nothing_changes(runtime.database, core_command=1):
            answer = young.post("/approvals/matters", filing(unit_id, form))
            facts = refused(answer, 422, "invalid_input")
        assert facts["fields"] == {"effective_on": ["date_before_founding"]}
        assert facts["founded_on"] == FOUNDED_ON.isoformat()

    def test_more_people_than_posts(self, sign_in: SignIn, world: World, database: Database, today: date) -> None:
        unit = sign_in("unit")
        for number in (1, 2):
            file(unit, world, today, number)
        with nothing_changes(database, core_command=1):
            answer = unit.post("/approvals/matters", filing(world.unit_id, entry_form(3, today)))
            facts = refused(answer, 422, "no_vacancy")
        assert {name: facts[name] for name in ("approved", "filled", "reserved")} == {
            "approved": 3,
            "filled": 1,
            "reserved": 2,
        }

    def test_a_title_that_bears_a_secrecy_mark(
        self,
        sign_in: SignIn,
        world: World,
        database: Database,
        today: date,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        unit = sign_in("unit")
        form = entry_form(1, today, post_title=SECRET)
        with nothing_changes(database):
            answer = unit.post("/approvals/matters", filing(world.unit_id, form))
            assert refused(answer, 422, "secrecy_refused") == {}
            answer = unit.post("/me/feedback", {"kind": "complaint", "text": SECRET})
            refused(answer, 422, "secrecy_refused")
        said = "".join(capsys.readouterr())
        assert "秘密★" not in said
        assert "秘密★" not in answer.text

    def test_a_document_that_bears_a_secrecy_mark(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        document = {
            "number": "清编〔2026〕1号",
            "title": SECRET,
            "issuer": "清溪县委编委",
            "dated_on": today.isoformat(),
        }
        rows = [{"quota_type": "worker", "approved": 1, "exception": None}]
        form = {"effective_on": today.isoformat(), "document": document, "rows": rows}
        body = {"kind": "opening_balance", "subject_id": world.unit_id, "form": form}
        officer = sign_in("officer")
        with nothing_changes(database):
            refused(officer.post("/approvals/matters", body), 422, "secrecy_refused")
        document["title"] = "关于核定编制的批复"
        assert officer.post("/approvals/matters", body).status_code == 201, "only the mark was wrong"


class TestForeignAndMalformed:
    def test_a_unit_of_somebody_else(self, sign_in: SignIn, runtime: Runtime, world: World, today: date) -> None:
        with runtime.database.write() as tx:
            cause = Cause("import", record_import(tx, SYSTEM, "test", "sm3:other", {}))
            register = Register(tx, cause, iter(range(5, 7)), iter(range(500, 600)))
            other = register.unit("清溪县体育馆", approved=2, opening=OPENING)
        unit = sign_in("unit")
        with nothing_changes(runtime.database, core_command=1):
            for path in ("", "/people", "/history", "/recruitment"):
                for unit_id in (other, "0" * 32):  # what is not theirs looks like what is not there
                    facts = refused(unit.get(f"/register/units/{unit_id}{path}"), 404, "unit_not_found")
                    assert facts == {"unit_id": unit_id}
            answer = unit.post("/approvals/matters", filing(other, entry_form(1, today)))
            assert answer.status_code == 404, answer.text

    def test_an_ancestor_under_its_own_descendant(self, world: World, database: Database) -> None:
        """No route moves a node yet; the operation refuses."""
        loops = [(world.region_node, world.unit_node), (world.region_node, world.region_node)]
        with nothing_changes(database):
            for node_id, parent_id in loops:
                with pytest.raises(NodeLoop), database.write() as tx:
                    move_node(tx, node_id, parent_id)

    @pytest.mark.parametrize(
        "endpoint",
        [
            "https://127.0.0.1/push",
            "https://10.0.0.8:8443/push",
            "https://192.168.1.1/",
            "https://[::1]/push",
            "https://169.254.169.254/latest/meta-data",
            "https://localhost/push",
            "http://fcm.googleapis.com/fcm/send/a",
            "https://fcm.googleapis.com.evil.example/fcm/send/a",
            "https://fcm.googleapis.com@10.0.0.8/push",
            "file:///etc/passwd",
        ],
    )
    def test_a_push_endpoint_that_is_no_push_service(
        self, sign_in: SignIn, world: World, database: Database, endpoint: str
    ) -> None:
        unit = sign_in("unit")
        with nothing_changes(database):
            answer = unit.post("/push/subscriptions", Device(endpoint).subscription())
            facts = refused(answer, 422, "push_endpoint_refused")
        assert "10.0.0.8" not in str(facts), "what was sent is not repeated"

    @pytest.mark.parametrize(
        "cursor",
        [
            "x",
            "%",
            "bm90IGpzb24",
            "A" * 500,
            encode_cursor([]),
            encode_cursor([1, 2]),
            encode_cursor([None, "a"]),
            encode_cursor(["a\0", "b"]),
            encode_cursor(["a", ["b"]]),
            encode_cursor([2**63]),
            encode_cursor(["1"] * 3),
        ],
    )
    def test_a_bad_cursor(self, sign_in: SignIn, world: World, database: Database, cursor: str) -> None:
        unit = f"/register/units/{world.unit_id}"
        chief = sign_in("chief")
        with nothing_changes(database):
            for path in ("/register/units", f"{unit}/people", f"{unit}/history", "/approvals/tasks"):
                refused(chief.get(f"{path}?cursor={cursor}"), 422, "bad_cursor")

    @pytest.mark.parametrize("moment", ["yesterday", "2026-06-16T04:00:00", "0001-01-01T00:00:00+23:00"])
    def test_a_moment_that_is_none(self, sign_in: SignIn, world: World, database: Database, moment: str) -> None:
        chief = sign_in("chief")
        cursor = encode_cursor([moment, "0" * 32])
        unit = f"/register/units/{world.unit_id}"
        with nothing_changes(database):
            for path in (f"{unit}/history?", "/approvals/tasks?list=done&", "/approvals/matters?list=finished&"):
                refused(chief.get(f"{path}cursor={cursor}"), 422, "bad_cursor")
            known_at = chief.get(f"{unit}?known_at={quote(moment)}")
            assert refused(known_at, 422, "invalid_input")["fields"] == {"known_at": ["invalid"]}

    def test_a_text_that_no_database_holds(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        unit = sign_in("unit")
        with nothing_changes(database):
            for answer in (
                unit.get("/register/units?q=%00"),
                unit.get("/register/units/%00"),
                unit.post("/me/feedback", {"kind": "complaint", "text": "a\0b"}),
                unit.post("/approvals/matters", filing(world.unit_id, entry_form(1, today, post_title="\0"))),
            ):
                refused(answer, 422, "invalid_input")

    def test_keys_that_nobody_asked_for(
        self, sign_in: SignIn, world: World, database: Database, today: date
    ) -> None:
        unit = sign_in("unit")
        file(unit, world, today)
        head = sign_in("head")
        path, body = decision(head)
        with nothing_changes(database):
            for answer, field in (
                (head.post(path, {**body, "role": "chief"}), "role"),
                (head.get("/approvals/tasks?node_id=1"), "node_id"),
                (unit.send("PUT", "/me/preferences", {"locale": "en", "power": "sysadmin"}), "power"),
            ):
                assert refused(answer, 422, "invalid_input")["fields"] == {field: ["unknown_field"]}

    def test_a_body_that_is_too_large(self, sign_in: SignIn, world: World, database: Database) -> None:
        unit = sign_in("unit")
        with nothing_changes(database):
            answer = unit.post("/me/feedback", {"kind": "complaint", "text": "长" * 400_000})
            refused(answer, 413, "too_large")

    @pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 5000 + b"]" * 5000])
    def test_a_body_that_is_no_object(
        self, sign_in: SignIn, world: World, database: Database, body: bytes
    ) -> None:
        unit = sign_in("unit").client
        with nothing_changes(database):
            answer = unit.post("/api/v1/me/feedback", data=body, content_type="application/json")
        assert answer.status_code in (400, 422), answer.text

    def test_a_body_nested_deeper_than_anything(self, sign_in: SignIn, world: World, database: Database) -> None:
        deep: Any = "x"
        for _ in range(40):
            deep = {"a": deep}
        unit = sign_in("unit")
        with nothing_changes(database):
            refused(unit.post("/approvals/matters", filing(world.unit_id, deep)), 422, "nested_too_deep")
