"""``verify`` finds nothing in what the product wrote, and names each row that somebody changed by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from backend.approvals.verify import CHECKS
from backend.core.append_only import statements
from backend.core.db import Database
from backend.core.findings import Finding
from backend.records.verify import CHECKS as RECORD_CHECKS
from tests.factories.approvals import Scene, make_scene
from tests.support.shelf import Shelf


def findings(database: Database) -> list[Finding]:
    with database.read() as tx:
        return [finding for check in (*CHECKS, *RECORD_CHECKS) for finding in check(tx)]


@pytest.fixture
def busy(database: Database, shelf: Shelf) -> Scene:
    """One matter executed, one returned, one in joint review, one rejected."""
    return shelf.take(_busy, database)


def _busy(database: Database) -> Scene:
    scene = make_scene(database)
    executed = scene.file()
    scene.decide(scene.approve_until(executed, "chief"), "approve", "chief")
    scene.decide(scene.waiting(executed)["officer"], "issue", "officer")
    for verdict in ("return", "reject"):
        scene.decide(scene.waiting(scene.file())["head"], verdict, "head")
    scene.approve_until(scene.file(), "hr")
    return scene


def plant(database: Database, *changes: str) -> None:
    """Write behind the product's back, as the owner of the database can."""
    with database.write() as tx:
        if database.dialect == "sqlite":
            for verb in ("update", "delete"):
                tx.session.execute(text(f"DROP TRIGGER approvals_decision_no_{verb}"))
        else:
            tx.session.execute(text("ALTER TABLE approvals_decision DISABLE TRIGGER USER"))
        for change in changes:
            tx.session.execute(text(change))


def test_what_the_product_wrote_is_clean(busy: Scene) -> None:
    assert findings(busy.database) == []


EXECUTED = "(SELECT id FROM approvals_matter WHERE state = 'executed')"


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ("UPDATE approvals_decision SET opinion = '同意!' WHERE verdict = 'issue'", "decision_mark"),
        ("UPDATE approvals_decision SET account_id = 'x' WHERE verdict = 'issue'", "decision_mark"),
        (
            (
                "UPDATE approvals_matter SET filed_by = (SELECT account_id FROM approvals_decision"
                f" WHERE verdict = 'issue') WHERE id = {EXECUTED}"
            ),
            "decision_by_filer",
        ),
        (f"DELETE FROM approvals_decision WHERE verdict = 'issue' AND matter_id = {EXECUTED}", "task_decision"),
        (
            (
                "UPDATE approvals_task SET state = 'open', closed_at = NULL"
                " WHERE id = (SELECT task_id FROM approvals_decision WHERE verdict = 'issue')"
            ),
            "task_decision",
        ),
        ("UPDATE approvals_matter SET state = 'submitted' WHERE state = 'returned'", "matter_tasks"),
        ("UPDATE approvals_matter SET round = 7 WHERE state = 'joint_review'", "matter_tasks"),
        ("UPDATE approvals_matter SET flow_version = 9 WHERE state = 'executed'", "matter_flow"),
        ("UPDATE approvals_matter SET document_id = NULL WHERE state = 'executed'", "matter_document"),
        ("UPDATE approvals_matter SET notice_number = NULL WHERE state = 'executed'", "matter_notice"),
        ("UPDATE approvals_matter SET acceptance_number = 'x' WHERE state = 'executed'", "matter_numbers"),
        ("UPDATE approvals_matter SET kind = 'lottery' WHERE state = 'rejected'", "matter_kind"),
        ("UPDATE approvals_form_revision SET personal_encrypted = 'k1:AAAA'", "form_personal"),
        (
            f"UPDATE approvals_form_revision SET form = '{{\"heads\": 2}}' WHERE matter_id = {EXECUTED}",
            "form_digest",
        ),
        (f"DELETE FROM approvals_form_revision WHERE matter_id = {EXECUTED}", "form_revisions"),
        ("DELETE FROM approvals_task_reach WHERE role = 'hr'", "inbox"),
        (
            "UPDATE approvals_task_reach SET task_id = (SELECT min(id) FROM approvals_task) WHERE role = 'hr'",
            "inbox",
        ),
        ("UPDATE records_number SET n = 9, text = '受理〔2026〕9号' WHERE n = 4", "number_series_end"),
        ("UPDATE records_number SET n = 9, text = '受理〔2026〕9号' WHERE n = 2", "number_series_gap"),
        ("DELETE FROM records_number WHERE n = 2", "number_series_gap"),
        ("UPDATE records_number_series SET last = 2 WHERE series = 'acceptance'", "number_series_end"),
        ("UPDATE records_number SET text = '受理〔2026〕3号' WHERE n = 2", "number_text"),
    ],
)
def test_each_change_is_named(busy: Scene, change: str, check: str) -> None:
    plant(busy.database, change)
    found = findings(busy.database)
    assert check in {finding.check for finding in found}
    assert all(finding.row_id and finding.table for finding in found)


def test_the_database_itself_refuses_to_change_a_decision(busy: Scene) -> None:
    def change(statement: str) -> Callable[[], None]:
        def act() -> None:
            with busy.database.write() as tx:
                tx.session.execute(text(statement))

        return act

    assert statements("approvals_decision", busy.database.dialect)
    for statement in ("UPDATE approvals_decision SET opinion = ''", "DELETE FROM approvals_decision"):
        with pytest.raises(Exception, match="append-only"):
            change(statement)()
