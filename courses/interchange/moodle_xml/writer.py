"""Question dicts → Moodle XML. Texts stay Markdown, which Moodle knows as a form of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # writes, parses nothing

from courses.interchange.formats import Findings, NotCarried, QuestionData, Written
from courses.interchange.labels import labels_of
from courses.interchange.texts import Lose
from courses.interchange.weights import percent_of, shares_of_options
from courses.interchange.wildcards import pattern_of

GAP = "_____"
_BLANK = re.compile(r"\{\{\d+\}\}")
_GAPS = re.compile(r"_{5,}")
#: XML 1.0, 2.2: characters that no document can hold
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_moodle_xml(questions: Iterable[QuestionData]) -> Written:
    """The questions as a file that Moodle imports; cases, and stems with several blanks, have no form in it."""
    findings, root, topic, count = Findings(), Element("quiz"), "", 0
    for data in questions:
        with findings.writing(data["key"]):
            element = _question(data, findings)
            if data["topic"] != topic:
                topic = data["topic"]
                _category(root, topic)
            root.append(element)
            count += 1
    indent(root)
    content = tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    return Written(content, count, tuple(findings.losses))


def _category(root: Element, topic: str) -> None:
    category = SubElement(SubElement(root, "question", type="category"), "category")
    SubElement(category, "text").text = f"$course$/top/{topic}"


def _question(data: QuestionData, findings: Findings) -> Element:
    def lose(what: str) -> None:
        findings.lose(what, key=data["key"])

    found = _WRITERS.get(data["type"])
    if found is None:
        raise NotCarried(data["type"])
    kind, write = found
    if data["type"] == "fill_in" and data["blanks"][0]["numeric"]:
        kind = "numerical"
    element = Element("question", type=kind)
    SubElement(SubElement(element, "name"), "text").text = data["key"]
    stem = _gapped(data["stem"]) if data["type"] == "fill_in" else data["stem"]
    _text(element, "questiontext", stem, lose)
    if "explanation" in data:
        _text(element, "generalfeedback", data["explanation"], lose)
    SubElement(element, "idnumber").text = data["key"]
    write(element, data, lose)
    _feedback(element, data, lose)
    tags = SubElement(element, "tags")
    for label in labels_of(data):
        SubElement(SubElement(tags, "tag"), "text").text = _clean(label, lose)
    return element


def _feedback(element: Element, data: QuestionData, lose: Lose) -> None:
    """What is said of a right and of a wrong answer, where Moodle has a place for it."""
    combined = data["type"] in ("single", "multiple", "match", "order")
    for name, tag in (("feedback_right", "correctfeedback"), ("feedback_wrong", "incorrectfeedback")):
        if name not in data or (data["type"], name) == ("fill_in", "feedback_right"):
            continue
        if combined:
            _text(element, tag, data[name], lose)
        else:
            lose(name)


def _gapped(stem: str) -> str:
    """The stem as Moodle shows it: the field stands behind it, or where a run of low lines is."""
    before, after = _BLANK.split(stem, maxsplit=1)
    at_end = not after and before == f"{before.rstrip()} " != " "
    text = before.rstrip() if at_end else f"{before}{GAP}{after}"
    if _GAPS.findall(text) != ([] if at_end else [GAP]):
        raise NotCarried("signs_of_the_format")
    return text


def _choice(element: Element, data: dict[str, Any], lose: Lose) -> None:
    single, options = data["type"] == "single", data["options"]
    SubElement(element, "single").text = str(single).lower()
    SubElement(element, "shuffleanswers").text = "true"
    for option, share in zip(options, shares_of_options(options, single=single), strict=True):
        answer = _text(element, "answer", option["text"], lose, fraction=percent_of(share))
        _text(answer, "feedback", option.get("why", ""), lose)


def _truth(element: Element, data: dict[str, Any], lose: Lose) -> None:
    for word in ("true", "false"):
        right = data["answer"] == (word == "true")
        answer = SubElement(element, "answer", fraction="100" if right else "0", format="moodle_auto_format")
        SubElement(answer, "text").text = word
        _text(answer, "feedback", data.get("why", {}).get(word, ""), lose)


def _fill_in(element: Element, data: dict[str, Any], lose: Lose) -> None:
    if len(data["blanks"]) > 1:
        raise NotCarried("several_blanks")
    [blank] = data["blanks"]
    number = blank["numeric"]
    texts = [number["value"]] if number else [pattern_of(text) for text in blank["accepted"]]
    for text in texts:
        answer = SubElement(element, "answer", fraction="100", format="moodle_auto_format")
        SubElement(answer, "text").text = _clean(text, lose)
        _text(answer, "feedback", data.get("feedback_right", ""), lose)
        if number:
            SubElement(answer, "tolerance").text = number["tolerance"]


def _match(element: Element, data: dict[str, Any], lose: Lose) -> None:
    sides = [(pair["left"], pair["right"]) for pair in data["pairs"]]
    sides += [("", right) for right in data.get("distractors", ())]
    for left, right in sides:
        _text(_text(element, "subquestion", left, lose), "answer", right, lose)


def _order(element: Element, data: dict[str, Any], lose: Lose) -> None:
    SubElement(element, "layouttype").text = "VERTICAL"
    SubElement(element, "selecttype").text = "ALL"
    SubElement(element, "selectcount").text = str(len(data["items"]))
    SubElement(element, "gradingtype").text = "RELATIVE_NEXT_EXCLUDE_LAST"
    for place, item in enumerate(data["items"], 1):
        _text(element, "answer", item, lose, fraction=str(place))


_WRITERS: dict[str, tuple[str, Callable[[Element, dict[str, Any], Lose], None]]] = {
    "single": ("multichoice", _choice),
    "multiple": ("multichoice", _choice),
    "true_false": ("truefalse", _truth),
    "fill_in": ("shortanswer", _fill_in),
    "match": ("matching", _match),
    "order": ("ordering", _order),
}


def _text(parent: Element, name: str, markdown: str, lose: Lose, **attributes: str) -> Element:
    """``<name format="markdown"><text>…</text></name>`` below the parent."""
    element = SubElement(parent, name, {**attributes, "format": "markdown"})
    SubElement(element, "text").text = _clean(markdown, lose)
    return element


def _clean(text: str, lose: Lose) -> str:
    """A text without what XML cannot hold; it also reads a carriage return as a line's end."""
    cleaned = _NO_XML.sub("", text)
    if cleaned != text:
        lose("strange_character")
    return cleaned
