"""Every screen of the app, in both languages, both themes, large type, on a phone and on a desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Product
from tests.support.phone import Phone
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
        "/me/year/list",
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
        "/assessment/rounds/*/board",
        "/assessment/rounds/*/decisions",
        "/assessment/rounds/*/objections",
        "/assessment/rounds/*/papers",
        "/assessment/units",
        "/assessment/schemes",
        "/assessment/schemes/*",
        "/assessment/evidence-entries",
        "/assessment/evidence-objections",
    ),
    "author": ("/authoring", "/authoring/courses/*", "/authoring/interchange"),
    "officer": ("/learn/desk", "/learn/desk/*"),
}
#: The looks in which they are judged: both languages and themes, large type, a desk.
LEARNING_LOOKS = (LOOKS[0], LOOKS[2], LOOKS[3])
#: Who works at a desk, and who has a phone in the hand; the training authority has both.
AT_A_DESK, IN_THE_HAND = ("training", "author", "assessor"), ("trainee", "head", "officer", "training")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_screen(chromium: Browser, product: Product, look: Look) -> None:
    """Each account signs in once in each look and goes through what it opens, within the app as one does."""
    problems = _look_at_sign_in(chromium, product, look)
    for username in dict.fromkeys((*PAGES, *LEARNING)):
        paths = (*PAGES.get(username, ()), *_learning(username, look))
        if not paths:
            continue
        phone = _take(chromium, product, look).sign_in(username, product.password)
        if look.large:
            phone.choose_large_type()
        inspector = Inspector.of(phone.page, f"{look} {username}")
        inspector.look("/tasks")
        for path in paths:
            _open(phone, path, anew=look == LOOKS[1])
            inspector.look(path)
            if path == "/learn/courses/*":
                _look_at_parts(phone, inspector)
        if username in SHEETS:
            phone.go_on("/tasks")
            SHEETS[username](phone, inspector)
        problems += inspector.problems
        phone.close()
    assert not problems, "\n".join(problems)


def _take(chromium: Browser, product: Product, look: Look) -> Phone:
    return Phone.take(chromium, product.origin, look.locale, size=(look.width, look.height), theme=look.theme)


def _look_at_sign_in(chromium: Browser, product: Product, look: Look) -> list[str]:
    phone = _take(chromium, product, look)
    phone.page.goto(product.origin)
    expect(phone.page.get_by_role("button", name=phone.say("identity.signIn"))).to_be_visible()
    inspector = Inspector.of(phone.page, f"{look} nobody")
    inspector.look("sign-in")
    phone.close()
    return inspector.problems


def _learning(username: str, look: Look) -> tuple[str, ...]:
    """The pages of learning and of the year that somebody opens on a screen of this width."""
    at_hand = username in (IN_THE_HAND if look.width < 600 else AT_A_DESK)
    return LEARNING.get(username, ()) if at_hand and look in LEARNING_LOOKS else ()


def _open(phone: Phone, path: str, *, anew: bool = False) -> None:
    """Open an address; ``…/*`` is the first link that leads below it, ``…/*/more`` goes on from the open page.

    ``anew``: addresses are opened as from a bookmark, otherwise as by a link within the app.
    """
    page = phone.page
    below, star, rest = path.partition("/*")
    if star and not rest:
        page.locator(f"main a[href^='{below}/']:not([href$='/new'])").first.click()
        page.wait_for_url(re.compile(re.escape(below) + "/."))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        phone.settled()
    elif star:
        phone.go_on(re.sub(f".*({re.escape(below)}/[^/]+).*", rf"\1{rest}", page.url))
    elif anew:
        phone.visit(path)
    else:
        phone.go_on(path)


def _look_at_parts(phone: Phone, inspector: Inspector) -> None:
    """A lesson, a quiz and a paper of the course that is open, and the sheet that asks before it is handed in."""
    course = phone.page.url.removeprefix(phone.origin)
    for part in ("lessons", "quizzes"):
        phone.page.locator(f"main a[href*='/{part}/']").first.click()
        phone.page.wait_for_url(re.compile(f"/{part}/"))
        phone.settled()
        inspector.look(part)
        if part == "lessons":
            phone.go_on(course)
    names = "|".join(phone.say(f"quizzes.{key}") for key in ("begin", "beginAgain", "goOn"))
    phone.page.get_by_role("button", name=re.compile(f"^({names})$")).click()
    expect(phone.page.locator(".zb-paper-question")).to_be_visible()
    phone.settled()
    inspector.look("paper")


def _look_at_unit(phone: Phone, inspector: Inspector) -> None:
    """A unit, the form of an entry, and the sheet of one of its fields."""
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


def _look_at_task(phone: Phone, inspector: Inspector) -> None:
    """A task, and the sheets of what is said to it."""
    phone.page.get_by_role("main").get_by_role("link", name=re.compile(r"受理〔")).first.click()
    expect(phone.page.get_by_role("button", name=phone.say("approvals.reject"))).to_be_visible()
    inspector.look("task")
    for key in ("approvals.return", "approvals.reject"):
        phone.tap(key)
        expect(phone.page.get_by_role("dialog")).to_be_visible()
        phone.settled()
        inspector.look(f"sheet {key}")
        phone.page.keyboard.press("Escape")
        expect(phone.page.get_by_role("dialog")).to_have_count(0)


def _look_at_case(phone: Phone, inspector: Inspector) -> None:
    """Somebody's points on the board of a round, in their sheet."""
    for path in ("/assessment", "/assessment/rounds/*", "/assessment/rounds/*/board"):
        _open(phone, path)
    phone.page.locator("button.zb-pool").last.click()
    phone.page.locator(".zb-cases__name").first.click()
    expect(phone.page.get_by_role("dialog").locator("details").first).to_be_visible()
    phone.settled()
    inspector.look("case sheet")


#: What else is opened by whom, beyond pages with an address.
SHEETS: Final[dict[str, Callable[[Phone, Inspector], None]]] = {
    "unit": _look_at_unit,
    "chief": _look_at_task,
    "assessor": _look_at_case,
}
