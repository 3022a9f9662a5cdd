"""What HR and a leader do on the board of a round, as parts of a longer journey.

``suggest`` goes once scores are there; ``raise_ratio`` and ``enter_special_case`` while the pool of the unit is
chosen on the board. Each leaves the board as it found it, but for the suggestion.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.support.phone import Phone
from tests.support.screens import judge

#: The least that is a PDF by its first bytes, which is what the server looks at.
_PAPER = b"%PDF-1.7\n%%EOF\n"


def suggest(leader: Phone, grade: str, comment: str) -> str:
    """The leader in charge swipes to the second of the own people and back, then says a grade. Returns whose."""
    leader.visit("/assessment/suggestions")
    card = leader.page.locator("main article")
    expect(card).to_be_visible()
    name = card.get_attribute("aria-label") or ""
    _swipe(leader, -1)
    expect(card).not_to_have_attribute("aria-label", name)
    _swipe(leader, 1)
    expect(card).to_have_attribute("aria-label", name)
    card.get_by_text(leader.say(f"grades.{grade}"), exact=True).click()
    judge(leader.page, "suggestions")
    leader.fill("grading.comment", comment, within=card)
    leader.tap("grading.sayAndNext", within=card)
    expect(card).not_to_have_attribute("aria-label", name)
    expect(leader.page.get_by_role("status").filter(has_text="1").first).to_be_visible()
    return name


def raise_ratio(desk: Phone, folder: Path) -> None:
    """The higher ratio for 优秀 holds while the document of the consent is there, and ends with it."""
    meter = desk.page.locator("section .zb-ratio__head").last
    before = _limit(meter)
    desk.page.get_by_role("button", name=re.compile("^凭批复")).click()
    sheet = desk.page.get_by_role("dialog")
    paper = folder / "consent.pdf"
    paper.write_bytes(_PAPER)
    desk.tap("grading.recordConsent", within=sheet)
    expect(sheet.locator("[aria-invalid=true]").first).to_be_visible()
    desk.field("grading.consentFile", sheet).set_input_files(paper)
    _fill_paper(desk, sheet, "关于提高优秀比例的批复")
    judge(desk.page, "consent sheet")
    desk.tap("grading.recordConsent", within=sheet)
    expect(sheet).to_have_count(0)
    expect(desk.page.get_by_role("link", name=paper.name)).to_be_visible()
    assert _limit(meter) > before
    desk.tap("grading.withdrawConsent")
    expect(desk.page.get_by_role("link", name=paper.name)).to_have_count(0)
    assert _limit(meter) == before


def enter_special_case(desk: Phone, row: Locator) -> None:
    """What stands in place of somebody's grade is entered from its document, and lifted again."""
    ground = desk.say("grading.special")
    row.get_by_role("button", name=re.compile(f"^{re.escape(ground)}")).click()
    sheet = desk.page.get_by_role("dialog")
    desk.choose_first("grading.special")
    _fill_paper(desk, sheet, "关于有关情形的说明")
    judge(desk.page, "special case sheet")
    desk.tap("grading.enter", within=sheet)
    expect(sheet).to_have_count(0)
    tag = row.get_by_role("rowheader").locator(".zb-tag--warn")
    expect(tag).to_be_visible()
    expect(row.get_by_role("combobox")).to_have_count(0)
    row.get_by_role("button", name=re.compile(f"^{re.escape(ground)}")).click()
    expect(sheet.get_by_text("说〔2026〕1号")).to_be_visible()
    desk.tap("grading.lift", within=sheet)
    expect(sheet).to_have_count(0)
    expect(tag).to_have_count(0)


def _fill_paper(desk: Phone, sheet: Locator, title: str) -> None:
    desk.fill("grading.documentNumber", "说〔2026〕1号", within=sheet)
    desk.fill("grading.documentTitle", title, within=sheet)
    desk.fill("grading.documentIssuer", "云川市委组织部", within=sheet)
    desk.fill("grading.documentDate", "2026-03-02", within=sheet)


def _limit(meter: Locator) -> int:
    found = re.search(r"\d+ / (\d+)", meter.inner_text())
    assert found is not None
    return int(found[1])


def _swipe(phone: Phone, way: int) -> None:
    """One finger over the screen, to the right where ``way`` is 1 and to the left where it is -1."""
    session = phone.page.context.new_cdp_session(phone.page)
    begin, end = {1: (80, 300), -1: (300, 80)}[way]
    touches = (("touchStart", begin), ("touchMove", end), ("touchEnd", None))
    for kind, at in touches:
        points = [] if at is None else [{"x": at, "y": 260}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.detach()
