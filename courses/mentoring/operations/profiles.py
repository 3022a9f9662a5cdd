"""What people write of themselves for mentoring, and what the office writes for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, func, select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import record_audit
from courses.mentoring.errors.pairing import (
    MentoringFieldsInvalid,
    MentoringPersonNotFound,
    NotAMentor,
    TooManyExclusions,
)
from courses.mentoring.models.pairing import MenteeNeed, MentoringExclusion, MentorProfile, MentorWish
from courses.mentoring.policies.pairing import (
    ensure_days,
    ensure_known_fields,
    ensure_known_units,
    ensure_seen,
    holds_mentor_role,
    people_in_scope,
)
from courses.mentoring.queries.profiles import colleagues, mentors_to_choose

MOST_EXCLUSIONS = 20


@dataclass(frozen=True, slots=True)
class ProfileText:
    """A mentor's profile as it is written; ``unit_ids`` empty serves all units."""

    offered: bool
    fields: tuple[str, ...]
    capacity: int
    unit_ids: tuple[str, ...] = ()
    available_from: date | None = None
    available_to: date | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class NeedText:
    """What somebody looks for, as it is written."""

    looking: bool
    fields: tuple[str, ...]
    note: str = ""


def save_own_profile(tx: Tx, actor: Actor, text: ProfileText, seen: int) -> int:
    """A mentor writes the own profile; ``seen`` is the version that was read, 0 for none. Returns the new one.

    Raises :class:`NotAMentor`, :class:`MentoringFieldsInvalid`, :class:`MentoringChanged`.
    """
    account_id = actor.account_id or ""
    if tx.session.get(MentorProfile, account_id) is None and not holds_mentor_role(actor):
        raise NotAMentor
    return _save_profile(tx, actor, account_id, text, seen)


def save_profile_of(tx: Tx, actor: Actor, account_id: str, text: ProfileText, seen: int) -> int:
    """The office writes it, and thereby names somebody a mentor. Returns the new version.

    Raises :class:`MentoringPersonNotFound` and as :func:`save_own_profile`.
    """
    people_in_scope(tx, actor, [account_id])
    return _save_profile(tx, actor, account_id, text, seen)


def save_own_need(tx: Tx, actor: Actor, text: NeedText, seen: int) -> int:
    """Write what one looks for. Raises :class:`MentoringFieldsInvalid`, :class:`MentoringChanged`."""
    return _save_need(tx, actor, actor.account_id or "", text, seen)


def save_need_of(tx: Tx, actor: Actor, account_id: str, text: NeedText, seen: int) -> int:
    """The office writes what somebody needs. Raises :class:`MentoringPersonNotFound` and as the other."""
    people_in_scope(tx, actor, [account_id])
    return _save_need(tx, actor, account_id, text, seen)


def set_wishes(tx: Tx, actor: Actor, mentor_ids: Sequence[str]) -> None:
    """Wish for mentors, the dearest first; none takes all wishes back.

    Raises :class:`MentoringFieldsInvalid` for one that cannot be chosen.
    """
    account_id = actor.account_id or ""
    open_to = {one["account_id"] for one in mentors_to_choose(tx, actor, "")} if mentor_ids else set()
    kept = set(tx.session.scalars(select(MentorWish.mentor_id).where(MentorWish.mentee_id == account_id)))
    wrong = [number for number, one in enumerate(mentor_ids) if one not in open_to | kept]
    if wrong or len(set(mentor_ids)) < len(mentor_ids):
        raise MentoringFieldsInvalid(fields={f"mentor_ids.{number}": ["unknown"] for number in wrong or [0]})
    tx.session.execute(delete(MentorWish).where(MentorWish.mentee_id == account_id))
    for rank, mentor_id in enumerate(mentor_ids, 1):
        tx.session.add(MentorWish(mentee_id=account_id, rank=rank, mentor_id=mentor_id))
    tx.session.flush()
    record_audit(tx, actor, "courses:mentor_wishes:saved", "account", account_id)


def exclude(tx: Tx, actor: Actor, other_id: str, known_as: str) -> None:
    """Never be paired with somebody; a second time changes nothing.

    ``known_as`` is what they were found by. Raises :class:`MentoringPersonNotFound`, :class:`TooManyExclusions`.
    """
    account_id = actor.account_id or ""
    if tx.session.get(MentoringExclusion, (account_id, other_id)) is not None:
        return
    reachable = {one["account_id"] for one in colleagues(tx, actor, known_as)}
    if other_id not in reachable or other_id == account_id:
        raise MentoringPersonNotFound
    count = tx.session.scalar(
        select(func.count()).select_from(MentoringExclusion).where(MentoringExclusion.account_id == account_id)
    )
    if (count or 0) >= MOST_EXCLUSIONS:
        raise TooManyExclusions(most=MOST_EXCLUSIONS)
    tx.session.add(MentoringExclusion(account_id=account_id, other_id=other_id))
    tx.session.flush()
    # without the other's id: the record is read by others, and a name in it would be the reason told
    record_audit(tx, actor, "courses:mentoring_exclusions:changed", "account", account_id)


def include(tx: Tx, actor: Actor, other_id: str) -> None:
    """Take an exclusion back; one that is not there is none."""
    row = tx.session.get(MentoringExclusion, (actor.account_id or "", other_id))
    if row is not None:
        tx.session.delete(row)
        tx.session.flush()
        record_audit(tx, actor, "courses:mentoring_exclusions:changed", "account", actor.account_id or "")


def _save_profile(tx: Tx, actor: Actor, account_id: str, text: ProfileText, seen: int) -> int:
    ensure_known_fields(tx, text.fields)
    ensure_known_units(tx, text.unit_ids)
    ensure_days(text.available_from, text.available_to)
    row = tx.session.get(MentorProfile, account_id, with_for_update=True, populate_existing=True)
    ensure_seen(seen, row.version if row else 0)
    if row is None:
        row = MentorProfile(account_id=account_id, version=0)
        tx.session.add(row)
    row.offered, row.capacity, row.about = text.offered, text.capacity, text.about
    row.fields, row.unit_ids = sorted(set(text.fields)), sorted(set(text.unit_ids))
    row.available_from, row.available_to = text.available_from, text.available_to
    row.version += 1
    tx.session.flush()
    facts = {"offered": text.offered, "capacity": text.capacity, "version": row.version}
    record_audit(tx, actor, "courses:mentor_profile:saved", "account", account_id, facts=facts)
    return row.version


def _save_need(tx: Tx, actor: Actor, account_id: str, text: NeedText, seen: int) -> int:
    ensure_known_fields(tx, text.fields)
    row = tx.session.get(MenteeNeed, account_id, with_for_update=True, populate_existing=True)
    ensure_seen(seen, row.version if row else 0)
    if row is None:
        row = MenteeNeed(account_id=account_id, version=0)
        tx.session.add(row)
    row.looking, row.fields, row.note = text.looking, sorted(set(text.fields)), text.note
    row.version += 1
    tx.session.flush()
    facts = {"looking": text.looking, "version": row.version}
    record_audit(tx, actor, "courses:mentee_need:saved", "account", account_id, facts=facts)
    return row.version
