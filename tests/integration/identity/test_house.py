"""Settings, feedback, and what may be known without signing in."""

from __future__ import annotations

from sqlalchemy import select

from backend.core.db import Database
from backend.identity.models import AuditRow, Feedback
from tests.factories.identity import Office, make_account
from tests.integration.identity.conftest import NewBrowser


def test_the_security_administrator_changes_a_setting(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    secadmin = browser("secadmin")
    body = {"name": "wrong_password_limit", "value": 3, "version": 0}
    changed = secadmin.send("PUT", "/settings", body)
    assert changed.status_code == 200
    item = next(item for item in changed.json["items"] if item["name"] == "wrong_password_limit")
    assert (item["value"], item["default"], item["version"]) == (3, 5, 1)
    stale = secadmin.send("PUT", "/settings", body)
    assert (stale.status_code, stale.json["code"], stale.json["facts"]) == (409, "setting_stale", {"version": 1})
    with database.read() as tx:
        row = tx.session.scalars(select(AuditRow).where(AuditRow.action == "identity:setting:changed")).one()
    assert (row.subject_id, row.facts) == ("wrong_password_limit", {"before": 5, "after": 3})
    codes = [browser().sign_in("hr", "Wrong-Guess-1").json["code"] for _ in range(4)]
    assert codes == ["wrong_credentials"] * 3 + ["sign_in_paused"]


def test_settings_that_are_refused(office: Office, browser: NewBrowser) -> None:
    secadmin = browser("secadmin")
    for body, status, code in (
        ({"name": "wrong_password_limit", "value": 0, "version": 0}, 422, "setting_invalid"),
        ({"name": "password_profile", "value": "none", "version": 0}, 422, "setting_invalid"),
        ({"name": "no_such_setting", "value": 1, "version": 0}, 404, "setting_unknown"),
        ({"name": "wrong_password_limit", "value": 3}, 422, "invalid_input"),
    ):
        answer = secadmin.send("PUT", "/settings", body)
        assert (answer.status_code, answer.json["code"]) == (status, code)
    assert {item["version"] for item in secadmin.get("/settings").json["items"]} == {0}
    assert browser("chief").get("/settings").status_code == 403


def test_a_profile_without_age_keeps_passwords(office: Office, browser: NewBrowser) -> None:
    body = {"name": "password_profile", "value": "asvs", "version": 0}
    assert browser("secadmin").send("PUT", "/settings", body).status_code == 200
    new = {"current": "Clear-Brook-2026", "new": "only small letters here"}
    assert browser("chief").send("POST", "/me/password", new).status_code == 204


def test_feedback_reaches_the_chief_without_its_author(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    written = browser("unit").send("POST", "/me/feedback", {"kind": "complaint", "text": "  填报太慢  "})
    assert written.status_code == 201
    items = browser("chief").get("/feedback").json["items"]
    assert [(item["kind"], item["text"]) for item in items] == [("complaint", "填报太慢")]
    assert set(items[0]) == {"id", "kind", "text", "created_at"}
    assert browser("officer").get("/feedback").status_code == 403
    with database.read() as tx:
        row = tx.session.scalars(select(AuditRow).where(AuditRow.action == "identity:feedback:written")).one()
        assert (row.actor_account_id, row.facts) == (None, {"kind": "complaint"})
        assert tx.session.scalars(select(Feedback.account_id)).one() == office.accounts["unit"]


def test_feedback_under_a_secrecy_mark_is_refused_and_not_kept(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    answer = browser("unit").send("POST", "/me/feedback", {"kind": "complaint", "text": "见秘密★文件"})
    assert (answer.status_code, answer.json["code"]) == (422, "secrecy_refused")
    made = browser("sysadmin").send("POST", "/accounts", {"username": "secret", "display_name": "机密★"})
    assert (made.status_code, made.json["code"]) == (422, "secrecy_refused")
    with database.read() as tx:
        assert tx.session.scalars(select(Feedback.id)).all() == []


def test_accounts_that_cannot_be_made(office: Office, browser: NewBrowser) -> None:
    sysadmin = browser("sysadmin")
    for body, code in (
        ({"username": "chief", "display_name": "x"}, "username_taken"),
        ({"username": "Big Letters", "display_name": "x"}, "username_invalid"),
        ({"username": "ok", "display_name": "x", "power": "everything"}, "invalid_input"),
        ({"username": "ok", "display_name": "x", "grants": ["chief"]}, "invalid_input"),
    ):
        assert sysadmin.send("POST", "/accounts", body).json["code"] == code


def test_what_may_be_known_before_signing_in(database: Database, browser: NewBrowser) -> None:
    answer = browser().get("/meta").json
    assert answer["demo"] is False
    with database.write() as tx:
        make_account(tx, "demo-unit", demo=True)
    assert browser().get("/meta").json == {"version": answer["version"], "demo": True}
