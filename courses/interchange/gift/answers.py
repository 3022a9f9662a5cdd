"""What stands between the braces of a GIFT question.

Every function takes the text with escaped signs hidden (see :mod:`courses.interchange.gift.source`) and gives the
part of a question dict that belongs to the type it recognised.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from courses.interchange.formats import NotCarried, Place, Unreadable
from courses.interchange.gift.source import Block, show
from courses.interchange.texts import Lose, to_markdown
from courses.interchange.weights import share_of, weigh_options
from courses.interchange.wildcards import literal_texts

#: More than any question of ours has; a line of a million must not cost a million looks at it.
MAX_ANSWERS = 100
_FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_TRUTH = re.compile(
    r"\s*(T|TRUE|F|FALSE)\s*(?:#(?P<wrong>[^#]*)(?:#(?P<right>.*))?)?\Z", re.IGNORECASE | re.DOTALL
)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
_ORDERING = re.compile(r"\s*>[^\n]*\n")
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,10})?|\.\d{1,10})")


@dataclass(frozen=True, slots=True)
class Reading:
    """One block being read: its texts' usual form, and where what is lost is noted."""

    block: Block
    form: str
    lose: Lose

    def markdown(self, text: str) -> str:
        """A text in its own form or that of the question, as Markdown."""
        form, words = form_of(text, self.form)
        return to_markdown(show(words), form, self.lose)

    def plain(self, text: str) -> str:
        """A text that is compared with what somebody types."""
        form, words = form_of(text, self.form)
        shown = show(words)
        return (html.unescape(re.sub(r"<[^>]*>", "", shown)) if form == "html" else shown).strip()

    def place(self, offset: int) -> Place:
        return Place(line=self.block.line_at(offset))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its sign (= or ~), its share (``None`` where none is given), text, feedback and place."""

    sign: str
    share: Fraction | None
    text: str
    feedback: str
    place: Place

    @property
    def worth(self) -> Fraction:
        return self.share if self.share is not None else Fraction(self.sign == "=")


def form_of(text: str, usual: str) -> tuple[str, str]:
    """A leading ``[html]`` and the like, and the text behind it."""
    found = _FORM.match(text)
    return (found[1], text[found.end() :]) if found else (usual, text)


def read_answers(reading: Reading, text: str, offset: int) -> dict[str, Any]:
    """The type of a question and its answers. ``offset`` is where ``text`` begins in the block.

    Raises :class:`NotCarried` for an essay, :class:`Unreadable` for what GIFT has no reading of.
    """
    if not text.strip():
        raise NotCarried("essay")
    if truth := _TRUTH.match(text):
        return _truth(reading, truth)
    if text.lstrip().startswith("#"):
        hash_at = text.index("#") + 1
        return _numerical(reading, text[hash_at:], offset + hash_at)
    if found := _ORDERING.match(text):
        items = [reading.markdown(line) for line in text[found.end() :].split("\n") if line.strip()]
        return {"type": "order", "items": items}
    answers = _split(reading, text, offset)
    if all(answer.sign == "=" for answer in answers):
        return (
            _match(reading, answers)
            if any("->" in answer.text for answer in answers)
            else _short(reading, answers)
        )
    return _choice(reading, answers)


def _split(reading: Reading, text: str, offset: int) -> list[Answer]:
    """The answers that ``=`` and ``~`` begin."""
    answers: list[Answer] = []
    for found in re.finditer(r"([=~]?)([^=~]*)", text):
        sign, rest = found.groups()
        place = reading.place(offset + found.start())
        if len(answers) == MAX_ANSWERS:
            raise Unreadable("too_many", place)
        if sign:
            answers.append(_answer(sign, rest.strip(), place))
        elif rest.strip():
            raise Unreadable("answer_without_sign", place)
    return answers


def _answer(sign: str, text: str, place: Place) -> Answer:
    share = None
    if weight := _WEIGHT.match(text):
        share, text = share_of(weight[1]), text[weight.end() :]
        if share is None:
            raise Unreadable("bad_weight", place)
    words, _, feedback = text.partition("#")
    return Answer(sign, share, words, feedback, place)


def _truth(reading: Reading, found: re.Match[str]) -> dict[str, Any]:
    """The first feedback is for who answers wrongly, the second for who is right."""
    answer = found[1].upper().startswith("T")
    wrong, right = (reading.markdown(found[name] or "") for name in ("wrong", "right"))
    said = {"true": right if answer else wrong, "false": wrong if answer else right}
    why = {word: text for word, text in said.items() if text}
    return {"type": "true_false", "answer": answer, **({"why": why} if why else {})}


def _choice(reading: Reading, answers: Sequence[Answer]) -> dict[str, Any]:
    """Without any ``=`` several options may be right, each by its weight."""
    single = any(answer.sign == "=" for answer in answers)
    options = []
    for answer in answers:
        option: dict[str, Any] = {"text": reading.markdown(answer.text), "correct": False}
        if why := reading.markdown(answer.feedback):
            option["why"] = why
        options.append(option)
    weigh_options(options, [answer.worth for answer in answers], single=single)
    return {"type": "single" if single else "multiple", "options": options}


def _match(reading: Reading, answers: Sequence[Answer]) -> dict[str, Any]:
    """``=left -> right``; an empty left makes a right side that fits nothing."""
    pairs, distractors = [], []
    for answer in answers:
        left, arrow, right = answer.text.partition("->")
        if not arrow:
            raise Unreadable("pair_without_arrow", answer.place)
        if answer.feedback.strip():
            reading.lose("answer_feedback")
        if left.strip():
            pairs.append({"left": reading.markdown(left), "right": reading.markdown(right)})
        else:
            distractors.append(reading.markdown(right))
    return {"type": "match", "pairs": pairs, **({"distractors": distractors} if distractors else {})}


def _short(reading: Reading, answers: Sequence[Answer]) -> dict[str, Any]:
    right = _right_answers(reading, answers)
    accepted = literal_texts([reading.plain(answer.text) for answer in right], reading.lose)
    return _filled(reading, right, {"accepted": accepted, "numeric": None})


def _numerical(reading: Reading, text: str, offset: int) -> dict[str, Any]:
    if re.search("[=~]", text):
        right = _right_answers(reading, _split(reading, text, offset))
    else:
        right = [_answer("=", text.strip(), reading.place(offset))]
    if not right:
        return _filled(reading, right, {"accepted": [], "numeric": None})
    if len(right) > 1:
        reading.lose("further_numbers")
    number = read_number(show(right[0].text), right[0].place)
    return _filled(reading, right, {"accepted": [], "numeric": number})


def _right_answers(reading: Reading, answers: Sequence[Answer]) -> list[Answer]:
    """Those that are wholly right: a blank of ours is right or wrong, with one thing said of either."""
    right = [answer for answer in answers if answer.worth == 1]
    others = [answer for answer in answers if answer.worth != 1]
    if any(answer.worth > 0 for answer in others):
        reading.lose("weighted_answer")
    if any(answer.feedback.strip() for answer in others):
        reading.lose("answer_feedback")
    return right


def _filled(reading: Reading, right: Sequence[Answer], blank: dict[str, Any]) -> dict[str, Any]:
    said = [reading.markdown(answer.feedback) for answer in right]
    if any(text != said[0] for text in said):
        reading.lose("answer_feedback")
    feedback = {"feedback_right": said[0]} if said and said[0] else {}
    return {"type": "fill_in", "blanks": [blank], **feedback}


def read_number(text: str, place: Place) -> dict[str, str]:
    """``3.14``, ``3.14:0.01`` or ``3.13..3.15`` as a value with its tolerance, exactly."""
    try:
        if ".." in text:
            low, high = (_decimal(part) for part in text.split("..", 1))
            value, tolerance = (low + high) / 2, (high - low) / 2
        else:
            middle, _, around = text.partition(":")
            value, tolerance = _decimal(middle), _decimal(around or "0")
    except (InvalidOperation, ValueError) as error:
        raise Unreadable("bad_number", place) from error
    if tolerance < 0:
        raise Unreadable("bad_number", place)
    return {"value": f"{value:f}", "tolerance": f"{tolerance:f}"}


def _decimal(text: str) -> Decimal:
    """A number that is written out; Decimal alone would also take NaN and 1E999."""
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(text)
    return Decimal(text.strip())
