"""What our questions have and other formats have no place for, as labels ("tags") that those formats do have.

``difficulty=2``, ``use=exam``, ``article=<title>#<number>``, ``valid_from=…``, ``valid_to=…``,
``partial_credit=false`` and ``accepted=…`` (a text that a blank takes beside its number). Another system shows
them as tags and gives them back.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Final

from courses.interchange.formats import Defaults, QuestionData
from courses.interchange.texts import Lose

_KEY = re.compile(r"[a-z0-9-]{3,40}")
_TOPIC = re.compile(r"[a-z][a-z0-9_]{1,39}")
_DAYS: Final = ("valid_from", "valid_to")


def labels_of(data: QuestionData) -> list[str]:
    """The labels of a question in canonical form."""
    labels = [f"difficulty={data['difficulty']}", f"use={data['use']}"]
    labels += [f"article={article}" for article in data["articles"]]
    labels += [f"{name}={data[name]}" for name in _DAYS if name in data]
    if not data.get("partial_credit", True):
        labels.append("partial_credit=false")
    return labels + [f"accepted={text}" for text in _beside_number(data)]


def _beside_number(data: QuestionData) -> list[str]:
    """Texts that a blank accepts beside its number: elsewhere a blank takes either."""
    [blank, *_] = data.get("blanks", [{}])
    accepted: list[str] = blank["accepted"] if blank.get("numeric") else []
    return accepted


def label_question(
    body: QuestionData, *, id_number: str, category: str, labels: Iterable[str], defaults: Defaults, lose: Lose
) -> QuestionData:
    """A whole question of what a reader found.

    The key is the file's own number where that can be one, else made from the content, so that the same file
    gives the same keys. The topic is the last part of a category that is a code, else the default.
    """
    topic = category.rstrip("/ ").rsplit("/", 1)[-1].strip()
    data: QuestionData = {
        "topic": topic,
        "difficulty": defaults.difficulty,
        "use": "practice",
        "articles": [],
        **body,
    }
    if not _TOPIC.fullmatch(topic):
        data["topic"] = defaults.topic
        if topic:
            lose("category")
    for label in labels:
        if not _apply(data, label.strip()):
            lose("tag")
    if id_number and not _KEY.fullmatch(id_number):
        lose("id_number")
        id_number = ""
    return {"key": id_number or key_of(data), **data}


def _apply(data: QuestionData, label: str) -> bool:
    """Put one label where it belongs; false for a label that says nothing here."""
    name, _, value = label.partition("=")
    if name == "difficulty" and value in ("1", "2", "3"):
        data["difficulty"] = int(value)
    elif name in ("use", *_DAYS):
        data[name] = value
    elif name == "article":
        data["articles"] = [*data["articles"], value]
    elif label == "partial_credit=false":
        data["partial_credit"] = False
    elif name == "accepted" and data["type"] == "fill_in":
        data["blanks"][0]["accepted"].append(value)
    else:
        return False
    return True


def key_of(data: QuestionData) -> str:
    """A key for a question that brings none: the same content has the same key."""
    content = json.dumps({**data, "key": ""}, ensure_ascii=False, sort_keys=True)
    return f"q-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
