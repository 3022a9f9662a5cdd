"""Everything that runs the product and looks: ``make test``, or one part of it by ``make test PART=unit``.

    python scripts/test.py [part …]

Every part runs also after one failed; the last line counts the parts.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REAL_INPUT = "data/positions/henan_provincial_exam_2026_positions.xlsx"

#: Where files lie in memory, and how much of both must be free to lay the tests' own there.
RAM_DISK = Path("/dev/shm")  # noqa: S108  # folders of their own are made below it
MEMORY = Path("/proc/meminfo")
RAM_NEEDED = 6 * 1024**3

#: pytest found nothing to run in these folders: not a failure of what is there.
NOTHING_COLLECTED = 5
#: Tests of one file share what is costly to make, and stay on one worker.
TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
#: Tests that store something, to be run on each database.
STORING = ("integration", "contracts", "invariants", "migrations")
#: Folders whose tests start whole servers or browsers: each has a part of its own.
APART = ("integration/serving", "integration/realtime", "integration/push", "faults", "journeys", "bench")


@dataclass(frozen=True)
class Part:
    """A name to ask for, what it covers, and its program."""

    name: str
    covers: str
    command: Sequence[str]
    folder: Path = ROOT
    #: Parts of one lane run one after another; the lanes run side by side, after the parts without one.
    lane: str | None = None


def pytest(*folders: str, options: Sequence[str] = TWO_AT_ONCE, leave: Sequence[str] = ()) -> list[str]:
    """The program that runs the tests of those folders below ``tests`` that exist."""
    present = [f"tests/{name}" for name in folders if (ROOT / "tests" / name).is_dir()]
    left = [f"--ignore=tests/{name}" for name in leave]
    return [sys.executable, "-m", "pytest", "-q", *options, *left, *present]


PARTS = (
    Part("unit", "rules alone and on SQLite", pytest("unit")),
    Part("app", "the app's own units", ["npm", "run", "--silent", "test"], ROOT / "pwa"),
    Part("sqlite", "everything that stores, on SQLite", pytest(*STORING, leave=APART)),
    Part(
        "postgresql",
        "the same on PostgreSQL",
        pytest("unit/core", *STORING, options=(*TWO_AT_ONCE, "--database", "postgresql"), leave=APART),
    ),
    Part(
        "serving",
        "web process and worker under eventlet and gevent, with Redis",
        pytest("integration/serving", "integration/realtime", options=()),
        lane="servers",
    ),
    Part("faults", "kill -9, races, planted corruptions", pytest("faults", options=()), lane="servers"),
    Part(
        "journeys",
        "real Chromium and Firefox on the whole product",
        pytest("integration/push", "journeys", options=()),
        lane="browsers",
    ),
    Part("bench", "that the benches run, on a small size", pytest("bench", options=()), lane="servers"),
)


def main() -> int:
    """Run the parts asked for, or all. Returns the number of parts that failed."""
    names = [part.name for part in PARTS]
    parser = argparse.ArgumentParser(description="Run the tests.")
    parser.add_argument("part", nargs="*", metavar="part", help=f"one of {', '.join(names)}; none runs all")
    wanted = parser.parse_args().part or names
    failed = [] if real_input_found() else ["real input"]
    if (
        "journeys" in wanted
        and subprocess.run([sys.executable, "scripts/browsers.py"], cwd=ROOT, check=False).returncode
    ):
        failed.append("browsers")
    failed += run([part for part in PARTS if part.name in wanted])
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    print(f"parts: {len(wanted) - len(set(failed) & set(wanted))} passed, {len(failed)} failed")
    return len(failed)


def run(parts: Sequence[Part]) -> list[str]:
    """The names of those that failed. One part alone speaks as it goes, as do those that use both cores."""
    lanes: dict[str, list[Part]] = {}
    for part in parts:
        lanes.setdefault(part.lane or "", []).append(part)
    failed = [part.name for part in lanes.pop("", []) if not passes(part)]
    if len(lanes) < 2:
        return failed + [part.name for lane in lanes.values() for part in lane if not passes(part)]
    with ThreadPoolExecutor(len(lanes)) as pool:
        for names in pool.map(run_aside, lanes.values()):
            failed += names
    return failed


def run_aside(parts: Sequence[Part]) -> list[str]:
    """One lane beside another; the names of the parts that failed."""
    return [part.name for part in parts if not passes(part, aside=True)]


def passes(part: Part, *, aside: bool = False) -> bool:
    """Run one part with its output as it comes, or in one piece at its end when others run beside it."""
    print(f"\n== {part.name}: {part.covers}", flush=True)
    if part.command[-1].startswith("-") and part.folder == ROOT:
        print(f"!! SKIPPED: no folder of tests for {part.name}", flush=True)
        return os.environ.get("CI") != "true"
    started = time.monotonic()
    env = {**os.environ, **temporary_files()}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
        output = kept if aside else None
        process = subprocess.run(part.command, cwd=part.folder, env=env, stdout=output, stderr=output, check=False)
        kept.seek(0)
        print(f"{kept.read()}== {part.name}: {time.monotonic() - started:.0f} s", flush=True)
    return process.returncode in (0, NOTHING_COLLECTED)


def temporary_files() -> dict[str, str]:
    """The variable that lays temporary files into memory, where there is enough: each commit waits for a disk."""
    if "TMPDIR" in os.environ or not os.access(RAM_DISK, os.W_OK):
        return {}
    available = re.search(r"^MemAvailable:\s+(\d+) kB", MEMORY.read_text(), re.MULTILINE)
    free = min(int(available[1]) * 1024 if available else 0, shutil.disk_usage(RAM_DISK).free)
    return {"TMPDIR": str(RAM_DISK)} if free > RAM_NEEDED else {}


def real_input_found() -> bool:
    """Whether the data outside the repository is here; says loudly when not, which with CI=true is a failure."""
    shared = Path(os.environ.get("ZB_SHARED", ROOT.parent / "shared"))
    if (shared / REAL_INPUT).is_file():
        return True
    print(f"\n!! NO REAL INPUT below {shared} (ZB_SHARED names it): tests on it are SKIPPED.\n", flush=True)
    return os.environ.get("CI") != "true"


if __name__ == "__main__":
    sys.exit(main())
