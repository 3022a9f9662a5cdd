"""The installation that ``make run`` makes, and browsers to use it with."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.support.phone import CHROMIUM_FLAGS, Phone
from tests.support.push_server import PushServer, push_server
from tests.support.servers import REPOSITORY, free_port
from tests.support.waiting import PATIENCE_SECONDS, wait_until

#: Loading the demonstration and the real positions takes most of it.
START_SECONDS = 600.0


@dataclass(slots=True)
class Product:
    """What ``make run`` printed, and what it runs with."""

    origin: str
    password: str
    imported_unit: str
    env: dict[str, str]
    push: PushServer

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``python -m backend.cli`` beside the running product."""
        return subprocess.run(
            [".venv/bin/python", "-m", "backend.cli", *arguments],
            cwd=REPOSITORY,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """``make run``, from an empty data folder to the printed address; Ctrl-C at the end."""
    folder = tmp_path_factory.mktemp("product")
    log = folder / "make-run.log"
    with push_server() as push, log.open("wb") as output:
        env = {
            **os.environ,
            "ZB_DATA_DIR": str(folder / "var"),
            "ZB_PORT": str(free_port()),
            "ZB_PUSH_TEST_ORIGIN": push.origin,
        }
        run = subprocess.Popen(
            ["make", "run"], cwd=REPOSITORY, env=env, stdout=output, stderr=output, start_new_session=True
        )
        try:
            wait_until(lambda: _ready(log) or run.poll() is not None, "make run is ready", START_SECONDS)
            assert run.poll() is None, log.read_text(errors="replace")[-4000:]
            yield _printed(log.read_text(), env, push)
        finally:
            os.killpg(run.pid, signal.SIGINT)
            assert run.wait(timeout=PATIENCE_SECONDS) in (0, 2, -signal.SIGINT), log.read_text(errors="replace")[
                -2000:
            ]


def _ready(log: Path) -> bool:
    return "Ctrl-C" in log.read_text(errors="replace")


def _printed(text: str, env: dict[str, str], push: PushServer) -> Product:
    password = re.search(r"Password[^:]*: (\S+)", text)
    unit = re.search(r"also act at (\S+?)\.\s", text)
    assert password is not None, text[-2000:]
    assert unit is not None, text[-2000:]
    return Product(f"http://localhost:{env['ZB_PORT']}", password[1], unit[1], env, push)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A journey that failed tells what was on its screens."""
    report = yield
    if report.when == "call" and report.failed and isinstance(item, pytest.Function):
        browser = item.funcargs.get("chromium")
        shown = _screens(browser) if isinstance(browser, Browser) else ""
        report.sections.append(("on the screens", shown))
    return report


def _screens(browser: Browser) -> str:
    shown = []
    for page in (page for context in browser.contexts for page in context.pages):
        with contextlib.suppress(PlaywrightError):
            shown.append(f"{page.url}\n{page.inner_text('body', timeout=5_000)[:1500]}")
    return "\n\n".join(shown)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium; without one the journeys are skipped loudly, and never on CI."""
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
        None,
    )
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        if path is None and not own.exists():
            if os.environ.get("CI") == "true":
                pytest.fail("no Chromium is installed")
            pytest.skip("no Chromium is installed: the journeys were NOT made")
        browser = playwright.chromium.launch(executable_path=path or str(own), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser, product: Product) -> Iterator[Callable[..., Phone]]:
    """``phone("chief")``: a phone on which that account has signed in; ``locale="en"`` in English."""
    taken: list[Phone] = []

    def take(username: str | None, locale: str = "zh-CN") -> Phone:
        new = Phone.take(chromium, product.origin, locale)
        taken.append(new)
        return new.sign_in(username, product.password) if username else new

    yield take
    for each in taken:
        each.close()
