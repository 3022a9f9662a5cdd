"""Files of questions, in by the app and the command line, and out again: all of a file or nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.identity.permissions import permissions_of
from courses.interchange.commands import export_group, import_group
from courses.interchange.registry import FORMATS
from tests.factories.identity import make_account
from tests.factories.quizzes import every_type, fill_bank
from tests.integration.courses.training_people import Person, code_of, let_act, person
from tests.support.shared_data import shared_file
from tests.support.unchanged import nothing_changes

PATH = "/interchange/questions"
GIFT = "$CATEGORY: real_name\n\n// [id:rn-1]\n编制是什么?{=一种定额 ~一种待遇}\n\n写一写。{}\n"


@pytest.fixture
def author(app: Flask, database: Database) -> Person:
    with database.write() as tx:
        account_id = make_account(tx, "author")
    let_act(app, {"author": Actor(account_id, "author", permissions_of({"author"}), ())})
    return person(app, "author")


def test_a_file_comes_in_once_and_what_changed_in_it_becomes_a_new_version(
    author: Person, database: Database
) -> None:
    first = author.upload(PATH, "bank.gift", GIFT.encode())
    loss = {"what": "essay", "key": None, "line": 6, "sheet": None, "row": None, "column": None}
    assert first.json == {"added": 1, "changed": 0, "same": 0, "not_carried": [loss]}
    with nothing_changes(database):
        again = author.upload(PATH, "bank.txt", GIFT.encode())
    assert again.json == {"added": 0, "changed": 0, "same": 1, "not_carried": [loss]}
    changed = author.upload(PATH, "x", GIFT.replace("定额", "额度").encode(), format="gift", topic="local_bodies")
    assert (changed.json or {})["changed"] == 1


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_downloaded_comes_back_as_it_was(author: Person, database: Database, name: str) -> None:
    with database.write() as tx:
        fill_bank(tx, [*every_type(1), *every_type(11, topic="real_name", use="practice", difficulty=3)])
    preview = author.read(f"{PATH}/losses?format={name}")
    lost = {loss["key"]: loss["what"] for loss in preview["not_carried"]}
    assert set(lost.values()) == ({"case"} if name == "xlsx" else {"case", "several_blanks"})
    assert preview["questions"] == 14 - len(lost)
    file = author.get(f"{PATH}?format={name}")
    assert file.headers["Content-Disposition"] == f'attachment; filename="questions{FORMATS[name].extension}"'
    with nothing_changes(database):
        back = author.upload(PATH, f"q{FORMATS[name].extension}", file.get_data())
    assert back.json == {"added": 0, "changed": 0, "same": preview["questions"], "not_carried": []}
    assert author.read(f"{PATH}/losses?format={name}&topic=real_name")["questions"] == preview["questions"] / 2


def test_a_file_with_anything_wrong_leaves_nothing(author: Person, database: Database) -> None:
    wrong = GIFT + "\n谁?{~甲 ~乙}\n\n还有{=a\n"
    with nothing_changes(database):
        answer = author.upload(PATH, "bank.gift", wrong.encode())
        assert code_of(answer) == (422, "bank_file_invalid")
        found = [(problem["problem"], problem["line"]) for problem in (answer.json or {})["facts"]["problems"]]
        assert found == [("no_right_answer", 8), ("brace_not_closed", 10)]
        doctype = b'<!DOCTYPE quiz SYSTEM "http://a/b"><quiz/>'
        assert code_of(author.upload(PATH, "bank.xml", doctype)) == (422, "bank_file_invalid")
        assert code_of(author.upload(PATH, "bank.pdf", b"%PDF")) == (415, "bank_format_unknown")
        assert code_of(author.upload(PATH, "bank.xlsx", b"%PDF")) == (415, "upload_wrong_type")
        assert code_of(author.upload(PATH, "bank.xlsx", _bomb())) == (422, "upload_archive_too_big")
        secret = GIFT.replace("编制是什么", "关于某事(秘密★10年)")
        assert code_of(author.upload(PATH, "bank.gift", secret.encode())) == (422, "secrecy_refused")
        assert code_of(author.upload(PATH, "bank.gift", GIFT.encode(), topic="No Topic"))[0] == 422
        empty = author.client.post(f"/api/v1{PATH}", data={}, content_type="multipart/form-data")
        assert code_of(empty) == (422, "bank_upload_missing")


def test_the_commands(runtime: Runtime, tmp_path: Path) -> None:
    run = _runner(runtime)
    sample = str(shared_file("fixtures/gift/numerical1.gift"))
    code, out = run("import", sample)
    assert (code, out.splitlines()[-1]) == (0, "added 8  changed 0  same 0")
    assert "not carried over: line 19: weighted_answer" in out
    code, out = run("import", sample, "--topic", "imported")
    assert out.splitlines()[-1] == "added 0  changed 0  same 8"
    for form in FORMATS.values():
        file = str(tmp_path / f"bank{form.extension}")
        assert run("export", file) == (0, "questions 8\n")
        assert run("import", file)[1].splitlines()[-1] == "added 0  changed 0  same 8"
    broken = tmp_path / "broken.gift"
    broken.write_text("Ja?{T}\n\nno end {=a", encoding="utf-8")
    with nothing_changes(runtime.database):
        code, out = run("import", str(broken))
    assert code == 3
    assert out == "line 3: brace_not_closed\nbank_file_invalid: 1 problems, nothing was stored\n"
    assert run("import", str(broken), "--format", "xlsx")[0] == 3
    assert run("export", str(tmp_path / "bank.pdf"))[0] == 3


def _runner(runtime: Runtime) -> Callable[..., tuple[int, str]]:
    groups = {"import": import_group, "export": export_group}

    def run(group: str, *words: str) -> tuple[int, str]:
        ended = CliRunner().invoke(groups[group], ["questions", *words], obj=runtime, catch_exceptions=False)
        return ended.exit_code, ended.output

    return run


def _bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "0" * 40_000_000)
    return target.getvalue()
