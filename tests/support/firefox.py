"""Firefox ESR, driven through Marionette, with our local push service in the place of Mozilla's."""

from __future__ import annotations

import contextlib
import gc
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from marionette_driver.marionette import Marionette

from tests.support.servers import free_port
from tests.support.waiting import PATIENCE_SECONDS

PHONE_WIDTH, PHONE_HEIGHT = 390, 844


def firefox_path() -> str | None:
    """Return the installed Firefox, ESR first, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def push_preferences(socket_url: str) -> dict[str, Any]:
    """Preferences that send subscriptions to ``socket_url`` and allow notifications without asking."""
    return {
        "dom.push.serverURL": socket_url,
        "dom.push.testing.allowInsecureServerURL": True,
        "dom.push.connection.enabled": True,
        "permissions.default.desktop-notification": 1,
        # Without a desktop there is nobody to show them: Firefox's own implementation keeps count of them.
        "alerts.useSystemBackend": False,
        "dom.webnotifications.enabled": True,
        "browser.shell.checkDefaultBrowser": False,
        "intl.accept_languages": "zh-CN,zh,en",
    }


@contextlib.contextmanager
def firefox(folder: Path, preferences: dict[str, Any]) -> Iterator[Marionette]:
    """Run Firefox headless at phone size with a new profile under ``folder``."""
    with _untidy():
        browser = Marionette(
            bin=firefox_path(),
            port=free_port(),
            headless=True,
            prefs=preferences,
            workspace=str(folder),
            gecko_log=str(folder / "gecko.log"),
            startup_timeout=PATIENCE_SECONDS,
        )
    try:
        with _untidy():
            browser.start_session()
        browser.set_window_rect(width=PHONE_WIDTH, height=PHONE_HEIGHT)
        browser.timeout.script = PATIENCE_SECONDS
        yield browser
    finally:
        with _untidy():
            browser.cleanup()
            del browser
            gc.collect()


@contextlib.contextmanager
def _untidy() -> Iterator[None]:
    """Marionette leaves the sockets by which it looks for Firefox to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


def run_async(browser: Marionette, body: str, *arguments: Any) -> Any:
    """Run the body of an async function in the page and return what it resolves to, or raise its error."""
    script = f"""
        const done = arguments[arguments.length - 1];
        (async (...args) => {{ {body} }})(...arguments).then(
            (value) => done({{value}}),
            (error) => done({{error: String(error)}}),
        );
    """
    outcome = browser.execute_async_script(script, script_args=list(arguments))
    if "error" in outcome:
        raise AssertionError(outcome["error"])
    return outcome["value"]


def shown_notifications(browser: Marionette) -> list[dict[str, str]]:
    """Return what the page's service worker shows now: title, body, tag, and the path a tap leads to."""
    shown: list[dict[str, str]] = run_async(
        browser,
        """
        const registration = await navigator.serviceWorker.ready;
        const shown = await registration.getNotifications();
        return shown.map(({title, body, tag, data}) => ({title, body, tag, path: data?.path ?? ''}));
        """,
    )
    return shown
