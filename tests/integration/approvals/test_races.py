"""Several people at once: one wins, the others are told, and nothing happens twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from backend.approvals.models import Decision, Matter
from backend.approvals.operations import decide_task, file_matter
from backend.core.db import Database
from backend.core.errors import DomainError
from backend.records.models import Number
from tests.factories.approvals import Scene, make_scene, seats_form

RACERS = 8


def race(acts: list[Callable[[], object]]) -> Counter[str]:
    """Start all at once; counts the codes of the answers ("done" for those that went through)."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait(timeout=30)
        try:
            act()
        except DomainError as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))


def test_of_many_decisions_for_one_task_one_wins(scene: Scene, database: Database) -> None:
    task_id = scene.approve_until(scene.file(), "officer")

    def decide(by: str, verdict: str) -> Callable[[], object]:
        command, actor = scene.command(task_id, verdict, by), scene.actor(by)

        def act() -> None:
            with database.write() as tx, tx.savepoint():
                decide_task(tx, actor, task_id, command)

        return act

    verdicts = ("approve", "return", "reject")
    acts = [decide(("officer", "officer2")[n % 2], verdicts[n % 3]) for n in range(RACERS)]
    assert race(acts) == {"done": 1, "already_decided": RACERS - 1}
    with database.read() as tx:
        query = select(func.count()).select_from(Decision).where(Decision.task_id == task_id)
        assert tx.session.scalars(query).one() == 1


def test_parallel_reviewers_do_not_disturb_each_other(scene: Scene, database: Database) -> None:
    matter_id = scene.file()
    scene.approve_until(matter_id, "hr")
    waiting = scene.waiting(matter_id)

    def decide(by: str) -> Callable[[], object]:
        command, actor = scene.command(waiting[by], "approve", by), scene.actor(by)

        def act() -> None:
            with database.write() as tx, tx.savepoint():
                decide_task(tx, actor, waiting[by], command)

        return act

    assert race([decide("orgdept"), decide("hr")]) == {"done": 2}
    assert list(scene.waiting(matter_id)) == ["chief"]


def test_of_many_filings_for_one_seat_one_wins(database: Database) -> None:
    scene = make_scene(database, seats=1)
    actor = scene.actor("unit")

    def file() -> None:
        with database.write() as tx, tx.savepoint():
            file_matter(tx, actor, "seats", scene.hall, seats_form())

    assert race([file] * RACERS) == {"done": 1, "no_seat": RACERS - 1}
    assert scene.hall_numbers() == (0, 1)
    with database.read() as tx:
        assert list(tx.session.scalars(select(Number.n))) == [1]


def test_of_many_filings_about_one_person_one_wins(scene: Scene, database: Database) -> None:
    actor = scene.actor("unit")

    def file() -> None:
        with database.write() as tx, tx.savepoint():
            file_matter(tx, actor, "seats", scene.hall, seats_form(id_number="410102199001010001"))

    assert race([file] * 4) == {"done": 1, "duplicate_open_matter": 3}
    with database.read() as tx:
        assert tx.session.scalars(select(func.count()).select_from(Matter)).one() == 1


def test_numbers_are_1_to_n_when_many_file_at_once(database: Database) -> None:
    scene = make_scene(database, seats=RACERS)
    actor = scene.actor("unit")

    def file() -> None:
        with database.write() as tx, tx.savepoint():
            file_matter(tx, actor, "seats", scene.hall, seats_form())

    assert race([file] * RACERS) == {"done": RACERS}
    with database.read() as tx:
        assert list(tx.session.scalars(select(Number.n).order_by(Number.n))) == list(range(1, RACERS + 1))
