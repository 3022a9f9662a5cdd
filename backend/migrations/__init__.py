"""The database's shape, one step after another (Alembic), the same steps on both databases."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from backend.core.runtime import Runtime

FOLDER = Path(__file__).parent

# its remarks at every start say nothing to an operator
logging.getLogger("alembic").setLevel(logging.WARNING)


class DatabaseOutdated(RuntimeError):
    """The database has another shape than this version of the product; ``migrate`` brings it forward."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest shape, in one transaction; nothing happens when it is there already."""
    config = _config()
    with engine.connect().execution_options(zb_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def ensure_current(runtime: Runtime) -> None:
    """Raises :class:`DatabaseOutdated` unless the database has this version's shape."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with runtime.database.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    if present != head:
        msg = f"The database is at {present or 'nothing'}, this version needs {head}: run migrate."
        raise DatabaseOutdated(msg)
