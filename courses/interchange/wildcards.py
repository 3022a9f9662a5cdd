"""Short answers elsewhere are patterns: ``*`` stands for anything, ``\\*`` for a star. Ours are texts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from courses.interchange.formats import NotCarried
from courses.interchange.texts import Lose

_WILDCARD = re.compile(r"(?<!\\)\*")


def literal_texts(patterns: Sequence[str], lose: Lose) -> list[str]:
    """The patterns that are plain texts; the others are lost."""
    texts = [pattern.replace("\\*", "*") for pattern in patterns if not _WILDCARD.search(pattern)]
    if len(texts) < len(patterns):
        lose("wildcard")
    return texts


def pattern_of(text: str) -> str:
    """The pattern that fits this text alone. Raises :class:`NotCarried` where none can be written."""
    if "\\*" in text:
        raise NotCarried("signs_of_the_format")
    return text.replace("*", "\\*")
