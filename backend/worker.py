"""The worker process: ``python -m backend.worker``.

It runs queued jobs, delivers pushes, seals the audit record and throws away old signals and unused practice
spaces. Each of these is a loop in a thread of its own, so that an import of minutes holds up no push. Everything
it does is claimed by lease or may be repeated: it can be killed at any moment, and the next one goes on.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import structlog
from flask_socketio import SocketIO

from backend import app as house
from backend.config import Settings, SettingsError
from backend.core.jobs import JobHandler, claim_next, has_due_job, run_job
from backend.core.logs import configure_logs
from backend.core.runtime import Runtime
from backend.core.signals import drop_old_signals
from backend.identity.public import DemoInProduction, ensure_not_demo, seal_audit
from backend.migrations import DatabaseOutdated, ensure_current
from backend.sandbox.files import drop_unused
from notifications.public import Courier, Relay, Wakeup, tell_job_ended, wakeup_for

log = structlog.get_logger(__name__)

NOT_SET_UP = 4
LOOK_EVERY_SECONDS = 1.0
PAUSE_AFTER_FAILURE_SECONDS = 1.0
SEAL_EVERY_SECONDS = 3.0
TIDY_EVERY_SECONDS = 600.0
#: A job that does not end by then is left to its lease.
END_SECONDS = 5.0

Turn = Callable[[], object]


class Worker:
    """The loops of one worker process."""

    def __init__(self, runtime: Runtime, handlers: dict[str, JobHandler]) -> None:
        self._runtime = runtime
        self._handlers = handlers
        self._ending = threading.Event()

    def end(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask all loops to end after what they are doing; also the handler of SIGTERM and SIGINT."""
        self._ending.set()

    def run(self) -> None:
        """Run until :meth:`end`, then seal what is left."""
        with Courier(self._runtime) as courier:
            threads = [
                self._start("pushes", lambda: self._drain(courier.deliver_due)),
                self._start("jobs", lambda: self._drain(self._run_next_job)),
                self._start("seals", lambda: self._every(SEAL_EVERY_SECONDS, lambda: seal_audit(self._runtime))),
                self._start("tidying", lambda: self._every(TIDY_EVERY_SECONDS, self._tidy)),
            ]
            if self._runtime.settings.redis_url is not None:
                threads.append(self._start("relay", self._relay_signals))
            self._ending.wait()
            deadline = time.monotonic() + END_SECONDS
            for thread in threads:
                thread.join(max(0.0, deadline - time.monotonic()))
        seal_audit(self._runtime)

    def _start(self, name: str, target: Callable[[], None]) -> threading.Thread:
        # A daemon: a job in the middle of its work must not keep the process from ending.
        thread = threading.Thread(target=target, name=name, daemon=True)
        thread.start()
        return thread

    def _drain(self, turn: Turn) -> None:
        """Repeat ``turn`` while it finds something, then wait for the next commit."""
        wakeup = wakeup_for(self._runtime.database)
        while not self._ending.is_set():
            while self._safely(turn) and not self._ending.is_set():
                pass
            self._wait(wakeup)

    def _every(self, seconds: float, turn: Turn) -> None:
        while not self._ending.wait(seconds):
            self._safely(turn)

    def _wait(self, wakeup: Wakeup) -> None:
        self._safely(lambda: wakeup.wait(LOOK_EVERY_SECONDS))

    def _safely(self, turn: Turn) -> object:
        """A loop outlives the failure of a turn: it is logged, and tried again after a breath."""
        try:
            return turn()
        except Exception as error:  # whatever it was, the other work goes on
            log.warning("turn_failed", kind=type(error).__name__, exc_info=error)
            self._ending.wait(PAUSE_AFTER_FAILURE_SECONDS)
            return None

    def _run_next_job(self) -> bool:
        """Run one job; whether there was one."""
        if not has_due_job(self._runtime.database):
            return False
        job = claim_next(self._runtime.database)
        if job is None:
            return False
        try:
            run_job(self._runtime, job, self._handlers)
        finally:
            tell_job_ended(self._runtime, job)
        return True

    def _tidy(self) -> None:
        with self._runtime.database.write() as tx:
            drop_old_signals(tx)
        drop_unused(self._runtime.settings)

    def _relay_signals(self) -> None:
        sockets = SocketIO(message_queue=self._runtime.settings.redis_url, async_mode="threading")

        def emit(event: str, *args: Any, to: str) -> None:
            sockets.emit(event, *args, to=to)

        relay = Relay(self._runtime.database, emit)
        wakeup = wakeup_for(self._runtime.database)
        while not self._ending.is_set():
            self._safely(lambda: relay.wait_and_pass_on(wakeup))


def main() -> int:
    """Run the worker until SIGTERM or SIGINT; 4 when the installation is not set up."""
    try:
        settings = Settings.from_env()
        configure_logs(settings.log_level)
        runtime = Runtime.start(settings)
        ensure_current(runtime)
        ensure_not_demo(runtime)
    except (SettingsError, DatabaseOutdated, DemoInProduction) as error:
        print(error, file=sys.stderr)  # noqa: T201  # to the operator, before anything runs
        return NOT_SET_UP
    house.wire()
    worker = Worker(runtime, house.JOBS)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.end)
    log.info("worker_started")
    worker.run()
    runtime.database.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
