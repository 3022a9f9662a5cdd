"""Telling people that a window has opened, and later those who were asked and have not handed in.

Each window remembers that it was told; a second run on a day tells nothing. Nobody is told about anybody else.
"""

from __future__ import annotations

from datetime import timedelta

from backend.assessment.events import WindowEnding, WindowOpened
from backend.assessment.marks.queries.marks import missing_marks
from backend.assessment.marks.queries.rating import groups_of, voters
from backend.assessment.rounds.public import (
    Assessed,
    Round,
    Window,
    assessed_people,
    lock_round,
    mark_told,
    windows_to_tell,
)
from backend.core.transaction import Tx
from backend.identity.public import accounts_of_people

#: so many days before the last one those are told who have not handed in
ENDING_DAYS = 3


def tell_of_windows(tx: Tx, round_id: str) -> int:
    """Tell those concerned of windows that are open or ending; returns how many tellings there were."""
    the_round = lock_round(tx, round_id)
    today, told = tx.today(), 0
    for kind, opening_told in windows_to_tell(tx, round_id):
        if not the_round.is_open(kind, today):
            continue
        ending = today >= the_round.windows[kind][1] - timedelta(days=ENDING_DAYS)
        if not opening_told:
            _publish(tx, WindowOpened, the_round, kind, _concerned(tx, the_round, kind))
            mark_told(tx, round_id, kind, ending=False)
            told += 1
        elif ending:
            _publish(tx, WindowEnding, the_round, kind, _late(tx, the_round, kind))
            mark_told(tx, round_id, kind, ending=True)
            told += 1
    return told


def _publish(
    tx: Tx, event: type[WindowOpened | WindowEnding], one: Round, kind: Window, accounts: set[str]
) -> None:
    if accounts:
        tx.publish(event(one.id, kind.value, tuple(sorted(accounts)), one.windows[kind][1]))


def _concerned(tx: Tx, the_round: Round, kind: Window) -> set[str]:
    """The accounts that are asked to hand something in."""
    people = assessed_people(tx, the_round)
    if kind is Window.SUPERIOR_MARK:
        return _accounts_of_superiors(tx, people)
    if kind is Window.RATING:
        groups = groups_of(people, the_round.parameters)
        people = [one for one in people if one.person_id in groups]
    return {one.account_id for one in people if one.account_id}


def _late(tx: Tx, the_round: Round, kind: Window) -> set[str]:
    """The accounts that were asked and have not handed in."""
    if kind is Window.SELF_SUMMARY:
        return {one.account_id for one in missing_marks(tx, the_round.id).self_summary if one.account_id}
    if kind is Window.SUPERIOR_MARK:
        return _accounts_of_superiors(tx, missing_marks(tx, the_round.id).superior_mark)
    people = assessed_people(tx, the_round)
    groups = groups_of(people, the_round.parameters)
    done = voters(tx, the_round.id)
    return {
        one.account_id
        for one in people
        if one.account_id and one.person_id in groups and one.person_id not in done
    }


def _accounts_of_superiors(tx: Tx, people: list[Assessed] | tuple[Assessed, ...]) -> set[str]:
    superiors = {one.superior_id for one in people if one.superior_id}
    return {account.id for account in accounts_of_people(tx, superiors)}
