"""What every screen must hold: nothing serious for axe, nothing wider than the phone, no error in the console."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.support.servers import REPOSITORY

_AXE = REPOSITORY / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
#: Nothing here plays sound, for which alone axe would fetch every stylesheet anew.
_RUN = """async () => {
    const found = await axe.run(document, { resultTypes: ["violations"], preload: false });
    return found.violations
        .filter((violation) => ["serious", "critical"].includes(violation.impact))
        .map((found) => `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
_WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


@dataclass(slots=True)
class Inspector:
    """Looks at the screens of one page and gathers what is wrong with them."""

    page: Page
    name: str
    problems: list[str]

    @classmethod
    def of(cls, page: Page, name: str) -> Inspector:
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(f"{name}: error in the page: {error}"))
        return cls(page, name, problems)

    def look(self, screen: str) -> None:
        """Judge what is shown now. ``ZB_SCREENSHOTS`` names a folder that gets a picture of it."""
        where = f"{self.name} {screen}"
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_axe())
        self.problems += [f"{where}: axe: {found}" for found in self.page.evaluate(_RUN)]
        wider = int(self.page.evaluate(_WIDER))
        if wider > 0:
            self.problems.append(f"{where}: {wider} px wider than the screen")
        for folder in _folder():
            self.page.screenshot(path=folder / f"{where.replace(' ', '-').replace('/', '_')}.png")


def judge(page: Page, screen: str) -> None:
    """One look in the middle of a journey: nothing is wrong with what is shown now.

    Raises:
        AssertionError: axe, the width or the console found something.
    """
    inspector = Inspector.of(page, "journey")
    inspector.look(screen)
    assert not inspector.problems, "\n".join(inspector.problems)


def _folder() -> Iterator[Path]:
    if folder := os.environ.get("ZB_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        yield Path(folder)
