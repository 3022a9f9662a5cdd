"""Judging an answer: exact fractions between 0 and 1, rounded by nobody here.

An answer has the shape of its type: ``{choice: id}``, ``{choices: [id]}``, ``{blanks: [text]}``,
``{order: [id]}``, ``{pairs: {left id: right id}}``, ``{parts: {part id: answer}}``. What is saved while a paper is
open may be incomplete (pairs and parts that are missing, empty blanks) but never of another shape.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from courses.quizzes.errors import AnswerInvalid
from courses.quizzes.presenting import KeyMap, numbered
from courses.quizzes.questions import Blank, Body, Case, Choice, FillIn, Match, Order, Part, Truth

MAX_BLANK = 500
NOTHING, WHOLE = Fraction(0), Fraction(1)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")


def check_answer_shape(presented: Mapping[str, Any], answer: object) -> None:
    """Refuse what is no answer to ``presented``. Raises :class:`AnswerInvalid`."""
    if not isinstance(answer, dict) or not _fits(presented, answer):
        raise AnswerInvalid


def judge(question: Part, keymap: KeyMap, answer: Mapping[str, Any] | None, *, partial: bool = True) -> Fraction:
    """The share of the question's score, 0 … 1; no answer is 0.

    Without ``partial``, or where the question itself forbids it, only the whole right answer counts.
    """
    if answer is None:
        return NOTHING
    body = question.body
    partial = partial and question.partial_credit
    if isinstance(body, Case):
        share = _case_share(body, keymap, answer, partial=partial)
    else:
        share = _share(body, keymap, answer)
        if question.type == "multiple" and not partial:
            share = WHOLE if _chosen(keymap, answer["choices"]) == _right(body) else NOTHING
    return share if partial or share == WHOLE else NOTHING


def is_answered(presented: Mapping[str, Any], answer: Mapping[str, Any] | None) -> bool:
    """Whether every part of a question has some answer."""
    if answer is None:
        return False
    match presented["type"]:
        case "multiple":
            return bool(answer["choices"])
        case "fill_in":
            return all(text.strip() for text in answer["blanks"])
        case "match":
            return len(answer["pairs"]) == len(presented["lefts"])
        case "case":
            return all(is_answered(part, answer["parts"].get(part["id"])) for part in presented["parts"])
        case _:
            return True


def plain_form(text: str) -> str:
    """The form in which texts are compared: NFKC, case folded, trimmed, runs of spaces as one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def blank_is_right(blank: Blank, text: str) -> bool:
    """Whether a text fills a blank."""
    plain = plain_form(text)
    if any(plain == plain_form(accepted) for accepted in blank.accepted):
        return bool(plain)
    if blank.numeric is None or not _NUMBER.fullmatch(plain):
        return False
    return abs(Decimal(plain) - blank.numeric.value) <= blank.numeric.tolerance


def _fits(presented: Mapping[str, Any], answer: dict[str, Any]) -> bool:
    if len(answer) != 1:
        return False
    fits = False
    match presented["type"], answer:
        case "single" | "true_false", {"choice": str(choice)}:
            fits = choice in _ids(presented["options"])
        case "multiple", {"choices": list(choices)}:
            fits = _are_different(choices) and set(choices) <= _ids(presented["options"])
        case "fill_in", {"blanks": list(blanks)}:
            fits = len(blanks) == presented["blanks"] and all(_is_blank(text) for text in blanks)
        case "order", {"order": list(order)}:
            fits = _are_different(order) and set(order) == _ids(presented["items"])
        case "match", {"pairs": dict(pairs)}:
            known = _ids(presented["rights"])
            fits = set(pairs) <= _ids(presented["lefts"]) and all(
                isinstance(right, str) and right in known for right in pairs.values()
            )
        case "case", {"parts": dict(parts)}:
            shown = {part["id"]: part for part in presented["parts"]}
            fits = set(parts) <= set(shown) and all(
                isinstance(part, dict) and _fits(shown[part_id], part) for part_id, part in parts.items()
            )
    return fits


def _ids(values: list[dict[str, str]]) -> set[str]:
    return {value["id"] for value in values}


def _are_different(ids: list[Any]) -> bool:
    return all(isinstance(value, str) for value in ids) and len(set(ids)) == len(ids)


def _is_blank(text: object) -> bool:
    return isinstance(text, str) and len(text) <= MAX_BLANK and "\0" not in text


def _share(body: Body, keymap: KeyMap, answer: Mapping[str, Any]) -> Fraction:
    match body:
        case Choice() if "choice" in answer:
            option = body.options[dict(keymap["options"])[answer["choice"]]]
            return WHOLE if option.correct else max(NOTHING, option.weight or NOTHING)
        case Choice():
            return _several_share(body, _chosen(keymap, answer["choices"]))
        case Truth():
            return Fraction((dict(keymap["options"])[answer["choice"]] == 0) == body.answer)
        case FillIn():
            right = sum(map(blank_is_right, body.blanks, answer["blanks"]))
            return Fraction(right, len(body.blanks))
        case Order():
            places = [dict(keymap["items"])[item_id] for item_id in answer["order"]]
            kept = sum(after == before + 1 for before, after in pairwise(places))
            return Fraction(kept, len(places) - 1)
        case Match():
            return _pairs_share(body, keymap, answer["pairs"])
        case Case():
            raise TypeError  # judged part by part


def _several_share(body: Choice, chosen: frozenset[int]) -> Fraction:
    """Right minus wrong, never below 0; by the options' weights where they have some."""
    right = _right(body)
    if chosen == right:
        return WHOLE
    even = Fraction(1, len(right))
    worth = sum((_worth(body, place, even) for place in chosen), NOTHING)
    return min(WHOLE, max(NOTHING, worth))


def _worth(body: Choice, place: int, even: Fraction) -> Fraction:
    option = body.options[place]
    if option.weight is not None:
        return option.weight
    return even if option.correct else -even


def _right(body: Body) -> frozenset[int]:
    assert isinstance(body, Choice)
    return frozenset(place for place, option in enumerate(body.options) if option.correct)


def _chosen(keymap: KeyMap, ids: list[str]) -> frozenset[int]:
    places = dict(keymap["options"])
    return frozenset(places[option_id] for option_id in ids)


def _pairs_share(body: Match, keymap: KeyMap, pairs: Mapping[str, str]) -> Fraction:
    lefts, rights = dict(keymap["lefts"]), dict(keymap["rights"])
    right = sum(body.pairs[lefts[left]][1] == body.rights[rights[value]] for left, value in pairs.items())
    return Fraction(right, len(body.pairs))


def _case_share(body: Case, keymap: KeyMap, answer: Mapping[str, Any], *, partial: bool) -> Fraction:
    maps = dict(keymap["parts"])
    shares = [
        judge(part, maps[part_id], answer["parts"].get(part_id), partial=partial)
        for part_id, part in numbered(body)
    ]
    return sum(shares, NOTHING) / len(shares)
