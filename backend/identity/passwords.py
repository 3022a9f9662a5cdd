"""Passwords: which ones are taken, how they are kept, how many are looked at at once.

Two rules collide and an installation chooses (setting ``password_profile``): the common reading of 等保三级 asks
for classes of characters and a periodic change, OWASP ASVS refuses both and asks for length. Both refuse common
passwords and words of the context.
"""

from __future__ import annotations

import re
import secrets
import string
import threading
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pypinyin import lazy_pinyin

from backend.core.offload import run_blocking
from backend.identity.errors import SignInBusy

R = TypeVar("R")

MAX_LENGTH = 128
#: What is stored for an account that nobody signs in to.
NO_HASH = ""
AT_ONCE = 2
QUEUE = 50

#: The most used passwords of public leak statistics and of Chinese keyboards, in lower case.
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split())
#: Words anybody would try first in this house; the account's own names are added.
CONTEXT = ("zhangbian", "bianban", "bianzhi", "zhangshangbianban", "编办", "编制", "掌上编办")

_CLASSES = ("[a-z]", "[A-Z]", "[0-9]", r"[^a-zA-Z0-9]")


@dataclass(frozen=True, slots=True)
class PasswordProfile:
    """The rules of one reading."""

    min_length: int
    min_classes: int
    expires: bool


PROFILES = {
    "djbh3": PasswordProfile(min_length=10, min_classes=3, expires=True),
    "asvs": PasswordProfile(min_length=12, min_classes=1, expires=False),
}


def password_problems(password: str, profile: str, words: Iterable[str]) -> list[str]:
    """The codes of what is wrong with a new password, ``[]`` if nothing is; ``words`` are the account's names."""
    rules = PROFILES[profile]
    problems = []
    if len(password) < rules.min_length:
        problems.append("password_too_short")
    if len(password) > MAX_LENGTH:
        problems.append("password_too_long")
    if sum(bool(re.search(pattern, password)) for pattern in _CLASSES) < rules.min_classes:
        problems.append("password_needs_classes")
    folded = unicodedata.normalize("NFKC", password).casefold()
    if folded in COMMON or len(set(folded)) <= 2:
        problems.append("password_too_common")
    if any(word in folded for word in _context(words)):
        problems.append("password_contains_context")
    return problems


def _context(words: Iterable[str]) -> set[str]:
    found = set(CONTEXT)
    for word in words:
        folded = word.casefold()
        found |= {folded, "".join(lazy_pinyin(folded))}
    # two Chinese characters are a word, two letters are a coincidence
    return {word for word in found if len(word) > (2 if word.isascii() else 1)}


def one_time_password() -> str:
    """A password to hand over once: 15 characters that are not mistaken for each other, about 87 bits."""
    alphabet = "".join(set(string.ascii_letters + string.digits) - set("0OoIl1"))
    while True:
        password = "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(3))
        if not password_problems(password, "djbh3", ()):
            return password


def _typed(password: str) -> str:
    """The same keys under a Chinese input method give full-width characters: they are one password."""
    return unicodedata.normalize("NFKC", password)


class PasswordVault:
    """Argon2id (RFC 9106) with at most ``AT_ONCE`` computations at a time and ``QUEUE`` people waiting.

    One computation takes 30 ms and 64 MiB on purpose; without a limit, signing in would be the cheapest way to
    bring the server down.
    """

    def __init__(
        self, hasher: PasswordHasher | None = None, *, at_once: int = AT_ONCE, queue: int = QUEUE
    ) -> None:
        self._hasher = hasher or PasswordHasher()
        # made at once: made on the first unknown name, it would give that name away by its time
        self._dummy = self._hasher.hash(secrets.token_urlsafe(16))
        self._slots = threading.Semaphore(at_once)
        self._room = threading.Semaphore(at_once + queue)

    def hash(self, password: str) -> str:
        """The string to store. Raises :class:`SignInBusy`."""
        return self._run(self._hasher.hash, _typed(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether it is the one; an unknown name (``None``) costs the same. Raises :class:`SignInBusy`."""
        return self._run(self._verify, stored, _typed(password))

    def outdated(self, stored: str) -> bool:
        """Whether the stored string was made with other costs than today's."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str | None, password: str) -> bool:
        try:
            self._hasher.verify(stored or self._dummy, password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(stored)

    def _run(self, function: Callable[..., R], *arguments: object) -> R:
        if not self._room.acquire(blocking=False):
            raise SignInBusy(retry_after=5)
        try:
            with self._slots:
                return run_blocking(function, *arguments)
        finally:
            self._room.release()


@cache
def vault() -> PasswordVault:
    """The one vault of this process."""
    return PasswordVault()
