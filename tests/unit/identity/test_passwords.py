"""Which passwords are taken, how they are kept, and how many are looked at at once."""

from __future__ import annotations

import threading

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from backend.identity.errors import SignInBusy
from backend.identity.passwords import (
    NO_HASH,
    PROFILES,
    PasswordVault,
    one_time_password,
    password_problems,
)
from tests.support.waiting import wait_until

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
WORDS = ("wanglin", "王林")


@pytest.mark.parametrize(
    ("password", "profile", "problems"),
    [
        ("Clear-Brook-2026", "djbh3", []),
        ("Clear-Brook-2026", "asvs", []),
        ("long enough without classes", "asvs", []),
        ("longenoughwithoutclasses", "djbh3", ["password_needs_classes"]),
        ("Sh0rt-ab", "djbh3", ["password_too_short"]),
        ("P@ssw0rd", "djbh3", ["password_too_short", "password_too_common"]),
        ("aaaaaaaaaaaaaaaa", "asvs", ["password_too_common"]),
        ("Wanglin-2026-x", "djbh3", ["password_contains_context"]),
        ("Bianban#2026-x", "djbh3", ["password_contains_context"]),
        ("我的编办密码2026aB", "djbh3", ["password_contains_context"]),
        ("Aa1-" * 40, "djbh3", ["password_too_long"]),
    ],
)
def test_problems_of_a_password(password: str, profile: str, problems: list[str]) -> None:
    assert password_problems(password, profile, WORDS) == problems


def test_the_pinyin_of_the_own_name_is_found() -> None:
    assert "password_contains_context" in password_problems("Zhangsan-2026-x", "djbh3", ["张三"])


@given(st.text(max_size=40), st.sampled_from(sorted(PROFILES)))
def test_no_text_breaks_the_check(password: str, profile: str) -> None:
    assert isinstance(password_problems(password, profile, WORDS), list)


def test_one_time_passwords_fit_both_profiles_and_differ() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert password_problems(password, "djbh3", ()) == password_problems(password, "asvs", ()) == []


def test_a_password_is_verified_however_the_keyboard_gave_it() -> None:
    vault = PasswordVault(CHEAP)
    stored = vault.hash("Clear-2026")
    assert stored.startswith("$argon2id$")
    assert vault.verify(stored, "Ｃｌｅａｒ－２０２６")
    assert not vault.verify(stored, "clear-2026")


@pytest.mark.parametrize("stored", [None, NO_HASH, "-", "$argon2id$broken"])
def test_nothing_fits_where_there_is_no_hash(stored: str | None) -> None:
    assert not PasswordVault(CHEAP).verify(stored, "")


def test_an_unknown_name_costs_exactly_one_computation_like_a_known_one() -> None:
    counting = _Counting()
    vault = PasswordVault(counting)
    stored = vault.hash("Clear-2026")
    costs = []
    for candidate, password in ((stored, "Clear-2026"), (stored, "wrong"), (None, "wrong"), (NO_HASH, "wrong")):
        counting.verified = []
        vault.verify(candidate, password)
        costs.append([extract_parameters(hashed) for hashed in counting.verified])
    assert all(cost == costs[0] and len(cost) == 1 for cost in costs)


class _Counting(PasswordHasher):
    """A hasher that remembers what it was asked to verify."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
        self.verified.append(str(hash))
        return super().verify(hash, password)


def test_a_hash_of_other_costs_is_outdated() -> None:
    dearer = PasswordVault(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert dearer.outdated(CHEAP.hash("x"))
    assert not dearer.outdated(dearer.hash("x"))


class _Held(PasswordHasher):
    """A hasher that waits until it is let go, and knows how many are inside at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.gate = threading.Event()
        self.entered = threading.Semaphore(0)
        self.lock = threading.Lock()
        self.inside = self.most = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.entered.release()
        self.gate.wait(10)
        with self.lock:
            self.inside -= 1
        return True


def test_two_at_once_some_in_the_queue_and_the_rest_told_to_come_back() -> None:
    held = _Held()
    vault = PasswordVault(held, at_once=2, queue=3)
    outcomes: list[bool | str] = []

    def attempt() -> None:
        try:
            outcomes.append(vault.verify("stored", "x"))
        except SignInBusy as busy:
            outcomes.append(f"busy {busy.facts['retry_after']}")

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(2):
        assert held.entered.acquire(timeout=10)
    wait_until(lambda: outcomes.count("busy 5") == 3, "three were sent away")
    held.gate.set()
    for thread in threads:
        thread.join(10)
    assert outcomes.count(True) == 5
    assert held.most == 2
