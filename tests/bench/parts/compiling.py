"""Compiling: scores, pools and proposals from frozen evidence, against one sum over the same rows."""

from __future__ import annotations

import random
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from backend.app import wire
from backend.assessment.grading.jobs import JOBS
from backend.assessment.grading.models import AssessmentCase, AssessmentRun, FrozenEvidence, RunKind, RunState
from backend.assessment.grading.operations.compiling import start_compile
from backend.assessment.rounds.public import RoundPlan, RoundState, create_round, move_round, round_by_id
from backend.assessment.schemes.public import adopted_schemes
from backend.assessment.terms import Category, SubjectKind
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.jobs import claim_next, run_job
from backend.core.runtime import Runtime
from backend.register.public import region_nodes
from tests.bench.house import start_runtime
from tests.bench.measure import Budget, Figure, side_by_side
from tests.bench.sizes import PEOPLE_PER_UNIT, Size
from tests.factories.register import Register
from tests.factories.schemes import adopt_suggested

PART = "compile"
YEAR = 2026
_BUDGET, _MEGABYTES = 5.0, 100
_INDICATORS, _CHUNK = 12, 2_000
_SYSTEM = Actor.system("bench")
#: What a spreadsheet's pivot table would ask for, and as much of it.
_SUMS = text(
    "SELECT subject_id, source, SUM(amount), SUM(out_of), COUNT(*) FROM assessment_frozen_evidence "
    "WHERE freeze_id = :freeze AND kind = 'person' GROUP BY subject_id, source"
)


def measure(size: Size) -> Iterator[Figure]:
    """The whole job as the worker runs it, progress and digest included; every round scores everybody anew."""
    wire()
    with tempfile.TemporaryDirectory(prefix="zb-bench-compile-") as folder:
        runtime = start_runtime(Path(folder))
        round_id, freeze_id = _fill(runtime, size.people)

        def ours(_turn: int) -> None:
            _compile(runtime, round_id)

        def sums(_turn: int) -> None:
            with runtime.database.read() as tx:
                for _slice in tx.connection.execute(_SUMS, {"freeze": freeze_id}).partitions(_CHUNK):
                    pass

        pair = side_by_side(ours, sums, times=1)
        yield pair.figure(PART, f"{size.people} people × {_INDICATORS} indicators", _BUDGET)
        yield Figure(PART, "memory", _megabytes(runtime, round_id), "MB", budget=Budget(_MEGABYTES, of_value=True))
        runtime.database.dispose()


def _compile(runtime: Runtime, round_id: str) -> None:
    with runtime.database.write() as tx:
        start_compile(tx, _SYSTEM, round_id)
    job = claim_next(runtime.database)
    assert job is not None
    run_job(runtime, job, JOBS)
    with runtime.database.write() as tx:
        assert round_by_id(tx, round_id).state is RoundState.COMPILED
        move_round(tx, _SYSTEM, round_id, RoundState.FROZEN, "bench")


def _megabytes(runtime: Runtime, round_id: str) -> float:
    """The most that one run holds at once, beside what was there before."""
    tracemalloc.start()
    try:
        _compile(runtime, round_id)
        return tracemalloc.get_traced_memory()[1] / 1024 / 1024
    finally:
        tracemalloc.stop()


def _fill(runtime: Runtime, people: int) -> tuple[str, str]:
    """A frozen round, by its rows: how evidence comes to be frozen is measured nowhere, nobody waits for it."""
    with runtime.database.write() as tx:
        Register.start(tx)
        node_id = region_nodes(tx, ["990102"])["990102"]
        adopt_suggested(tx, node_id, YEAR)
        round_id = create_round(tx, _SYSTEM, YEAR, node_id, RoundPlan("年度考核"))
        for state in (RoundState.OPEN, RoundState.FROZEN):
            move_round(tx, _SYSTEM, round_id, state, None)
        scheme = adopted_schemes(tx, YEAR, node_id)[Category.INSTITUTION_STAFF]
        run = AssessmentRun(
            round_id=round_id,
            kind=RunKind.FREEZE.value,
            revision=1,
            state=RunState.DONE.value,
            schemes={Category.INSTITUTION_STAFF.value: [scheme.id, scheme.version]},
            done=people,
            total=people,
            started_at=tx.now(),
            ended_at=tx.now(),
        )
        tx.session.add(run)
        tx.session.flush()
        freeze_id = run.id
        sources = sorted(one.source for one in scheme.indicators)[:_INDICATORS]
        assert len(sources) == _INDICATORS
    chance = random.Random(7)
    ids = [new_id() for _ in range(people)]
    for start in range(0, people, _CHUNK):
        persons = ids[start : start + _CHUNK]
        with runtime.database.write() as tx:
            tx.session.execute(
                insert(AssessmentCase), [_case(round_id, one, n + start) for n, one in enumerate(persons)]
            )
            rows = [_piece(freeze_id, one, source, chance) for one in persons for source in sources]
            tx.session.execute(insert(FrozenEvidence), rows)
    with runtime.database.read() as tx:
        assert tx.session.scalar(select(FrozenEvidence.amount).limit(1)) is not None
    return round_id, freeze_id


def _case(round_id: str, person_id: str, number: int) -> dict[str, Any]:
    unit = f"{number // PEOPLE_PER_UNIT:032x}"
    return {
        "id": new_id(),
        "round_id": round_id,
        "revision": 1,
        "person_id": person_id,
        "name": "某人",
        "organization_id": unit,
        "organization_name": "某单位",
        "node_id": unit,
        "category": Category.INSTITUTION_STAFF.value,
        "leading": False,
    }


def _piece(freeze_id: str, person_id: str, source: str, chance: random.Random) -> dict[str, Any]:
    return {
        "freeze_id": freeze_id,
        "kind": SubjectKind.PERSON.value,
        "subject_id": person_id,
        "source": source,
        "key": person_id,
        "on": date(YEAR, 6, 1),
        "amount": chance.randrange(6_000, 10_000),
        "out_of": 10_000,
        "link": "",
        "facts": {},
    }
