"""A code that was scanned or typed fills the own place on the roster, or is offered to the teacher."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from courses.classes.codes import ShownCode, find_digits, read_token
from courses.classes.errors import ClassCodeExpired, ClassCodeInvalid, ClassNotEnrolled
from courses.classes.models import ClassSession, RosterMark
from courses.classes.operations.rows import put_mark
from courses.classes.operations.telling import tell_teachers
from courses.classes.policies import ensure_may, is_enrolled, load_for_learner, session_of
from courses.classes.states import Act, Mark, MarkSource, mark_after_scan


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the roster says after a scan."""

    class_id: str
    session: int
    mark: Mark


def scan_token(tx: Tx, actor: Actor, token: str, *, kept: bool) -> Scanned:
    """Let a scanned code fill the own place on the roster; ``kept`` by a phone without a network, offer it.

    Raises :class:`ClassCodeInvalid` for a code that is not ours, :class:`ClassCodeExpired` for one that is shown
    no more, :class:`ClassNotFound`, :class:`ClassNotEnrolled`, :class:`ClassNotInState`.
    """
    code = read_token(tx.keyring, token)
    if code is None:
        raise ClassCodeInvalid
    in_time = code.is_shown(tx.now())
    if not in_time and not (kept and code.is_kept(tx.now())):
        raise ClassCodeExpired
    return _scan(tx, actor, code, in_time=in_time)


def type_digits(tx: Tx, actor: Actor, class_id: str, digits: str) -> Scanned:
    """The same for the eight digits below the QR code, typed on the page of the class."""
    _, seat = load_for_learner(tx, actor, class_id)
    if not is_enrolled(seat):
        raise ClassNotEnrolled
    sessions = tx.session.scalar(select(func.count()).where(ClassSession.class_id == class_id))
    code = find_digits(tx.keyring, digits, class_id, sessions or 0, tx.now())
    if code is None:
        raise ClassCodeInvalid
    return _scan(tx, actor, code, in_time=True)


def _scan(tx: Tx, actor: Actor, code: ShownCode, *, in_time: bool) -> Scanned:
    training_class, seat = load_for_learner(tx, actor, code.class_id)
    if not is_enrolled(seat):
        raise ClassNotEnrolled
    ensure_may(training_class, Act.SCAN if in_time else Act.OFFER)
    session = session_of(tx, code.class_id, code.session)
    account_id = actor.account_id or ""
    row = tx.session.get(RosterMark, (code.class_id, code.session, account_id), populate_existing=True)
    before = Mark(row.mark) if row else None
    after = mark_after_scan(before, in_time=in_time)
    if after is not before:
        # without an audit row: it would tell when the person came
        put_mark(tx, session, {account_id: row} if row else {}, account_id, after, MarkSource.SCAN, None)
        tx.session.flush()
        tell_teachers(tx, code.class_id)
    return Scanned(code.class_id, code.session, after)
