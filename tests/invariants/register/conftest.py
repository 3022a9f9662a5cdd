"""What the checks of the register say of a database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend.core.db import Database
from backend.core.findings import Finding
from backend.register.verify import CHECKS


@pytest.fixture
def findings(database: Database) -> Callable[[], list[Finding]]:
    """Everything that the register's checks find, matters included."""

    def run() -> list[Finding]:
        with database.read() as tx:
            return [finding for check in CHECKS for finding in check(tx)]

    return run
