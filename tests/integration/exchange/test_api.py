"""The exchange over HTTP: an upload becomes a job, undecided names are listed and placed, all within scope."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from backend.core.actor import Actor
from backend.core.jobs import claim_next, run_job
from backend.core.runtime import Runtime
from backend.exchange.jobs import JOBS
from backend.exchange.public import import_positions
from backend.identity.public import Role
from backend.register.public import region_nodes
from tests.factories.exchange import ROWS, changed, positions_file, positions_table
from tests.factories.identity import PASSWORD, make_holder

SignIn = Callable[[str, str], FlaskClient]


@pytest.fixture
def province(runtime: Runtime, tmp_path: Path) -> Runtime:
    """An imported table, an officer of the province and one of 中牟县."""
    import_positions(runtime, Actor.system("test"), positions_file(tmp_path), province="41", progress=False)
    with runtime.database.write() as tx:
        nodes = region_nodes(tx, ["41", "4101", "410122"])
        make_holder(tx, "provincial", Role.OFFICER, nodes["41"])
        make_holder(tx, "municipal", Role.OFFICER, nodes["4101"])
        make_holder(tx, "county", Role.OFFICER, nodes["410122"])
    return runtime


def read(browser: FlaskClient, path: str) -> Any:
    """The JSON of a page that is there."""
    answer = browser.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def upload(browser: FlaskClient, content: bytes, name: str = "a.xlsx", **form: str) -> Any:
    data = {"province": "41", **form, "file": (io.BytesIO(content), name)}
    return browser.post("/api/v1/exchange/imports", data=data, content_type="multipart/form-data")


def work(runtime: Runtime) -> None:
    job = claim_next(runtime.database)
    assert job is not None
    run_job(runtime, job, JOBS)


def job_of(browser: FlaskClient, answer: Any) -> dict[str, Any]:
    assert answer.status_code == 202, answer.get_data(as_text=True)
    shown: dict[str, Any] = read(browser, f"/jobs/{answer.json['job_id']}")
    return shown


def uploads(runtime: Runtime) -> list[Path]:
    folder = runtime.settings.data_dir / "uploads"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_an_upload_becomes_a_job_with_its_numbers(province: Runtime, client_as: SignIn) -> None:
    browser = client_as("provincial", PASSWORD)
    answer = upload(browser, positions_table(*changed(ROWS, "11001011", heads=9.0)))
    assert job_of(browser, answer)["state"] == "queued"
    assert len(uploads(province)) == 1
    work(province)
    job = job_of(browser, answer)
    assert (job["state"], job["error"]) == ("done", None)
    assert {key: job["result"]["counts"][key] for key in ("names", "changes", "changed")} == {
        "names": 6,
        "changes": 1,
        "changed": 1,
    }
    assert uploads(province) == []
    assert client_as("county", PASSWORD).get(f"/api/v1/jobs/{job['id']}").status_code == 404


def test_bad_rows_fail_the_job_with_their_numbers(province: Runtime, client_as: SignIn) -> None:
    browser = client_as("provincial", PASSWORD)
    bad = positions_table(*changed(ROWS, "11001011", heads="若干"))
    answer = upload(browser, bad)
    work(province)
    job = job_of(browser, answer)
    assert job["state"] == "failed"
    assert job["error"] == {
        "code": "import_bad_rows",
        "count": 1,
        "rows": [{"sheet": "市县", "row": 3, "column": "heads", "problem": "not_a_count"}],
    }
    assert uploads(province) == []
    answer = upload(browser, bad, accept_valid="true")
    work(province)
    assert job_of(browser, answer)["state"] == "done"


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"%PDF-1.7", "a.xlsx", 415, "upload_wrong_type"),
        (b"PK\x03\x04", "a.exe", 415, "upload_wrong_type"),
        (b"PK\x03\x04", "a.xls", 415, "upload_wrong_type"),
        (b"", "a.xlsx", 415, "upload_wrong_type"),
    ],
)
def test_a_wrong_file_type_is_refused_at_once(
    province: Runtime, client_as: SignIn, content: bytes, name: str, status: int, code: str
) -> None:
    answer = upload(client_as("provincial", PASSWORD), content, name)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert uploads(province) == []
    assert claim_next(province.database) is None


def test_a_broken_workbook_fails_the_job(province: Runtime, client_as: SignIn) -> None:
    browser = client_as("provincial", PASSWORD)
    answer = upload(browser, positions_table()[:3000])
    work(province)
    job = job_of(browser, answer)
    assert (job["state"], job["error"]["code"]) == ("failed", "upload_archive_broken")


def test_only_who_sees_the_whole_province_imports_it(province: Runtime, client_as: SignIn) -> None:
    answer = upload(client_as("county", PASSWORD), positions_table())
    assert (answer.status_code, answer.json["code"]) == (404, "province_not_found")
    answer = upload(client_as("provincial", PASSWORD), positions_table(), province="11")
    assert (answer.status_code, answer.json["code"]) == (404, "province_not_found")
    answer = upload(client_as("provincial", PASSWORD), positions_table(), province="4 OR 1")
    assert answer.status_code == 422
    missing: Any = client_as("provincial", PASSWORD).post(
        "/api/v1/exchange/imports", data={"province": "41"}, content_type="multipart/form-data"
    )
    assert (missing.status_code, missing.json["code"]) == (422, "upload_missing")


def undecided(browser: FlaskClient, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = read(browser, f"/exchange/undecided{query}")["items"]
    return items


def test_the_undecided_list_is_scoped_and_paged(province: Runtime, client_as: SignIn) -> None:
    everything = undecided(client_as("provincial", PASSWORD))
    assert [(item["raw_name"], item["reason"], item["region_name"]) for item in everything] == [
        ("豫东新城管理委员会", "no_region", "河南省"),
        ("郑州市公安局基层一线单位", "collective", "郑州市"),
    ]
    assert (everything[1]["positions"], everything[1]["posts"]) == (1, 5)
    assert [item["raw_name"] for item in undecided(client_as("municipal", PASSWORD))] == [
        "郑州市公安局基层一线单位"
    ]
    assert undecided(client_as("county", PASSWORD)) == []
    first = read(client_as("provincial", PASSWORD), "/exchange/undecided?limit=1")
    assert len(first["items"]) == 1
    rest = undecided(client_as("provincial", PASSWORD), f"?cursor={first['next_cursor']}")
    assert [item["raw_name"] for item in rest] == ["郑州市公安局基层一线单位"]


def place(browser: FlaskClient, name_id: str, region_code: str) -> Any:
    return browser.post(
        f"/api/v1/exchange/undecided/{name_id}/placement",
        json={"region_code": region_code},
        headers={"Idempotency-Key": str(uuid4())},
    )


def test_a_name_is_placed_once_and_in_the_own_scope(province: Runtime, client_as: SignIn) -> None:
    browser = client_as("municipal", PASSWORD)
    [item] = undecided(browser)
    assert place(client_as("county", PASSWORD), item["id"], "410122").json["code"] == "undecided_name_not_found"
    assert place(browser, item["id"], "4102").json["code"] == "region_not_in_province"
    assert place(browser, item["id"], "419999").json["code"] == "region_not_in_province"
    placed = place(browser, item["id"], "410105")
    assert placed.status_code == 201, placed.get_data(as_text=True)
    again = place(browser, item["id"], "410105")
    assert (again.status_code, again.json["code"]) == (409, "undecided_name_already_placed")
    assert again.json["facts"] == placed.json
    assert undecided(browser) == []
    found = read(browser, "/register/units?q=基层")["items"]
    assert [unit["id"] for unit in found] == [placed.json["organization_id"]]
