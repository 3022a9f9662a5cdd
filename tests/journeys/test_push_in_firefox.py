"""A task on the lock screen: subscribed in Firefox, pushed by the worker, shown, and leading to the task."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from marionette_driver.marionette import Marionette

from tests.journeys.conftest import Product
from tests.support.api import AppClient, new_command_id
from tests.support.firefox import firefox, firefox_path, push_preferences
from tests.support.firefox_app import FirefoxApp
from tests.support.waiting import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def browser(product: Product, tmp_path: Path) -> Iterator[Marionette]:
    if firefox_path() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Firefox is installed")
        pytest.skip("no Firefox is installed: the journey of the push was NOT made")
    with firefox(tmp_path, push_preferences(product.push.socket_url)) as running:
        yield running


def test_the_chief_is_told_on_the_lock_screen(product: Product, browser: Marionette) -> None:
    app = FirefoxApp(browser, product.origin).sign_in("chief", product.password)
    app.switch_push_on()
    matter = _ask_the_chief(product)

    shown = wait_until(app.notifications, "the notification is shown")
    assert [(one["title"], one["body"]) for one in shown] == [("掌上编办", "有新的待办事项")]
    assert not any(fact in str(shown) for fact in (matter["unit"]["name"], matter["acceptance_number"]))

    app.open(shown[0]["path"])
    wait_until(lambda: app.path().startswith("/tasks/"), "the notification leads to the task")
    app.reads(matter["acceptance_number"])
    chief = AppClient(product.origin).sign_in("chief", product.password)
    wait_until(lambda: _receipts(chief), "the receipt came back")


def _ask_the_chief(product: Product) -> dict[str, Any]:
    """The officer files an opening balance, which waits for the chief alone; returns the matter."""
    officer = AppClient(product.origin).sign_in("officer", product.password)
    for unit in officer.get("/register/units?limit=50").body["items"]:
        command = {"kind": "opening_balance", "subject_id": unit["id"], "form": _opening_balance()}
        filed = officer.post("/approvals/matters", command, new_command_id())
        if filed.status < 300:  # another unit has a matter under way already
            matter: dict[str, Any] = filed.body
            return matter
    raise AssertionError("no unit takes an opening balance")


def _opening_balance() -> dict[str, Any]:
    document = {
        "number": "云编〔2025〕31号",
        "title": "关于核定编制的批复",
        "issuer": "省委机构编制委员会办公室",
        "dated_on": "2025-11-20",
    }
    row = {"quota_type": "institution", "approved": 400, "exception": None}
    return {"effective_on": "2025-12-01", "document": document, "rows": [row]}


def _receipts(chief: AppClient) -> list[str]:
    listed = chief.get("/push").body["subscriptions"]
    return [one["last_receipt_at"] for one in listed if one["last_receipt_at"]]
