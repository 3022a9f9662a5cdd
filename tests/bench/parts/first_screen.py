"""What the app's first screens bring over the line, and how it starts without one."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Response

from backend.app import APP_FOLDER
from tests.bench.chromium import chromium, person
from tests.bench.house import OVERSEER, house
from tests.bench.measure import ROUNDS, Budget, Figure
from tests.bench.sizes import Size
from tests.support.servers import web_server

PART = "app"
SCREENS = {"sign-in": "/sign-in", "home": "/tasks"}
_KILOBYTES, _REQUESTS, _PRECACHE_KILOBYTES, _OFFLINE_MS = 75, 10, 350, 500
_CODE = ("script", "stylesheet")


def measure(_size: Size) -> Iterator[Figure]:
    """Counted in a real Chromium at phone size, in Chinese, against the real web process."""
    with house(40, 800) as built, ExitStack() as serving, chromium() as browser:
        server = serving.enter_context(web_server({"ZB_LOG_LEVEL": "WARNING"}, built.runtime.settings.data_dir))
        for screen, path in SCREENS.items():
            yield from _first_screen(
                browser, server.origin, screen, path, None if screen == "sign-in" else OVERSEER
            )
        with person(browser, server.origin, OVERSEER) as context:
            kilobytes = _install(context.new_page(), server.origin)
            yield Figure(
                PART, "precache, brotli", kilobytes, "kB", budget=Budget(_PRECACHE_KILOBYTES, of_value=True)
            )
            serving.close()  # the server is gone now
            starts = [_offline_start(context, server.origin) for _ in range(ROUNDS)]
        yield Figure(
            PART, "second start without a server, first content", statistics.median(starts), "ms",
            budget=Budget(_OFFLINE_MS, of_value=True),
        )  # fmt: skip


def _first_screen(browser: Browser, origin: str, screen: str, path: str, username: str | None) -> Iterator[Figure]:
    answers: list[Response] = []
    with person(browser, origin, username, service_workers="block") as context:
        page = context.new_page()
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  # Playwright marks what it is given
        page.goto(f"{origin}{path}", wait_until="networkidle")
        assert urlsplit(page.url).path == path, page.url
        painted = _painted_with(page)
    code = {urlsplit(one.url).path for one in answers if one.request.resource_type in _CODE}
    what = f"first screen ({screen}), JS + CSS, brotli"
    kilobytes = sum(map(brotli_bytes, code & painted)) / 1000
    yield Figure(PART, what, kilobytes, "kB", budget=Budget(_KILOBYTES, of_value=True))
    yield Figure(PART, f"{what}, with what follows the paint", sum(map(brotli_bytes, code)) / 1000, "kB")
    what = f"first screen ({screen}), requests"
    yield Figure(PART, what, len(answers), "", budget=Budget(_REQUESTS, of_value=True))


def _painted_with(page: Page) -> set[str]:
    """Paths of what was asked for until the largest content was painted."""
    paths: list[str] = page.evaluate(
        """async () => {
            const painted = await new Promise((resolve) => new PerformanceObserver((list) => {
                resolve(list.getEntries().at(-1).startTime)
            }).observe({ type: 'largest-contentful-paint', buffered: true }))
            const entries = performance.getEntriesByType('resource').filter((entry) => entry.startTime <= painted)
            return entries.map((entry) => new URL(entry.name).pathname)
        }"""
    )
    return set(paths)


def brotli_bytes(path: str) -> int:
    """The bytes of a file of the app as it goes over the line."""
    file = APP_FOLDER / (path.strip("/") or "index.html")
    compressed = Path(f"{file}.br")
    return (compressed if compressed.is_file() else file).stat().st_size


def _install(page: Page, origin: str) -> float:
    """Open the app until its service worker is in charge; returns the kilobytes that it keeps."""
    page.goto(f"{origin}/tasks", wait_until="networkidle")
    kept: list[str] = page.evaluate(
        """async () => {
            await navigator.serviceWorker.ready
            const open = await Promise.all((await caches.keys()).map((name) => caches.open(name)))
            const kept = await Promise.all(open.map((cache) => cache.keys()))
            return kept.flat().map((request) => new URL(request.url).pathname)
        }"""
    )
    page.close()
    return sum(map(brotli_bytes, kept)) / 1000


def _offline_start(context: BrowserContext, origin: str) -> float:
    """Milliseconds from the start of the navigation to the first content."""
    page = context.new_page()
    page.goto(f"{origin}/tasks", wait_until="commit")
    painted: float = page.evaluate(
        """() => new Promise((resolve) => new PerformanceObserver((list) => {
            for (const entry of list.getEntriesByName('first-contentful-paint')) resolve(entry.startTime)
        }).observe({ type: 'paint', buffered: true }))"""
    )
    page.close()
    return painted
