"""A phone that lies about: it locks itself, also over a reload, and opens with the password alone."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Product
from tests.support.phone import Phone
from tests.support.screens import Inspector

UNIT = "云川市住房和城乡建设局"


def test_an_idle_phone_locks_itself_and_opens_with_the_password(chromium: Browser, product: Product) -> None:
    phone = Phone.take(chromium, product.origin, handheld=True)
    phone.page.clock.install()
    phone.sign_in("unit", product.password)
    phone.find_unit("住房", UNIT)
    phone.tap("fileActions.personnel_entry")
    phone.fill("fieldNames.person.name", "林小满")

    phone.page.clock.fast_forward("04:30")
    expect(phone.page.get_by_role("heading", name=phone.say("identity.locked"))).to_have_count(0)
    phone.page.clock.fast_forward("01:00")
    locked = phone.page.get_by_role("main").filter(has_text=phone.say("identity.locked"))
    expect(locked).to_be_visible()
    expect(phone.page.locator("#app")).to_have_attribute("inert", "")
    inspector = Inspector.of(phone.page, "zh-CN-light-390 unit")
    inspector.look("lock")
    assert not inspector.problems, "\n".join(inspector.problems)

    phone.fill("identity.password", "Wrong-Guess-1", within=locked)
    phone.tap("identity.unlock", within=locked)
    expect(locked.get_by_role("alert")).to_be_visible()
    phone.page.reload()
    expect(locked).to_be_visible()
    phone.fill("identity.password", product.password, within=locked)
    phone.tap("identity.unlock", within=locked)
    expect(locked).to_have_count(0)
    expect(
        phone.page.get_by_role("heading", name=re.compile(phone.say("approvals.personnelEntry")))
    ).to_be_visible()
    phone.close()
