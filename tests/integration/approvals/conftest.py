"""The approvals are tested with a subject of their own; it is unplugged again after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.approvals import subjects
from backend.core.db import Database
from tests.factories.approvals import KINDS, Scene, make_scene
from tests.support.shelf import Shelf


@pytest.fixture(autouse=True)
def _seats() -> Iterator[None]:
    before = dict(subjects._SUBJECTS)
    for subject in KINDS.values():
        subjects.register_subject(subject)
    yield
    subjects._SUBJECTS.clear()
    subjects._SUBJECTS.update(before)


@pytest.fixture
def scene(database: Database, shelf: Shelf) -> Scene:
    """Five seats, and nobody has asked for any."""
    return shelf.take(make_scene, database)
