"""Routes of profiles, needs and wishes: the own, and those that the office writes."""

from __future__ import annotations

from typing import Any

from backend.core.web.endpoint import Call
from backend.identity.public import Permission
from courses.mentoring.api.area import area
from courses.mentoring.operations import profiles
from courses.mentoring.operations.profiles import NeedText, ProfileText
from courses.mentoring.queries import profiles as pages
from courses.mentoring.schemas import profiles as schemas

_OFFICE = Permission.MENTORING_MANAGE


@area.endpoint("/topics", permission=Permission.SELF, answer=schemas.MentoringTopicsSchema)
def list_topics(call: Call) -> dict[str, Any]:
    """The fields in which mentors help."""
    return {"items": pages.topics(call.tx)}


@area.endpoint("/profile", permission=Permission.SELF, answer=schemas.OwnMentoringSchema)
def show_own(call: Call) -> dict[str, Any]:
    """What one offers, needs and wishes."""
    return pages.own_page(call.tx, call.actor)


@area.endpoint(
    "/profile",
    method="PUT",
    permission=Permission.SELF,
    body=schemas.MentorProfileSavingSchema,
    answer=schemas.MentoringVersionSchema,
)
def save_profile(call: Call) -> dict[str, Any]:
    """Keep the own mentor's profile."""
    return {"version": profiles.save_own_profile(call.tx, call.actor, _profile(call), call.body["version"])}


@area.endpoint(
    "/need",
    method="PUT",
    permission=Permission.SELF,
    body=schemas.MenteeNeedSavingSchema,
    answer=schemas.MentoringVersionSchema,
)
def save_need(call: Call) -> dict[str, Any]:
    """Keep what one looks for."""
    return {"version": profiles.save_own_need(call.tx, call.actor, _need(call), call.body["version"])}


@area.endpoint(
    "/choices",
    permission=Permission.SELF,
    query=schemas.MentoringSearchQuery,
    answer=schemas.MentorsToChooseSchema,
)
def list_choices(call: Call) -> dict[str, Any]:
    """Mentors whom one may wish for."""
    return {"items": pages.mentors_to_choose(call.tx, call.actor, call.query["q"])[: pages.MOST_FOUND]}


@area.endpoint("/wishes", method="PUT", permission=Permission.SELF, body=schemas.MentorWishesSchema, status=204)
def save_wishes(call: Call) -> None:
    """Wish for mentors, the dearest first."""
    profiles.set_wishes(call.tx, call.actor, call.body["mentor_ids"])


@area.endpoint(
    "/colleagues",
    permission=Permission.SELF,
    query=schemas.MentoringSearchQuery,
    answer=schemas.MentoringPeopleSchema,
)
def find_colleagues(call: Call) -> dict[str, Any]:
    """People of the own unit by a part of their name, others by all of it."""
    return {"items": pages.colleagues(call.tx, call.actor, call.query["q"])}


@area.endpoint(
    "/exclusions", method="POST", permission=Permission.SELF, body=schemas.MentoringExclusionSchema, status=204
)
def exclude_person(call: Call) -> None:
    """Never be paired with somebody."""
    profiles.exclude(call.tx, call.actor, call.body["account_id"], call.body["found_by"])


@area.endpoint("/exclusions/<account_id>", method="DELETE", permission=Permission.SELF, status=204)
def include_person(call: Call, account_id: str) -> None:
    """Take that back."""
    profiles.include(call.tx, call.actor, account_id)


@area.endpoint(
    "/people", permission=_OFFICE, query=schemas.MentoringSearchQuery, answer=schemas.MentoringKnownPeopleSchema
)
def find_people(call: Call) -> dict[str, Any]:
    """People whose profile or need the office may write."""
    return {"items": pages.people_to_name(call.tx, call.actor, call.query["q"])}


@area.endpoint("/people/<account_id>", permission=_OFFICE, answer=schemas.MentoringPersonPageSchema)
def show_person(call: Call, account_id: str) -> dict[str, Any]:
    """Somebody's profile and need."""
    return pages.page_of_person(call.tx, call.actor, account_id)


@area.endpoint(
    "/people/<account_id>/profile",
    method="PUT",
    permission=_OFFICE,
    body=schemas.MentorProfileSavingSchema,
    answer=schemas.MentoringVersionSchema,
)
def save_profile_of(call: Call, account_id: str) -> dict[str, Any]:
    """Name somebody a mentor, or change the profile."""
    seen = call.body["version"]
    return {"version": profiles.save_profile_of(call.tx, call.actor, account_id, _profile(call), seen)}


@area.endpoint(
    "/people/<account_id>/need",
    method="PUT",
    permission=_OFFICE,
    body=schemas.MenteeNeedSavingSchema,
    answer=schemas.MentoringVersionSchema,
)
def save_need_of(call: Call, account_id: str) -> dict[str, Any]:
    """Write what somebody needs."""
    return {"version": profiles.save_need_of(call.tx, call.actor, account_id, _need(call), call.body["version"])}


def _profile(call: Call) -> ProfileText:
    body = call.body
    return ProfileText(
        body["offered"],
        tuple(body["fields"]),
        body["capacity"],
        tuple(body["unit_ids"]),
        body["available_from"],
        body["available_to"],
        body["about"],
    )


def _need(call: Call) -> NeedText:
    return NeedText(call.body["looking"], tuple(call.body["fields"]), call.body["note"])
