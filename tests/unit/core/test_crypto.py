"""Fields that only their own place opens, digests that only the key makes, and known values of SM3."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.crypto import Keyring, Undecryptable, sm3

KEYRING = Keyring.generate()
PLACE = "register_person:id_number:1"


def test_sm3_of_the_standard() -> None:
    """GB/T 32905-2016, appendix A.1."""
    assert sm3(b"abc") == "sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@given(st.text())
def test_a_field_opens_in_its_own_place(text: str) -> None:
    assert KEYRING.decrypt(KEYRING.encrypt(text, PLACE), PLACE) == text


@given(st.text(min_size=1), st.data())
def test_a_changed_field_never_opens(text: str, data: st.DataObject) -> None:
    value = KEYRING.encrypt(text, PLACE)
    at = data.draw(st.integers(min_value=3, max_value=len(value) - 1))
    changed = value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :]
    if changed.rstrip("=") == value.rstrip("="):
        return
    try:
        opened = KEYRING.decrypt(changed, PLACE)
    except Undecryptable:
        return
    assert opened == text, "base64's unused bits may differ; the content may not"


def test_a_field_moved_to_another_row_never_opens() -> None:
    value = KEYRING.encrypt("a", PLACE)
    with pytest.raises(Undecryptable):
        KEYRING.decrypt(value, "register_person:id_number:2")
    with pytest.raises(Undecryptable):
        Keyring.generate().decrypt(value, PLACE)


def test_the_same_text_is_never_the_same_field() -> None:
    assert KEYRING.encrypt("a", PLACE) != KEYRING.encrypt("a", PLACE)
    assert KEYRING.digest("id", "a") == KEYRING.digest("id", "a")
    assert KEYRING.digest("id", "a") != KEYRING.digest("phone", "a")


def test_marks() -> None:
    mark = KEYRING.mac(b"row")
    assert KEYRING.verify_mac(b"row", mark)
    assert not KEYRING.verify_mac(b"row!", mark)
    assert not KEYRING.verify_mac(b"row", "k9:" + mark[3:])


def test_keys_are_made_once_and_read_by_their_owner_alone(tmp_path: Path) -> None:
    first = Keyring.load_or_create(tmp_path / "keys")
    assert Keyring.load_or_create(tmp_path / "keys") == first
    files = list((tmp_path / "keys").iterdir())
    assert [(file.name, file.stat().st_mode & 0o777) for file in files] == [("keyring.json", 0o600)]
