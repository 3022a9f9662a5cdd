"""The register on the wire: scope, records of today and of the past, search, people, history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from backend.core.clock import FixedClock
from backend.core.db import Database
from backend.core.web.pagination import encode_cursor
from backend.identity.audit.models import AuditRow
from backend.identity.permissions import Role
from backend.register import schemas
from backend.register.public import (
    Cause,
    NewException,
    NewOrganization,
    NewRecruitmentItem,
    NewReservation,
    QuotaMove,
    Renaming,
    add_division,
    end_posting,
    node_of_organization,
    record_ceiling,
    record_quotas,
    record_recruitment_items,
    region_node,
    register_organization,
    release_reservation,
    rename_organization,
    reserve,
)
from backend.register.queries.units import MOST_FOUND
from backend.register.values import NewDivision
from tests.factories.identity import PASSWORD, make_holder
from tests.factories.register import OPENING, SYSTEM, Register
from tests.support.shelf import Shelf

TYPE = "institution"
Browser = Callable[[str, str], FlaskClient]


@dataclass(frozen=True, slots=True)
class Place:
    """A county with two units, and another county with one."""

    archive: str
    library: str
    foreign: str
    posting: str
    import_id: str


@pytest.fixture
def place(database: Database, shelf: Shelf) -> Place:
    return shelf.take(_place, database)


def _place(database: Database) -> Place:
    with database.write() as tx:
        register = Register.start(tx)
        archive = register.unit("清溪县档案馆", approved=3, filled=1)
        library = register.unit("清溪县图书馆")
        foreign = register.unit("云川市教育局", region="9901", approved=2, quota_type="administrative")
        add_division(tx, SYSTEM, NewDivision(archive, "办公室"), register.cause)
        (posting,) = register.fill(archive, 1, day=date(2026, 3, 1))
        items = [
            NewRecruitmentItem("notice", f"1100{n}", "科员", 1 + n, organization_id=library) for n in range(2)
        ]
        record_recruitment_items(tx, SYSTEM, items, register.cause.id)
        county = region_node(tx, "990102")
        make_holder(tx, "officer", Role.OFFICER, county)
        make_holder(tx, "unit", Role.UNIT, node_of_organization(tx, archive))
        make_holder(tx, "orgdept", Role.ORGDEPT, county)
        return Place(archive, library, foreign, posting, register.cause.id)


@pytest.fixture
def officer(place: Place, client_as: Browser) -> FlaskClient:
    return client_as("officer", PASSWORD)


@pytest.fixture
def clerk(place: Place, client_as: Browser) -> FlaskClient:
    return client_as("unit", PASSWORD)


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement sent to the register's tables while the test runs."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "register_" in statement or "records_" in statement or "identity_scope" in statement:
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def get(browser: FlaskClient, path: str, **query: Any) -> dict[str, Any]:
    answer = browser.get(f"/api/v1/register/{path}", query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


def refused(browser: FlaskClient, path: str, **query: Any) -> tuple[int, str]:
    answer = browser.get(f"/api/v1/register/{path}", query_string=query)
    return answer.status_code, answer.get_json()["code"]


def test_a_record_says_the_numbers_and_the_document_behind_them(officer: FlaskClient, place: Place) -> None:
    record = get(officer, f"units/{place.archive}")
    assert schemas.UnitRecordSchema().validate(record) == {}
    (quota,) = record["quotas"]
    assert quota["document"]["issuer"] == "清溪县委编委"
    assert {k: v for k, v in quota.items() if k != "document"} == {
        "quota_type": TYPE,
        "approved": 3,
        "filled": 2,
        "reserved": 0,
        "vacant": 1,
        "exception": 0,
        "light": "green",
    }
    assert [division["name"] for division in record["divisions"]] == ["办公室"]
    assert record["can"] == {"file": ["opening_balance"], "people": True, "unmask": True}
    assert (record["is_today"], record["recruitment"]) == (True, None)


def test_an_imported_unit_is_shown_as_unknown(officer: FlaskClient, place: Place) -> None:
    record = get(officer, f"units/{place.library}")
    (quota,) = record["quotas"]
    assert (quota["approved"], quota["vacant"], quota["light"]) == (None, None, None)
    assert record["recruitment"] == {"items": 2, "posts": 3}
    assert (record["founded_known"], record["level"]) == (False, "90")


def test_a_unit_clerk_may_file_but_not_unmask(clerk: FlaskClient, place: Place) -> None:
    assert get(clerk, f"units/{place.archive}")["can"] == {
        "file": ["personnel_entry"],
        "people": True,
        "unmask": False,
    }


@pytest.mark.parametrize("path", ["units/{}", "units/{}/people", "units/{}/history", "units/{}/recruitment"])
def test_a_unit_of_somebody_else_is_not_there(
    clerk: FlaskClient, officer: FlaskClient, place: Place, path: str
) -> None:
    assert refused(clerk, path.format(place.library)) == (404, "unit_not_found")
    assert refused(officer, path.format(place.foreign)) == (404, "unit_not_found")
    assert refused(officer, path.format("nonsense")) == (404, "unit_not_found")


def test_a_joint_reviewer_does_not_browse(place: Place, client_as: Browser) -> None:
    assert refused(client_as("orgdept", PASSWORD), "units") == (403, "permission_missing")


def test_a_record_is_read_in_five_statements_and_again_in_one(
    officer: FlaskClient, place: Place, statements: list[str]
) -> None:
    get(officer, f"units/{place.archive}")
    assert len(statements) <= 5
    statements.clear()
    get(officer, f"units/{place.archive}")
    assert len(statements) == 1


def test_the_etag_changes_with_every_visible_change(
    officer: FlaskClient, place: Place, database: Database
) -> None:
    path = f"/api/v1/register/units/{place.archive}"
    tag = officer.get(path).headers["ETag"]
    assert officer.get(path, headers={"If-None-Match": tag}).status_code == 304
    with database.write() as tx:
        reserve(tx, SYSTEM, NewReservation(place.archive, TYPE, 1, "m1"))
    answer = officer.get(path, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.get_json()["quotas"][0]["reserved"] == 1


def _cause(place: Place) -> Cause:
    return Cause("import", place.import_id)


def test_a_new_name_of_the_supervisor_shows_in_the_record(
    officer: FlaskClient, place: Place, database: Database
) -> None:
    with database.write() as tx:
        reading_room = NewOrganization(
            "清溪县图书馆阅览室", "990102", "10", "5", "office", supervising_id=place.library
        )
        unit = register_organization(tx, SYSTEM, reading_room, _cause(place))
    assert get(officer, f"units/{unit}")["supervising"]["name"] == "清溪县图书馆"
    with database.write() as tx:
        rename_organization(tx, SYSTEM, Renaming(place.library, "清溪书院", date(2026, 5, 1)), _cause(place))
    assert get(officer, f"units/{unit}")["supervising"]["name"] == "清溪书院"
    then = get(officer, f"units/{unit}", as_of="2026-04-30")
    assert then["supervising"]["name"] == "清溪县图书馆"


def test_a_past_day_shows_the_names_and_numbers_of_then(
    officer: FlaskClient, place: Place, database: Database
) -> None:
    with database.write() as tx:
        rename = Renaming(place.archive, "清溪县档案史志馆", date(2026, 5, 1))
        rename_organization(tx, SYSTEM, rename, _cause(place))
    then = get(officer, f"units/{place.archive}", as_of="2026-02-01")
    assert schemas.UnitRecordSchema().validate(then) == {}
    assert (then["name"], then["quotas"][0]["filled"], then["is_today"]) == ("清溪县档案馆", 1, False)
    assert get(officer, f"units/{place.archive}", as_of="2026-05-01")["name"] == "清溪县档案史志馆"
    before = get(officer, f"units/{place.archive}", as_of="2025-12-31")
    assert before["quotas"][0]["approved"] is None


def test_what_was_known_at_a_moment_leaves_out_what_was_recorded_later(
    officer: FlaskClient, place: Place, database: Database, clock: FixedClock
) -> None:
    with database.write() as tx:
        reserve(tx, SYSTEM, NewReservation(place.archive, TYPE, 1, "m1"))
    known_at = clock.now().isoformat()
    clock.move(timedelta(minutes=20))
    with database.write() as tx:
        release_reservation(tx, SYSTEM, "m1")
        end_posting(tx, SYSTEM, place.posting, date(2026, 6, 1), "resign", _cause(place))
        over = NewException(place.archive, TYPE, 1, "划转", date(2026, 4, 1), _document(tx, place))
        move = QuotaMove(place.archive, TYPE, 4, date(2026, 4, 1))
        record_quotas(tx, SYSTEM, [move], [over], _cause(place))
        rename_organization(tx, SYSTEM, Renaming(place.archive, "新名", date(2026, 4, 1)), _cause(place))
    day = "2026-06-16"
    (then,) = get(officer, f"units/{place.archive}", as_of=day, known_at=known_at)["quotas"]
    assert (then["approved"], then["filled"], then["reserved"], then["exception"]) == (3, 2, 1, 0)
    assert get(officer, f"units/{place.archive}", as_of=day, known_at=known_at)["name"] == "清溪县档案馆"
    now = get(officer, f"units/{place.archive}", as_of=day)
    (quota,) = now["quotas"]
    assert (quota["approved"], quota["filled"], quota["reserved"], quota["exception"]) == (7, 1, 0, 1)
    assert len(get(officer, f"units/{place.archive}/people", as_of=day, known_at=known_at)["items"]) == 2
    assert len(get(officer, f"units/{place.archive}/people", as_of=day)["items"]) == 1


def _document(tx: Any, place: Place) -> str:
    return Register(tx, _cause(place), iter(()), iter([99])).document()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"as_of": "2026-06-17"}, "date_in_future"),
        ({"as_of": "nonsense"}, "invalid_input"),
        ({"known_at": "2020-01-01T00:00:00Z"}, "not_recorded_then"),
        ({"extra": "1"}, "invalid_input"),
    ],
)
def test_days_that_cannot_be_asked_for(
    officer: FlaskClient, place: Place, query: dict[str, str], code: str
) -> None:
    assert refused(officer, f"units/{place.archive}", **query) == (422, code)


def test_search_finds_by_two_characters_initials_and_former_name_within_scope(
    officer: FlaskClient, place: Place, database: Database, statements: list[str]
) -> None:
    with database.write() as tx:
        rename_organization(tx, SYSTEM, Renaming(place.archive, "清溪县史志馆", date(2026, 5, 1)), _cause(place))
    statements.clear()
    answer = get(officer, "units", q="图书")
    assert len(statements) <= 3
    assert schemas.UnitPageSchema().validate(answer) == {}
    assert [(item["id"], item["match"]) for item in answer["items"]] == [(place.library, "prefix")]
    assert [item["id"] for item in get(officer, "units", q="qxxtsg")["items"]] == [place.library]
    assert [item["name"] for item in get(officer, "units", q="档案馆")["items"]] == ["清溪县史志馆"]
    assert {item["id"] for item in get(officer, "units", q="清溪")["items"]} == {place.archive, place.library}
    assert get(officer, "units", q="教育局")["items"] == []


def test_what_is_found_is_read_page_by_page_to_its_end(officer: FlaskClient, place: Place) -> None:
    first = get(officer, "units", q="清溪", limit=1)
    second = get(officer, "units", q="清溪", limit=1, cursor=first["next_cursor"])
    assert {first["items"][0]["id"], second["items"][0]["id"]} == {place.archive, place.library}
    assert second["next_cursor"] is None
    beyond = encode_cursor([MOST_FOUND])
    assert refused(officer, "units", q="清溪", cursor=beyond) == (422, "bad_cursor")


def test_of_names_as_long_the_citys_unit_comes_before_those_of_its_counties(
    place: Place, database: Database, client_as: Browser
) -> None:
    with database.write() as tx:
        new = [NewOrganization(f"{sign}溪县教育局", "990102", "10", "5", "office") for sign in "甲乙丙丁戊"]
        counties = [register_organization(tx, SYSTEM, each, _cause(place)) for each in new]
        make_holder(tx, "chief", Role.CHIEF, region_node(tx, "9901"))
    found = [item["id"] for item in get(client_as("chief", PASSWORD), "units", q="教育")["items"]]
    assert found[0] == place.foreign
    assert set(found[1:]) == set(counties)


def test_an_empty_search_lists_the_own_scope_page_by_page(officer: FlaskClient, place: Place) -> None:
    first = get(officer, "units", limit=1)
    second = get(officer, "units", limit=1, cursor=first["next_cursor"])
    assert schemas.UnitPageSchema().validate(first) == {}
    assert {first["items"][0]["id"], second["items"][0]["id"]} == {place.archive, place.library}
    assert second["next_cursor"] is None
    by_id = {item["id"]: item for item in (*first["items"], *second["items"])}
    assert by_id[place.archive]["numbers"] == {"approved": 3, "filled": 2, "reserved": 0, "vacant": 1}
    assert by_id[place.library]["numbers"] is None


def test_people_are_listed_without_their_personal_fields(officer: FlaskClient, place: Place) -> None:
    answer = get(officer, f"units/{place.archive}/people")
    assert schemas.UnitPersonPageSchema().validate(answer) == {}
    assert len(answer["items"]) == 2
    assert set(answer["items"][0]) == set(schemas.UnitPersonSchema().fields)
    assert all(person["masked_name"].endswith("**") for person in answer["items"])
    first = get(officer, f"units/{place.archive}/people", limit=1)
    second = get(officer, f"units/{place.archive}/people", limit=1, cursor=first["next_cursor"])
    assert [*first["items"], *second["items"]] == answer["items"]


def test_unmasking_one_person_asks_for_a_reason_and_goes_on_record(
    officer: FlaskClient, clerk: FlaskClient, place: Place, database: Database
) -> None:
    person = get(officer, f"units/{place.archive}/people")["items"][0]["id"]
    path = f"/api/v1/register/people/{person}/unmasking"
    assert officer.post(path, json={}).get_json()["facts"]["fields"] == {"reason": ["required"]}
    assert clerk.post(path, json={"reason": "核对信息"}).status_code == 403
    answer = officer.post(path, json={"reason": "核对信息"})
    assert (answer.status_code, len(answer.get_json()["id_number"])) == (200, 18)
    with database.read() as tx:
        rows = tx.session.scalars(select(AuditRow).where(AuditRow.action == "register:person:unmask")).all()
    assert [(row.subject_id, row.facts) for row in rows] == [(person, {"reason": "核对信息"})]


def test_a_person_of_another_unit_cannot_be_unmasked(place: Place, client_as: Browser, database: Database) -> None:
    with database.write() as tx:
        make_holder(tx, "elsewhere", Role.OFFICER, node_of_organization(tx, place.library))
    person = get(client_as("officer", PASSWORD), f"units/{place.archive}/people")["items"][0]["id"]
    other = client_as("elsewhere", PASSWORD)
    answer = other.post(f"/api/v1/register/people/{person}/unmasking", json={"reason": "核对信息"})
    assert (answer.status_code, answer.get_json()["code"]) == (404, "person_not_found")


def test_history_names_document_and_cause_of_each_entry(officer: FlaskClient, place: Place) -> None:
    answer = get(officer, f"units/{place.archive}/history")
    assert schemas.HistoryPageSchema().validate(answer) == {}
    kinds = [entry["kind"] for entry in answer["items"]]
    assert sorted(kinds) == ["name", "posting", "posting", "quota"]
    quota = next(entry for entry in answer["items"] if entry["kind"] == "quota")
    assert (quota["delta"], quota["document"]["dated_on"]) == (3, "2026-01-01")
    assert all(entry["cause"]["id"] == place.import_id for entry in answer["items"])
    pages, cursor = [], None
    while True:
        page = get(officer, f"units/{place.archive}/history", limit=1, **({"cursor": cursor} if cursor else {}))
        pages += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert pages == answer["items"]


def test_recruitment_items_are_marked_as_no_quota(officer: FlaskClient, place: Place) -> None:
    answer = get(officer, f"units/{place.library}/recruitment")
    assert schemas.RecruitmentPageSchema().validate(answer) == {}
    assert [item["position_code"] for item in answer["items"]] == ["11000", "11001"]
    assert {item["source_label"] for item in answer["items"]} == {"recruitment_notice"}


def test_the_tree_begins_where_the_own_scope_does(officer: FlaskClient, clerk: FlaskClient, place: Place) -> None:
    (county,) = get(officer, "tree")["items"]
    assert (county["kind"], county["ref"], county["children"]) == ("region", "990102", True)
    below = get(officer, "tree", parent=county["node_id"])["items"]
    assert {node["ref"] for node in below} == {place.archive, place.library}
    assert refused(clerk, "tree", parent=county["node_id"]) == (404, "node_not_found")


def test_a_region_without_a_ceiling_document_is_unknown(
    officer: FlaskClient, clerk: FlaskClient, place: Place, database: Database
) -> None:
    (row,) = get(officer, "regions/990102")["rows"]
    assert row == {"quota_type": TYPE, "ceiling": None, "allocated": 3, "reserve": None}
    with database.write() as tx:
        record_ceiling(tx, SYSTEM, "990102", TYPE, 10, OPENING, _document(tx, place), _cause(place))
    (row,) = get(officer, "regions/990102")["rows"]
    assert row == {"quota_type": TYPE, "ceiling": 10, "allocated": 3, "reserve": 7}
    assert refused(officer, "regions/9901") == (404, "region_not_found")
    assert refused(clerk, "regions/990102") == (403, "permission_missing")


def test_code_lists_travel_once_per_version(clerk: FlaskClient) -> None:
    answer = clerk.get("/api/v1/register/codes")
    assert schemas.CodeListsSchema().validate(answer.get_json()) == {}
    tag = answer.headers["ETag"]
    assert clerk.get("/api/v1/register/codes", headers={"If-None-Match": tag}).status_code == 304
