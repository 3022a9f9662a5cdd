"""Files of questions through the page of an author: in from elsewhere, out, and in again without a trace."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, expect

from tests.factories.banks import MOODLE_EXPORT, filled_in_workbook
from tests.support.phone import Phone
from tests.support.shared_data import shared_file

#: sample → how many different questions are in it
SAMPLES = {"TFTwoFeedback": 3, "matching1": 2, "mc1": 1, "numerical1": 8, "shortAnswer1": 2}


def test_questions_come_and_go(phone: Callable[..., Phone]) -> None:
    author = phone("author")
    author.visit("/authoring/interchange")
    for name, count in SAMPLES.items():
        sample = shared_file(f"fixtures/gift/{name}.gift").read_bytes()
        assert _import(author, f"{name}.gift", sample) == (count, 0, 0)
    assert _import(author, "moodle.xml", MOODLE_EXPORT.encode()) == (5, 0, 0)
    author.sees(author.say("interchangeLosses.cloze"))
    assert _import(author, "own.xlsx", filled_in_workbook()) == (8, 0, 0)
    _refuses_a_bank_with_a_mistake(author)
    for form in (author.say("interchange.spreadsheet"), "Moodle XML", "GIFT"):
        name, content = _export(author, form)
        added, changed, same = _import(author, name, content)
        # GIFT has no place for what is said of a right answer, and says so: one question comes back with less
        assert (added, changed) == (0, 1 if form == "GIFT" else 0)
        assert same >= sum(SAMPLES.values()) + 5 + 6


def _import(author: Phone, name: str, content: bytes) -> tuple[int, int, int]:
    """Added, changed, unchanged, as the page says."""
    _send(author, name, content)
    said = author.page.get_by_role("status").filter(has_text=re.compile(r"\d")).locator("strong")
    expect(said).to_be_visible()
    added, changed, same = (int(number) for number in re.findall(r"\d+", said.inner_text()))
    return added, changed, same


def _send(author: Phone, name: str, content: bytes) -> None:
    payload: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    author.field("interchange.file").set_input_files(payload)
    author.tap("interchange.send")


def _refuses_a_bank_with_a_mistake(author: Phone) -> None:
    _send(author, "wrong.gift", "对吗?{T}\n\n谁?{~甲 ~乙}\n\n还有{=丙\n".encode())
    problems = author.page.locator("li", has_text=re.compile("行"))
    expect(problems).to_have_count(2)
    expect(problems.first).to_contain_text("3")
    expect(problems.first).to_contain_text(author.say("interchangeProblems.no_right_answer"))
    expect(problems.last).to_contain_text(author.say("interchangeProblems.brace_not_closed"))


def _export(author: Phone, form: str) -> tuple[str, bytes]:
    author.page.get_by_text(form, exact=True).click()
    author.settled()
    with author.page.expect_download() as fetched:
        author.tap("interchange.fetch")
    return fetched.value.suggested_filename, fetched.value.path().read_bytes()
