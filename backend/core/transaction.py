"""The unit of work that operations and queries are handed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from backend.core.clock import Clock
from backend.core.crypto import Keyring
from backend.core.errors import DomainError
from backend.core.events import Event, handlers_of

Callback = Callable[..., None]


class Tx:
    """One transaction. It is opened and committed at the edge; nothing below ever commits.

    It takes a connection for the first statement, and has a session once somebody asks for objects: most of what
    people read does without.
    """

    def __init__(
        self, engine: Engine, clock: Clock, keyring: Keyring, *, writes: bool, keeps_answers: bool = True
    ) -> None:
        self.clock = clock
        self.keyring = keyring
        self.dialect = engine.dialect.name
        self.writes = writes
        #: whether what is read may be kept in the process by its id: not what a writer sees, who may be undone,
        #: nor where other databases have other things under the same ids
        self.keeps_answers = keeps_answers and not writes
        self._engine = engine
        self._connection: Connection | None = None
        self._session: Session | None = None
        self._callbacks: list[tuple[Callback, tuple[str | int, ...]]] = []

    @property
    def connection(self) -> Connection:
        """For prepared statements and rows; what the session holds back is not yet written there."""
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    @property
    def session(self) -> Session:
        """For objects, on the same connection."""
        if self._session is None:
            self._session = Session(self.connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        return self._session

    def now(self) -> datetime:
        return self.clock.now()

    def today(self) -> date:
        return self.clock.today()

    def publish(self, event: Event) -> None:
        """Tell the listeners, now and inside this transaction."""
        self.flush()
        for handler in handlers_of(event):
            handler(self, event)

    def on_commit(self, callback: Callback, *ids: str | int) -> None:
        """Run ``callback(*ids)`` once the rows are safe. Only ids pass: a model would be stale by then."""
        if not all(isinstance(value, str | int) for value in ids):
            msg = "callbacks after commit get ids, never models"
            raise TypeError(msg)
        self._callbacks.append((callback, ids))

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo the block's rows and forget its callbacks when a refusal passes through."""
        before = len(self._callbacks)
        nested = self.session.begin_nested()
        try:
            yield
            self.session.flush()
        except DomainError:
            nested.rollback()
            del self._callbacks[before:]
            raise
        nested.commit()

    def flush(self) -> None:
        """Write what the session holds back."""
        if self._session is not None:
            self._session.flush()

    def commit(self) -> None:
        """Called by the database alone."""
        self.flush()
        self.connection.commit()

    def close(self) -> None:
        """Called by the database alone: undo what was not committed, give the connection back."""
        try:
            if self._session is not None:
                self._session.close()
        finally:
            if self._connection is not None:
                self._connection.close()

    def run_callbacks(self) -> None:
        """Called by the database after the commit."""
        callbacks, self._callbacks = self._callbacks, []
        for callback, ids in callbacks:
            callback(*ids)
