"""What the operator of the machine does at the keyboard, and what a production installation refuses to open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.identity.commands import reset
from backend.identity.models import AuditRow
from backend.identity.public import DemoInProduction, ensure_not_demo
from tests.factories.identity import Office, make_account
from tests.integration.identity.conftest import NewBrowser


def test_a_forgotten_password_is_replaced_by_one_that_must_be_changed(
    office: Office, runtime: Runtime, database: Database, browser: NewBrowser
) -> None:
    device = browser("secadmin")
    for _ in range(5):
        browser().sign_in("secadmin", "Wrong-Guess-1")
    result = CliRunner().invoke(reset, ["secadmin"], obj=runtime)
    assert result.exit_code == 0
    assert device.get("/session").status_code == 401
    person = browser()
    assert person.sign_in("secadmin", result.output.strip()).status_code == 200
    assert person.get("/session").json["must_change_password"] is True
    with database.read() as tx:
        row = tx.session.scalars(select(AuditRow).where(AuditRow.action == "identity:password:changed")).one()
    assert (row.actor_name, row.subject_id) == ("reset-password", office.accounts["secadmin"])


def test_an_unknown_account_has_no_password_to_replace(runtime: Runtime) -> None:
    result = CliRunner().invoke(reset, ["nobody-here"], obj=runtime)
    assert (result.exit_code, result.stdout) == (3, "")


def test_production_does_not_open_a_demonstration(runtime: Runtime, database: Database) -> None:
    production = replace(runtime, settings=replace(runtime.settings, env="production"))
    ensure_not_demo(production)
    with database.write() as tx:
        make_account(tx, "demo-chief", demo=True)
    ensure_not_demo(runtime)
    with pytest.raises(DemoInProduction):
        ensure_not_demo(production)
