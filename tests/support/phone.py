"""A person with a phone: everything goes through what is on the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.waiting import PATIENCE_SECONDS, wait_until
from tests.support.words import Words, words

WIDTH, HEIGHT = 390, 844
PATIENCE_MS = PATIENCE_SECONDS * 1000
expect.set_options(timeout=PATIENCE_MS)
#: Chromium as root, and without the calls home that a closed network would refuse.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


#: What a browser on a phone calls itself.
HANDHELD = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile"
    " Safari/537.36"
)
#: No animation runs but those that never end.
_AT_REST = """document.getAnimations().every((animation) =>
    animation.playState !== "running" || animation.effect?.getTiming().iterations === Infinity)"""

#: Over when the page's code has come and it has been drawn once.
_PUSH = """async (path) => {
    await document.getElementById("app").__vue_app__.config.globalProperties.$router.push(path);
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""


@dataclass(slots=True)
class Phone:
    """One browser of its own, with one person signed in or nobody."""

    page: Page
    origin: str
    say: Words

    @classmethod
    def take(
        cls,
        browser: Browser,
        origin: str,
        locale: str = "zh-CN",
        *,
        size: tuple[int, int] = (WIDTH, HEIGHT),
        theme: Literal["light", "dark"] = "light",
        handheld: bool = False,
    ) -> Phone:
        """``handheld`` also tells the server that this is a phone, by what browsers there say of themselves."""
        is_phone = size[0] < 600
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale={"zh-CN": "zh-CN", "en": "en-US"}[locale],
            color_scheme=theme,
            has_touch=is_phone,
            is_mobile=is_phone,
            user_agent=HANDHELD if handheld else None,
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        return cls(page, origin, words(locale))

    def sign_in(self, username: str, password: str) -> Phone:
        self.page.goto(self.origin)
        self.fill("identity.username", username)
        self.fill("identity.password", password)
        self.tap("identity.signIn")
        self.page.wait_for_url(re.compile("/tasks"))
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_be_visible()
        if heading.inner_text() != self.say("app.tasks"):
            self._choose_language()
        expect(heading).to_have_text(self.say("app.tasks"))
        return self

    def _choose_language(self) -> None:
        """The account remembers another language: change it on the last tab, as its person would."""
        self.page.get_by_role("navigation").get_by_role("link").last.click()
        self.page.get_by_text({"zh-CN": "中文", "en": "English"}[self.say.locale], exact=True).click()
        self.tab("app.tasks")

    def choose_large_type(self) -> None:
        self.page.get_by_role("navigation").get_by_role("link").last.click()
        self.page.get_by_text(self.say("identity.typeLarge"), exact=True).click()
        self.tab("app.tasks")

    def visit(self, path: str) -> None:
        """Open an address of the app, as from a link or a bookmark."""
        self.page.goto(self.origin + path)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        self.settled()

    def go_on(self, path: str) -> None:
        """Open another page of the app that is open, as a tap on a link to it does: nothing is loaded anew."""
        self.page.evaluate(_PUSH, path)
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        self.settled()

    def settled(self) -> None:
        """Nothing is being fetched or moved any more."""
        expect(self.page.locator(".zb-skeleton, [aria-busy=true]")).to_have_count(0)
        # polled from here: a script that the page itself compiled would be refused by its policy
        wait_until(lambda: bool(self.page.evaluate(_AT_REST)), "the screen rests")

    def tab(self, key: str) -> None:
        """Go to a tab of the bar at the bottom."""
        bar = self.page.get_by_role("navigation")
        bar.get_by_role("link", name=re.compile(re.escape(self.say(key)))).click()

    def field(self, key: str, within: Locator | None = None) -> Locator:
        label = re.compile(f"^{re.escape(self.say(key))}")
        return (within or self.page).get_by_label(label).first

    def fill(self, key: str, value: str, within: Locator | None = None) -> None:
        self.field(key, within).fill(value)

    def choose_first(self, key: str) -> None:
        """The first real option of a plain list, unless there is only that one and it is taken already."""
        field = self.field(key)
        options = field.locator("option")
        expect(options).not_to_have_count(1)
        field.select_option(index=1)

    def pick_first(self, key: str) -> None:
        """The first of many, in the sheet that opens."""
        self.open_picker(key).get_by_role("listitem").first.get_by_role("button").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def open_picker(self, key: str) -> Locator:
        """The sheet with the choices of one field."""
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(self.say(key))}")).click()
        return self.page.get_by_role("dialog", name=self.say(key))

    def numbers(self, quota_type: str) -> list[int]:
        """Approved, filled, reserved, vacant of a quota type, as the unit's page shows them."""
        bar = self.page.locator("figure").filter(has_text=quota_type)
        expect(bar).to_be_visible()
        return [int(text) for text in bar.locator("dd").all_inner_texts()]

    def tap(self, key: str, within: Locator | None = None) -> None:
        name = re.compile(f"^{re.escape(self.say(key))}$")
        (within or self.page).get_by_role("button", name=name).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def find_unit(self, typed: str, name: str) -> None:
        """Search as one does, with two characters, and open what is meant."""
        self.tab("app.register")
        self.page.get_by_role("searchbox").fill(typed)
        self.page.get_by_role("link", name=re.compile(re.escape(name))).first.click()
        self.at_unit(name)

    def at_unit(self, name: str) -> None:
        expect(self.page.get_by_role("heading", name=name, exact=True)).to_be_visible()

    def shows_numbers(self, quota_type: str, approved: int, filled: int, reserved: int, vacant: int) -> None:
        """The bar of a quota type, on the unit's page."""
        bar = self.page.locator("figure").filter(has_text=quota_type)
        expect(bar.locator("dd")).to_have_text([str(number) for number in (approved, filled, reserved, vacant)])

    def card(self, number: str) -> Locator:
        """The card of the matter with this acceptance number, in the list of tasks."""
        return self.page.get_by_role("link").filter(has_text=re.compile(f"{re.escape(number)}(?!\\d)"))

    def open_task(self, number: str) -> None:
        """The card comes by itself, told by the socket: nobody reloads the page."""
        expect(self.card(number)).to_be_visible()
        self.card(number).click()
        self.page.wait_for_url(re.compile("/tasks/.+"))

    def approve(self, number: str) -> None:
        """Two taps: the card, and the word; then the four seconds pass in which it could be undone."""
        self.open_task(number)
        address = self.page.url
        self.page.get_by_role("button", name=self.say("approvals.approve"), exact=True).last.click()
        self.page.wait_for_url(lambda url: url != address)
        expect(self.page.get_by_text(re.compile(f"^{self.say('approvals.sent')}"))).to_be_visible()
        self.tab("app.tasks")
        expect(self.card(number)).to_have_count(0)

    def close(self) -> None:
        self.page.context.close()
