"""Importing a large table while others read and write, against reading it and writing its rows plainly."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from backend.core.errors import Unavailable
from backend.core.runtime import Runtime
from backend.core.signals import send_signal
from backend.core.spreadsheet import CellValue, SheetContent, write_workbook
from backend.register.public import RegionLevel, regions_of_province
from tests.bench.fill import KINDS
from tests.bench.house import OVERSEER, Browser, House, house
from tests.bench.measure import ROUNDS, Budget, Figure, pair_of, percentile
from tests.bench.sizes import Size
from tests.support.servers import REPOSITORY

PART = "import"
PROVINCE = "41"
_TIME, _MEGABYTES, _READ_MS = 3.0, 300, 200
_PER_NAME = 20
_PAUSE = 0.02
_HEADER = (
    *("招录机关（单位）", "职位名称", "职位代码", "招录人数", "学历要求", "学位要求", "专业", "年龄要求"),
    *("政治面貌", "其他要求", "备注"),
)


def measure(size: Size) -> Iterator[Figure]:
    """The command that an operator types, in a process of its own; every round begins with the same database."""
    with tempfile.TemporaryDirectory(prefix="zb-bench-import-") as name, house(40, 800) as built:
        folder = Path(name)
        table = _write_table(folder / "positions.xlsx", size.rows)
        token = Browser.of(built.app(), OVERSEER).token
        built.runtime.database.dispose()
        runs = [_round(folder / str(turn), built, table, token) for turn in range(size.times(ROUNDS))]
    yield pair_of([(ours.cpu, plain.cpu) for ours, plain, _ in runs]).figure(
        PART, f"processor time, {size.rows} rows", _TIME
    )
    yield pair_of([(ours.wall, plain.wall) for ours, plain, _ in runs]).figure(PART, "time", _TIME)
    yield Figure(
        PART, "memory", max(ours.megabytes for ours, _, _ in runs), "MB",
        max(plain.megabytes for _, plain, _ in runs), budget=Budget(_MEGABYTES, of_value=True),
    )  # fmt: skip
    reads = [milliseconds for *_, others in runs for milliseconds in others.reads]
    yield Figure(
        PART,
        "reading a record meanwhile, p95",
        percentile(reads, 0.95),
        "ms",
        budget=Budget(_READ_MS, of_value=True),
    )
    yield Figure(PART, "longest wait of another writer", max(max(others.writes) for *_, others in runs), "ms")


@dataclass(frozen=True, slots=True)
class _Run:
    """What one process cost: seconds and megabytes."""

    cpu: float
    wall: float
    megabytes: float


def _round(folder: Path, built: House, table: Path, token: str) -> tuple[_Run, _Run, _Others]:
    shutil.copytree(built.runtime.settings.data_dir, folder)
    shutil.copytree(folder, folder.with_suffix(".plain"))
    with _others(folder, built, token) as others:
        ours = _run(folder, "backend.cli", "import", "positions", str(table), "--province", PROVINCE)
    plain = _run(folder, "tests.bench.plain_import", str(table), f"{folder}.plain/zhangbian.db")
    shutil.rmtree(folder)
    shutil.rmtree(folder.with_suffix(".plain"))
    return ours, plain, others


def _run(folder: Path, *arguments: str) -> _Run:
    log = folder.with_suffix(".log")
    with log.open("wb") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=REPOSITORY,
            env={**os.environ, "ZB_DATA_DIR": str(folder), "ZB_LOG_LEVEL": "WARNING"},
            stdout=output,
            stderr=output,
        )
        megabytes = 0.0
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            megabytes = max(megabytes, _peak_megabytes(process.pid))
            time.sleep(_PAUSE)
        wall = time.perf_counter() - begun
    _, status, usage = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, log.read_text()[-2000:]
    return _Run(usage.ru_utime + usage.ru_stime, wall, megabytes)


def _peak_megabytes(process_id: int) -> float:
    """The most memory it has held so far; what the kernel tells at the end counts its parent's too."""
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


@dataclass(slots=True)
class _Others:
    """What others waited for meanwhile, in milliseconds each."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)


@contextmanager
def _others(folder: Path, built: House, token: str) -> Iterator[_Others]:
    """Somebody reads and somebody writes all the time inside the block."""
    runtime = Runtime.start(type(built.runtime.settings).from_env({"ZB_DATA_DIR": str(folder)}))
    browser = Browser(House(runtime, built.world, built.unit_ids).app(), token)
    read = browser.reading(*(f"/api/v1/register/units/{unit_id}" for unit_id in built.unit_ids))
    others, ended = _Others(), threading.Event()

    def write(_number: int) -> None:
        with runtime.database.write() as tx:
            send_signal(tx, "account:bench", "bench", {})

    threads = [
        threading.Thread(target=_repeat, args=(work, kept, ended))
        for work, kept in ((read, others.reads), (write, others.writes))
    ]
    for thread in threads:
        thread.start()
    try:
        yield others
    finally:
        ended.set()
        for thread in threads:
            thread.join()
        runtime.database.dispose()


def _repeat(work: Callable[[int], None], kept: list[float], ended: threading.Event) -> None:
    number = 0
    while not ended.wait(_PAUSE):
        begun, done = time.perf_counter(), False
        while not done:
            try:
                work(number)
                done = True
            except Unavailable:
                continue  # its patience is over, its wait is not
        kept.append((time.perf_counter() - begun) * 1000)
        number += 1


def _write_table(path: Path, rows: int) -> Path:
    """A table of that many posts, twenty to a body, in the real counties of a province."""
    counties = [
        region.name
        for region in regions_of_province(PROVINCE)
        if region.level is RegionLevel.COUNTY and not region.is_heading and not region.is_zone
    ]
    names = [f"{county}{kind}" for kind in KINDS for county in dict.fromkeys(counties)]
    with path.open("wb") as target:
        lines = (_line(number, names[number // _PER_NAME % len(names)]) for number in range(rows))
        write_workbook([SheetContent("职位表", ["2026年度职位表"], [_HEADER, *lines])], target)
    return path


def _line(number: int, name: str) -> Sequence[CellValue]:
    return (
        *(name, f"岗位{number % 97}", f"ZZ{number:08d}", 1.0 + number % 3, "本科及以上", "学士及以上"),
        *(
            "计算机类、法学类、会计学",
            "18周岁以上、35周岁以下",
            "不限",
            "具有两年以上基层工作经历",
            f"第{number % 13}考区",
        ),
    )
