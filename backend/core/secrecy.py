"""The gate against state secrets.

The product is a non-classified system (保守国家秘密法 art. 31(3)). Before any write, every text that came in is
held against the office's list of marks and excluded names; a hit is refused with 请按保密规定线下办理 and nothing
of what was sent is stored, not even in a log.

The list is local: ``ZB_SECRECY_LIST`` names a YAML file of the same shape as the one beside this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from backend.core.errors import Invalid, Refused

_SHIPPED = Path(__file__).with_name("secrecy_marks.yaml")
#: Nothing the app sends is nested deeper; hostile bodies are.
MAX_DEPTH = 20


class SecrecyRefused(Refused):
    """A text bears a secrecy mark or names an excluded body. No fact says which: that would repeat it."""

    code = "secrecy_refused"


class NestedTooDeep(Invalid):
    """A body nested deeper than anything the product reads."""

    code = "nested_too_deep"


@dataclass(frozen=True, slots=True)
class SecrecyGate:
    """The compiled list."""

    marks: re.Pattern[str]
    names: tuple[str, ...]

    @classmethod
    def load(cls, path: Path | None = None) -> SecrecyGate:
        raw = yaml.safe_load((path or _SHIPPED).read_text(encoding="utf-8"))
        levels = "|".join(re.escape(level) for level in raw["levels"])
        stars = "".join(re.escape(star) for star in raw["stars"])
        # the mark of GB/T 9704-2012 7.2.2 is level, star, period; spaces may be set between
        return cls(re.compile(f"(?:{levels})\\s?[{stars}]"), tuple(raw["excluded_names"] or ()))

    def check(self, value: object) -> None:
        """Walk texts, lists and mappings. Raises :class:`SecrecyRefused` or :class:`NestedTooDeep`."""
        # one search for all: no mark and no name goes across the sign between two texts
        plain = unicodedata.normalize("NFKC", "\0".join(texts_in(value)))
        if self.marks.search(plain) or any(name in plain for name in self.names):
            raise SecrecyRefused


def texts_in(value: object, depth: int = 0) -> Iterator[str]:
    """All texts in ``value``, keys among them. Raises :class:`NestedTooDeep`."""
    if depth > MAX_DEPTH:
        raise NestedTooDeep
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts_in(key, depth + 1)
            yield from texts_in(part, depth + 1)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part, depth + 1)
