"""A real Chromium at phone size."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from backend.core.web.endpoint import OWN_HEADER, OWN_HEADER_VALUE
from tests.support.phone import CHROMIUM_FLAGS, HEIGHT, WIDTH
from tests.support.world import PASSWORD

#: Under this name the app remembers that somebody signed in on this device, and asks the server who.
KNOWN_HERE = "zb.signed-in"


class NoChromium(RuntimeError):
    """There is no Chromium on this machine."""


def chromium_path() -> str:
    """The installed Chromium, or Playwright's own. Raises :class:`NoChromium`."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if not Path(own).exists():
        raise NoChromium("install one: python -m playwright install chromium")
    return own


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run it without a window."""
    path = chromium_path()
    with (
        sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)) as browser,
    ):
        yield browser


@contextmanager
def person(
    browser: Browser, origin: str, username: str | None, service_workers: Literal["allow", "block"] = "allow"
) -> Iterator[BrowserContext]:
    """A phone that has never seen the app; with a name its person has signed in."""
    with closing(
        browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="zh-CN",
            has_touch=True,
            is_mobile=True,
            service_workers=service_workers,
        )
    ) as context:
        if username is not None:
            _sign_in(context.new_page(), origin, username)
        yield context


def _sign_in(page: Page, origin: str, username: str) -> None:
    """Sign in from a file of the app that loads nothing else."""
    page.goto(f"{origin}/manifest.webmanifest")
    status: int = page.evaluate(
        """([body, headers]) => fetch('/api/v1/session', {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { 'Content-Type': 'application/json', ...headers },
        }).then((answer) => answer.status)""",
        [{"username": username, "password": PASSWORD}, {OWN_HEADER: OWN_HEADER_VALUE}],
    )
    assert status == 200, status
    page.evaluate("(name) => localStorage.setItem(name, '1')", KNOWN_HERE)
    page.close()
