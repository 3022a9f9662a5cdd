"""Reads of profiles, needs and wishes: the own, those of who may be chosen, those that the office edits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, ancestor_nodes
from backend.register.public import unit_brief
from courses.learners import Learner, learners_in_scope, learners_matching, learners_of
from courses.mentoring.models.pairing import MenteeNeed, MentoringExclusion, MentorProfile, MentorWish
from courses.mentoring.policies.pairing import holds_mentor_role, people_in_scope
from courses.offices import issuing_office
from courses.quizzes.public import topic_names

Row = dict[str, Any]
MOST_FOUND = 50
#: From so many letters of a name on people are looked for.
_FEWEST_LETTERS = 2


def own_page(tx: Tx, actor: Actor) -> Row:
    """What one has written: profile, need, wishes, exclusions."""
    account_id = actor.account_id or ""
    profile = tx.session.get(MentorProfile, account_id)
    wishes = tx.session.scalars(
        select(MentorWish.mentor_id).where(MentorWish.mentee_id == account_id).order_by(MentorWish.rank)
    ).all()
    excluded = tx.session.scalars(
        select(MentoringExclusion.other_id).where(MentoringExclusion.account_id == account_id)
    ).all()
    people = learners_of(tx, [account_id, *wishes, *excluded])
    own = people[account_id]
    return {
        "may_mentor": profile is not None or holds_mentor_role(actor),
        "unit": {"id": own.organization_id, "name": own.organization_name} if own.organization_id else None,
        "profile": profile_row(tx, profile),
        "need": need_row(tx.session.get(MenteeNeed, account_id)),
        "wishes": [person_row(people[one]) for one in wishes if one in people],
        "exclusions": sorted((person_row(people[one]) for one in excluded if one in people), key=_by_name),
    }


def page_of_person(tx: Tx, actor: Actor, account_id: str) -> Row:
    """What the office may edit of somebody; neither wishes nor exclusions. Raises ``MentoringPersonNotFound``."""
    learner = people_in_scope(tx, actor, [account_id])[account_id]
    return {
        **person_row(learner),
        "unit_id": learner.organization_id,
        "profile": profile_row(tx, tx.session.get(MentorProfile, account_id)),
        "need": need_row(tx.session.get(MenteeNeed, account_id)),
    }


def mentors_to_choose(tx: Tx, actor: Actor, text: str) -> list[Row]:
    """Mentors of the own region who take people of the own unit, by name, whether or not they have a place left.

    ``text`` is a part of the name, of the unit's name or of a field's code. Nothing says who is wished for often.
    """
    account_id = actor.account_id or ""
    own = learners_of(tx, [account_id]).get(account_id)
    profiles = {
        row.account_id: row
        for row in tx.session.scalars(select(MentorProfile).where(MentorProfile.offered))
        if not row.unit_ids or (own is not None and own.organization_id in row.unit_ids)
    }
    near = _of_own_region(tx, own, learners_of(tx, [one for one in profiles if one != account_id]).values())
    found = [
        {**person_row(one), "fields": profiles[one.account_id].fields, "about": profiles[one.account_id].about}
        for one in near
        if _is_meant(one, profiles[one.account_id], text)
    ]
    return sorted(found, key=_by_name)


def colleagues(tx: Tx, actor: Actor, text: str) -> list[Row]:
    """Whom one may exclude: people of the own unit by a part of their name, others of the region by all of it."""
    wanted = text.strip()
    account_id = actor.account_id or ""
    own = learners_of(tx, [account_id]).get(account_id)
    if len(wanted) < _FEWEST_LETTERS or own is None:
        return []
    near = _of_own_region(tx, own, [one for one in learners_matching(tx, wanted) if one.account_id != account_id])
    meant = [
        one
        for one in near
        if one.name == wanted or (one.organization_id is not None and one.organization_id == own.organization_id)
    ]
    return sorted(map(person_row, meant), key=_by_name)[:MOST_FOUND]


def people_to_name(tx: Tx, actor: Actor, text: str) -> list[Row]:
    """People of the office's scope by a part of their name, and whether each has a profile or a need."""
    found = learners_in_scope(tx, actor, Permission.MENTORING_MANAGE, learners_matching(tx, text.strip()))
    ids = [one.account_id for one in found]
    mentors = set(tx.session.scalars(select(MentorProfile.account_id).where(MentorProfile.account_id.in_(ids))))
    looking = set(
        tx.session.scalars(select(MenteeNeed.account_id).where(MenteeNeed.account_id.in_(ids), MenteeNeed.looking))
    )
    rows = [
        {**person_row(one), "mentor": one.account_id in mentors, "looking": one.account_id in looking}
        for one in found
    ]
    return sorted(rows, key=_by_name)[:MOST_FOUND]


def topics(tx: Tx) -> list[Row]:
    """The fields there are, by code."""
    return [{"code": code, **names} for code, names in sorted(topic_names(tx).items())]


def person_row(learner: Learner) -> Row:
    """Somebody with the unit."""
    return {"account_id": learner.account_id, "name": learner.name, "unit": learner.organization_name}


def profile_row(tx: Tx, profile: MentorProfile | None) -> Row | None:
    """A profile as it is edited."""
    if profile is None:
        return None
    units = unit_brief(tx, profile.unit_ids)
    return {
        "offered": profile.offered,
        "fields": profile.fields,
        "capacity": profile.capacity,
        "units": [{"id": one, "name": units[one].name} for one in profile.unit_ids if one in units],
        "available_from": profile.available_from,
        "available_to": profile.available_to,
        "about": profile.about,
        "version": profile.version,
    }


def need_row(need: MenteeNeed | None) -> Row | None:
    """A need as it is edited."""
    if need is None:
        return None
    return {"looking": need.looking, "fields": need.fields, "note": need.note, "version": need.version}


def _of_own_region(tx: Tx, own: Learner | None, learners: Iterable[Learner]) -> list[Learner]:
    """Those who stand in the region of ``own``; nobody where that place is unknown."""
    if own is None or own.node_id is None:
        return []
    region, _ = issuing_office(tx, own.node_id)
    listed = [one for one in learners if one.node_id is not None]
    inside = {node for node in {one.node_id or "" for one in listed} if region in ancestor_nodes(tx, node)}
    return [one for one in listed if one.node_id in inside]


def _is_meant(learner: Learner, profile: MentorProfile, text: str) -> bool:
    wanted = text.strip().casefold()
    return wanted in " ".join((learner.name, learner.organization_name or "", *profile.fields)).casefold()


def _by_name(row: Row) -> tuple[str, str]:
    return row["name"], row["account_id"]
