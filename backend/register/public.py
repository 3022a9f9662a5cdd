"""What other domains may use of the register."""

from __future__ import annotations

from backend.register.appointments import Appointment, AppointmentRole, Post
from backend.register.codes import code_lists
from backend.register.id_numbers import GENERATED_SEQUENCE, id_numbers_in, read_id_number
from backend.register.ledger import Balance, Light
from backend.register.operations.appointments import end_appointment, record_appointment
from backend.register.operations.ceilings import record_ceiling
from backend.register.operations.imports import record_import
from backend.register.operations.organizations import (
    add_division,
    add_divisions,
    register_organization,
    register_organizations,
    rename_organization,
)
from backend.register.operations.people import upsert_people, upsert_person
from backend.register.operations.postings import (
    end_posting,
    move_posting,
    open_posting,
    open_postings,
    reverse_event,
)
from backend.register.operations.quotas import (
    end_exception,
    record_exception,
    record_quota,
    record_quotas,
    reverse_quota,
)
from backend.register.operations.recruitment import (
    mark_vanished,
    place_recruitment_items,
    record_recruitment_items,
)
from backend.register.operations.regions import place_region, place_regions, region_nodes
from backend.register.operations.reservations import draw_down, release_reservation, reserve
from backend.register.queries.appointments import appointments_below, appointments_held_by, appointments_on
from backend.register.queries.briefs import (
    UnitBrief,
    institution_with_positions,
    node_of_organization,
    numbers,
    region_node,
    unit_brief,
    unit_places,
)
from backend.register.queries.effects import entries_effective
from backend.register.queries.lookup import (
    UnitKey,
    staffed_units,
    units_coded,
    units_in_region,
    units_like,
    units_named,
)
from backend.register.queries.people import division_names
from backend.register.queries.places import (
    PersonParticulars,
    PersonPlace,
    names_of_people,
    particulars_of,
    people_below,
    people_named,
    people_of_postings,
    places_of_people,
)
from backend.register.queries.positions import (
    RecordedPosition,
    recorded_positions,
    standing_positions,
    waiting_positions,
)
from backend.register.queries.staff import StaffMember, staff_below, staff_members, staff_of_units
from backend.register.queries.supervision import supervised_by, supervisors_of
from backend.register.region_data import AdministrativeRegion, RegionLevel, UnknownProvince, regions_of_province
from backend.register.values import (
    Cause,
    NewAppointment,
    NewDivision,
    NewException,
    NewOrganization,
    NewPerson,
    NewPosting,
    NewRecruitmentItem,
    NewRegion,
    NewReservation,
    Paper,
    PostingMove,
    QuotaMove,
    Renaming,
)
from backend.register.verify.units import findings_of_units

__all__ = [
    "GENERATED_SEQUENCE",
    "AdministrativeRegion",
    "Appointment",
    "AppointmentRole",
    "Balance",
    "Cause",
    "Light",
    "NewAppointment",
    "NewDivision",
    "NewException",
    "NewOrganization",
    "NewPerson",
    "NewPosting",
    "NewRecruitmentItem",
    "NewRegion",
    "NewReservation",
    "Paper",
    "PersonParticulars",
    "PersonPlace",
    "Post",
    "PostingMove",
    "QuotaMove",
    "RecordedPosition",
    "RegionLevel",
    "Renaming",
    "StaffMember",
    "UnitBrief",
    "UnitKey",
    "UnknownProvince",
    "add_division",
    "add_divisions",
    "appointments_below",
    "appointments_held_by",
    "appointments_on",
    "code_lists",
    "division_names",
    "draw_down",
    "end_appointment",
    "end_exception",
    "end_posting",
    "entries_effective",
    "findings_of_units",
    "id_numbers_in",
    "institution_with_positions",
    "mark_vanished",
    "move_posting",
    "names_of_people",
    "node_of_organization",
    "numbers",
    "open_posting",
    "open_postings",
    "particulars_of",
    "people_below",
    "people_named",
    "people_of_postings",
    "place_recruitment_items",
    "place_region",
    "place_regions",
    "places_of_people",
    "read_id_number",
    "record_appointment",
    "record_ceiling",
    "record_exception",
    "record_import",
    "record_quota",
    "record_quotas",
    "record_recruitment_items",
    "recorded_positions",
    "region_node",
    "region_nodes",
    "regions_of_province",
    "register_organization",
    "register_organizations",
    "release_reservation",
    "rename_organization",
    "reserve",
    "reverse_event",
    "reverse_quota",
    "staff_below",
    "staff_members",
    "staff_of_units",
    "staffed_units",
    "standing_positions",
    "supervised_by",
    "supervisors_of",
    "unit_brief",
    "unit_places",
    "units_coded",
    "units_in_region",
    "units_like",
    "units_named",
    "upsert_people",
    "upsert_person",
    "waiting_positions",
]
