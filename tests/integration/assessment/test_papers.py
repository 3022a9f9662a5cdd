"""Papers of a sealed round over HTTP: what was decided stands on them, for those who may read it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select, update

from backend.assessment.grading.public import cases
from backend.assessment.papers import catalogue
from backend.assessment.papers.catalogue import MEDIA_TYPES, Form, Kind
from backend.assessment.papers.words import grade_text
from backend.assessment.results.public import result_of, seal_mark
from backend.assessment.rounds.models import AssessmentRound
from backend.core.actor import Actor
from backend.core.runtime import Runtime
from backend.identity.models import AuditRow
from tests.factories.results import Results, make_sealed
from tests.integration.courses.training_people import Person, code_of, let_act, person
from tests.support.shelf import Shelf
from tests.support.unchanged import nothing_changes


@pytest.fixture
def sealed(runtime: Runtime, shelf: Shelf) -> Results:
    return shelf.take(make_sealed, runtime)


def people(app: Flask, runtime: Runtime, results: Results, **more: Actor) -> dict[str, Person]:
    """The assessor of the round, somebody who is assessed in it, and ``more``."""
    with runtime.database.read() as tx:
        actors = {name: results.graded.actor(tx, name) for name in ("colleague", "plain")}
    let_act(app, {**actors, **more})
    return {name: person(app, name) for name in (*actors, *more)}


def sheet_of(browser: Person, path: str) -> list[list[Any]]:
    """The first sheet of a workbook that the route gives out."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == MEDIA_TYPES[Kind.XLSX]
    return [
        [cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows()
    ]


def test_the_papers_say_what_was_decided(app: Flask, runtime: Runtime, sealed: Results) -> None:
    round_id = sealed.graded.round_id
    browser = people(app, runtime, sealed)["colleague"]
    path = f"/assessment/papers/{round_id}"
    with runtime.database.read() as tx:
        found, mark = cases(tx, round_id), seal_mark(tx, round_id)
    decided = {(case.organization_name, case.name): grade_text(result_of(case), case.category) for case in found}
    rows = sheet_of(browser, f"{path}/results?format=xlsx")
    listed = {(row[1], row[2]): row[6] for row in rows if isinstance(row[0], int)}
    assert listed == decided
    assert mark is not None
    assert str(rows[-1][0]).endswith(mark.digest.removeprefix("sm3:"))
    best = [row for row in sheet_of(browser, f"{path}/excellent?format=xlsx") if isinstance(row[0], int)]
    assert {row[1] for row in best} == {name for (_, name), grade in decided.items() if grade == "优秀"}
    page = browser.read(path)
    assert sum(unit["people"] for unit in page["units"]) == len(decided)
    assert sum(share["ranks"][0] for share in page["by_unit"]) == len(best)
    unit = page["units"][0]
    one = sheet_of(browser, f"{path}/results?format=xlsx&organization_id={unit['id']}")
    assert len([row for row in one if isinstance(row[0], int)]) == unit["people"]
    for form in Form:
        answer = browser.get(f"{path}/{form.value}?format=docx&organization_id={unit['id']}")
        assert (answer.status_code, answer.mimetype) in (
            (200, MEDIA_TYPES[Kind.DOCX]),
            (404, "application/problem+json"),
        )
    with runtime.database.read() as tx:
        exported = AuditRow.action == "assessment:paper:exported"
        taken = tx.session.scalars(select(AuditRow.facts).where(exported).order_by(AuditRow.seq))
        assert {"form": "results", "kind": "xlsx", "people": len(decided)}.items() <= next(iter(taken)).items()


def test_ones_own_form_comes_with_the_notice(app: Flask, runtime: Runtime, sealed: Results) -> None:
    plain = people(app, runtime, sealed)["plain"]
    rows = sheet_of(plain, "/assessment/papers/mine/registration?format=xlsx")
    text = "\n".join(str(cell) for row in rows for cell in row if cell)
    assert "在手机上签名确认" in text
    assert "知悉" in text
    answer = plain.get("/assessment/papers/mine/notice")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    with nothing_changes(runtime.database):
        assert code_of(plain.get("/assessment/papers/mine/results")) == (404, "paper_not_found")
        assert code_of(plain.get("/assessment/papers/mine/unheard-of")) == (404, "paper_not_found")
        assert (
            code_of(plain.get(f"/assessment/papers/{sealed.graded.round_id}/results"))[1] == "permission_missing"
        )


def test_nobody_else_has_a_paper(
    app: Flask, runtime: Runtime, sealed: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    with runtime.database.write() as tx:
        head = sealed.graded.actor(tx, "head")
        tx.session.execute(update(AssessmentRound).values(state="compiled"))  # as it stood before the notices
    browsers = people(app, runtime, sealed, head=head)
    path = f"/assessment/papers/{sealed.graded.round_id}"
    own = browsers["head"].read(path)
    assert [unit["id"] for unit in own["units"]] == [sealed.graded.units["large"]]
    other = sealed.graded.units["first"]
    with nothing_changes(runtime.database):
        assert code_of(browsers["head"].get(f"{path}/results?organization_id={other}")) == (404, "paper_not_found")
        assert code_of(browsers["head"].get(f"/assessment/papers/{'0' * 32}/results")) == (404, "round_not_found")
        assert code_of(browsers["plain"].get("/assessment/papers/mine/registration")) == (404, "paper_not_found")
        monkeypatch.setattr(catalogue, "AT_ONCE", 1)
        refused = browsers["colleague"].get(f"{path}/registration")
        assert code_of(refused) == (422, "paper_too_large")
        assert (refused.json or {})["facts"]["limit"] == 1
    titles = [row[0] for row in sheet_of(browsers["colleague"], f"{path}/results?format=xlsx") if row[0]]
    assert any("过程稿" in str(title) for title in titles)
