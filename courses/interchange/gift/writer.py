"""Question dicts → GIFT.

The stem says ``[markdown]``, which all texts of a question then share. What GIFT has no sign for stands in the
comment before the question, as id number and tags (see :mod:`courses.interchange.labels`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from courses.interchange.formats import Findings, NotCarried, QuestionData, Written
from courses.interchange.labels import labels_of
from courses.interchange.weights import percent_of, shares_of_options
from courses.interchange.wildcards import pattern_of

_SIGN = re.compile(r"[\\~=#{}:]")
_BLANK = re.compile(r"\{\{\d+\}\}")
#: How Moodle's ordering questions are asked for: all items, one below the other.
_ORDERING = ">{count} ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST"


def write_gift(questions: Iterable[QuestionData]) -> Written:
    """The questions as a GIFT file; cases, and stems with several blanks, have no form in it."""
    findings, out, topic, count = Findings(), list[str](), "", 0
    for data in questions:
        with findings.writing(data["key"]):
            text = _question(data, findings)
            if data["topic"] != topic:
                topic = data["topic"]
                out.append(f"$CATEGORY: {topic}\n")
            out.append(text)
            count += 1
    return Written("\n".join(out).encode(), count, tuple(findings.losses))


def _question(data: QuestionData, findings: Findings) -> str:
    def lose(what: str) -> None:
        findings.lose(what, key=data["key"])

    write = _WRITERS.get(data["type"])
    if write is None:
        raise NotCarried(data["type"])
    answers = write(data, lose)
    explanation = f"####{_escape(data['explanation'])}" if "explanation" in data else ""
    stem, after = _around_blank(data["stem"]) if data["type"] == "fill_in" else (f"{_escape(data['stem'])} ", "")
    for name in ("feedback_right", "feedback_wrong"):
        if name in data and (name, data["type"]) != ("feedback_right", "fill_in"):
            lose(name)
    labels = " ".join(f"[tag:{_in_brackets(label)}]" for label in labels_of(data))
    end = "\n}" if "\n" in answers else "}"
    return (
        f"// [id:{data['key']}] {labels}\n::{data['key']}::[markdown]{stem}{{{answers}{explanation}{end}{after}\n"
    )


def _around_blank(stem: str) -> tuple[str, str]:
    before, after = _BLANK.split(stem, maxsplit=1)
    return _escape(before), _escape(after)


def _choice(data: QuestionData, _lose: Callable[[str], None]) -> str:
    single, options = data["type"] == "single", data["options"]
    lines = []
    for option, share in zip(options, shares_of_options(options, single=single), strict=True):
        sign = "=" if single and option["correct"] else "~"
        usual = share == int(sign == "=") and not option["text"].startswith("%")
        weight = "" if usual else f"%{percent_of(share)}%"
        lines.append(f"\n\t{sign}{weight}{_text(option['text'])}{_feedback(option.get('why'))}")
    return "".join(lines)


def _truth(data: QuestionData, _lose: Callable[[str], None]) -> str:
    word, other = ("TRUE", "false") if data["answer"] else ("FALSE", "true")
    why = data.get("why", {})
    right, wrong = why.get(word.lower()), why.get(other)
    if not (right or wrong):
        return word
    return f"{word}#{_text(wrong or '')}{_feedback(right)}"


def _fill_in(data: QuestionData, _lose: Callable[[str], None]) -> str:
    if len(data["blanks"]) > 1:
        raise NotCarried("several_blanks")
    [blank] = data["blanks"]
    feedback = _feedback(data.get("feedback_right"))
    if number := blank["numeric"]:
        around = f":{number['tolerance']}" if number["tolerance"] != "0" else ""
        return f"#{'=' if feedback else ''}{number['value']}{around}{feedback}"
    if any("->" in text for text in blank["accepted"]):
        raise NotCarried("signs_of_the_format")  # would be read as pairs
    return " ".join(f"={_unweighted(pattern_of(text))}{feedback}" for text in blank["accepted"])


def _match(data: QuestionData, _lose: Callable[[str], None]) -> str:
    if any("->" in pair["left"] for pair in data["pairs"]):
        raise NotCarried("signs_of_the_format")
    sides = [(pair["left"], pair["right"]) for pair in data["pairs"]]
    sides += [("", right) for right in data.get("distractors", ())]
    return "".join(f"\n\t={_unweighted(left)} -> {_text(right)}" for left, right in sides)


def _order(data: QuestionData, _lose: Callable[[str], None]) -> str:
    items: Sequence[str] = data["items"]
    return _ORDERING.format(count=len(items)) + "".join(f"\n{_text(item)}" for item in items)


_WRITERS: dict[str, Callable[[dict[str, Any], Callable[[str], None]], str]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _truth,
    "fill_in": _fill_in,
    "match": _match,
    "order": _order,
}


def _feedback(text: str | None) -> str:
    return f"#{_text(text)}" if text else ""


def _unweighted(text: str) -> str:
    """An answer whose text could be taken for a weight gets a real one before it."""
    return ("%100%" if text.startswith("%") else "") + _text(text)


def _text(text: str) -> str:
    """One text inside the braces; one whose beginning could be a form or a comment says its form before it."""
    return ("[markdown]" if text.startswith(("[", "//")) else "") + _escape(text)


def _escape(text: str) -> str:
    return _SIGN.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _in_brackets(label: str) -> str:
    return re.sub(r"[\\\]]", r"\\\g<0>", label)
