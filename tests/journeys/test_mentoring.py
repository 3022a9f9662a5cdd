"""A pair is formed by an office with two taps, works together on two phones, and is closed with a certificate."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from playwright.sync_api import Locator, expect

from backend.core.clock import SHANGHAI
from tests.support.phone import Phone

TakePhone = Callable[..., Phone]
MENTOR, MENTEE = "导师", "学员"
FIELD = "用编与入编"


def test_a_pair_is_formed_and_closed(phone: TakePhone) -> None:
    mentee, mentor = phone("trainee"), phone("mentor")
    _look_for_a_mentor(mentee)
    _pair(phone("chief"))
    for each in (mentee, mentor):
        _open_pair(each)
        each.tap("mentorship.accept")
        expect(each.page.get_by_role("button", name=each.say("mentorship.accept"), exact=True)).to_have_count(0)
    _agree(mentor, mentee)
    _meet(mentee, mentor)
    for each in (mentee, mentor):
        _evaluate(each)
    _finish(mentor)
    mentee.page.reload()
    with mentee.page.expect_download() as certificate:
        mentee.tap("mentorship.download")
    assert certificate.value.suggested_filename.endswith(".pdf")


def _look_for_a_mentor(mentee: Phone) -> None:
    mentee.visit("/learn/mentoring/profile")
    mentee.page.get_by_role("switch", name=re.compile(mentee.say("mentoring.looking"))).click()
    mentee.page.get_by_role("checkbox", name=FIELD).check()
    mentee.tap("mentoring.save")
    expect(mentee.page.locator("[aria-busy=true]")).to_have_count(0)


def _pair(office: Phone) -> None:
    """Two taps: the one who learns, and the one who teaches."""
    office.visit("/training/mentoring")
    waiting = office.page.get_by_role("button", name=re.compile(f"^{MENTEE}(?!\\d)"))
    waiting.click()
    office.page.get_by_role("button", name=re.compile(f"^{MENTOR}")).first.click()
    expect(waiting).to_have_count(0)
    office.tab("app.me")  # leaving hands over what could still be undone
    office.visit("/training/mentorships")
    expect(office.page.get_by_text(re.compile(f"{MENTEE}(?!\\d)")).first).to_be_visible()


def _open_pair(one: Phone) -> None:
    one.visit("/learn/mentoring")
    other = MENTOR if one.page.get_by_role("link", name=re.compile(f"^{MENTOR}")).count() else MENTEE
    one.page.get_by_role("link", name=re.compile(f"^{other}(?!\\d)")).first.click()
    expect(one.page.get_by_role("heading", level=1)).to_have_text(one.say("mentorship.one"))


def _agree(mentor: Phone, mentee: Phone) -> None:
    now = datetime.now(SHANGHAI)
    mentor.page.reload()
    mentor.tap("mentorship.writeAgreement")
    sheet = mentor.page.get_by_role("dialog")
    mentor.fill("mentorship.goals", "独立办理一件入编事项", within=sheet)
    mentor.fill("mentorship.from", f"{now:%Y-%m-%d}", within=sheet)
    mentor.fill("mentorship.to", f"{now + timedelta(days=7):%Y-%m-%d}", within=sheet)
    mentor.tap("mentorship.sendAgreement", within=sheet)
    expect(mentor.page.get_by_text(mentor.say("mentorship.proposedByMe"))).to_be_visible()
    mentee.page.reload()
    mentee.tap("mentorship.confirmAgreement")
    expect(mentee.page.get_by_text(mentee.say("mentorship.inForce")).first).to_be_visible()


def _meet(mentee: Phone, mentor: Phone) -> None:
    """One notes it, the other says that it was so."""
    mentee.tap("mentorship.noteMeeting")
    sheet = mentee.page.get_by_role("dialog")
    mentee.fill("mentorship.heldOn", f"{datetime.now(SHANGHAI):%Y-%m-%d}", within=sheet)
    mentee.fill("mentorship.about", "一起核对了入编材料", within=sheet)
    mentee.tap("mentorship.saveNote", within=sheet)
    expect(mentee.page.get_by_text(mentee.say("mentorship.noted")).first).to_be_visible()
    mentor.page.reload()
    log = mentor.page.locator("[data-mentorship=log]")
    log.get_by_role("button", name=re.compile("^" + mentor.say("mentorship.confirm"))).first.click()
    expect(log.get_by_text(mentor.say("mentorship.confirmed"))).to_be_visible()


def _evaluate(one: Phone) -> None:
    """The final evaluation: every question, one word each."""
    one.page.reload()
    card = one.page.locator("[data-mentorship=evaluations]")
    card.get_by_role("button", name=one.say("mentorship.evaluate"), exact=True).last.click()
    sheet = one.page.get_by_role("dialog")
    for question in sheet.get_by_role("radiogroup").all():
        _choose_last(question)
    one.tap("mentorship.give", within=sheet)
    expect(card.get_by_text(one.say("mentorship.own")).last).to_be_visible()


def _choose_last(question: Locator) -> None:
    question.locator("label").last.click()


def _finish(mentor: Phone) -> None:
    mentor.page.reload()
    mentor.tap("mentorship.finish")
    mentor.tap("mentorship.finish", within=mentor.page.get_by_role("dialog"))
    expect(mentor.page.get_by_role("button", name=mentor.say("mentorship.download"))).to_be_visible()
