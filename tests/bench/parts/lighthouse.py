"""The app's first screens on Lighthouse's slow phone."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.chromium import chromium_path
from tests.bench.house import OVERSEER, house
from tests.bench.measure import Budget, Figure
from tests.bench.parts.first_screen import SCREENS
from tests.bench.sizes import Size
from tests.support.servers import web_server
from tests.support.world import PASSWORD

PART = "lighthouse"
FOLDER = Path(__file__).parents[1] / "lighthouse"
_SCORES = {"performance": 95, "accessibility": 100, "best-practices": 100}
_LCP_MS = {"sign-in": 2000, "home": 2500}
_CLS = 0.05
_QUIET = {"ZB_LOG_LEVEL": "WARNING"}


def measure(size: Size) -> Iterator[Figure]:
    """Median of the runs; Lighthouse is installed beside its package file when it is not there."""
    if not (FOLDER / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=FOLDER, check=True)
    runs = "1" if size.name == "small" else "5"
    with house(40, 800) as built, web_server(_QUIET, built.runtime.settings.data_dir) as server:
        for screen, path in SCREENS.items():
            options = () if screen == "sign-in" else ("--signed-in", f"{OVERSEER}:{PASSWORD}")
            yield from _figures(screen, _audit(f"{server.origin}{path}", "--runs", runs, *options))


def _audit(address: str, *options: str) -> dict[str, Any]:
    command = ["node", "measure.mjs", "--chrome", chromium_path(), *options, address]
    printed = subprocess.run(
        command, cwd=FOLDER, env=dict(os.environ), check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, Any] = json.loads(printed.stdout.splitlines()[-1])
    assert urlsplit(found["shown"]).path == urlsplit(address).path, found["shown"]
    return found


def _figures(screen: str, found: dict[str, Any]) -> Iterator[Figure]:
    for category, least in _SCORES.items():
        budget = Budget(least, of_value=True, least=True)
        yield Figure(PART, f"{screen}, {category}", found[category], "", budget=budget)
    lcp = Budget(_LCP_MS[screen], of_value=True)
    yield Figure(PART, f"{screen}, largest contentful paint", found["lcp_ms"], "ms", budget=lcp)
    yield Figure(PART, f"{screen}, layout shift", found["cls"], "", budget=Budget(_CLS, of_value=True))
    for name in found["failed"]:
        yield Figure(PART, f"{screen}, not perfect: {name}", 1, "")
