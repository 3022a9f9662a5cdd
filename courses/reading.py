"""Reading plain values at a path, noting what is wrong with each instead of stopping at the first mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import date
from typing import Any

_LONGEST_NAME = 200


class ValueReader:
    """Gathers ``problems`` (``{path, problem}``); a value that is wrong is read as an empty one of its kind."""

    def __init__(self) -> None:
        self.problems: list[dict[str, str]] = []
        self._path = ""

    def note(self, problem: str, name: str = "") -> None:
        """Keep a problem with the value ``name`` of what is read now, or with that itself."""
        path = f"{self._path}.{name}" if self._path and name else self._path or name
        self.problems.append({"path": path, "problem": problem})

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Inside the block, paths begin with ``name``."""
        before = self._path
        self._path = f"{before}.{name}" if before else name
        yield
        self._path = before

    def each(self, data: Mapping[Any, Any], name: str, least: int, most: int) -> Iterator[Any]:
        """The values of a list, each at its own path."""
        values = data.get(name)
        if values is not None and not isinstance(values, list | tuple):
            self.note("not_a_list", name)
            return
        values = values or []
        if len(values) < least:
            self.note("too_few" if values else "missing", name)
        if len(values) > most:
            self.note("too_many", name)
            return
        for position, value in enumerate(values):
            with self.at(f"{name}[{position}]"):
                yield value

    def mapping(self, value: object, known: AbstractSet[Any] | None) -> Mapping[Any, Any]:
        """A mapping that holds nothing but ``known`` names (``None``: whatever it holds)."""
        if not isinstance(value, Mapping):
            self.note("not_a_mapping")
            return {}
        if known is not None:
            self.refuse_unknown(value, known)
        return value

    def refuse_unknown(self, data: Mapping[Any, Any], known: AbstractSet[Any]) -> None:
        """An extra name is a mistake that nobody would notice otherwise."""
        for name in data:
            if name not in known:
                self.note("unknown_field", str(name)[:60])

    def text(self, data: Mapping[Any, Any], name: str, longest: int, *, optional: bool = False) -> str:
        """Text without the space around it."""
        value = data.get(name)
        if value is None and optional:
            return ""
        if not isinstance(value, str):
            self.note("missing" if value is None else "not_text", name)
            return ""
        text = value.strip()
        if not text and not optional:
            self.note("missing", name)
        if len(text) > longest:
            self.note("too_long", name)
        if "\0" in text:
            self.note("not_text", name)
            return ""
        return text

    def flag(self, data: Mapping[Any, Any], name: str, *, default: bool | None) -> bool:
        """Yes or no; without a ``default`` it must be there."""
        value = data.get(name, default)
        if not isinstance(value, bool):
            self.note("missing" if value is None else "not_yes_or_no", name)
        return value is True

    def matching(self, data: Mapping[Any, Any], name: str, pattern: re.Pattern[str]) -> str:
        """A name that ``pattern`` describes wholly."""
        text = self.text(data, name, _LONGEST_NAME)
        if text and not pattern.fullmatch(text):
            self.note("bad_name", name)
        return text

    def day(self, data: Mapping[Any, Any], name: str) -> date | None:
        """A day as YAML reads it or as ``YYYY-MM-DD``."""
        value = data.get(name)
        if value is None or type(value) is date:
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self.note("bad_date", name)
            return None

    def distinct(self, name: str, texts: list[str]) -> None:
        """No two of ``texts`` are equal."""
        given = [text for text in texts if text]
        if len(set(given)) < len(given):
            self.note("duplicate", name)
