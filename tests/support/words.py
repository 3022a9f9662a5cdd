"""The words of the app, read from its own locale files, so that a journey says what the screen says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.servers import REPOSITORY

_FEATURES = REPOSITORY / "pwa" / "src" / "features"
_UI = REPOSITORY / "pwa" / "src" / "shared" / "ui"
_APP = REPOSITORY / "pwa" / "src" / "app"
_MESSAGE = re.compile(r"^\s+'?([\w.]+)'?: '((?:[^'\\]|\\.)*)',$", re.MULTILINE)
_GROUP = re.compile(r"^export const (\w+) = \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Words:
    """``words("approvals.approve")`` in one language; ``fieldNames.person.name`` for the terms of the server."""

    locale: str
    messages: dict[str, str]

    def __call__(self, key: str) -> str:
        return self.messages[key]


@cache
def words(locale: str) -> Words:
    """All fixed messages of ``locale`` ("zh-CN" or "en"); the rest are functions of figures."""
    found: dict[str, str] = {}
    for folder in [_UI, _APP, *(path for path in _FEATURES.iterdir() if path.is_dir())]:
        found |= _plain(folder / "locale" / f"{locale}.ts", folder.name)
        for terms in (folder / "locale").glob(f"*.{locale}.ts"):
            found |= _grouped(terms)
    return Words(locale, found)


def _plain(path: Path, prefix: str) -> dict[str, str]:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return {f"{prefix}.{key}": value.replace("\\'", "'") for key, value in _MESSAGE.findall(text)}


def _grouped(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    return {
        f"{name}.{key}": value.replace("\\'", "'")
        for name, body in _GROUP.findall(text)
        for key, value in _MESSAGE.findall(body)
    }
