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

#: Pages of learning and of the year; ``…/*`` is the first thing that the list before it leads to.
LEARNING = {
    "trainee": (
        "/learn",
        "/learn/courses",
        "/learn/courses/*",
        "/learn/practice",
        "/learn/records",
        "/learn/classes",
        "/learn/classes/*",
        "/learn/scan",
        "/learn/certificates",
        "/learn/desk",
        "/learn/desk/faq/*",
        "/learn/card",
        "/learn/sandbox",
        "/learn/mentoring",
        "/learn/mentoring/profile",
        "/me/year",
        "/me/year/evidence",
        "/me/year/result",
        "/me/goals",
        "/me/checks",
    ),
    "head": ("/learn/certificates", "/assessment/suggestions"),
    "training": (
        "/training/assignments",
        "/training/report",
        "/training/records",
        "/training/certificates",
        "/teach/classes",
        "/teach/classes/*",
        "/teach/classes/new",
        "/training/mentoring",
        "/training/secondments",
    ),
    "assessor": (
        "/assessment",
        "/assessment/rounds/*",
        "/assessment/schemes",
        "/assessment/schemes/*",
        "/assessment/evidence-entries",
        "/assessment/evidence-objections",
    ),
    "author": ("/authoring", "/authoring/courses/*", "/authoring/interchange"),
    "officer": ("/learn/desk", "/learn/desk/*"),
}
#: The looks in which they are judged: both languages, both themes, large type and a desk.
LEARNING_LOOKS = (
    Look("zh-CN", "light"),
    Look("en", "dark", large=True),
    Look("zh-CN", "dark", width=1280, height=800),
)
#: Who works at a desk, and who has a phone in the hand; the training authority has both.
AT_A_DESK, IN_THE_HAND = ("training", "author", "assessor"), ("trainee", "head", "officer", "training")


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


@pytest.mark.parametrize("look", LEARNING_LOOKS, ids=str)
def test_learning(look: Look, inspected: Callable[[str | None], tuple[Phone, Inspector]]) -> None:
    problems: list[str] = []
    for username in IN_THE_HAND if look.width < 600 else AT_A_DESK:
        phone, inspector = inspected(username)
        for path in LEARNING[username]:
            _open(phone, path)
            inspector.look(path)
            if path == "/learn/courses/*":
                _look_at_parts(phone, inspector)
        problems += inspector.problems
        phone.close()
    assert not problems, "\n".join(problems)


def _open(phone: Phone, path: str) -> None:
    """Open an address, or the first link of the open page that leads below it."""
    if not path.endswith("/*"):
        phone.visit(path)
        return
    page = phone.page
    found = page.locator(f"main a[href^='{path[:-1]}']:not([href$='/new'])").first
    if path == "/learn/classes/*":
        found = page.locator("main a[href^='/learn/classes/']").first
    found.click()
    page.wait_for_url(re.compile(re.escape(path[:-1]) + "."))
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
    phone.settled()


def _look_at_parts(phone: Phone, inspector: Inspector) -> None:
    """A lesson, a quiz and a paper of the course that is open, and the sheet that asks before it is handed in."""
    course = phone.page.url
    for part in ("lessons", "quizzes"):
        phone.page.locator(f"main a[href*='/{part}/']").first.click()
        phone.page.wait_for_url(re.compile(f"/{part}/"))
        phone.settled()
        inspector.look(part)
        if part == "lessons":
            phone.page.goto(course)
            phone.settled()
    names = "|".join(phone.say(f"quizzes.{key}") for key in ("begin", "beginAgain", "goOn"))
    phone.page.get_by_role("button", name=re.compile(f"^({names})$")).click()
    expect(phone.page.locator(".zb-paper-question")).to_be_visible(timeout=PATIENCE_MS)
    phone.settled()
    inspector.look("paper")


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
