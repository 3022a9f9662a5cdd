"""``python -m tests.bench``: measure, print the table, write ``bench-results/*.json``."""

from __future__ import annotations

import argparse
import logging
import sys
import time

from tests.bench.measure import Figure
from tests.bench.parts import PARTS
from tests.bench.report import save, table
from tests.bench.sizes import SIZES


def main() -> int:
    """Measure the parts asked for, or all. The exit status says nothing of budgets."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the budgets of speed.")
    parser.add_argument("--size", choices=list(SIZES), default="10k")
    parser.add_argument("part", nargs="*", metavar="part", help=f"one of {', '.join(PARTS)}; none measures all")
    arguments = parser.parse_args()
    unknown = set(arguments.part) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    logging.getLogger().setLevel(logging.WARNING)
    figures: list[Figure] = []
    for name in arguments.part or PARTS:
        begun = time.monotonic()
        print(f"{name} … ", end="", file=sys.stderr, flush=True)
        measured = list(PARTS[name](SIZES[arguments.size]))
        print(f"{time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
        save(name, arguments.size, measured)
        figures += measured
    print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
