"""Receipts: the mark in a push by which the app proves that this very delivery was shown."""

from __future__ import annotations

import hmac

from backend.core.crypto import Keyring

#: 128 bits of the mark: a push has room for little, and a guess gains nothing but a false "shown".
_HEX_DIGITS = 32


def receipt_token(keyring: Keyring, delivery_id: str) -> str:
    """The mark of a delivery, short enough for a push."""
    kid, _, code = keyring.mac(_text(delivery_id)).partition(":")
    return f"{kid}:{code[:_HEX_DIGITS]}"


def is_receipt(keyring: Keyring, delivery_id: str, token: str) -> bool:
    """Whether ``token`` is the mark of ``delivery_id``, compared in constant time."""
    return hmac.compare_digest(receipt_token(keyring, delivery_id).encode(), token.encode())


def _text(delivery_id: str) -> bytes:
    return b"push-receipt\n" + delivery_id.encode()
