"""Quota moves, exceptions, reservations and postings against the rules of the ledger."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from backend.core.clock import FixedClock
from backend.core.db import Database, new_id
from backend.core.transaction import Tx
from backend.identity.public import Role, grant_directly
from backend.register import errors
from backend.register.ledger import Balance
from backend.register.models import Organization, Posting, QuotaEntry, Reservation
from backend.register.public import (
    NewException,
    NewPosting,
    NewReservation,
    PostingMove,
    QuotaMove,
    draw_down,
    end_exception,
    end_posting,
    move_posting,
    node_of_organization,
    numbers,
    open_posting,
    record_exception,
    record_quota,
    record_quotas,
    release_reservation,
    reserve,
    reverse_event,
    reverse_quota,
    upsert_person,
)
from backend.register.values import NewPerson
from tests.factories.identity import actor_of, make_account
from tests.factories.register import OPENING, SYSTEM, Register, generated_people

TODAY = date(2026, 6, 16)
TYPE = "institution"


def balance(tx: Tx, unit_id: str, day: date | None = None) -> Balance:
    return numbers(tx, unit_id, day).get(TYPE, Balance())


def test_a_vacancy_is_promised_once(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=2, filled=1)
    reserve(tx, SYSTEM, NewReservation(unit, TYPE, 1, "m1"))
    with pytest.raises(errors.NoVacancy) as refusal, tx.savepoint():
        reserve(tx, SYSTEM, NewReservation(unit, TYPE, 1, "m2"))
    assert (refusal.value.facts["approved"], refusal.value.facts["reserved"], refusal.value.facts["vacant"]) == (
        2,
        1,
        0,
    )
    assert balance(tx, unit) == Balance(2, 1, 1)
    release_reservation(tx, SYSTEM, "m1")
    assert balance(tx, unit) == Balance(2, 1, 0)
    release_reservation(tx, SYSTEM, "m1")  # nothing left to give back is no error


def test_a_promise_turns_into_a_filled_post(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=1)
    reserve(tx, SYSTEM, NewReservation(unit, TYPE, 1, "m1"))
    draw_down(tx, SYSTEM, "m1", TODAY)
    register.fill(unit, 1, day=TODAY)
    assert balance(tx, unit) == Balance(1, 1, 0)
    with pytest.raises(errors.ReservationNotFound):
        draw_down(tx, SYSTEM, "m1", TODAY)


def test_an_effect_before_the_filing_does_not_count_its_head_twice(
    tx: Tx, register: Register, clock: FixedClock
) -> None:
    unit = register.unit(approved=1)
    reserve(tx, SYSTEM, NewReservation(unit, TYPE, 1, "m1"))
    clock.move(timedelta(days=10))
    back = TODAY - timedelta(days=5)
    draw_down(tx, SYSTEM, "m1", back)
    register.fill(unit, 1, day=back)
    assert balance(tx, unit, TODAY) == Balance(1, 1, 0)
    assert tx.session.scalars(select(Reservation.ended_on)).one() == TODAY


def test_nothing_is_filled_or_promised_while_the_quota_is_unknown(tx: Tx, register: Register) -> None:
    unit = register.unit()
    with pytest.raises(errors.ApprovedUnknown), tx.savepoint():
        reserve(tx, SYSTEM, NewReservation(unit, TYPE, 1, "m1"))
    with pytest.raises(errors.ApprovedUnknown), tx.savepoint():
        register.fill(unit, 1)
    assert numbers(tx, unit) == {}


def test_a_posting_dated_before_the_opening_balance_is_refused(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=5)
    with pytest.raises(errors.ApprovedUnknown):
        register.fill(unit, 1, day=OPENING - timedelta(days=1))


def test_a_back_dated_posting_must_fit_every_day_since(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=1)
    (posting,) = register.fill(unit, 1, day=date(2026, 3, 1))
    end_posting(tx, SYSTEM, posting, date(2026, 4, 1), "resign", register.cause)
    assert balance(tx, unit) == Balance(1, 0)
    with pytest.raises(errors.OverQuota) as refusal, tx.savepoint():
        register.fill(unit, 1, day=date(2026, 3, 15))
    assert refusal.value.facts["day"] == "2026-03-15"
    register.fill(unit, 1, day=date(2026, 4, 1))


def test_a_smaller_quota_and_its_exception_come_together(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=3, filled=3)
    with pytest.raises(errors.OverQuota), tx.savepoint():
        record_quota(tx, SYSTEM, QuotaMove(unit, TYPE, -1, TODAY), register.cause)
    over = NewException(unit, TYPE, 1, "机构改革划转", TODAY, new_id())
    record_quotas(tx, SYSTEM, [QuotaMove(unit, TYPE, -1, TODAY)], [over], register.cause)
    assert balance(tx, unit) == Balance(2, 3, 0, 1)


def test_an_exception_ends_when_it_is_no_longer_needed(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=1, filled=0)
    record_exception(tx, SYSTEM, NewException(unit, TYPE, 1, "军转安置", TODAY, new_id()), register.cause)
    first, _second = register.fill(unit, 2, day=TODAY)
    exception_id = tx.session.scalar(text("SELECT id FROM register_quota_exception"))
    with pytest.raises(errors.OverQuota), tx.savepoint():
        end_exception(tx, SYSTEM, exception_id, TODAY, register.cause)
    end_posting(tx, SYSTEM, first, TODAY, "retire", register.cause)
    end_exception(tx, SYSTEM, exception_id, TODAY, register.cause)
    assert balance(tx, unit) == Balance(1, 1, 0, 0)
    with pytest.raises(errors.AlreadyReversed):
        end_exception(tx, SYSTEM, exception_id, TODAY, register.cause)


def test_an_exception_never_makes_a_vacancy(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=2, filled=3, exception=1)
    with pytest.raises(errors.NoVacancy):
        reserve(tx, SYSTEM, NewReservation(unit, TYPE, 1, "m1"))


def test_a_mistaken_entry_is_reversed_once_by_one_that_names_it(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=5)
    record_quota(tx, SYSTEM, QuotaMove(unit, TYPE, 3, TODAY), register.cause)
    mistaken = tx.session.scalars(select(QuotaEntry.id).where(QuotaEntry.delta == 3)).one()
    reverse_quota(tx, SYSTEM, mistaken, register.cause)
    assert balance(tx, unit) == Balance(5, 0)
    with pytest.raises(errors.AlreadyReversed):
        reverse_quota(tx, SYSTEM, mistaken, register.cause)


@pytest.mark.parametrize("table", ["register_quota_entry", "register_posting_event"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET effective_on = effective_on", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_ledger_rows(database: Database, table: str, verb: str) -> None:
    with database.write() as tx:
        Register.start(tx).unit(approved=2, filled=1)
    with pytest.raises(Exception, match="append-only"), database.write() as tx:
        tx.session.execute(text(verb.format(table)))


def test_one_person_holds_one_posting(tx: Tx, register: Register) -> None:
    first, second = register.unit("甲", approved=5), register.unit("乙", approved=5)
    (person,) = register.people(1)
    posting = open_posting(
        tx, SYSTEM, NewPosting(person, first, TYPE, "科员", "transfer_in", date(2026, 2, 1)), register.cause
    )
    again = NewPosting(person, second, TYPE, "科员", "transfer_in", TODAY)
    with pytest.raises(errors.PersonAlreadyPosted), tx.savepoint():
        open_posting(tx, SYSTEM, again, register.cause)
    end_posting(tx, SYSTEM, posting, date(2026, 5, 1), "transfer_out", register.cause)
    overlapping = NewPosting(person, second, TYPE, "科员", "transfer_in", date(2026, 4, 1))
    with pytest.raises(errors.PersonAlreadyPosted), tx.savepoint():
        open_posting(tx, SYSTEM, overlapping, register.cause)
    open_posting(tx, SYSTEM, again, register.cause)


def test_a_move_takes_one_and_gives_one(tx: Tx, register: Register) -> None:
    here, there = register.unit("甲", approved=2), register.unit("乙", approved=1)
    posting, _other = register.fill(here, 2)
    move = PostingMove(posting, date(2026, 3, 1), there, TYPE, "科长")
    move_posting(tx, SYSTEM, move, register.cause)
    assert (balance(tx, here).filled, balance(tx, there).filled) == (1, 1)
    assert (balance(tx, here, date(2026, 2, 28)).filled, balance(tx, there, date(2026, 2, 28)).filled) == (2, 0)
    with pytest.raises(errors.OverQuota):
        move_posting(tx, SYSTEM, PostingMove(_other, date(2026, 3, 1), there, TYPE, "科长"), register.cause)


def test_a_reversed_exit_brings_the_person_back_if_there_is_room(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=1)
    (posting,) = register.fill(unit, 1)
    end_posting(tx, SYSTEM, posting, date(2026, 3, 1), "resign", register.cause)
    left = tx.session.scalar(text("SELECT id FROM register_posting_event WHERE kind = 'left'"))
    register.fill(unit, 1, day=TODAY)
    with pytest.raises(errors.OverQuota), tx.savepoint():
        reverse_event(tx, SYSTEM, left, register.cause)
    record_quota(tx, SYSTEM, QuotaMove(unit, TYPE, 1, date(2026, 3, 1)), register.cause)
    reverse_event(tx, SYSTEM, left, register.cause)
    assert balance(tx, unit) == Balance(2, 2)


def test_an_exit_and_a_transfer_end_the_rights_of_the_person(tx: Tx, register: Register) -> None:
    here, there = register.unit("甲", approved=3), register.unit("乙", approved=3)
    left, moved, promoted = register.fill(here, 3)
    node = node_of_organization(tx, here)
    accounts = []
    for number, posting in enumerate((left, moved, promoted)):
        person = tx.session.scalars(select(Posting.person_id).where(Posting.posting_id == posting)).one()
        accounts.append(make_account(tx, f"clerk{number}", person=person))
        grant_directly(tx, SYSTEM, accounts[-1], Role.UNIT, node)
    end_posting(tx, SYSTEM, left, TODAY, "retire", register.cause)
    move_posting(tx, SYSTEM, PostingMove(moved, TODAY, there, TYPE, "科员"), register.cause)
    move_posting(tx, SYSTEM, PostingMove(promoted, TODAY, here, TYPE, "科长", promotion=True), register.cause)
    assert [len(actor_of(tx, account).grants) for account in accounts] == [0, 0, 1]


def test_an_exit_is_not_told_twice(tx: Tx, register: Register) -> None:
    unit = register.unit(approved=1)
    (posting,) = register.fill(unit, 1)
    end_posting(tx, SYSTEM, posting, date(2026, 3, 1), "resign", register.cause)
    with pytest.raises(errors.PostingHistoryBroken):
        end_posting(tx, SYSTEM, posting, date(2026, 3, 2), "resign", register.cause)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (TODAY + timedelta(days=1), errors.DateInFuture),
        (date(2019, 12, 31), errors.DateBeforeFounding),
    ],
)
def test_days_no_effect_can_have(tx: Tx, register: Register, day: date, refusal: type[Exception]) -> None:
    unit = register.unit(founded_on=date(2020, 1, 1))
    with pytest.raises(refusal):
        record_quota(tx, SYSTEM, QuotaMove(unit, TYPE, 1, day), register.cause)


def test_an_unknown_founding_refuses_no_past_day(tx: Tx, register: Register) -> None:
    unit = register.unit(founded_on=None)
    record_quota(tx, SYSTEM, QuotaMove(unit, TYPE, 1, date(1950, 1, 1)), register.cause)
    assert balance(tx, unit, date(1950, 1, 1)) == Balance(1)


@pytest.mark.parametrize("quota_type", ["institution_full", "nonsense"])
def test_a_ledger_is_kept_for_real_types_only(tx: Tx, register: Register, quota_type: str) -> None:
    with pytest.raises(errors.UnknownCode):
        record_quota(tx, SYSTEM, QuotaMove(register.unit(), quota_type, 1, TODAY), register.cause)


def test_a_person_is_found_again_by_the_number_and_keeps_the_name(tx: Tx) -> None:
    (new,) = generated_people(1)
    person_id = upsert_person(tx, SYSTEM, new)
    assert upsert_person(tx, SYSTEM, new) == person_id
    other = NewPerson(name="别人", sex=new.sex, id_number=new.id_number)
    with pytest.raises(errors.PersonDiffers):
        upsert_person(tx, SYSTEM, other)


def test_every_visible_change_gives_the_unit_a_new_version(tx: Tx, register: Register) -> None:
    def version(unit_id: str) -> int:
        return tx.session.scalars(select(Organization.version).where(Organization.id == unit_id)).one()

    unit, other = register.unit("甲", approved=2), register.unit("乙", approved=2)
    before, untouched = version(unit), version(other)
    register.fill(unit, 1)
    reserve(tx, SYSTEM, NewReservation(unit, TYPE, 1, "m1"))
    assert version(unit) == before + 2
    assert version(other) == untouched
