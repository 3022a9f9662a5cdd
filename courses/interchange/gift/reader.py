"""GIFT → question dicts. Moodle's reading of the format is followed where the format's page leaves a choice."""

from __future__ import annotations

import re
from functools import partial

from courses.interchange.decoding import decode
from courses.interchange.formats import (
    Defaults,
    Findings,
    NotCarried,
    Place,
    PlacedQuestion,
    ReadResult,
    Unreadable,
)
from courses.interchange.gift.answers import Reading, form_of, read_answers
from courses.interchange.gift.source import Block, blocks, show
from courses.interchange.labels import label_question
from courses.interchange.texts import to_markdown

_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
#: what stands in a stem where the options were
GAP = "_____"
#: marks that place while the text around it becomes Markdown; a character that no file may hold
_PLACE = chr(0xFDDF)


def read_gift(content: bytes, defaults: Defaults) -> ReadResult:
    """All questions of a GIFT file; each problem with the number of its line."""
    findings = Findings()
    try:
        for block in blocks(decode(content)):
            place = Place(line=block.lines[0][0])
            with findings.reading(place):
                findings.questions.append(_read_block(block, place, defaults, findings))
    except Unreadable as broken:
        findings.problems.append(broken.found)
    return findings.result()


def _read_block(block: Block, place: Place, defaults: Defaults, findings: Findings) -> PlacedQuestion:
    lose = partial(findings.lose, place=place)
    text = block.text
    title = _TITLE.match(text)
    begins = title.end() if title else 0
    opening, closing = _braces(block, begins)
    form, before = form_of(text[begins:opening], "moodle")
    reading = Reading(block, form, lose)
    answers, marks, comment = text[opening + 1 : closing].partition("####")
    body = read_answers(reading, answers, opening + 1)
    body["stem"] = _stem(reading, before, text[closing + 1 :], is_blank=body["type"] == "fill_in")
    if marks and (explanation := reading.markdown(comment)):
        body["explanation"] = explanation
    data = label_question(
        body, id_number=block.id_number, category=block.category, labels=block.labels, defaults=defaults, lose=lose
    )
    name = show(title[1]).strip() if title else ""
    if name and name != data["key"] and name not in body["stem"]:
        lose("title")
    return PlacedQuestion(place, data)


def _braces(block: Block, begins: int) -> tuple[int, int]:
    """Where the answers open and close. Raises :class:`NotCarried` for a text without them: a description."""
    text = block.text
    opening, closing = text.find("{", begins), text.find("}", begins)
    if opening < 0 and closing < 0:
        raise NotCarried("description")
    if opening < 0 or 0 <= closing < opening:
        raise Unreadable("brace_not_opened", Place(line=block.line_at(closing)))
    if closing < 0:
        raise Unreadable("brace_not_closed", Place(line=block.line_at(opening)))
    for sign in "{}":
        more = text.find(sign, closing + 1)
        if more >= 0:
            raise Unreadable("second_brace", Place(line=block.line_at(more)))
    if "{" in text[opening + 1 : closing]:
        raise Unreadable("brace_not_closed", Place(line=block.line_at(opening)))
    return opening, closing


def _stem(reading: Reading, before: str, after: str, *, is_blank: bool) -> str:
    """The text around the answers. A blank stands where they stood; options leave a gap only inside a sentence."""
    before = re.sub(r"\s*\n\s*\Z", " ", before)
    if is_blank and reading.form != "markdown" and before and not before[-1].isspace():
        before += " "
    if is_blank or after.strip():
        whole = to_markdown(show(before) + _PLACE + show(after), reading.form, reading.lose)
        return whole.replace(_PLACE, "{{1}}" if is_blank else GAP)
    return to_markdown(show(before), reading.form, reading.lose)
