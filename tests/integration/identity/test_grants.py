"""Rights: proposed by one, confirmed by another, apart by power, gone when they end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from backend.core.actor import Actor
from backend.core.db import Database, new_id
from backend.core.errors import DomainError
from backend.core.events import listen
from backend.core.transaction import Tx
from backend.identity.errors import (
    GrantExists,
    GrantNotFound,
    GrantNotOpen,
    NodeNeeded,
    NodeNotFound,
    OwnGrant,
    RoleExcluded,
    RoleNotYours,
    SecondPersonNeeded,
)
from backend.identity.events import GrantConfirmed, GrantEnded, GrantProposed
from backend.identity.models import AuditRow, Grant, SignInSession
from backend.identity.operations.grants import (
    confirm_grant,
    end_grant,
    end_person_access,
    grant_directly,
    propose_grant,
)
from backend.identity.permissions import ADMINISTRATOR_ROLES, PERSONAL_ROLES, Power, Role, power_of
from backend.identity.scope import accounts_with_role, held_role, holds_role
from tests.factories.identity import SYSTEM, Office, actor_of, make_account, make_holder
from tests.integration.identity.conftest import NewBrowser

_heard: list[object] = []


def _hear(tx: Tx, fact: object) -> None:
    _heard.append(fact)


for _kind in (GrantProposed, GrantConfirmed, GrantEnded):
    listen(_kind, _hear)


@pytest.fixture
def heard() -> Iterator[list[object]]:
    _heard.clear()
    yield _heard
    _heard.clear()


def _rows(database: Database) -> list[Any]:
    with database.read() as tx:
        return [
            tx.session.execute(select(Grant.__table__).order_by(Grant.id)).all(),
            tx.session.scalar(select(func.count()).select_from(AuditRow)),
        ]


def test_a_right_takes_two_people(office: Office, database: Database, heard: list[object]) -> None:
    node = office.tree.unit
    with database.write() as tx:
        newcomer = make_account(tx, "newcomer")
        heard.clear()
        grant_id = propose_grant(tx, office.actor(tx, "chief"), newcomer, "unit", node)
        assert not holds_role(tx, actor_of(tx, newcomer), "unit", node)
        confirm_grant(tx, office.actor(tx, "secadmin"), grant_id)
        assert holds_role(tx, actor_of(tx, newcomer), "unit", office.tree.division)
        assert newcomer in accounts_with_role(tx, "unit", office.tree.division)
        actions = tx.session.scalars(select(AuditRow.action).where(AuditRow.subject_id == grant_id)).all()
    assert heard == [GrantProposed(grant_id, newcomer), GrantConfirmed(grant_id, newcomer)]
    assert actions == ["identity:grant:proposed", "identity:grant:confirmed"]


@pytest.mark.parametrize(
    ("proposer", "role", "place", "refusal"),
    [
        ("head", "officer", "unit", RoleNotYours),
        ("head", "chief", "unit", RoleNotYours),
        ("head", "unit", "sibling", NodeNotFound),
        ("head", "unit", "county", NodeNotFound),
        ("head", "author", None, RoleNotYours),
        ("head", "secadmin", None, RoleNotYours),
        ("chief", "officer", "foreign", NodeNotFound),
        ("chief", "chief", "city", NodeNotFound),
        ("chief", "officer", None, NodeNeeded),
        ("chief", "author", "unit", NodeNeeded),
        ("chief", "secadmin", None, RoleExcluded),
        ("chief", "auditor", None, RoleExcluded),
    ],
)
def test_proposals_that_are_refused(
    office: Office, database: Database, proposer: str, role: str, place: str | None, refusal: type[DomainError]
) -> None:
    with database.write() as tx:
        newcomer = make_account(tx, "newcomer")
    before = _rows(database)
    node = getattr(office.tree, place) if place else None
    with pytest.raises(refusal), database.write() as tx:
        propose_grant(tx, office.actor(tx, proposer), newcomer, role, node)
    assert _rows(database) == before


def test_a_head_proposes_the_roles_of_the_own_unit(office: Office, database: Database) -> None:
    with database.write() as tx:
        newcomer = make_account(tx, "newcomer")
        for role in ("unit", "head"):
            propose_grant(tx, office.actor(tx, "head"), newcomer, role, office.tree.unit)


def test_nobody_proposes_or_confirms_own_rights(office: Office, database: Database) -> None:
    with pytest.raises(OwnGrant), database.write() as tx:
        propose_grant(tx, office.actor(tx, "chief"), office.accounts["chief"], "officer", office.tree.county)
    with database.write() as tx:
        second = make_account(tx, "secadmin-2", power="secadmin")
        grant_id = propose_grant(tx, office.actor(tx, "chief"), second, "secadmin", None)
        own = Actor(second, "", office.actor(tx, "secadmin").permissions, ())
        with pytest.raises(OwnGrant):
            confirm_grant(tx, own, grant_id)
        proposer = Actor(office.accounts["chief"], "", own.permissions, ())
        with pytest.raises(SecondPersonNeeded):
            confirm_grant(tx, proposer, grant_id)
        confirm_grant(tx, office.actor(tx, "secadmin"), grant_id)


def test_the_same_right_is_not_given_twice(office: Office, database: Database) -> None:
    with pytest.raises(GrantExists), database.write() as tx:
        propose_grant(tx, office.actor(tx, "chief"), office.accounts["unit"], "unit", office.tree.unit)


def test_what_ended_is_neither_confirmed_nor_ended_again(office: Office, database: Database) -> None:
    with database.write() as tx:
        newcomer = make_account(tx, "newcomer")
        grant_id = propose_grant(tx, office.actor(tx, "chief"), newcomer, "unit", office.tree.unit)
        end_grant(tx, office.actor(tx, "chief"), grant_id, "withdrawn")
        secadmin = office.actor(tx, "secadmin")
        with pytest.raises(GrantNotOpen):
            confirm_grant(tx, secadmin, grant_id)
        with pytest.raises(GrantNotOpen):
            end_grant(tx, secadmin, grant_id)
        with pytest.raises(GrantNotFound):
            end_grant(tx, secadmin, new_id())
        propose_grant(tx, office.actor(tx, "chief"), newcomer, "unit", office.tree.unit)


def test_a_right_is_not_taken_while_somebody_decides_with_it(office: Office, database: Database) -> None:
    """The decision and the end of the right happen one after the other, whatever the database."""
    ended = threading.Event()
    with database.read() as tx:
        head, chief = office.actor(tx, "head"), office.actor(tx, "chief")

    def take_away() -> None:
        with database.write() as tx:
            end_grant(tx, chief, head.grants[0].grant_id)
        ended.set()

    other = threading.Thread(target=take_away)
    with database.write() as tx:
        assert holds_role(tx, head, "head", office.tree.unit)
        other.start()
        assert not ended.wait(0.5)
    other.join(20)
    assert ended.is_set()
    with database.write() as tx:
        assert not holds_role(tx, head, "head", office.tree.unit)


def test_an_ended_right_is_remembered_and_no_longer_held(
    office: Office, database: Database, heard: list[object]
) -> None:
    with database.write() as tx:
        unit = office.actor(tx, "unit")
        end_grant(tx, office.actor(tx, "head"), unit.grants[0].grant_id, "other duties")
        assert not holds_role(tx, unit, "unit", office.tree.unit)
        assert held_role(tx, unit, "unit", office.tree.unit)
        assert not held_role(tx, unit, "unit", office.tree.sibling)
    assert heard[-1] == GrantEnded(unit.grants[0].grant_id, office.accounts["unit"])


def test_a_head_ends_nothing_of_another_unit(office: Office, database: Database) -> None:
    with database.write() as tx:
        make_holder(tx, "neighbor", Role.UNIT, office.tree.sibling)
        other = tx.session.scalars(select(Grant.id).where(Grant.node_id == office.tree.sibling)).one()
        with pytest.raises(GrantNotFound):
            end_grant(tx, office.actor(tx, "head"), other)


def test_who_leaves_loses_every_right_and_session(
    office: Office, database: Database, browser: NewBrowser, heard: list[object]
) -> None:
    person_ref = new_id()
    with database.write() as tx:
        leaver = make_account(tx, "leaver", person=person_ref)
        for role in ("unit", "head"):
            grant_directly(tx, SYSTEM, leaver, role, office.tree.unit)
    device = browser("leaver")
    heard.clear()
    with database.write() as tx:
        end_person_access(tx, SYSTEM, person_ref, "left")
        end_person_access(tx, SYSTEM, new_id(), "left")
    assert device.get("/session").status_code == 401
    assert [type(fact) for fact in heard] == [GrantEnded, GrantEnded]
    with database.read() as tx:
        open_sessions = select(SignInSession.id).where(SignInSession.revoked_at.is_(None))
        assert tx.session.scalars(open_sessions).all() == []


def test_the_database_itself_keeps_the_powers_apart(office: Office, database: Database) -> None:
    """All roles × all powers of an account × all powers a row may claim: only the true ones are stored."""
    powers = [power.value for power in Power]
    with database.write() as tx:
        accounts = {power: make_account(tx, f"with-{power}", power=power) for power in powers}
    for role, power, claimed in product(Role, powers, powers):
        placeless = role in ADMINISTRATOR_ROLES or role in PERSONAL_ROLES
        row = {
            "id": new_id(),
            "account_id": accounts[power],
            "power": claimed,
            "role": role.value,
            "node_id": None if placeless else office.tree.unit,
            "state": "active",
        }
        assert _stored(database, row) == (power_of(role) == power == claimed), (role, power, claimed)


def _stored(database: Database, row: dict[str, Any]) -> bool:
    try:
        with database.write() as tx:
            tx.session.execute(insert(Grant).values(**row, proposed_at=tx.now()))
    except IntegrityError:
        return False
    return True


def test_an_account_never_changes_its_power_once_it_has_rights(office: Office, database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as tx:
        tx.session.execute(
            text("UPDATE identity_account SET power = 'business' WHERE id = :id"),
            {"id": office.accounts["secadmin"]},
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE identity_grant SET confirmed_by = account_id",
        "UPDATE identity_grant SET proposed_by = account_id",
        "UPDATE identity_grant SET proposed_by = ended_by, confirmed_by = ended_by",
        "UPDATE identity_grant SET state = 'ended'",
        "UPDATE identity_grant SET node_id = NULL WHERE role = 'chief'",
    ],
)
def test_the_database_itself_keeps_the_second_person(office: Office, database: Database, change: str) -> None:
    with pytest.raises(IntegrityError), database.write() as tx:
        tx.session.execute(text("UPDATE identity_grant SET ended_by = :id"), {"id": office.accounts["officer"]})
        tx.session.execute(text(change))


def test_one_person_has_one_account(database: Database) -> None:
    person_ref = new_id()
    with pytest.raises(IntegrityError), database.write() as tx:
        make_account(tx, "first", person=person_ref)
        make_account(tx, "second", person=person_ref)


def test_the_road_of_a_grant_over_http(office: Office, database: Database, browser: NewBrowser) -> None:
    with database.write() as tx:
        newcomer = make_account(tx, "newcomer")
    body = {"account_id": newcomer, "role": "unit", "node_id": office.tree.unit}
    chief, head, secadmin = browser("chief"), browser("head"), browser("secadmin")
    proposed = chief.send("POST", "/grants", body)
    assert proposed.status_code == 201
    assert chief.send("POST", "/grants", body).json["code"] == "grant_exists"
    path = f"/grants/{proposed.json['id']}"
    waiting = secadmin.get("/grants?state=proposed").json["items"]
    assert [item["id"] for item in waiting] == [proposed.json["id"]]
    assert (waiting[0]["own_proposal"], waiting[0]["node_name"]) == (False, "临河县文化馆")
    assert {item["node_id"] for item in head.get("/grants").json["items"]} == {office.tree.unit}
    assert chief.send("POST", f"{path}/confirmation").status_code == 403
    assert secadmin.send("POST", f"{path}/confirmation").status_code == 204
    assert browser("newcomer").get("/session").json["grants"][0]["role"] == "unit"
    assert head.send("DELETE", path).status_code == 204
    assert secadmin.send("POST", "/grants", body).status_code == 403


def test_accounts_are_found_by_name(office: Office, browser: NewBrowser) -> None:
    sysadmin = browser("sysadmin")
    first = sysadmin.get("/accounts?limit=5").json
    assert len(first["items"]) == 5
    rest = sysadmin.get(f"/accounts?limit=50&cursor={first['next_cursor']}").json
    assert len(rest["items"]) == len(Role) - 5
    assert rest["next_cursor"] is None
    assert [item["username"] for item in sysadmin.get("/accounts?q=secadm").json["items"]] == ["secadmin"]
    assert sysadmin.get("/accounts?q=%25").json["items"] == []
    assert "password_hash" not in first["items"][0]


def test_who_proposes_sees_the_own_people_and_those_without_rights(
    office: Office, database: Database, browser: NewBrowser
) -> None:
    with database.write() as tx:
        make_account(tx, "newcomer")
        make_holder(tx, "neighbor", Role.UNIT, office.tree.sibling)
    seen = {item["username"] for item in browser("head").get("/accounts").json["items"]}
    assert seen == {"unit", "head", "mentor", "newcomer"}
    seen = {item["username"] for item in browser("chief").get("/accounts").json["items"]}
    assert {"neighbor", "newcomer", "officer"} <= seen
    assert not {"secadmin", "auditor", "sysadmin"} & seen
