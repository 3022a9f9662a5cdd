"""Signing in and out: what opens, what ends, what slows down, and what nobody can tell apart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import event, func, select

from backend.config import Settings
from backend.core.clock import FixedClock
from backend.core.crypto import sm3
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.core.signals import SignalRow
from backend.identity.authentication import authenticate, write_last_seen
from backend.identity.errors import DemoAccountRefused
from backend.identity.models import Account, AuditRow, SignInSession, Throttle
from backend.identity.operations.accounts import create_account, create_first_accounts, disable_account
from backend.identity.operations.grants import end_grant
from backend.identity.passwords import vault
from backend.identity.sign_in import Device, sign_in
from tests.factories.identity import PASSWORD, SYSTEM, Office, make_account
from tests.integration.identity.conftest import PHONE, NewBrowser


def test_a_session_opens_with_a_cookie_that_only_this_host_gets(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    person = browser()
    answer = person.sign_in(" Chief ")
    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-zb=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
    with database.read() as tx:
        stored = tx.session.scalars(select(SignInSession)).one()
    assert person.token is not None
    assert stored.token_digest == sm3(person.token.encode())
    assert person.token not in repr(vars(stored))


def test_who_is_signed_in(office: Office, browser: NewBrowser) -> None:
    answer = browser("chief").get("/session").json
    assert answer["account"]["username"] == "chief"
    assert answer["grants"] == [
        {"role": "chief", "node_id": office.tree.county, "node_name": "临河县", "node_kind": "region"}
    ]
    assert "approvals:task:decide" in answer["permissions"]
    assert answer["counts"].keys() >= {"tasks", "notices"}
    assert (answer["device_kind"], answer["idle_seconds"]) == ("desktop", 1800)
    assert browser("hr", user_agent=PHONE).get("/session").json["idle_seconds"] == 300


def test_without_a_session_nothing_is_told(office: Office, browser: NewBrowser) -> None:
    answer = browser().get("/session")
    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")


def test_wrong_password_ten_times_changes_nothing_but_counts_and_the_record(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    before = _everything_else(database)
    person = browser()
    codes = [person.sign_in("chief", f"Wrong-Guess-{attempt}").json["code"] for attempt in range(10)]
    assert codes == ["wrong_credentials"] * 5 + ["sign_in_paused"] * 5
    assert _everything_else(database) == before
    with database.read() as tx:
        refused = tx.session.scalars(select(AuditRow).where(AuditRow.action == "identity:session:refused")).all()
        assert [row.subject_id for row in refused] == [office.accounts["chief"]] * 5
        assert tx.session.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_a_pause_ends_by_itself_and_is_never_a_lock(
    office: Office, browser: NewBrowser, clock: FixedClock
) -> None:
    person = browser()
    for _ in range(5):
        person.sign_in("chief", "Wrong-Guess-1")
    paused = person.sign_in("chief")
    assert (paused.status_code, paused.json["code"]) == (429, "sign_in_paused")
    assert paused.json["facts"]["retry_after"] == int(paused.headers["Retry-After"]) == 900
    clock.move(timedelta(minutes=15))
    assert person.sign_in("chief").status_code == 200


def test_a_right_password_before_the_fifth_wrong_one_starts_anew(office: Office, browser: NewBrowser) -> None:
    person = browser()
    for _ in range(3):
        for _ in range(4):
            assert person.sign_in("chief", "Wrong-Guess-1").json["code"] == "wrong_credentials"
        assert person.sign_in("chief").status_code == 200


def test_an_unknown_name_is_answered_like_a_known_one(office: Office, browser: NewBrowser) -> None:
    def answers(name: str) -> list[tuple[int, str, dict[str, Any], bool]]:
        found = (browser(address="10.9.9.9").sign_in(name, "Wrong-Guess-1") for _ in range(7))
        return [(a.status_code, a.json["code"], a.json["facts"], "Set-Cookie" in a.headers) for a in found]

    assert answers("nobody-here") == answers("chief")


def test_names_are_counted_under_a_keyed_digest(office: Office, database: Database, browser: NewBrowser) -> None:
    browser().sign_in("nobody-here", "Wrong-Guess-1")
    with database.read() as tx:
        keys = tx.session.scalars(select(Throttle.key)).all()
    assert len(keys) == 2
    assert not any("nobody" in key or "10.1" in key for key in keys)


def test_old_counts_are_dropped(
    office: Office, database: Database, browser: NewBrowser, clock: FixedClock
) -> None:
    browser().sign_in("nobody-here", "Wrong-Guess-1")
    clock.move(timedelta(days=2))
    browser(address="10.8.8.8").sign_in("somebody-else", "Wrong-Guess-1")
    with database.read() as tx:
        assert tx.session.scalar(select(func.count()).select_from(Throttle)) == 2


def test_a_network_that_keeps_failing_is_slowed_and_others_are_not(office: Office, browser: NewBrowser) -> None:
    codes = [
        browser(address=f"10.1.2.{attempt}").sign_in(f"name-{attempt}", "Wrong-Guess-1").json["code"]
        for attempt in range(40)
    ]
    assert codes[:30] == ["wrong_credentials"] * 30
    assert "network_slowed" in codes[31:]
    assert browser(address="10.1.2.200").sign_in("chief").json["code"] == "network_slowed"
    assert browser(address="10.1.3.1").sign_in("chief").status_code == 200


def test_a_disabled_account_is_unknown(office: Office, database: Database, browser: NewBrowser) -> None:
    person = browser("officer")
    with database.write() as tx:
        disable_account(tx, SYSTEM, office.accounts["officer"])
    assert person.get("/session").status_code == 401
    assert browser().sign_in("officer").json["code"] == "wrong_credentials"


def test_a_hash_of_older_costs_is_renewed_at_sign_in(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    older = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(PASSWORD)
    with database.write() as tx:
        tx.session.get_one(Account, office.accounts["chief"]).password_hash = older
    for _ in range(2):
        assert browser().sign_in("chief").status_code == 200
    with database.read() as tx:
        renewed = tx.session.get_one(Account, office.accounts["chief"]).password_hash
    assert renewed != older
    assert not vault().outdated(renewed)


def test_an_account_without_password_opens_to_nobody(database: Database, browser: NewBrowser) -> None:
    with database.write() as tx:
        create_account(tx, SYSTEM, "crowd", "crowd", None)
    for password in ("", "-", "None", PASSWORD):
        assert browser(address="10.7.7.7").sign_in("crowd", password).status_code in (401, 422)


def test_a_cookie_of_an_ended_session_opens_nothing(office: Office, browser: NewBrowser) -> None:
    person = browser("chief")
    token = person.token
    assert token is not None
    assert person.send("DELETE", "/session").status_code == 204
    assert person.token is None
    person.client.set_cookie("__Host-zb", token, domain="localhost", secure=True)
    assert person.get("/session").status_code == 401
    assert person.send("DELETE", "/session").status_code == 204


def test_signing_in_replaces_the_session_the_browser_had(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    person = browser("chief")
    first = person.token
    person.sign_in("hr")
    assert person.token != first
    with database.read() as tx:
        states = tx.session.execute(select(SignInSession.account_id, SignInSession.revoked_at)).all()
    ended = {account: revoked is not None for account, revoked in states}
    assert ended == {office.accounts["chief"]: True, office.accounts["hr"]: False}


def test_the_third_desktop_signs_the_first_one_out_and_tells_it(
    office: Office, database: Database, browser: NewBrowser, clock: FixedClock
) -> None:
    first = browser("chief")
    clock.move(timedelta(seconds=1))
    phone, second = browser("chief", user_agent=PHONE), browser("chief")
    third = browser()
    assert third.sign_in("chief").json["revoked"] == 1
    assert first.get("/session").status_code == 401
    assert [other.get("/session").status_code for other in (phone, second, third)] == [200, 200, 200]
    with database.read() as tx:
        signal = tx.session.scalars(select(SignalRow).where(SignalRow.topic == "session_revoked")).one()
    assert signal.room == f"account:{office.accounts['chief']}"
    assert signal.payload["reason"] == "too_many_devices"


def test_a_desktop_rests_for_half_an_hour_and_a_phone_for_a_month(
    office: Office, browser: NewBrowser, clock: FixedClock
) -> None:
    desktop, phone = browser("chief"), browser("chief", user_agent=PHONE)
    clock.move(timedelta(minutes=29))
    assert desktop.get("/session").status_code == 200
    clock.move(timedelta(minutes=29))
    assert desktop.get("/session").status_code == 200
    clock.move(timedelta(minutes=30))
    assert desktop.get("/session").status_code == 401
    clock.move(timedelta(days=28))
    assert phone.get("/session").status_code == 200
    clock.move(timedelta(days=2))
    assert phone.get("/session").status_code == 401


def test_reads_do_not_write_and_a_batch_tells_when_a_session_was_seen(
    office: Office, database: Database, browser: NewBrowser, clock: FixedClock
) -> None:
    person = browser("chief")
    opened = clock.now()
    clock.move(timedelta(seconds=30))
    assert person.get("/session").status_code == 200
    assert _last_seen(database) == opened
    assert write_last_seen(database) == 1
    assert _last_seen(database) == clock.now()
    assert write_last_seen(database) == 0


def test_one_statement_says_who_it_is_and_none_within_two_seconds(
    office: Office, database: Database, runtime: Runtime, browser: NewBrowser
) -> None:
    token = browser("chief").token
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    actor = authenticate(runtime, token)
    assert actor is not None
    assert [grant.role for grant in actor.grants] == ["chief"]
    assert authenticate(runtime, token) == actor
    assert len([text for text in statements if not text.startswith("BEGIN")]) == 1


def test_an_ended_grant_is_gone_with_the_next_request(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    person = browser("chief")
    grants = person.get("/grants").json["items"]
    assert person.get("/feedback").status_code == 200
    own = next(grant["id"] for grant in grants if grant["username"] == "chief")
    with database.write() as tx:
        end_grant(tx, SYSTEM, own)
    assert person.get("/feedback").status_code == 403
    assert person.get("/session").json["permissions"] == ["self:account:use"]


def test_own_devices_are_listed_and_signed_out(office: Office, browser: NewBrowser) -> None:
    desktop, phone = browser("chief"), browser("chief", user_agent=PHONE)
    stranger = browser("hr")
    items = desktop.get("/session/devices").json["items"]
    other = next(item for item in items if not item["this_session"])
    assert (other["device_kind"], other["device_label"]) == ("phone", "Chrome, Android")
    assert stranger.send("DELETE", f"/session/devices/{other['id']}").json["code"] == "session_not_found"
    assert desktop.send("DELETE", f"/session/devices/{other['id']}").status_code == 204
    assert phone.get("/session").status_code == 401
    assert desktop.get("/session").status_code == 200


def test_the_security_administrator_signs_a_lost_phone_out(office: Office, browser: NewBrowser) -> None:
    phone = browser("chief", user_agent=PHONE)
    path = f"/accounts/{office.accounts['chief']}/sessions"
    assert browser("sysadmin").send("DELETE", path).status_code == 403
    assert browser("secadmin").send("DELETE", path).status_code == 204
    assert phone.get("/session").status_code == 401


def test_a_one_time_password_opens_nothing_but_its_own_change(office: Office, browser: NewBrowser) -> None:
    made = browser("sysadmin").send("POST", "/accounts", {"username": "newcomer", "display_name": "新人"})
    assert made.status_code == 201, made.json
    person = browser()
    assert person.sign_in("newcomer", made.json["one_time_password"]).status_code == 200
    assert person.get("/session").json["must_change_password"] is True
    body = {"current": made.json["one_time_password"], "new": "Other-Brook-2027"}
    assert person.send("POST", "/me/password", body).status_code == 204
    assert person.get("/session").json["must_change_password"] is False
    assert browser().sign_in("newcomer", made.json["one_time_password"]).status_code == 401


def test_a_new_password_signs_other_devices_out(office: Office, browser: NewBrowser) -> None:
    desktop, phone = browser("chief"), browser("chief", user_agent=PHONE)
    body = {"current": PASSWORD, "new": "Other-Brook-2027"}
    assert desktop.send("POST", "/me/password", body).status_code == 204
    assert desktop.get("/session").status_code == 200
    assert phone.get("/session").status_code == 401


@pytest.mark.parametrize(
    ("current", "new", "code", "field"),
    [
        ("Wrong-Guess-1", "Other-Brook-2027", "current_password_wrong", {"current": ["wrong_password"]}),
        (PASSWORD, PASSWORD, "password_refused", {"new": ["password_same"]}),
        (PASSWORD, "chief-Brook-2027", "password_refused", {"new": ["password_contains_context"]}),
        (PASSWORD, "short", "password_refused", {"new": ["password_too_short", "password_needs_classes"]}),
    ],
)
def test_a_password_change_that_is_refused_changes_nothing(
    office: Office, browser: NewBrowser, current: str, new: str, code: str, field: dict[str, list[str]]
) -> None:
    person = browser("chief")
    answer = person.send("POST", "/me/password", {"current": current, "new": new})
    assert (answer.status_code, answer.json["code"], answer.json["facts"]["fields"]) == (422, code, field)
    assert browser().sign_in("chief").status_code == 200


def test_a_locked_phone_opens_with_the_password_and_the_session_goes_on(
    office: Office, browser: NewBrowser
) -> None:
    person = browser("chief")
    assert person.send("POST", "/session/unlocking", {"current": PASSWORD}).status_code == 204
    assert person.send("GET", "/session").status_code == 200


def test_guessing_at_a_locked_phone_is_paused_like_a_sign_in(office: Office, browser: NewBrowser) -> None:
    person = browser("chief")
    codes = [
        person.send("POST", "/session/unlocking", {"current": "Wrong-Guess-1"}).json["code"] for _ in range(6)
    ]
    assert codes == ["current_password_wrong"] * 5 + ["sign_in_paused"]


def test_an_old_password_must_be_changed_under_one_profile_and_not_the_other(
    office: Office, browser: NewBrowser, clock: FixedClock
) -> None:
    clock.move(timedelta(days=91))
    person = browser("chief")
    assert person.get("/session").json["must_change_password"] is True
    assert person.get("/feedback").status_code == 403


def test_a_demonstration_account_never_signs_in_to_production(runtime: Runtime, database: Database) -> None:
    with database.write() as tx:
        make_account(tx, "demo-chief", demo=True)
    production = Settings.from_env(
        {
            "ZB_ENV": "production",
            "ZB_PUBLIC_URL": "https://bianban.example.cn",
            "ZB_DATA_DIR": str(runtime.settings.data_dir),
        }
    )
    served = Runtime(production, database, runtime.clock, runtime.keyring)
    with pytest.raises(DemoAccountRefused):
        sign_in(served, "demo-chief", PASSWORD, Device("10.1.2.3", ""))
    assert sign_in(runtime, "demo-chief", PASSWORD, Device("10.1.2.3", "")).revoked == 0


def test_the_first_accounts_are_made_once_and_must_change_their_passwords(
    database: Database, app: Flask, browser: NewBrowser
) -> None:
    with database.write() as tx:
        made = create_first_accounts(tx, SYSTEM)
    assert [account.username for account in made] == ["sysadmin", "secadmin", "auditor", "chief"]
    for account in made:
        person = browser()
        assert person.sign_in(account.username, account.password).status_code == 200
        assert person.get("/session").json["must_change_password"] is True


def test_preferences(office: Office, browser: NewBrowser) -> None:
    person = browser("chief")
    assert person.send("PUT", "/me/preferences", {"locale": "en"}).status_code == 204
    assert person.get("/session").json["account"]["locale"] == "en"
    assert person.send("PUT", "/me/preferences", {"locale": "fr"}).status_code == 422
    assert person.send("PUT", "/me/preferences", {"locale": "en", "power": "secadmin"}).status_code == 422


def _everything_else(database: Database) -> list[Any]:
    with database.read() as tx:
        return [
            tx.session.execute(select(Account.__table__).order_by(Account.id)).all(),
            tx.session.execute(select(SignInSession.__table__)).all(),
            tx.session.execute(select(SignalRow.__table__)).all(),
        ]


def _last_seen(database: Database) -> object:
    with database.read() as tx:
        return tx.session.scalars(select(SignInSession.last_seen_at)).one()
