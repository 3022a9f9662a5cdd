"""The seats of a class: who is invited, who has one, who waits.

Whoever wants a seat gets one while there are any and the own unit has not used up its share; otherwise they wait
in order. When a seat becomes free, the first who fits moves up. The class's row is locked for all of this, so
that two who join at once never share the last seat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import ancestor_nodes, record_audit
from courses.classes.errors import ClassNotFound, ClassPersonUnknown
from courses.classes.models import ClassSeat, TrainingClass
from courses.classes.operations.telling import tell_teachers
from courses.classes.policies import ensure_may, load_class, load_for_learner, managed_by
from courses.classes.states import Act, ClassState, SeatState
from courses.events import ClassAnnounced
from courses.learners import Learner, learners_of


def join_class(tx: Tx, actor: Actor, class_id: str) -> SeatState:
    """Take a seat, or a place among those who wait; a second time changes nothing.

    Raises :class:`ClassNotFound`, :class:`ClassNotInState`.
    """
    training_class, seat = load_for_learner(tx, actor, class_id)
    ensure_may(training_class, Act.JOIN)
    if seat is not None and seat.state in (SeatState.ENROLLED, SeatState.WAITING):
        return SeatState(seat.state)
    learner = learners_of(tx, [actor.account_id or ""])[actor.account_id or ""]
    state = _seat(tx, training_class, [learner])[learner.account_id]
    record_audit(tx, actor, "courses:seat:taken", "class", class_id, facts={"state": state.value})
    tell_teachers(tx, class_id)
    return state


def leave_class(tx: Tx, actor: Actor, class_id: str) -> None:
    """Give the seat back; the first who waits and fits gets it.

    Raises :class:`ClassNotFound` also for who has none, :class:`ClassNotInState`.
    """
    training_class, seat = load_for_learner(tx, actor, class_id)
    if seat is None:
        raise ClassNotFound
    ensure_may(training_class, Act.JOIN)
    _withdraw(tx, actor, training_class, seat)


def remove_from_class(tx: Tx, actor: Actor, class_id: str, account_id: str) -> None:
    """Take somebody off a class that the actor manages. Raises as :func:`leave_class`."""
    training_class = load_class(tx, class_id, managed_by(actor))
    seat = tx.session.get(ClassSeat, (class_id, account_id))
    if seat is None:
        raise ClassNotFound
    ensure_may(training_class, Act.SEAT)
    _withdraw(tx, actor, training_class, seat)


def _withdraw(tx: Tx, actor: Actor, training_class: TrainingClass, seat: ClassSeat) -> None:
    if seat.state == SeatState.WITHDRAWN:
        return
    seat.state = SeatState.WITHDRAWN.value
    tx.session.flush()
    record_audit(
        tx, actor, "courses:seat:given_back", "class", training_class.id, facts={"account_id": seat.account_id}
    )
    fill_free_seats(tx, training_class)
    tell_teachers(tx, training_class.id)


def seat_people(
    tx: Tx, actor: Actor, class_id: str, account_ids: Sequence[str], *, invite: bool
) -> dict[str, SeatState]:
    """Invite people, or enrol them as far as there are seats; returns what each has now.

    Who has a seat or waits already keeps it. Raises :class:`ClassNotFound`, :class:`ClassNotInState` and
    :class:`ClassPersonUnknown` for people whose place is not that of the class or below it.
    """
    training_class = load_class(tx, class_id, managed_by(actor))
    ensure_may(training_class, Act.SEAT)
    learners = _learners_at(tx, training_class.node_id, account_ids)
    seats = _seats(tx, class_id)
    settled = {SeatState.ENROLLED, SeatState.WAITING, *([SeatState.INVITED] if invite else [])}
    new = [one for one in learners if one.account_id not in seats or seats[one.account_id].state not in settled]
    states = _invite(tx, training_class, new) if invite else _seat(tx, training_class, new)
    if new:
        facts = {"ids": [learner.account_id for learner in new], "invited": invite}
        record_audit(tx, actor, "courses:seat:assigned", "class", class_id, facts=facts)
        if training_class.state == ClassState.OPEN:
            tx.publish(ClassAnnounced(class_id, tuple(learner.account_id for learner in new)))
        tell_teachers(tx, class_id)
    kept = {one.account_id: SeatState(seats[one.account_id].state) for one in learners if one not in new}
    return {**kept, **states}


def _learners_at(tx: Tx, node_id: str, account_ids: Sequence[str]) -> list[Learner]:
    learners = learners_of(tx, account_ids)
    wrong = [
        number
        for number, account_id in enumerate(account_ids)
        if account_id not in learners or node_id not in ancestor_nodes(tx, learners[account_id].node_id or "")
    ]
    if wrong:
        raise ClassPersonUnknown(fields={f"account_ids.{number}": ["unknown"] for number in wrong})
    return [learners[account_id] for account_id in dict.fromkeys(account_ids)]


def _invite(tx: Tx, training_class: TrainingClass, learners: Iterable[Learner]) -> dict[str, SeatState]:
    seats = _seats(tx, training_class.id)
    for learner in learners:
        _put(tx, training_class.id, seats, learner, SeatState.INVITED)
    tx.session.flush()
    return {learner.account_id: SeatState.INVITED for learner in learners}


def _seat(tx: Tx, training_class: TrainingClass, learners: Iterable[Learner]) -> dict[str, SeatState]:
    """Enrol in order as far as there is room; who finds none waits."""
    seats = _seats(tx, training_class.id)
    room = _Room(training_class, seats.values())
    states = {}
    for learner in learners:
        takes = room.take(learner.organization_id)
        states[learner.account_id] = SeatState.ENROLLED if takes else SeatState.WAITING
        _put(tx, training_class.id, seats, learner, states[learner.account_id])
    tx.session.flush()
    return states


def fill_free_seats(tx: Tx, training_class: TrainingClass) -> None:
    """Let those who wait move up, in order, as far as there is room, and tell them."""
    tx.session.flush()
    seats = _seats(tx, training_class.id)
    room = _Room(training_class, seats.values())
    waiting = sorted(
        (seat for seat in seats.values() if seat.state == SeatState.WAITING), key=lambda seat: seat.queue_number
    )
    moved = [seat for seat in waiting if room.take(seat.organization_id)]
    for seat in moved:
        seat.state = SeatState.ENROLLED.value
    tx.session.flush()
    if moved and training_class.state == ClassState.OPEN:
        tx.publish(ClassAnnounced(training_class.id, tuple(seat.account_id for seat in moved)))


class _Room:
    """What is left of the seats, and of the share of each unit; people of no unit have no share to use up."""

    def __init__(self, training_class: TrainingClass, seats: Iterable[ClassSeat]) -> None:
        enrolled = [seat for seat in seats if seat.state == SeatState.ENROLLED]
        self._left = training_class.seats - len(enrolled)
        self._per_unit = training_class.per_unit
        self._of_unit = Counter(seat.organization_id for seat in enrolled)

    def take(self, organization_id: str | None) -> bool:
        """Take a seat if there is one."""
        share_used = self._per_unit is not None and self._of_unit[organization_id] >= self._per_unit
        if self._left < 1 or (organization_id is not None and share_used):
            return False
        self._left -= 1
        self._of_unit[organization_id] += 1
        return True


def _seats(tx: Tx, class_id: str) -> dict[str, ClassSeat]:
    rows = tx.session.scalars(
        select(ClassSeat).where(ClassSeat.class_id == class_id).execution_options(populate_existing=True)
    )
    return {seat.account_id: seat for seat in rows}


def _put(tx: Tx, class_id: str, seats: dict[str, ClassSeat], learner: Learner, state: SeatState) -> None:
    """Write what somebody has now; whoever comes anew, or comes back, stands last."""
    last = max((seat.queue_number for seat in seats.values()), default=0)
    seat = seats.get(learner.account_id)
    if seat is None:
        seat = seats[learner.account_id] = ClassSeat(class_id=class_id, account_id=learner.account_id)
        tx.session.add(seat)
    seat.organization_id, seat.state, seat.queue_number = learner.organization_id, state.value, last + 1
