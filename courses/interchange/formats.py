"""The port that every format of questions stands behind.

A format reads bytes into *question dicts* (the shape of ``courses.quizzes.questions``) and writes such dicts into
bytes. Three things come out of reading, each with its place in the file: questions, what could not be carried over
(a *loss*: the rest of the file is still good) and what is wrong (a *problem*: nothing of the file is taken).

A package (SCORM, cmi5) or QTI fits here too: a class with these members, one line in ``registry.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

#: A question as the bank, the editor and our course files hold it.
QuestionData = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: a line from 1, or a sheet's name with its row from 1 and the heading of the column."""

    line: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that is not carried over. ``what`` is a stable code; on the way out ``key`` names the question."""

    what: str
    place: Place = NOWHERE
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file is refused. ``problem`` is a stable code; ``path`` leads to the part of the question."""

    problem: str
    place: Place
    path: str = ""


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """A question, where it begins, and where some of its parts stand (by the beginning of their path)."""

    place: Place
    data: QuestionData
    parts: Mapping[str, Place] = field(default_factory=dict)

    def where(self, path: str) -> Place:
        """The nearest known place of ``options[1].text`` and the like."""
        known = [part for part in self.parts if path == part or path.startswith((part + ".", part + "["))]
        return self.parts[max(known, key=len)] if known else self.place


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a question gets when the file says nothing about it."""

    topic: str = "imported"
    difficulty: int = 2


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a file holds."""

    questions: tuple[PlacedQuestion, ...]
    losses: tuple[Loss, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A file with so many questions, and what of those asked for it does not hold."""

    content: bytes
    questions: int
    losses: tuple[Loss, ...]


class Format(Protocol):
    """A format of questions."""

    @property
    def name(self) -> str:
        """How the command line and the app name it."""

    @property
    def extension(self) -> str:
        """Of its files, with the dot."""

    @property
    def media_type(self) -> str:
        """Of its files on the wire."""

    def read(self, content: bytes, defaults: Defaults) -> ReadResult:
        """What the file holds; raises a ``DomainError`` where nothing of it can be read at all."""

    def write(self, questions: Iterable[QuestionData]) -> Written:
        """The questions as a file that :meth:`read` reads back equal, but for the losses."""


class Unreadable(Exception):
    """A part of a file that breaks the rules of its format; the reader turns it into a :class:`Problem`."""

    def __init__(self, problem: str, place: Place, path: str = "") -> None:
        super().__init__(problem)
        self.found = Problem(problem, place, path)


class NotCarried(Exception):
    """A question that this product or this format has no kind for; the reader or writer lists it as a loss."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Findings:
    """Collects what one reading or writing finds, so that everything is listed and not the first only."""

    def __init__(self) -> None:
        self.questions: list[PlacedQuestion] = []
        self.losses: list[Loss] = []
        self.problems: list[Problem] = []

    def lose(self, what: str, place: Place = NOWHERE, key: str | None = None) -> None:
        loss = Loss(what, place, key)
        if loss not in self.losses[-20:]:  # one picture lost in each of five options is one line of the list
            self.losses.append(loss)

    @contextmanager
    def reading(self, place: Place) -> Iterator[None]:
        """One question: what is not carried or broken in the block is listed, and reading goes on."""
        try:
            yield
        except NotCarried as foreign:
            self.lose(foreign.what, place)
        except Unreadable as broken:
            self.problems.append(broken.found)

    @contextmanager
    def writing(self, key: str) -> Iterator[None]:
        """One question: if the format has no kind for it, that is listed."""
        try:
            yield
        except NotCarried as foreign:
            self.lose(foreign.what, key=key)

    def result(self) -> ReadResult:
        return ReadResult(tuple(self.questions), tuple(self.losses), tuple(self.problems))
