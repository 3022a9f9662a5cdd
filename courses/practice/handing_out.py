"""A question as it is handed out for practice: with its key, because a phone judges it without a network.

Only questions whose key is open to the person come this way (see :mod:`courses.practice.queries`). The ids of
options are the same on each of a person's devices: they follow from whom and what, and need not be stored.
"""

from __future__ import annotations

import hashlib
import random
from typing import Any

from courses.practice.choosing import Planned, Ref
from courses.quizzes.public import Case, Choice, KeyMap, Part, Question, arrange, reveal, show


def seed_of(*about: object) -> int:
    """A number that stays the same; nothing is kept secret by it, for the key is handed out too."""
    return int.from_bytes(hashlib.sha256(":".join(map(str, about)).encode()).digest()[:8])


def keymap_for(account_id: str, ref: Ref, question: Question) -> KeyMap:
    """The arrangement in which this person gets this version of the question."""
    return arrange(question, random.Random(seed_of(account_id, *ref)))  # noqa: S311  # not a secret, see above


def handed_out(question: Question, keymap: KeyMap, item: Planned) -> dict[str, Any]:
    """``{question_id, version, topic, mistake, due_on, question, told, judging}``."""
    return {
        "question_id": item.ref[0],
        "version": item.ref[1],
        "topic": question.topic,
        "mistake": item.mistake,
        "due_on": item.due_on,
        "question": show(question, keymap),
        "told": reveal(question, keymap),
        "judging": judging(question, keymap),
    }


def judging(part: Part, keymap: KeyMap) -> dict[str, Any]:
    """What a device needs beside what is told to judge as the server does: ``{partial_credit, weights, parts}``.

    ``weights`` are fractions as text by the id of their option, where the author gave any.
    """
    body = part.body
    found: dict[str, Any] = {"partial_credit": part.partial_credit, "weights": {}, "parts": {}}
    if isinstance(body, Choice):
        weights = {option_id: body.options[place].weight for option_id, place in keymap["options"]}
        found["weights"] = {option_id: str(weight) for option_id, weight in weights.items() if weight is not None}
    elif isinstance(body, Case):
        maps = dict(keymap["parts"])
        found["parts"] = {str(number): judging(it, maps[str(number)]) for number, it in enumerate(body.parts, 1)}
    return found
