"""A course that is owed: begun with a network, gone on without one, failed, practised, passed, and vouched for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from courses.catalogue.public import OWN_COURSES, read_content
from tests.journeys.conftest import Product
from tests.support.phone import Phone
from tests.support.servers import free_port, web_server
from tests.support.sitting import Sitting
from tests.support.waiting import wait_until

COURSE = "local-bodies"
#: Of its lessons, so many are read before the network goes.
WITH_NETWORK = 4
_CONTROLLED = "() => navigator.serviceWorker.controller !== null"


def test_a_course_from_its_assignment_to_a_strangers_look(
    chromium: Browser, product: Product, tmp_path: Path
) -> None:
    course = next(one.data for one in read_content(OWN_COURSES).courses if one.data["key"] == COURSE)
    lessons = [str(lesson["title"]) for unit in course["units"] for lesson in unit["lessons"]]
    env, port = {"ZB_DATA_DIR": product.env["ZB_DATA_DIR"]}, free_port()
    with web_server(env, tmp_path, port=port) as web:
        phone = Phone.take(chromium, web.origin).sign_in("trainee", product.password)
        wait_until(lambda: bool(phone.page.evaluate(_CONTROLLED)), "the service worker controls the page")
        phone.tab("app.learn")
        phone.page.get_by_role("link", name=re.compile(re.escape(str(course["title"])))).first.click()
        _take_along(phone)
        for title in lessons[:WITH_NETWORK]:
            _read(phone, title)
        assert web.terminate() == 0
    phone.page.reload()
    for title in lessons[WITH_NETWORK:]:
        _read(phone, title)
    with web_server(env, tmp_path, port=port):
        phone.page.reload()
        expect(phone.page.get_by_text(_done_of(len(lessons), len(lessons))).first).to_be_visible()
        _sit_them_all(phone, course)
        number, verification = _certificate(phone, str(course["title"]))
        _stranger_looks(chromium, phone, verification, number)
        _counts_in_the_year(phone, str(course["title"]))
        phone.close()


def _counts_in_the_year(phone: Phone, title: str) -> None:
    """The examination that was passed is evidence of this year, and opens to the course."""
    phone.visit("/me/year/evidence?source=ordered_exam")
    piece = phone.page.get_by_role("button", name=re.compile(re.escape(title)))
    expect(piece.first).to_contain_text(phone.say("evidence.passed"))


def _done_of(done: int, all_of_them: int) -> str:
    return f"学完 {done}/{all_of_them} 课"


def _take_along(phone: Phone) -> None:
    """Download the whole course; the page says when all of it is there."""
    phone.tap("learn.download")
    expect(phone.page.get_by_text(re.compile("^已下载到这台设备"))).to_be_visible()


def _read(phone: Phone, title: str) -> None:
    """Open a lesson from the course page, say that it is done, and come back."""
    course = phone.page.url
    phone.page.get_by_role("link", name=re.compile(f"^{re.escape(title)}")).click()
    expect(phone.page.get_by_role("heading", name="案例")).to_be_visible()
    phone.tap("learn.markDone")
    expect(phone.page.get_by_role("button", name=phone.say("learn.markDone"), exact=True)).to_have_count(0)
    phone.page.goto(course)
    expect(phone.page.get_by_role("link", name=re.compile(f"^{re.escape(title)}"))).to_be_visible()


def _sit_them_all(phone: Phone, course: Any) -> None:
    """The quiz of each unit, then the final paper: handed in empty, practised, and passed."""
    outline = phone.page.url
    for unit in course["units"]:
        _open_quiz(phone, outline, str(unit["quiz"]["title"]))
        sitting = Sitting(phone)
        sitting.answer_all()
        sitting.hand_in()
        phone.sees(phone.say("quizzes.passed"))
    final = str(course["final_quiz"]["title"])
    _open_quiz(phone, outline, final)
    sitting = Sitting(phone)
    sitting.skip_to_end()
    sitting.hand_in()
    phone.sees(phone.say("quizzes.notYet"))
    _practise(phone)
    _open_quiz(phone, outline, final)
    sitting.answer_all()
    sitting.hand_in()
    expect(phone.page.locator(".zb-result__percent")).to_have_text("100%")
    phone.page.goto(outline)
    expect(phone.page.get_by_text(re.compile("学完$")).first).to_be_visible()


def _open_quiz(phone: Phone, outline: str, title: str) -> None:
    phone.page.goto(outline)
    phone.page.get_by_role("link", name=re.compile(f"^{re.escape(title)}")).last.click()
    page = phone.page
    names = re.compile(f"^({phone.say('quizzes.begin')}|{phone.say('quizzes.beginAgain')})$")
    page.get_by_role("button", name=names).click()
    # a paper with a time limit asks once more
    asked = page.get_by_role("dialog").get_by_role("button", name=phone.say("quizzes.begin"), exact=True)
    question = page.locator(".zb-paper-question")
    expect(asked.or_(question).first).to_be_visible()
    if asked.count():
        asked.click()
    expect(question).to_be_visible()


def _practise(phone: Phone) -> None:
    """Follow the result's advice to the topic, and look at one answer that was not known."""
    phone.page.locator("a[href*='/learn/practice']").first.click()
    phone.tap("practice.doNotKnow")
    expect(phone.page.get_by_role("button", name=phone.say("practice.next"), exact=True)).to_be_visible()


def _certificate(phone: Phone, title: str) -> tuple[str, str]:
    """Its number, and the address that its code leads to."""
    phone.page.goto(f"{phone.origin}/learn/certificates")
    card = phone.page.get_by_role("listitem").filter(has_text=title)
    expect(card).to_be_visible()
    link = card.get_by_role("link", name=phone.say("certificates.verificationPage")).get_attribute("href")
    assert link is not None
    return card.locator("dd").first.inner_text(), link


def _stranger_looks(chromium: Browser, phone: Phone, verification: str, number: str) -> None:
    """Nobody signed in: the page says that it is valid, and whose it is it does not say."""
    stranger = Phone.take(chromium, phone.origin)
    stranger.page.goto(phone.origin + verification)
    stranger.sees(stranger.say("certificates.isValid"))
    stranger.sees(number)
    assert "学员" not in stranger.page.inner_text("body")
    stranger.close()
