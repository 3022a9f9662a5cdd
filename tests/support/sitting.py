"""Sitting a paper on the screen, as somebody would who knows the regulations by heart.

What is asked is read from the screen; what is right is looked up in the courses that come with the product, as a
person would in the act. The server is asked nothing.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache

from playwright.sync_api import Locator, Page, expect

from courses.catalogue.public import OWN_COURSES, read_content
from courses.quizzes.presenting import stem_html
from courses.quizzes.public import Blank, Case, Choice, FillIn, Match, Order, Part
from courses.quizzes.questions import Truth
from tests.support.phone import Phone

_TAG = re.compile(r"<[^>]+>")


@dataclass(slots=True)
class Sitting:
    """One paper, open on a phone."""

    phone: Phone

    @property
    def page(self) -> Page:
        return self.phone.page

    def answer_all(self) -> None:
        """Answer every question rightly, one screen after another; ends on the last."""
        while True:
            question = self.page.locator(".zb-paper-question > .zb-question")
            known = _bank()[squeezed(question.locator(".zb-question__stem").first.inner_text())]
            _answer(self.phone, question, known)
            if not self._go_on():
                return

    def skip_to_end(self) -> None:
        """Leaf to the last question without a word."""
        while self._go_on():
            pass

    def hand_in(self) -> None:
        """Finish, and read what came of it: the page then shows the result."""
        self.phone.tap("quizzes.finish")
        self.phone.tap("quizzes.finish", within=self.page.get_by_role("dialog"))
        expect(self.page.locator(".zb-result")).to_be_visible()

    def _go_on(self) -> bool:
        """Turn to the next question; false on the last."""
        onward = self.page.get_by_role("button", name=self.phone.say("quizzes.next"), exact=True)
        if onward.count() == 0:
            return False
        place = self.page.url
        onward.click()
        self.page.wait_for_url(lambda url: url != place)
        return True


def squeezed(text: str) -> str:
    """Text without what a screen may break or space differently."""
    return re.sub(r"\s+", "", text)


@cache
def _bank() -> dict[str, Part]:
    content = read_content(OWN_COURSES)
    return {_plain(stem_html(question)): question for course in content.courses for question in course.questions}


def _plain(markup: str) -> str:
    return squeezed(html.unescape(_TAG.sub("", markup)))


def _answer(phone: Phone, asked: Locator, known: Part) -> None:
    body = known.body
    if isinstance(body, Choice):
        for words in (squeezed(option.text) for option in body.options if option.correct):
            _pick(asked, words)
    elif isinstance(body, Truth):
        _pick(asked, phone.say("quizzes.wordTrue" if body.answer else "quizzes.wordFalse"))
    elif isinstance(body, FillIn):
        _fill(asked, body.blanks)
    elif isinstance(body, Order):
        _sort(asked, [squeezed(item) for item in body.items])
    elif isinstance(body, Match):
        _match(asked, {squeezed(left): squeezed(right) for left, right in body.pairs})
    elif isinstance(body, Case):
        parts = asked.locator(".zb-question__part > .zb-question").all()
        for part, known_part in zip(parts, body.parts, strict=True):
            _answer(phone, part, known_part)


def _pick(asked: Locator, words: str) -> None:
    for option in asked.locator("label.zb-option").all():
        if squeezed(option.inner_text()) == words:
            option.locator("input").check()
            return
    raise AssertionError(f"no option says {words}")


def _fill(asked: Locator, blanks: tuple[Blank, ...]) -> None:
    for field, blank in zip(asked.locator("input").all(), blanks, strict=True):
        field.fill(_filling(blank))
        field.blur()


def _filling(blank: Blank) -> str:
    if blank.accepted:
        return blank.accepted[0]
    assert blank.numeric is not None
    return format(blank.numeric.value, "f")


def _sort(asked: Locator, wanted: list[str]) -> None:
    """Move each item up to its place, from the first on."""
    rows = asked.locator(".zb-order__item")
    for place, words in enumerate(wanted):
        while (found := _order(asked).index(words)) > place:
            rows.nth(found).locator("button").first.click()
            expect(rows.nth(found - 1).locator(".zb-order__words")).to_have_text(
                re.compile(r"\s*".join(map(re.escape, words)))
            )
    keep = asked.locator(".zb-order ~ button")
    if keep.count():  # it lay in its right order from the start
        keep.click()


def _order(asked: Locator) -> list[str]:
    return [squeezed(text) for text in asked.locator(".zb-order__words").all_inner_texts()]


def _match(asked: Locator, pairs: dict[str, str]) -> None:
    for pair in asked.locator(".zb-match__pair").all():
        right = pairs[squeezed(pair.locator(".zb-match__left").inner_text())]
        options = pair.locator("option").all_inner_texts()
        place = [squeezed(option) for option in options].index(right)
        pair.locator("select").select_option(index=place)
