"""Routes of schemes and of the year so far, under ``/api/v1/assessment``."""

from __future__ import annotations

from backend.assessment.evidence.public import DOCUMENT
from backend.assessment.schemes import operations, queries, trials, units, year
from backend.assessment.schemes.definition import Json
from backend.assessment.schemes.schemas import scheme as schemas
from backend.assessment.schemes.schemas import year as years
from backend.core.web.endpoint import Area, Call
from backend.identity.public import Permission

area = Area("assessment-schemes", prefix="/assessment")


@area.endpoint(
    "/schemes",
    permission=Permission.SCHEME_MANAGE,
    query=schemas.SchemeQuerySchema,
    answer=schemas.SchemePageSchema,
)
def scheme_list(call: Call) -> Json:
    """The schemes of a year within one's scope."""
    return queries.schemes_in_scope(call.tx, call.actor, **call.query)


@area.endpoint(
    "/schemes",
    method="POST",
    permission=Permission.SCHEME_MANAGE,
    body=schemas.NewSchemeSchema,
    answer=schemas.SchemeIdSchema,
    status=201,
)
def begin_scheme(call: Call) -> Json:
    """Begin a scheme."""
    return {"id": operations.create_scheme(call.tx, call.actor, **call.body)}


@area.endpoint("/schemes/sources", permission=Permission.SCHEME_MANAGE, answer=schemas.SchemeSourcesSchema)
def scheme_sources(_call: Call) -> Json:
    """What a scheme may be made of."""
    return {"items": queries.source_list(), "document": DOCUMENT}


@area.endpoint("/schemes/<scheme_id>", permission=Permission.SCHEME_MANAGE, answer=schemas.SchemeSchema)
def scheme(call: Call, scheme_id: str) -> Json:
    """A scheme with what is wrong with it, its simulation and its versions."""
    return queries.scheme_view(call.tx, call.actor, scheme_id)


@area.endpoint(
    "/schemes/<scheme_id>",
    method="PUT",
    permission=Permission.SCHEME_MANAGE,
    body=schemas.SchemeChangeSchema,
    answer=schemas.SchemeSchema,
)
def write_scheme(call: Call, scheme_id: str) -> Json:
    """Write a scheme anew; the answer says what is wrong with it."""
    operations.change_scheme(call.tx, call.actor, scheme_id, **call.body)
    return queries.scheme_view(call.tx, call.actor, scheme_id)


@area.endpoint(
    "/schemes/<scheme_id>/check",
    method="POST",
    permission=Permission.SCHEME_MANAGE,
    body=schemas.SchemeCheckSchema,
    answer=schemas.SchemeProblemsSchema,
    writes=False,
)
def check_scheme(call: Call, scheme_id: str) -> Json:
    """What is wrong with a scheme as it is being written; writes nothing."""
    return queries.problems_now(call.tx, call.actor, scheme_id, **call.body)


@area.endpoint("/schemes/<scheme_id>", method="DELETE", permission=Permission.SCHEME_MANAGE, status=204)
def throw_scheme_away(call: Call, scheme_id: str) -> None:
    """Throw a scheme away that was never adopted."""
    operations.remove_scheme(call.tx, call.actor, scheme_id)


@area.endpoint(
    "/schemes/<scheme_id>/simulation",
    method="POST",
    permission=Permission.SCHEME_MANAGE,
    body=schemas.SchemeTrialSchema,
    answer=schemas.SchemeTrialBegunSchema,
)
def try_scheme(call: Call, scheme_id: str) -> Json:
    """Try a scheme on the evidence of a year."""
    return {"job_id": trials.ask_for_simulation(call.tx, call.actor, scheme_id, **call.body)}


@area.endpoint(
    "/schemes/<scheme_id>/adoption",
    method="POST",
    permission=Permission.SCHEME_MANAGE,
    body=schemas.SchemeAdoptionSchema,
    answer=schemas.SchemeAdoptedSchema,
    idempotent=True,
)
def put_scheme_in_force(call: Call, scheme_id: str) -> Json:
    """Put a simulated scheme in force, with the reason."""
    return {"version": operations.adopt_scheme(call.tx, call.actor, scheme_id, **call.body)}


@area.endpoint("/my-year", permission=Permission.SELF, query=years.YearQuerySchema, answer=years.YearSchema)
def my_year(call: Call) -> Json:
    """The own year so far."""
    return year.own_year(call.tx, call.actor, call.query["year"])


@area.endpoint(
    "/my-year/units/<unit_id>",
    permission=Permission.UNIT_YEAR_READ,
    query=years.YearQuerySchema,
    answer=years.YearSchema,
)
def year_of_unit(call: Call, unit_id: str) -> Json:
    """A unit's year so far."""
    return year.unit_year(call.tx, call.actor, unit_id, call.query["year"])


@area.endpoint(
    "/units",
    permission=Permission.ROUND_MANAGE,
    query=years.YearUnitsQuerySchema,
    answer=years.YearUnitPageSchema,
)
def years_of_units(call: Call) -> Json:
    """The years of the units in scope beside each other, by name: who assesses looks at them, and nobody else."""
    return units.years_of_units(call.tx, call.actor, **call.query)
