"""A small register for the tests here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backend.core.db import Database
from backend.core.transaction import Tx
from tests.factories.register import Register


@pytest.fixture
def tx(database: Database) -> Iterator[Tx]:
    """One writing transaction, committed when the test passes."""
    with database.write() as opened:
        yield opened


@pytest.fixture
def register(tx: Tx) -> Register:
    return Register.start(tx)
