"""Random questions of every type, as the plain data that the bank, the editor and the interchange share."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from courses.quizzes.public import QuestionType
from courses.quizzes.questions import BLANK

#: Ordinary words, and each sign that some format gives a meaning to.
_SIGNS = "编制职数核定九条 aB07~=#{}:\\[]%*_-><|→±/&\"'$.，。\n\t"
#: What the part of a question that GIFT and Moodle have no form for is called.
PLAIN_TYPES = tuple(kind for kind in QuestionType if kind is not QuestionType.CASE)

Data = dict[str, Any]


def texts(most: int = 30) -> st.SearchStrategy[str]:
    """Texts as the bank keeps them: something in it, no space around it, no blank of a fill-in question."""
    found = st.text(st.sampled_from(_SIGNS), min_size=1, max_size=most).map(str.strip)
    return found.filter(lambda text: bool(text) and not BLANK.search(text))


_lines = texts(12).filter(lambda text: "\n" not in text)
_decimals = st.decimals(-9999, 9999, places=3, allow_nan=False).map(lambda value: f"{value.normalize() + 0:f}")
_tolerances = st.sampled_from(["0", "0.5", "0.01", "2"])
#: never the even share of so many options, which is as good as none given
_shares = st.builds(Fraction, st.integers(1, 9), st.sampled_from([11, 13, 17, 19]))


@st.composite
def _single(draw: st.DrawFn) -> Data:
    options = _options(draw)
    right = draw(st.integers(0, len(options) - 1))
    for place, option in enumerate(options):
        option["correct"] = place == right
    if draw(st.booleans()):
        weighed = draw(st.sampled_from([option for option in options if not option["correct"]]))
        weighed["weight"] = str(draw(_shares))
    return {"options": options}


@st.composite
def _multiple(draw: st.DrawFn) -> Data:
    options = _options(draw)
    rights = [draw(st.booleans()) for _ in options[1:]]
    rights.append(not any(rights) or draw(st.booleans()))
    for option, right in zip(options, rights, strict=True):
        option["correct"] = right
    if draw(st.booleans()):
        for option in options:
            share = draw(_shares)
            option["weight"] = str(share if option["correct"] else -share)
    return {"options": options}


def _options(draw: st.DrawFn) -> list[Data]:
    words = draw(st.lists(texts(), min_size=2, max_size=5, unique=True))
    options: list[Data] = [{"text": text} for text in words]
    for option in options:
        if draw(st.booleans()):
            option["why"] = draw(texts())
    return options


@st.composite
def _true_false(draw: st.DrawFn) -> Data:
    why = draw(st.dictionaries(st.sampled_from(["true", "false"]), texts()))
    return {"answer": draw(st.booleans()), **({"why": why} if why else {})}


@st.composite
def _fill_in(draw: st.DrawFn) -> Data:
    blanks: list[Data] = draw(st.lists(_blanks(), min_size=1, max_size=3))
    before = draw(st.text(st.sampled_from(_SIGNS.replace("{", "")), max_size=8))
    stem = before.lstrip() + "".join(f"{{{{{number}}}}}{draw(texts(6))}" for number in range(1, len(blanks) + 1))
    if draw(st.booleans()):
        stem = stem[: stem.rindex("}}") + 2]
    return {"stem": stem, "blanks": blanks}


@st.composite
def _blanks(draw: st.DrawFn) -> Data:
    accepted = draw(st.lists(_lines, min_size=1, max_size=3, unique=True))
    if draw(st.booleans()):
        number = {"value": draw(_decimals), "tolerance": draw(_tolerances)}
        return {"accepted": accepted if draw(st.booleans()) else [], "numeric": number}
    return {"accepted": accepted, "numeric": None}


@st.composite
def _match(draw: st.DrawFn) -> Data:
    words = draw(st.lists(_lines, min_size=5, max_size=7, unique=True))
    pairs = [{"left": words[0], "right": words[1]}, {"left": words[2], "right": words[3]}]
    return {"pairs": pairs, **({"distractors": words[4:]} if draw(st.booleans()) else {})}


_order = st.lists(_lines, min_size=2, max_size=5, unique=True).map(lambda items: {"items": items})
_BODIES: dict[QuestionType, st.SearchStrategy[Data]] = {
    QuestionType.SINGLE: _single(),
    QuestionType.MULTIPLE: _multiple(),
    QuestionType.TRUE_FALSE: _true_false(),
    QuestionType.FILL_IN: _fill_in(),
    QuestionType.ORDER: _order,
    QuestionType.MATCH: _match(),
}


@st.composite
def parts(draw: st.DrawFn, kinds: tuple[QuestionType, ...] = PLAIN_TYPES) -> Data:
    """A question without the fields of the bank, as it stands in a case."""
    kind = draw(st.sampled_from(kinds))
    data: Data = {"type": kind.value, "stem": draw(texts()), **draw(_BODIES[kind])}
    for name in ("explanation", "feedback_right", "feedback_wrong"):
        if draw(st.integers(0, 2)) == 0:
            data[name] = draw(texts())
    if draw(st.integers(0, 4)) == 0:
        data["partial_credit"] = False
    return data


@st.composite
def questions(draw: st.DrawFn, kinds: tuple[QuestionType, ...] = tuple(QuestionType)) -> Data:
    """A question of the bank with the key ``q-`` and a number; several of them may share one."""
    kind = draw(st.sampled_from(kinds))
    data: Data
    if kind is QuestionType.CASE:
        data = {"type": "case", "stem": draw(texts()), "parts": draw(st.lists(parts(), min_size=1, max_size=3))}
    else:
        data = draw(parts((kind,)))
    data |= {
        "key": f"q-{draw(st.integers(0, 99_999)):05d}",
        "topic": draw(st.sampled_from(["local_bodies", "three_setting", "real_name"])),
        "difficulty": draw(st.integers(1, 3)),
        "use": draw(st.sampled_from(["practice", "exam"])),
        "articles": draw(st.lists(st.sampled_from(["条例[试行]#9", "地方条例#12", "A \\ B#1"]), unique=True)),
    }
    if draw(st.booleans()):
        data["valid_from"] = "2007-05-01"
    if draw(st.integers(0, 3)) == 0:
        data["valid_to"] = "2031-12-31"
    return data


def banks(most: int = 4) -> st.SearchStrategy[list[Data]]:
    """Several questions with a key each."""
    return st.lists(questions(), min_size=1, max_size=most, unique_by=lambda data: data["key"])
