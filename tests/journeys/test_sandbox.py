"""A matter tried in the practice space: filed, returned, corrected, issued. Outside, nothing has happened."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.conftest import Product
from tests.support.phone import Phone

TakePhone = Callable[..., Phone]
#: Who decides after the correction, and as what: each by one press of the guide and one decision.
DECISIONS = (
    ("head", "unit_head"),
    ("officer", "office_clerk"),
    ("orgdept", "joint_review"),
    ("hr", "joint_review"),
    ("chief", "chief"),
)


def test_an_entry_is_tried_and_leaves_no_trace(product: Product, phone: TakePhone) -> None:
    real = phone("officer")
    before = _waiting(real)
    learner = phone("trainee")
    learner.tab("app.learn")
    learner.page.get_by_role("link", name=re.compile(learner.say("learn.sandbox"))).click()
    learner.tap("sandbox.enter")
    expect(_banner(learner)).to_be_visible()

    _press_guide(learner, "unit", "file")
    _fill_entry(learner)
    _press_guide(learner, "head", "unit_head")
    _approve(learner)
    _press_guide(learner, "officer", "return")
    _return(learner)
    _press_guide(learner, "unit", "correct")
    learner.fill("fieldNames.post_title", "二级科员")
    learner.tap("approvals.resubmit")
    for persona, act in DECISIONS:
        _press_guide(learner, persona, act)
        _approve(learner)
    _press_guide(learner, "officer", "issue")
    _issue(learner)
    expect(learner.page.get_by_text(learner.say("sandbox.finished"))).to_be_visible()
    expect(_banner(learner)).to_be_visible()

    real.page.reload()
    assert _waiting(real) == before, "the real inbox knows nothing of it"
    checked = product.command("verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def _waiting(phone: Phone) -> list[str]:
    """The cards of the inbox, as they stand."""
    phone.tab("app.tasks")
    phone.settled()
    return phone.page.get_by_role("main").get_by_role("link").all_inner_texts()


def _banner(phone: Phone) -> Locator:
    """What keeps anybody from taking this for the real thing."""
    return phone.page.get_by_text(phone.say("sandbox.banner"), exact=True)


def _press_guide(phone: Phone, persona: str, act: str) -> None:
    """Wait until the guide names this person and act, and let it lead there as the person whose part it is."""
    guide = phone.page.locator(".zb-guide__next")
    turn = phone.say(f"sandbox.persona_{persona}") + phone.say(f"sandbox.act_{act}")
    expect(guide).to_contain_text(turn)
    guide.get_by_role("button").click()
    phone.settled()


def _fill_entry(phone: Phone) -> None:
    """Somebody fictional is filled in by a press; the rest is chosen as in the real form."""
    phone.tap("sandbox.example")
    for key in ("fieldNames.quota_type", "fieldNames.entry_reason"):
        phone.choose_first(key)
    phone.fill("fieldNames.post_title", "一级科员")
    phone.tap("approvals.file")
    phone.page.wait_for_url(re.compile("/sandbox/matters/.+"))


def _approve(phone: Phone) -> None:
    phone.page.get_by_role("button", name=phone.say("approvals.approve"), exact=True).last.click()


def _return(phone: Phone) -> None:
    phone.tap("approvals.return")
    sheet = phone.page.get_by_role("dialog")
    phone.fill("approvals.reason", "岗位名称写错了", within=sheet)
    sheet.get_by_label(re.compile(phone.say("fieldNames.post_title"))).check()
    phone.tap("approvals.return", within=sheet)


def _issue(phone: Phone) -> None:
    phone.tap("approvals.issueFill")
    sheet = phone.page.get_by_role("dialog")
    phone.fill("approvals.documentNumber", "演编〔2026〕1号", within=sheet)
    phone.fill("approvals.documentTitle", "关于人员入编的通知", within=sheet)
    phone.fill("approvals.documentIssuer", "演练县委编办", within=sheet)
    phone.fill("approvals.documentDate", "2025-11-20", within=sheet)
    phone.tap("approvals.issue", within=sheet)
