"""Everything a machine can say of the sources without running the product: ``make check``.

Runs all checks also after one failed, so that one run tells all there is to mend.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from generated import stale_types

ROOT = Path(__file__).resolve().parents[1]
PWA = ROOT / "pwa"


def main() -> int:
    """Returns the number of failed checks."""
    checks: list[tuple[str, Callable[[], bool]]] = [
        ("ruff check", command("ruff", "check", "--quiet", ".")),
        ("ruff format", command("ruff", "format", "--check", "--quiet", ".")),
        ("mypy --strict", command("mypy")),
        ("directions of imports", command("lint-imports", "--no-logo")),
        ("eslint", command("npm", "run", "--silent", "lint", folder=PWA)),
        ("vue-tsc and tsc", command("npm", "run", "--silent", "typecheck", folder=PWA)),
        ("generated types are fresh", types_are_fresh),
    ]
    failed = [name for name, check in checks if not timed(name, check)]
    if failed:
        print(f"\nTo mend: {', '.join(failed)}")
    return len(failed)


def command(*words: str, folder: Path = ROOT) -> Callable[[], bool]:
    """A check that is a program: it passes with exit status 0, and is quiet then."""

    def check() -> bool:
        done = subprocess.run(
            words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode != 0:
            print(done.stdout.rstrip())
        return done.returncode == 0

    return check


def types_are_fresh() -> bool:
    """Whether the app's types are what the server would generate now."""
    difference: Sequence[str] = stale_types()
    if difference:
        print("\n".join(difference))
        print("pwa/src/shared/api/schema.d.ts is not what the server describes: make types")
    return not difference


def timed(name: str, check: Callable[[], bool]) -> bool:
    started = time.monotonic()
    passed = check()
    print(f"{'ok  ' if passed else 'FAIL'} {name} ({time.monotonic() - started:.0f} s)", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
