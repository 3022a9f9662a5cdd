"""Papers of many in one archive: a file for each unit, in the order of units, made one after the other.

No more than one file is held in memory, and the names of files tell units, never people. The same papers give
the same archive on the same day.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import orjson

from backend.assessment.papers.catalogue import Kind
from backend.assessment.papers.policies import People
from backend.assessment.papers.sheet import Paper, plain_text
from backend.core.crypto import sm3
from backend.version import VERSION

#: One file takes so many people; a larger unit has several.
_FILE_PEOPLE: Final = 200
_NAME_SIGNS: Final = 60
_INDEX: Final = "000-目录.txt"
#: The earliest moment an archive can tell: when it was made is no part of it.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """The people of one file: a unit, or (``number`` from 1) a piece of a large one."""

    unit: str
    number: int
    people: People


def parts_of(people: People) -> list[Part]:
    """``people``, who are ordered by unit, as the files they go into."""
    found = []
    for (_, unit), members in groupby(people, key=lambda one: (one.organization_id, one.organization_name)):
        listed = list(members)
        pieces = [listed[at : at + _FILE_PEOPLE] for at in range(0, len(listed), _FILE_PEOPLE)]
        found += [Part(unit, at if len(pieces) > 1 else 0, piece) for at, piece in enumerate(pieces, start=1)]
    return found


def paper_digest(paper: Paper) -> str:
    """What one file says."""
    return sm3(orjson.dumps(paper, default=str))


def digest_of(papers: Iterable[str]) -> str:
    """What an archive says, by the digests of its files, as this version of the product writes them."""
    return sm3(orjson.dumps([VERSION, *papers]))


class Archive:
    """The archive while it is written; what lay under its name before is gone."""

    def __init__(self, path: Path, kind: Kind) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        self._file = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)  # its files are compressed themselves
        self._kind = kind
        self._lines: list[str] = []

    def add(self, part: Part, people: int, content: bytes) -> None:
        """Add the file of a part, with papers of ``people``."""
        name = f"{len(self._lines) + 1:03}-{_file_name(part)}.{self._kind.value}"
        self._file.writestr(zipfile.ZipInfo(name, _MOMENT), content)
        self._lines.append(f"{name}　{people} 人")

    def close(self, title: str) -> int:
        """Add the list of files and end the archive; returns how many files there are beside it."""
        text = "\r\n".join([title, *self._lines, ""])
        self._file.writestr(zipfile.ZipInfo(_INDEX, _MOMENT), text.encode("utf-8-sig"))
        self._file.close()
        return len(self._lines)


def _file_name(part: Part) -> str:
    """The unit as a file of any system may be named."""
    plain = "".join(sign for sign in plain_text(part.unit) if sign not in '\n\\/:*?"<>|')
    number = f"-{part.number}" if part.number else ""
    return (plain[:_NAME_SIGNS].strip(" .") or "unit") + number
