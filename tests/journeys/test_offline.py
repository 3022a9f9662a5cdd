"""No network: the server is really stopped. The app opens all the same and says how things stand."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Product
from tests.support.phone import Phone
from tests.support.servers import free_port, web_server
from tests.support.waiting import wait_until

NO_NETWORK = re.compile("没有网络")
#: The worker controls the page and has put the shell by.
_READY = """async () => {
    await navigator.serviceWorker.ready
    return navigator.serviceWorker.controller !== null && (await caches.keys()).length > 0
}"""


def test_the_app_opens_without_its_server(chromium: Browser, product: Product, tmp_path: Path) -> None:
    """A second web process of the installation, so that stopping it leaves the others in peace."""
    env, port = {"ZB_DATA_DIR": product.env["ZB_DATA_DIR"]}, free_port()
    with web_server(env, tmp_path, port=port) as web:
        phone = Phone.take(chromium, web.origin).sign_in("chief", product.password)
        wait_until(lambda: bool(phone.page.evaluate(_READY)), "the service worker controls the page")
        assert web.terminate() == 0
        phone.page.reload()
        _is_honest(phone)
        for tab in ("app.register", "app.learn", "app.me", "app.tasks"):
            phone.tab(tab)
            _is_honest(phone)
    with web_server(env, tmp_path, port=port):
        phone.page.reload()
        expect(phone.page.get_by_role("heading", name=phone.say("app.tasks"), exact=True)).to_be_visible()
        expect(phone.page.get_by_text(NO_NETWORK)).to_have_count(0)
    assert _stored(phone) == []
    phone.close()


def test_signing_out_empties_the_phone(chromium: Browser, product: Product) -> None:
    phone = Phone.take(chromium, product.origin).sign_in("officer", product.password)
    phone.find_unit("住房", "云川市住房和城乡建设局")
    phone.tab("app.me")
    phone.tap("identity.signOut")
    phone.tap("identity.signOut", within=phone.page.get_by_role("dialog"))
    expect(phone.page.get_by_role("button", name=phone.say("identity.signIn"), exact=True)).to_be_visible()
    assert _stored(phone) == [], "nothing of the API is kept on the phone"
    phone.page.go_back()
    expect(phone.page.get_by_text("云川市住房和城乡建设局")).to_have_count(0)
    phone.close()


def _is_honest(phone: Phone) -> None:
    """The shell is there, and says that there is no network."""
    expect(phone.page.get_by_role("navigation")).to_be_visible()
    expect(phone.page.get_by_text(NO_NETWORK).first).to_be_visible()


def _stored(phone: Phone) -> list[str]:
    """Addresses of the API in the caches: there must be none, ever."""
    found: list[str] = phone.page.evaluate(
        """async () => {
            const names = await caches.keys()
            const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys())))
            return kept.flat().map((request) => request.url).filter((url) => url.includes("/api/"))
        }"""
    )
    return found


def test_the_app_can_be_installed(chromium: Browser, product: Product) -> None:
    phone = Phone.take(chromium, product.origin)
    phone.page.goto(product.origin)
    wait_until(lambda: bool(phone.page.evaluate(_READY)), "the service worker controls the page")
    browser = phone.page.context.new_cdp_session(phone.page)
    errors = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # a browser window without an address bar of its own cannot install; everything else is ours
    assert [error for error in errors if error["errorId"] != "in-incognito"] == []
    phone.close()
