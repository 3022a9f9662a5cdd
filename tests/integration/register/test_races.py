"""Writers that want the same vacancy at the same moment, on separate connections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from backend.core.db import Database
from backend.register.errors import NoVacancy, PersonAlreadyPosted
from backend.register.ledger import Balance
from backend.register.public import NewPosting, NewReservation, numbers, open_posting, reserve
from tests.factories.register import OPENING, SYSTEM, Register

WRITERS = 12


def test_one_of_many_gets_the_last_vacancy(database: Database) -> None:
    with database.write() as tx:
        unit = Register.start(tx).unit(approved=1)

    def want(number: int) -> bool:
        try:
            with database.write() as tx:
                reserve(tx, SYSTEM, NewReservation(unit, "institution", 1, f"m{number}"))
        except NoVacancy:
            return False
        return True

    with ThreadPoolExecutor(WRITERS) as pool:
        assert sum(pool.map(want, range(WRITERS))) == 1
    with database.read() as tx:
        assert numbers(tx, unit) == {"institution": Balance(1, 0, 1)}


def test_one_of_many_enters_a_person(database: Database) -> None:
    with database.write() as tx:
        register = Register.start(tx)
        units = [register.unit(f"单位{number}", approved=1) for number in range(WRITERS)]
        (person,) = register.people(1)

    def want(unit: str) -> bool:
        new = NewPosting(person, unit, "institution", "科员", "transfer_in", OPENING)
        try:
            with database.write() as tx:
                open_posting(tx, SYSTEM, new, register.cause)
        except PersonAlreadyPosted:
            return False
        return True

    with ThreadPoolExecutor(WRITERS) as pool:
        assert sum(pool.map(want, units)) == 1
