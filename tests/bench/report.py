"""The table on standard output and the figures as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import orjson

from tests.bench.measure import Budget, Figure

FOLDER = Path("bench-results")
HEADER = ("part", "what", "ours", "reference", "ratio", "budget", "")


def table(figures: Iterable[Figure]) -> str:
    """One line a figure, in columns."""
    lines = [HEADER, *(_line(figure) for figure in figures)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def save(part: str, size: str, figures: Sequence[Figure], folder: Path = FOLDER) -> Path:
    """Write the figures of one part to ``<folder>/<part>-<size>.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {
        "part": part,
        "size": size,
        "at": datetime.now(UTC),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        "figures": [asdict(figure) | {"within": figure.within} for figure in figures],
    }
    path = folder / f"{part}-{size}.json"
    path.write_bytes(orjson.dumps(facts, option=orjson.OPT_INDENT_2))
    return path


def _line(figure: Figure) -> tuple[str, ...]:
    mark = {True: "", False: "over", None: ""}[figure.within]
    return (
        figure.part,
        figure.what,
        f"{_number(figure.ours)} {figure.unit}",
        "" if figure.reference is None else f"{_number(figure.reference)} {figure.unit}",
        "" if figure.ratio is None else f"{figure.ratio:.2f} ×",
        _budget(figure.budget, figure.unit),
        mark,
    )


def _budget(budget: Budget | None, unit: str) -> str:
    if budget is None:
        return ""
    sign = "≥" if budget.least else "≤"
    return f"{sign} {_number(budget.limit)} {unit if budget.of_value else '×'}"


def _number(value: float) -> str:
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
