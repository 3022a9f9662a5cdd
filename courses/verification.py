"""Whether a paper of ours counts, for anybody who holds it: a random address on the paper, and a short answer.

Each room that issues papers says how one of its addresses stands (:func:`use_standings`, connected by the top
floor). One route asks them all, so every kind of paper is verified on one page, at one pace, and tells as little.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.core.transaction import Tx

State = Literal["valid", "expired", "revoked"]
#: 256 random bits: whoever holds the paper can ask whether it counts, nobody can guess another's.
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a stranger learns of a paper, nothing of whose it is or for what; ``valid_until`` may be open."""

    state: State
    number: str
    issued_on: date
    valid_until: date | None


#: How the paper behind a token stands today; ``None`` for one of another room, or of nobody.
StandingOf = Callable[[Tx, str], Standing | None]
_sources: list[StandingOf] = []


def use_standings(source: StandingOf) -> None:
    """Have ``source`` asked; adding it again changes nothing."""
    if source not in _sources:
        _sources.append(source)


def standing_of(tx: Tx, token: str) -> Standing | None:
    """What the rooms say of a token; ``None`` for one that no paper bears."""
    found = (source(tx, token) for source in _sources)
    return next((standing for standing in found if standing is not None), None)


def new_token() -> str:
    """A token for a paper: 43 characters, safe in an address."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def verification_url(origin: str, token: str) -> str:
    """Where a stranger asks whether a paper counts; its QR code holds this address."""
    return f"{origin}/verify/{token}"
