"""Everything a machine can say of the sources without running the product: ``make check``.

Runs all checks also after one failed, so that one run tells all there is to mend.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generated import stale_types

ROOT = Path(__file__).resolve().parents[1]
PWA = ROOT / "pwa"
AT_ONCE = 2


def main() -> int:
    """Returns the number of failed checks. Two run at a time, each for itself; the longest begin."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("vue-tsc and tsc", command("npm", "run", "--silent", "typecheck", folder=PWA)),
        ("mypy --strict", command("mypy")),
        ("eslint", command("npm", "run", "--silent", "lint", folder=PWA)),
        ("generated types are fresh", staleness_of_types),
        ("directions of imports", command("lint-imports", "--no-logo")),
        ("ruff check", command("ruff", "check", "--quiet", ".")),
        ("ruff format", command("ruff", "format", "--check", "--quiet", ".")),
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        complaints = list(pool.map(lambda check: timed(*check), checks))
    failed = [name for (name, _), complaint in zip(checks, complaints, strict=True) if complaint]
    if failed:
        print(f"\nTo mend: {', '.join(failed)}")
    return len(failed)


def command(*words: str, folder: Path = ROOT) -> Callable[[], str]:
    """A check that is a program: it passes with exit status 0, else there is something to say of it."""

    def check() -> str:
        done = subprocess.run(
            words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        return "" if done.returncode == 0 else f"{done.stdout.rstrip()}\n{words[0]}: exit status {done.returncode}"

    return check


def staleness_of_types() -> str:
    """How the app's types differ from what the server would generate now; empty when they are fresh."""
    difference = stale_types()
    if not difference:
        return ""
    return "\n".join([*difference, "pwa/src/shared/api/schema.d.ts is not what the server describes: make types"])


def timed(name: str, check: Callable[[], str]) -> str:
    """Run one check and say, in one piece, how it ended; returns what it complained of."""
    started = time.monotonic()
    complaint = check()
    verdict = f"{'FAIL' if complaint else 'ok  '} {name} ({time.monotonic() - started:.0f} s)"
    print("\n".join(filter(None, (complaint, verdict))), flush=True)
    return complaint


if __name__ == "__main__":
    sys.exit(main())
