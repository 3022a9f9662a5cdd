"""What a person sees of a question, and what only the server knows of it.

``arrange`` draws the ids and the order of everything that could betray the key; ``show`` makes the payload from a
question and its arrangement, and ``reveal`` what may be told once the review is allowed. What ``show`` gives does
not depend on the key in any way: items to be put in order and right sides are sorted by their text before
they are shuffled, so that two banks that differ only in the key draw the same ids in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol, TypedDict, TypeVar

from courses.markdown import render_markdown
from courses.quizzes.questions import BLANK, Case, Choice, FillIn, Match, Order, Part, Question, Truth

_Value = TypeVar("_Value")


class Rng(Protocol):
    """``random.SystemRandom`` in the product, a seeded ``random.Random`` where a test repeats a paper."""

    def getrandbits(self, k: int, /) -> int: ...

    def shuffle(self, x: list[Any], /) -> None: ...


class KeyMap(TypedDict, total=False):
    """Ids in the order shown, each with the place of what it stands for in the question; never sent to anyone.

    ``options`` count the author's options (true is 0, false is 1), ``items`` and ``lefts`` the right order and the
    pairs, ``rights`` :attr:`Match.rights`. Lists, because PostgreSQL's JSONB keeps no order of keys.
    """

    options: list[tuple[str, int]]
    items: list[tuple[str, int]]
    lefts: list[tuple[str, int]]
    rights: list[tuple[str, int]]
    parts: list[tuple[str, KeyMap]]


def present(question: Part, rng: Rng, *, shuffle: bool = True) -> tuple[dict[str, Any], KeyMap]:
    """The payload of a fresh arrangement, and the arrangement. See :func:`arrange` and :func:`show`."""
    keymap = arrange(question, rng, shuffle=shuffle)
    return show(question, keymap), keymap


def arrange(question: Part, rng: Rng, *, shuffle: bool = True) -> KeyMap:
    """Random ids for everything that can be chosen; without ``shuffle`` options keep the author's order."""
    body = question.body
    if isinstance(body, Choice):
        return {"options": _with_ids(range(len(body.options)), rng, shuffle=shuffle)}
    if isinstance(body, Truth):
        return {"options": _with_ids(range(2), rng, shuffle=False)}
    if isinstance(body, Order):
        by_text = sorted(range(len(body.items)), key=body.items.__getitem__)
        return {"items": _with_ids(by_text, rng, shuffle=True)}
    if isinstance(body, Match):
        return {
            "lefts": _with_ids(range(len(body.pairs)), rng, shuffle=False),
            "rights": _with_ids(range(len(body.rights)), rng, shuffle=True),
        }
    if isinstance(body, Case):
        return {"parts": [(part_id, arrange(part, rng, shuffle=shuffle)) for part_id, part in numbered(body)]}
    return {}


def show(question: Part, keymap: KeyMap) -> dict[str, Any]:
    """``{type, stem_html, options?, blanks?, items?, lefts?, rights?, parts?}``: no key, weight or feedback.

    Options are ``{id, html}``, those of true / false ``{id, word}``.
    """
    body = question.body
    shown: dict[str, Any] = {"type": question.type.value, "stem_html": stem_html(question)}
    if isinstance(body, Choice):
        shown["options"] = _shown(keymap["options"], [option.text for option in body.options])
    elif isinstance(body, Truth):
        words = ("true", "false")
        shown["options"] = [{"id": option_id, "word": words[place]} for option_id, place in keymap["options"]]
    elif isinstance(body, FillIn):
        shown["blanks"] = len(body.blanks)
    elif isinstance(body, Order):
        shown["items"] = _shown(keymap["items"], body.items)
    elif isinstance(body, Match):
        shown["lefts"] = _shown(keymap["lefts"], [left for left, _right in body.pairs])
        shown["rights"] = _shown(keymap["rights"], body.rights)
    else:
        maps = dict(keymap["parts"])
        shown["parts"] = [{"id": part_id, **show(part, maps[part_id])} for part_id, part in numbered(body)]
    return shown


def reveal(question: Part, keymap: KeyMap) -> dict[str, Any]:
    """What is right and why, in the ids of an arrangement: for a review that is allowed, and for practice.

    ``{answer, explanation_html, feedback_right_html, feedback_wrong_html, articles, whys: {option id: html},
    blanks: [{accepted, numeric}], parts: {part id: the same}}``; ``answer`` has the shape in which it is given,
    and is null for fill-in (see ``blanks``) and for a case (see ``parts``).
    """
    body = question.body
    told: dict[str, Any] = {
        "answer": _right_answer(question, keymap),
        "explanation_html": _html(question.explanation),
        "feedback_right_html": _html(question.feedback_right),
        "feedback_wrong_html": _html(question.feedback_wrong),
        "articles": list(question.articles) if isinstance(question, Question) else [],
        "whys": {},
        "blanks": [],
        "parts": {},
    }
    if isinstance(body, Choice):
        told["whys"] = {option_id: _html(body.options[place].why) for option_id, place in keymap["options"]}
    elif isinstance(body, Truth):
        whys = (body.why_true, body.why_false)
        told["whys"] = {option_id: _html(whys[place]) for option_id, place in keymap["options"]}
    elif isinstance(body, FillIn):
        told["blanks"] = [blank.to_data() for blank in body.blanks]
    elif isinstance(body, Case):
        maps = dict(keymap["parts"])
        told["parts"] = {part_id: reveal(part, maps[part_id]) for part_id, part in numbered(body)}
    return told


def numbered(case: Case) -> list[tuple[str, Part]]:
    """The parts of a case with their ids "1", "2" …"""
    return [(str(number), part) for number, part in enumerate(case.parts, 1)]


def stem_html(question: Part) -> str:
    """The stem as HTML; a blank reads ＿＿(1)＿＿."""
    return BLANK.sub(lambda found: f"＿＿({found[1]})＿＿", _html(question.stem))


def _right_answer(question: Part, keymap: KeyMap) -> dict[str, Any] | None:
    body = question.body
    if isinstance(body, Choice):
        right = [option_id for option_id, place in keymap["options"] if body.options[place].correct]
        return {"choice": right[0]} if question.type == "single" else {"choices": right}
    if isinstance(body, Truth):
        return {"choice": next(option_id for option_id, place in keymap["options"] if (place == 0) == body.answer)}
    if isinstance(body, Order):
        return {"order": [item_id for item_id, _place in sorted(keymap["items"], key=lambda item: item[1])]}
    if isinstance(body, Match):
        ids = {body.rights[place]: right_id for right_id, place in keymap["rights"]}
        return {"pairs": {left_id: ids[body.pairs[place][1]] for left_id, place in keymap["lefts"]}}
    return None


def _shown(ids: Sequence[tuple[str, int]], texts: Sequence[str]) -> list[dict[str, str]]:
    return [{"id": value_id, "html": _html(texts[place])} for value_id, place in ids]


def _with_ids(values: Sequence[_Value], rng: Rng, *, shuffle: bool) -> list[tuple[str, _Value]]:
    order = list(values)
    if shuffle:
        rng.shuffle(order)
    ids: list[str] = []
    while len(ids) < len(order):
        drawn = f"{rng.getrandbits(32):08x}"
        if drawn not in ids:
            ids.append(drawn)
    return list(zip(ids, order, strict=True))


@lru_cache(maxsize=20_000)
def _html(text: str) -> str:
    """Rendered once: the same few questions are shown to everybody who sits an examination."""
    return render_markdown(text) if text else ""
