"""Starts the product and ends it whole: prepares the data, runs the lines of ``Procfile``, says where it is.

    python scripts/run.py [--dev]

Each process gets a process group of its own, so that ending one ends its children. Ctrl-C, SIGTERM, a closed
terminal or the death of one process end all of them. ``--dev`` adds Vite and restarts the server on changes.
"""

from __future__ import annotations

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
POSITIONS = "data/positions/henan_provincial_exam_2026_positions.xlsx"
VITE = "http://localhost:5173"
START_SECONDS = 180.0
END_SECONDS = 15.0
POLL_SECONDS = 0.2


class CannotStart(Exception):
    """The product cannot start; the message is a sentence for the person at the keyboard."""


class Processes:
    """The running processes by name."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.ending = threading.Event()

    def start(self, name: str, command: str, cwd: Path = ROOT) -> None:
        """Start one line of the Procfile, through a shell as Procfiles expect."""
        self._running[name] = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {command}"],
            cwd=cwd,
            env=self._env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def first_ended(self) -> tuple[str, int] | None:
        """Name and status of a process that ended by itself, None while all run."""
        return next(
            ((name, status) for name, process in self._running.items() if (status := process.poll()) is not None),
            None,
        )

    def end(self) -> None:
        """Ask all to end, wait, and then make sure: nothing of them is left when this returns."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + END_SECONDS
        while time.monotonic() < deadline and any(
            self._group_lives(process.pid) for process in self._running.values()
        ):
            for process in self._running.values():
                process.poll()
            time.sleep(POLL_SECONDS / 4)
        self._signal(signal.SIGKILL)
        for process in self._running.values():
            process.wait()

    def _signal(self, number: signal.Signals) -> None:
        for process in self._running.values():
            try:
                os.killpg(process.pid, number)
            except ProcessLookupError:
                continue

    @staticmethod
    def _group_lives(group: int) -> bool:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        return True


def main() -> int:
    """Run until asked to end. Returns 0 after Ctrl-C, 1 with one sentence when something is wrong."""
    parser = argparse.ArgumentParser(description="Run the product on this machine.")
    parser.add_argument(
        "--dev", action="store_true", help="restart the server on changes and serve the app by Vite"
    )
    options = parser.parse_args()
    env = environment(dev=options.dev)
    try:
        ensure_port_free(int(env["ZB_PORT"]))
        accounts = prepare_data(env)
        return serve(env, accounts, dev=options.dev)
    except CannotStart as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def environment(*, dev: bool) -> dict[str, str]:
    """The person's environment with the defaults of a start from a clone."""
    env = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}"}
    env.setdefault("ZB_PORT", "8000")
    env.setdefault("NODE_USE_SYSTEM_CA", "1")
    # What is printed is seen at once, also when it goes into a file.
    env.setdefault("PYTHONUNBUFFERED", "1")
    if dev:
        # The pages come from Vite, which hands the server's share on: that is the origin to trust.
        env.setdefault("ZB_PUBLIC_URL", VITE)
    return env


def ensure_port_free(port: int) -> None:
    """Raises CannotStart when somebody listens on the port already, on either family of addresses."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as probe:
            # A port whose last owner just ended is free, as it is for the server.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise CannotStart(
                        f"Port {port} is taken by another program; choose one with ZB_PORT=8001 make run."
                    ) from error


def prepare_data(env: Mapping[str, str]) -> str:
    """Bring the database up to date and load the demonstration once. Returns what the loader says of accounts."""
    command(env, "migrate")
    arguments = ["demo", "--once"]
    positions = Path(env.get("ZB_SHARED", ROOT.parent / "shared")) / POSITIONS
    if positions.is_file():
        arguments += ["--with-import", str(positions)]
    else:
        print(
            f"-- No real positions to import: {positions} is not there (ZB_SHARED names their folder).", flush=True
        )
    return command(env, *arguments)


def command(env: Mapping[str, str], *arguments: str) -> str:
    """Run one command of the product; progress is shown, the answer returned."""
    done = subprocess.run(
        [BIN / "python", "-m", "backend.cli", *arguments],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.stdout.write(done.stdout)
        raise CannotStart(
            f"backend.cli {arguments[0]} failed (exit status {done.returncode}); the lines above say why."
        )
    return done.stdout


def serve(env: Mapping[str, str], accounts: str, *, dev: bool) -> int:
    """Run the Procfile until a signal comes or a process ends."""
    processes = Processes(env)

    def stop(_number: int, _frame: FrameType | None) -> None:
        processes.ending.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        for name, line in procfile(dev=dev).items():
            processes.start(name, line)
        if dev:
            processes.start("app", "npm run dev -- --strictPort", ROOT / "pwa")
        announce(processes, VITE if dev else f"http://localhost:{env['ZB_PORT']}", accounts)
        return watch(processes)
    finally:
        processes.end()


def procfile(*, dev: bool) -> dict[str, str]:
    """Command by process name."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    commands = dict(line.split(": ", 1) for line in lines if ": " in line)
    if dev:
        commands["web"] += " --reload"
    return commands


def announce(processes: Processes, address: str, accounts: str) -> None:
    """Print address and accounts when the server really answers."""
    deadline = time.monotonic() + START_SECONDS
    while not processes.ending.is_set() and processes.first_ended() is None:
        if answers(f"{address}/") and answers(f"{address}/api/v1/meta"):
            print(f"\n{accounts.strip()}\n\n  掌上编办 Zhangbian  {address}\n  Ctrl-C ends it.\n", flush=True)
            return
        if time.monotonic() > deadline:
            raise CannotStart(
                f"The server did not answer on {address} within {START_SECONDS:.0f} s; the lines above say why."
            )
        processes.ending.wait(POLL_SECONDS)


def answers(address: str) -> bool:
    """Whether the address gives what it should."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310  # an address of this machine
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def watch(processes: Processes) -> int:
    """Wait for a signal (0) or for the end of any process (1)."""
    while not processes.ending.wait(POLL_SECONDS):
        if (ended := processes.first_ended()) is not None:
            raise CannotStart(
                f"The process '{ended[0]}' ended by itself (exit status {ended[1]}); the lines above say why."
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
