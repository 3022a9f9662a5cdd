"""Run by Alembic; the connection is handed over by :func:`backend.migrations.upgrade`."""

from __future__ import annotations

from alembic import context

from backend.core.db import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=False)
context.run_migrations()
