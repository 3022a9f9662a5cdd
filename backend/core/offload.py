"""Heavy work off the event loop.

Anything over 50 ms of CPU would stall every socket of a green process. The serving module replaces the runner
with its loop's own thread pool; elsewhere (worker, command line, tests) the call simply runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
Runner = Callable[..., Any]


def _run_here(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


_runner: Runner = _run_here


def use_runner(runner: Runner) -> None:
    """Install the process's way to run blocking work; called once, by ``backend.serving``."""
    global _runner  # noqa: PLW0603  # one process, one loop
    _runner = runner


def run_blocking(function: Callable[..., T], *arguments: Any) -> T:
    """Run ``function(*arguments)`` where it does not hold up others, and wait for its result."""
    result: T = _runner(function, *arguments)
    return result
