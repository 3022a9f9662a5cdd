"""A democratic rating on several phones, as a part of a longer journey: who votes, and what the office sees of it.

The round must be open with the rating on this day: ``rate`` goes before its end, ``is_counted`` after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from tests.support.phone import Phone

#: Accounts of one unit, one more than the least number of ballots that a result needs.
RATERS = ("trainee", "unit", "head", "mentor", "colleague1", "colleague2")


def rate(desk: Phone, phones: Sequence[Phone], round_path: str) -> None:
    """Everybody of ``phones`` gives a ballot; until the end the office sees not even how many there are."""
    lists = [_open_ballot(phone) for phone in phones]
    rated = [name for name in lists[0] if all(name in names for names in lists)][:2]
    assert len(rated) == 2
    for number, phone in enumerate(phones):
        _vote(phone, rated, apart=number == 0)
    desk.visit(round_path)
    desk.sees(desk.say("rounds.ballotsLater"))
    expect(desk.page.get_by_text(re.compile(r"\d 张选票"))).to_have_count(0)


def is_counted(desk: Phone, ballots: int, round_path: str) -> None:
    """The window is over: so many ballots, and whose they were is said nowhere."""
    desk.visit(round_path)
    desk.sees(f"{ballots} 张选票")
    desk.sees(desk.say("rounds.ratingPromise"))


def _open_ballot(phone: Phone) -> list[str]:
    """The names on it, in their order; none is one's own."""
    phone.visit("/me/year/rating")
    cards = phone.page.locator("main section[aria-label]")
    expect(cards.first).to_be_visible()
    names: list[str] = cards.evaluate_all("cards => cards.map((card) => card.ariaLabel)")
    return names


def _vote(phone: Phone, rated: Sequence[str], *, apart: bool) -> None:
    """Two colleagues are known, the first perhaps side by side; looking elsewhere in between loses nothing."""
    for name in rated:
        _card(phone, name).get_by_text(phone.say("marks.good"), exact=True).click()
    if apart:
        phone.tap("marks.apart", within=_card(phone, rated[0]))
        _side(phone, rated[0], "marks.diligence").get_by_text(phone.say("marks.fairlyGood"), exact=True).click()
        phone.tab("app.tasks")
        phone.page.go_back()
        expect(_card(phone, rated[1]).get_by_role("radio", checked=True)).to_have_count(1)
    phone.page.get_by_role("button", name=re.compile("都选“不了解”$")).click()
    phone.page.get_by_role("button", name=re.compile("^提交")).click()
    phone.tap("marks.handIn", within=phone.page.get_by_role("dialog"))
    phone.sees(phone.say("marks.voted"))


def _card(phone: Phone, name: str) -> Locator:
    return phone.page.get_by_role("region", name=name, exact=True)


def _side(phone: Phone, name: str, key: str) -> Locator:
    return phone.page.get_by_role("radiogroup", name=f"{name} · {phone.say(key)}")
