"""The files made from others: the app's types, made from the server's OpenAPI description."""

from __future__ import annotations

import difflib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PWA = ROOT / "pwa"
TYPES = PWA / "src" / "shared" / "api" / "schema.d.ts"
LINES_SHOWN = 40


class CannotGenerate(Exception):
    """A generator failed; the message is what it said."""


def generate_types() -> str:
    """The text of ``schema.d.ts`` as the server describes itself now.

    Raises CannotGenerate when the server cannot describe itself, or not in valid OpenAPI.
    """
    with tempfile.TemporaryDirectory() as folder:
        description = Path(folder) / "openapi.json"
        description.write_text(
            output_of(sys.executable, "-m", "backend.cli", "openapi", folder=ROOT), encoding="utf-8"
        )
        return output_of("npx", "--no-install", "openapi-typescript", str(description), folder=PWA)


def stale_types() -> list[str]:
    """The first lines of difference between the file and what it should be; empty when it is fresh."""
    try:
        wanted = generate_types()
    except CannotGenerate as failure:
        return str(failure).splitlines()
    lines = difflib.unified_diff(
        TYPES.read_text(encoding="utf-8").splitlines(),
        wanted.splitlines(),
        "in the repository",
        "as the server describes",
        lineterm="",
    )
    return list(lines)[:LINES_SHOWN]


def output_of(*command: str, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotGenerate(f"{' '.join(command[:4])}: exit status {done.returncode}\n{done.stderr.strip()}")
    return done.stdout


def main() -> int:
    """Write the types; ``make types``."""
    try:
        TYPES.write_text(generate_types(), encoding="utf-8")
    except CannotGenerate as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
