"""The code that is shown in the room: it changes every 30 seconds, and only the server can make it.

The QR code carries a token that names class, session and step, with a mark of authenticity; the eight digits for
who has no camera are made from the same three and typed where class and session are known. Either is good for
its own step and the two beside it, because clocks and cameras take a moment.

A token says that somebody was shown the code, not who or where: whom it counts for is who is signed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from backend.core.crypto import Keyring

STEP_SECONDS = 30
#: How far apart the code's step and the present one may be.
TOLERANCE = 1
#: How long a phone without a network may keep a scan, in steps: three days.
KEPT_STEPS = 3 * 24 * 3600 // STEP_SECONDS
CODE_DIGITS = 8
_TOKEN_PREFIX, _CODE_PREFIX = b"zb-class-token\n", b"zb-class-digits\n"
_TOKEN = re.compile(r"([0-9a-f]{32})\.([1-9][0-9]?)\.([0-9]{1,12})\.([A-Za-z0-9]{1,16}:[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class ShownCode:
    """What one step of one session shows."""

    class_id: str
    session: int
    step: int

    @property
    def payload(self) -> str:
        return f"{self.class_id}.{self.session}.{self.step}"

    def is_shown(self, now: datetime) -> bool:
        """Whether it is on the teacher's screen now, give or take a step."""
        return abs(step_at(now) - self.step) <= TOLERANCE

    def is_kept(self, now: datetime) -> bool:
        """Whether a phone may have kept it until now."""
        return -TOLERANCE <= step_at(now) - self.step <= KEPT_STEPS


def step_at(now: datetime) -> int:
    """The number of the step that ``now`` lies in."""
    return int(now.timestamp()) // STEP_SECONDS


def end_of_step(step: int) -> int:
    """The second of the epoch at which the next code is shown."""
    return (step + 1) * STEP_SECONDS


def token_of(keyring: Keyring, code: ShownCode) -> str:
    """The text of the QR code."""
    return f"{code.payload}.{keyring.mac(_TOKEN_PREFIX + code.payload.encode())}"


def read_token(keyring: Keyring, token: str) -> ShownCode | None:
    """What a token names; None for one that this installation did not make."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    code = ShownCode(match[1], int(match[2]), int(match[3]))
    if not keyring.verify_mac(_TOKEN_PREFIX + code.payload.encode(), match[4]):
        return None
    return code


def digits_of(keyring: Keyring, code: ShownCode) -> str:
    """Eight digits that say the same as the token to who knows the class."""
    _, _, mark = keyring.mac(_CODE_PREFIX + code.payload.encode()).partition(":")
    return str(int(mark, 16) % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def find_digits(keyring: Keyring, digits: str, class_id: str, sessions: int, now: datetime) -> ShownCode | None:
    """The code of ``class_id`` that shows ``digits`` at this moment; None when none does."""
    present = step_at(now)
    for session in range(1, sessions + 1):
        for step in range(present - TOLERANCE, present + TOLERANCE + 1):
            code = ShownCode(class_id, session, step)
            if digits_of(keyring, code) == digits:
                return code
    return None
