"""Every screen of the app, in both languages, both themes, large type, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Product
from tests.support.phone import PATIENCE_MS, Phone
from tests.support.screens import Inspector

UNIT = "云川市住房和城乡建设局"


@dataclass(frozen=True, slots=True)
class Look:
    """One way in which the app may be shown."""

    locale: str
    theme: Literal["light", "dark"]
    large: bool = False
    width: int = 390
    height: int = 844

    def __str__(self) -> str:
        return f"{self.locale}-{self.theme}{'-large' if self.large else ''}-{self.width}"


#: Each language, theme, type size and width at least once; more would only take longer.
LOOKS = (
    Look("zh-CN", "light"),
    Look("en", "dark"),
    Look("en", "light", large=True),
    Look("zh-CN", "dark", width=1280, height=800),
)
#: Pages by the account that opens them; each waits for its heading.
PAGES = {
    "officer": (
        "/tasks?list=done",
        "/register",
        "/register/undecided",
        "/learn",
        "/me",
        "/me/notices",
        "/me/push",
    ),
    "unit": ("/tasks?list=mine", "/tasks?list=finished", "/me/feedback", "/me/devices", "/me/push", "/password"),
    "chief": ("/admin/grants", "/admin/feedback", "/register/regions/9901"),
    "secadmin": ("/admin/grants", "/admin/settings"),
    "sysadmin": ("/admin/accounts",),
    "auditor": ("/admin/audit",),
}


@pytest.fixture(params=LOOKS, ids=str)
def look(request: pytest.FixtureRequest) -> Look:
    shown: Look = request.param
    return shown


@pytest.fixture
def inspected(chromium: Browser, product: Product, look: Look) -> Callable[[str | None], tuple[Phone, Inspector]]:
    """``inspected("officer")``: that person's screen in this look, and who judges it."""

    def take(username: str | None) -> tuple[Phone, Inspector]:
        phone = Phone.take(chromium, product.origin, look.locale, size=(look.width, look.height), theme=look.theme)
        inspector = Inspector.of(phone.page, f"{look} {username or 'nobody'}")
        if username is None:
            phone.page.goto(product.origin)
            expect(phone.page.get_by_role("button", name=phone.say("identity.signIn"))).to_be_visible()
            return phone, inspector
        phone.sign_in(username, product.password)
        if look.large:
            phone.choose_large_type()
        return phone, inspector

    return take


def test_pages(inspected: Callable[[str | None], tuple[Phone, Inspector]]) -> None:
    problems: list[str] = []
    phone, inspector = inspected(None)
    inspector.look("sign-in")
    problems += inspector.problems
    phone.close()
    for username, paths in PAGES.items():
        phone, inspector = inspected(username)
        inspector.look("/tasks")
        for path in paths:
            phone.visit(path)
            inspector.look(path)
        problems += inspector.problems
        phone.close()
    assert not problems, "\n".join(problems)


def test_unit_and_forms(inspected: Callable[[str | None], tuple[Phone, Inspector]]) -> None:
    phone, inspector = inspected("unit")
    phone.find_unit("住房", UNIT)
    inspector.look("unit")
    for section in ("register.people", "register.history"):
        phone.page.get_by_role("button", name=re.compile(re.escape(phone.say(section)))).first.click()
    phone.settled()
    inspector.look("unit unfolded")
    phone.tap("fileActions.personnel_entry")
    phone.settled()
    inspector.look("entry form")
    phone.page.get_by_role(
        "button", name=re.compile(f"^{re.escape(phone.say('fieldNames.person.ethnicity'))}")
    ).click()
    expect(phone.page.get_by_role("dialog")).to_be_visible()
    phone.settled()
    inspector.look("picker sheet")
    assert not inspector.problems, "\n".join(inspector.problems)
    phone.close()


def test_task_and_sheets(inspected: Callable[[str | None], tuple[Phone, Inspector]]) -> None:
    phone, inspector = inspected("chief")
    phone.page.get_by_role("main").get_by_role("link", name=re.compile(r"受理〔")).first.click()
    expect(phone.page.get_by_role("button", name=phone.say("approvals.reject"))).to_be_visible(timeout=PATIENCE_MS)
    inspector.look("task")
    for key in ("approvals.return", "approvals.reject"):
        phone.tap(key)
        expect(phone.page.get_by_role("dialog")).to_be_visible()
        phone.settled()
        inspector.look(f"sheet {key}")
        phone.page.keyboard.press("Escape")
        expect(phone.page.get_by_role("dialog")).to_have_count(0)
    assert not inspector.problems, "\n".join(inspector.problems)
    phone.close()
