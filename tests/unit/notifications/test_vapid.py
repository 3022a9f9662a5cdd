"""The installation's own keys: made once, readable by their owner alone."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from backend.config import Settings
from notifications.vapid import ensure_vapid_keys, vapid_subject


def test_the_keys_are_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = ensure_vapid_keys(tmp_path / "keys")
    assert ensure_vapid_keys(tmp_path / "keys") == first
    [file] = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("public_url", "subject"),
    [
        ("https://bianban.example.cn", "https://bianban.example.cn"),
        ("https://bianban.example.cn:8443", "https://bianban.example.cn"),
        (None, "mailto:postmaster@localhost"),
    ],
)
def test_the_subject_is_the_installation(public_url: str | None, subject: str) -> None:
    assert vapid_subject(replace(Settings.from_env({}), public_url=public_url)) == subject
