"""Real input that lies beside the repository and not in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


def shared_folder() -> Path:
    """The folder `ZB_SHARED` names, by default `../shared` beside the repository."""
    return Path(os.environ.get("ZB_SHARED") or _ROOT.parent / "shared").resolve()


def shared_file(relative: str) -> Path:
    """A file of the shared folder. Absent: the test is skipped, loudly; with `CI=true` it fails."""
    path = shared_folder() / relative
    if path.is_file():
        return path
    missing = f"{relative} is not in {shared_folder()} (set ZB_SHARED)"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)
