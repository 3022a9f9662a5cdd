"""Texts that only those concerned read: encrypted for the row they belong to."""

from __future__ import annotations

from backend.core.crypto import Keyring


def seal_summary(keyring: Keyring, round_id: str, person_id: str, text: str) -> str:
    return keyring.encrypt(text, _summary(round_id, person_id))


def open_summary(keyring: Keyring, round_id: str, person_id: str, sealed: str) -> str:
    return keyring.decrypt(sealed, _summary(round_id, person_id))


def seal_comment(keyring: Keyring, mark_id: str, text: str) -> str:
    return keyring.encrypt(text, _comment(mark_id))


def open_comment(keyring: Keyring, mark_id: str, sealed: str) -> str:
    return keyring.decrypt(sealed, _comment(mark_id))


def seal_tally(keyring: Keyring, round_id: str, group_id: str, text: str) -> str:
    return keyring.encrypt(text, _tally(round_id, group_id))


def open_tally(keyring: Keyring, round_id: str, group_id: str, sealed: str) -> str:
    return keyring.decrypt(sealed, _tally(round_id, group_id))


def _summary(round_id: str, person_id: str) -> str:
    return f"assessment_self_summary.text:{round_id}:{person_id}"


def _comment(mark_id: str) -> str:
    return f"assessment_superior_mark.comment:{mark_id}"


def _tally(round_id: str, group_id: str) -> str:
    return f"assessment_rating_tally.counts:{round_id}:{group_id}"
