"""What the practice space refuses, and the files it lives in."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.core.clock import Clock
from backend.core.runtime import Runtime
from backend.core.web.endpoint import POLICY, SAFE_METHODS
from backend.sandbox import files
from backend.sandbox.county import PERSONAS
from backend.sandbox.files import UNUSED, drop_unused, ensure_copy, ensure_template, file_of
from backend.sandbox.space import AREAS, OPEN_AT_MOST, ROUTES, Sandboxes
from tests.integration.sandbox.conftest import Practice, command, space
from tests.support.unchanged import nothing_changes

#: Valid by its check digit, and of a sequence that is given out.
SOMEBODYS = "410102198501010014"


def test_without_a_session_the_space_stays_shut(client: FlaskClient, runtime: Runtime) -> None:
    for path in ("/api/v1/register/units", "/api/v1/meta"):
        answer = client.get(path, headers=space("officer"))
        assert (answer.status_code, answer.json and answer.json["code"]) == (401, "not_signed_in")
    assert not files.folder_of(runtime.settings).exists()


def test_only_what_can_be_practiced_answers(app: Flask, practice_of: Callable[[str], Practice]) -> None:
    """Every route of the API that is not named as one to practice says so, whatever it would do."""
    client = practice_of("chief").own.client
    wrong = []
    for rule in app.url_map.iter_rules():
        area = rule.endpoint.partition(".")[0]
        if not rule.rule.startswith("/api/") or area in AREAS or rule.endpoint in ROUTES:
            continue
        path = "".join("0" * 32 if dynamic else part for dynamic, part in rule._trace).split("|")[-1]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            upload = getattr(app.view_functions[rule.endpoint], POLICY).upload
            body: dict[str, Any] = {"content_type": "multipart/form-data"} if upload else {"json": {}}
            sent = body if method not in SAFE_METHODS else {}
            answer = client.open(path, method=method, headers=space("chief") | command(), **sent)
            if (answer.status_code, (answer.json or {}).get("code")) != (403, "not_in_sandbox"):
                wrong.append((method, rule.rule, answer.status_code))
    assert wrong == []


def test_what_is_refused_leaves_both_places_as_they_were(
    runtime: Runtime, practice_of: Callable[[str], Practice]
) -> None:
    mine = practice_of("chief")
    filing = mine.filing()
    practiced = Sandboxes(runtime).runtime_of(_account(mine)).database
    with nothing_changes(runtime.database), nothing_changes(practiced, core_command=1):
        for headers, code in (
            ({"X-Zhangbian-Space": "sandbox"}, "persona_unknown"),
            (space("sysadmin"), "persona_unknown"),
            (space("demo"), "persona_unknown"),
            ({"X-Zhangbian-Space": "../sandbox"}, "space_unknown"),
        ):
            refused = mine.own.get("/register/units", **headers)
            assert (refused.status_code, refused.json and refused.json["code"]) == (422, code)
        for number in (SOMEBODYS, "４１０１０２１９８５０１０１００１４", "410102 19850101 0014"):
            person = filing["form"]["person"] | {"id_number": number}
            form = filing["form"] | {"person": person}
            refused = mine.post("unit", "/approvals/matters", filing | {"form": form})
            assert (refused.status_code, refused.json and refused.json["code"]) == (422, "fictional_people_only")
        # the persona's rights count, not those of who is signed in
        refused = mine.post("finance", "/approvals/matters", filing)
        assert refused.status_code in (403, 404)
        assert mine.get("unit", "/approvals/tasks/" + "0" * 32).status_code == 404


def test_every_persona_finds_its_place(practice_of: Callable[[str], Practice]) -> None:
    mine = practice_of("unit")
    for persona in PERSONAS:
        seen = mine.read(persona, "/session")
        assert (seen["account"]["username"], seen["demo"]) == (persona, True)
        assert {grant["role"] for grant in seen["grants"]} == {persona}


def test_copies_are_made_once_kept_to_a_few_and_dropped_unused(runtime: Runtime) -> None:
    sandboxes, settings = Sandboxes(runtime), runtime.settings
    names = [f"{number:032x}" for number in range(OPEN_AT_MOST + 3)]
    try:
        first = sandboxes.runtime_of(names[0])
        assert sandboxes.runtime_of(names[0]) is first
        for name in names[1:]:
            sandboxes.runtime_of(name)
        assert sandboxes.runtime_of(names[0]) is not first
        long_ago = time.time() - UNUSED.total_seconds() - 1
        os.utime(file_of(settings, names[-1]), (long_ago, long_ago))
        stale = files.folder_of(settings) / "template-00000000.db"
        stale.touch()
        assert drop_unused(settings) == 2
        assert not stale.exists()
        assert not file_of(settings, names[-1]).exists()
        ensure_copy(settings, runtime.clock, names[-1])
        with sandboxes.runtime_of(names[-1]).database.read() as tx:  # removed, and made by another process
            assert tx.connection.exec_driver_sql("SELECT count(*) FROM register_person").scalar() == 32
    finally:
        sandboxes.close()


def test_a_copy_of_an_older_shape_is_replaced(
    runtime: Runtime, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, name = runtime.settings, "a" * 32
    path = ensure_copy(settings, clock, name)
    before = ensure_template(settings, clock)
    _spoil(path)
    monkeypatch.setattr(files, "shape_mark", lambda: 7)
    assert ensure_copy(settings, clock, name) == path
    assert ensure_template(settings, clock) != before
    assert files._mark_in(path) == 7
    sandboxes = Sandboxes(replace(runtime))
    with sandboxes.runtime_of(name).database.read() as tx:
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM identity_account").scalar() == 7
    sandboxes.close()


def _spoil(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM identity_grant")
    connection.close()


def _account(practice: Practice) -> str:
    return str(practice.own.read("/session")["account"]["id"])
