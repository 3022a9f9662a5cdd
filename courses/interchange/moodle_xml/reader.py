"""Moodle XML → question dicts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Final

from courses.interchange.formats import (
    Defaults,
    Findings,
    NotCarried,
    PlacedQuestion,
    Problem,
    ReadResult,
    Unreadable,
)
from courses.interchange.gift.answers import read_number
from courses.interchange.labels import label_question
from courses.interchange.moodle_xml.tree import Element, parse
from courses.interchange.texts import Lose, to_markdown
from courses.interchange.weights import share_of, weigh_options
from courses.interchange.wildcards import literal_texts

FORMS: Final = {"html": "html", "moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
#: Moodle's kinds that we have none for, by the beginning of their name → what the report calls them.
_FOREIGN: Final = {
    "essay": "essay",
    "description": "description",
    "cloze": "cloze",
    "multianswer": "cloze",
    "dd": "drag_and_drop",
    "gapselect": "select_words",
    "calculated": "calculated",
    "random": "random",
}
_GAP = re.compile(r"_{5,}")
_PLACE = chr(0xFDDF)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One question being read."""

    element: Element
    lose: Lose

    def markdown(self, element: Element | None) -> str:
        """The text of ``<x format="html"><text>…</text></x>`` as Markdown."""
        if element is None:
            return ""
        if element.first("file") is not None:
            self.lose("picture")
        form = FORMS.get(element.attributes.get("format", "moodle_auto_format"), "moodle")
        return to_markdown(element.words("text"), form, self.lose)

    def is_set(self, name: str) -> bool:
        return self.element.words(name) in ("1", "true")


def read_moodle_xml(content: bytes, defaults: Defaults) -> ReadResult:
    """All questions of a file; each problem with the number of its line."""
    findings = Findings()
    try:
        root = parse(content)
    except Unreadable as broken:
        findings.problems.append(broken.found)
        return findings.result()
    if root.name != "quiz":
        findings.problems.append(Problem("no_quiz_element", root.place))
    category = ""
    for element in root.each("question"):
        if element.attributes.get("type") == "category":
            category = element.words("category", "text")
            continue
        with findings.reading(element.place):
            findings.questions.append(_read_question(element, category, defaults, findings))
    return findings.result()


def _read_question(element: Element, category: str, defaults: Defaults, findings: Findings) -> PlacedQuestion:
    lose = partial(findings.lose, place=element.place)
    kind = element.attributes.get("type", "")
    read = _READERS.get(kind)
    if read is None:
        raise NotCarried(next((what for start, what in _FOREIGN.items() if kind.startswith(start)), "other_type"))
    reading = _Reading(element, lose)
    body = read(reading)
    body["stem"] = _stem(reading, is_blank=body["type"] == "fill_in")
    texts = {
        "explanation": "generalfeedback",
        "feedback_right": "correctfeedback",
        "feedback_wrong": "incorrectfeedback",
    }
    for name, tag in texts.items():
        if text := reading.markdown(element.first(tag)):
            body[name] = text
    if reading.markdown(element.first("partiallycorrectfeedback")):
        lose("feedback_partly")
    if element.first("hint") is not None:
        lose("hint")
    tags = element.first("tags")
    data = label_question(
        body,
        id_number=element.words("idnumber"),
        category=category,
        labels=[tag.words("text") for tag in tags.each("tag")] if tags else [],
        defaults=defaults,
        lose=lose,
    )
    name = element.words("name", "text")
    if name and name != data["key"] and name not in body["stem"]:
        lose("title")
    return PlacedQuestion(element.place, data)


def _stem(reading: _Reading, *, is_blank: bool) -> str:
    """The text of the question; a blank stands where a run of low lines is, else at the end."""
    element = reading.element.first("questiontext")
    if element is None:
        raise Unreadable("no_question_text", reading.element.place)
    if not is_blank:
        return reading.markdown(element)
    text = element.first("text")
    if text is not None and len(_GAP.findall(text.text)) == 1:
        text.text = _GAP.sub(_PLACE, text.text)
        return reading.markdown(element).replace(_PLACE, "{{1}}")
    return f"{reading.markdown(element)} {{{{1}}}}"


def _share(answer: Element) -> Fraction:
    share = share_of(answer.attributes.get("fraction", "0"))
    if share is None:
        raise Unreadable("bad_weight", answer.place)
    return share


def _choice(reading: _Reading) -> dict[str, Any]:
    single = reading.element.first("single") is None or reading.is_set("single")
    options, shares = [], []
    for answer in reading.element.each("answer"):
        option: dict[str, Any] = {"text": reading.markdown(answer), "correct": False}
        if why := reading.markdown(answer.first("feedback")):
            option["why"] = why
        options.append(option)
        shares.append(_share(answer))
    weigh_options(options, shares, single=single)
    return {"type": "single" if single else "multiple", "options": options}


def _truth(reading: _Reading) -> dict[str, Any]:
    data: dict[str, Any] = {"type": "true_false"}
    why = {}
    for answer in reading.element.each("answer"):
        word = answer.words("text").lower()
        if word not in ("true", "false"):
            raise Unreadable("neither_true_nor_false", answer.place)
        if _share(answer) == 1:
            data["answer"] = word == "true"
        if text := reading.markdown(answer.first("feedback")):
            why[word] = text
    return data | ({"why": why} if why else {})


def _short(reading: _Reading) -> dict[str, Any]:
    if reading.is_set("usecase"):
        reading.lose("case_matters")
    right, feedback = _right_answers(reading)
    accepted = literal_texts([answer.words("text") for answer in right], reading.lose)
    return {"type": "fill_in", "blanks": [{"accepted": accepted, "numeric": None}], **feedback}


def _numerical(reading: _Reading) -> dict[str, Any]:
    if reading.element.first("units") is not None:
        reading.lose("units")
    right, feedback = _right_answers(reading)
    if len(right) > 1:
        reading.lose("further_numbers")
    number = None
    if right:
        number = read_number(f"{right[0].words('text')}:{right[0].words('tolerance') or '0'}", right[0].place)
    return {"type": "fill_in", "blanks": [{"accepted": [], "numeric": number}], **feedback}


def _right_answers(reading: _Reading) -> tuple[list[Element], dict[str, str]]:
    """The wholly right answers of a blank and what is said of them; other shares and comments are lost."""
    answers = [(_share(answer), answer) for answer in reading.element.each("answer")]
    right = [answer for share, answer in answers if share == 1]
    if any(0 < share < 1 for share, _ in answers):
        reading.lose("weighted_answer")
    said = [reading.markdown(answer.first("feedback")) for answer in right]
    others = [reading.markdown(answer.first("feedback")) for share, answer in answers if share != 1]
    if any(others) or any(text != said[0] for text in said):
        reading.lose("answer_feedback")
    return right, {"feedback_right": said[0]} if said and said[0] else {}


def _match(reading: _Reading) -> dict[str, Any]:
    pairs, distractors = [], []
    for row in reading.element.each("subquestion"):
        left, answer = reading.markdown(row), row.first("answer")
        # right sides are plain text in Moodle; written by us they name their form
        right = reading.markdown(answer) if answer else ""
        if left:
            pairs.append({"left": left, "right": right})
        else:
            distractors.append(right)
    return {"type": "match", "pairs": pairs, **({"distractors": distractors} if distractors else {})}


def _order(reading: _Reading) -> dict[str, Any]:
    return {"type": "order", "items": [reading.markdown(answer) for answer in reading.element.each("answer")]}


_READERS: Mapping[str, Callable[[_Reading], dict[str, Any]]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _numerical,
    "matching": _match,
    "ordering": _order,
}
