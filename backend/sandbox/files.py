"""The files of the practice space: a template per shape of the database, and a copy of it per person.

    <data_dir>/sandbox/template-<mark>.db     made once for a version of the product
    <data_dir>/sandbox/<account id>.db        one person's own, copied when it is first needed

``mark`` is a number made of the tables' shape and the county's text; it lies in each file as SQLite's
``user_version``, so that a copy of an older shape is known and replaced. The keys lie beside those of the
installation, and are others.

Copies are replaced through SQLite's own backup, inside a transaction of the target: another process that has the
file open sees the old content or the new one, never a mixture.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from backend.config import Settings
from backend.core.clock import Clock
from backend.core.crypto import Keyring, sm3
from backend.core.db import Base, Database
from backend.sandbox.county import COUNTY, load_county
from backend.version import VERSION

UNUSED = timedelta(days=30)
#: How exact the time of the last use needs to be.
_TOUCHED_EVERY = timedelta(days=1)
_LOADER = Path(__file__).with_name("county.py")


def folder_of(settings: Settings) -> Path:
    return settings.data_dir / "sandbox"


def keyring_of(settings: Settings) -> Keyring:
    """The keys of all practice databases of this installation; made on first use."""
    return Keyring.load_or_create(settings.key_dir / "sandbox")


def file_of(settings: Settings, account_id: str) -> Path:
    return folder_of(settings) / f"{account_id}.db"


@cache
def shape_mark() -> int:
    """A number below 2^31 that changes with the tables, the county and the version of the product."""
    dialect = sqlite.dialect()
    tables = [str(CreateTable(table).compile(dialect=dialect)) for table in Base.metadata.sorted_tables]
    county = [path.read_text(encoding="utf-8") for path in (COUNTY, _LOADER)]
    content = "\n".join([VERSION, *county, *tables])
    return int(sm3(content.encode()).removeprefix("sm3:")[:8], 16) >> 1


def ensure_copy(settings: Settings, clock: Clock, account_id: str) -> Path:
    """The account's file, there and of the present shape; made from the template where it is not."""
    path = file_of(settings, account_id)
    if not path.exists():
        _copy_new(ensure_template(settings, clock), path)
    elif _mark_in(path) != shape_mark():
        restore(settings, clock, account_id)
    return path


def restore(settings: Settings, clock: Clock, account_id: str) -> None:
    """Bring the account's file back to the template's content."""
    source = f"file:{ensure_template(settings, clock)}?mode=ro"
    target = file_of(settings, account_id)
    with closing(sqlite3.connect(source, uri=True)) as template, closing(sqlite3.connect(target)) as copy:
        template.backup(copy)


def note_use(path: Path) -> int | None:
    """Keep the file's time of last use to the day; returns which file it is (its inode), ``None`` for none.

    A process that has the copy open must open it anew when another one removed it and made the next.
    """
    try:
        found = path.stat()
        if time.time() - found.st_mtime > _TOUCHED_EVERY.total_seconds():
            os.utime(path)
    except FileNotFoundError:
        return None
    return found.st_ino


def drop_unused(settings: Settings) -> int:
    """Remove copies that nobody used for :data:`UNUSED`, and templates of other shapes; returns how many files."""
    oldest = time.time() - UNUSED.total_seconds()
    present = _template(settings).name
    dropped = 0
    for path in folder_of(settings).glob("*.db"):
        outlived = path.name.startswith("template-") or path.stat().st_mtime < oldest
        if outlived and path.name != present:
            for ending in ("", "-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            dropped += 1
    return dropped


def ensure_template(settings: Settings, clock: Clock) -> Path:
    """The template of the present shape; whoever comes first makes it, which takes some tenths of a second."""
    path = _template(settings)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _scratch(path) as built, _scratch(path) as compact:
        database = Database(f"sqlite:///{built}", clock, keyring_of(settings), one_of_many=True)
        try:
            Base.metadata.create_all(database.engine)
            with database.write() as tx:
                load_county(tx)
            with database.engine.connect() as connection:
                connection.execute(text(f"PRAGMA user_version = {shape_mark()}"))
                connection.commit()
            with closing(sqlite3.connect(built)) as plain:
                plain.execute("VACUUM INTO ?", (str(compact),))
        finally:
            database.dispose()
        compact.chmod(0o600)
        compact.replace(path)  # two makers at once: both made the same county
    return path


def _template(settings: Settings) -> Path:
    return folder_of(settings) / f"template-{shape_mark():08x}.db"


def _copy_new(template: Path, path: Path) -> None:
    with _scratch(path) as partial:
        shutil.copy(template, partial)
        os.utime(partial)
        with suppress(FileExistsError):  # another request of the same person was first
            path.hardlink_to(partial)


def _mark_in(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    """A name beside ``path`` for something unfinished; whatever lies there in the end is removed."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield partial
    finally:
        for ending in ("", "-wal", "-shm"):
            partial.with_name(partial.name + ending).unlink(missing_ok=True)
