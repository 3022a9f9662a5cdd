"""The life of a class, what a scan does to a mark, and codes that only the server can make."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.crypto import Keyring
from courses.classes.codes import (
    KEPT_STEPS,
    STEP_SECONDS,
    ShownCode,
    digits_of,
    find_digits,
    read_token,
    step_at,
    token_of,
)
from courses.classes.states import TRANSITIONS, Act, ClassState, Mark, is_from_simple_to_hard, mark_after_scan

KEYS = Keyring.generate()
NOW = datetime(2026, 6, 16, 4, 0, tzinfo=UTC)
CLASS = "0123456789abcdef" * 2

#: what may be done in which state; everything else is refused
ALLOWED = {
    ClassState.PLANNED: "edit seat announce cancel",
    ClassState.OPEN: "edit seat join mark scan offer answer_offer finish cancel",
    ClassState.HELD: "offer answer_offer",
    ClassState.CANCELLED: "",
}
MOVES = {Act.ANNOUNCE: ClassState.OPEN, Act.FINISH: ClassState.HELD, Act.CANCEL: ClassState.CANCELLED}


@pytest.mark.parametrize("state", ClassState)
@pytest.mark.parametrize("act", Act)
def test_every_state_and_act(state: ClassState, act: Act) -> None:
    allowed = act.value in ALLOWED[state].split()
    assert TRANSITIONS.get((state, act)) == (MOVES.get(act, state) if allowed else None)


@pytest.mark.parametrize(
    ("before", "in_time", "after"),
    [
        (None, True, Mark.PRESENT),
        (None, False, Mark.OFFERED),
        (Mark.PRESENT, True, Mark.PRESENT),
        (Mark.PRESENT, False, Mark.PRESENT),
        (Mark.ABSENT, True, Mark.OFFERED),
        (Mark.ABSENT, False, Mark.OFFERED),
        (Mark.OFFERED, True, Mark.OFFERED),
        (Mark.OFFERED, False, Mark.OFFERED),
    ],
)
def test_a_scan_fills_and_never_overrules(before: Mark | None, *, in_time: bool, after: Mark) -> None:
    assert mark_after_scan(before, in_time=in_time) is after
    assert mark_after_scan(after, in_time=in_time) is after, "scanned twice is scanned once"


def test_rounds_go_from_simple_to_hard() -> None:
    assert is_from_simple_to_hard([1, 1, 2, 3])
    assert not is_from_simple_to_hard([1, 3, 2])


@given(st.integers(-5, 5), st.integers(1, 30))
def test_a_code_is_good_for_its_step_and_the_two_beside(steps: int, session: int) -> None:
    code = ShownCode(CLASS, session, step_at(NOW))
    then = NOW + timedelta(seconds=steps * STEP_SECONDS)
    assert read_token(KEYS, token_of(KEYS, code)) == code
    assert code.is_shown(then) == (abs(steps) <= 1)
    found = find_digits(KEYS, digits_of(KEYS, code), CLASS, 30, then)
    assert found == (code if abs(steps) <= 1 else None)


def test_how_long_a_phone_may_keep_a_scan() -> None:
    code = ShownCode(CLASS, 1, step_at(NOW))
    kept = timedelta(seconds=KEPT_STEPS * STEP_SECONDS)
    assert code.is_kept(NOW + kept)
    assert not code.is_kept(NOW + kept + timedelta(seconds=STEP_SECONDS))
    assert not code.is_kept(NOW - timedelta(minutes=2)), "a code of the future was never shown"


@given(st.integers(0, 200), st.characters(codec="ascii"))
def test_a_token_with_a_changed_sign_is_nobodys(place: int, sign: str) -> None:
    token = token_of(KEYS, ShownCode(CLASS, 1, step_at(NOW)))
    changed = token[: place % len(token)] + sign + token[place % len(token) + 1 :]
    assert (read_token(KEYS, changed) is None) == (changed != token)


def test_tokens_of_other_keys_and_other_shapes() -> None:
    code = ShownCode(CLASS, 1, step_at(NOW))
    assert read_token(Keyring.generate(), token_of(KEYS, code)) is None
    assert all(read_token(KEYS, text) is None for text in ("", "x", f"{code.payload}.", "https://example.org/"))
