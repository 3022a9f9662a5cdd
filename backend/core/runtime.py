"""What a running process of the product consists of below its domains."""

from __future__ import annotations

from dataclasses import dataclass

from backend.config import Settings
from backend.core.clock import Clock, SystemClock
from backend.core.crypto import Keyring
from backend.core.db import Database


@dataclass(frozen=True, slots=True)
class Runtime:
    """Settings, storage, time and keys of one process."""

    settings: Settings
    database: Database
    clock: Clock
    keyring: Keyring

    @classmethod
    def start(cls, settings: Settings, clock: Clock | None = None) -> Runtime:
        """Open what the settings name; the keyring is made on the first start."""
        clock = clock or SystemClock()
        keyring = Keyring.load_or_create(settings.key_dir)
        return cls(settings, Database(settings.database_url, clock, keyring), clock, keyring)
