"""Entry onto the quota (入编): a vacancy is promised at filing and filled at the issue.

Order of locks inside a matter: the holder, the recruitment item, then the person.
"""

# ruff: noqa: ARG002 - the signatures are those of the port
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from backend.approvals.public import (
    Card,
    CardRef,
    CheckedForm,
    DisplayField,
    Form,
    IssueContext,
    MatterRef,
    Preview,
    ScopeOf,
    Stage,
)
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.core.web.schema import StrictSchema
from backend.identity.public import Permission
from backend.register.errors import PersonAlreadyPosted, RecruitmentItemUnfit
from backend.register.id_numbers import mask_id_number, read_id_number
from backend.register.ledger import Entry, Measure
from backend.register.models import (
    InternalDivision,
    Person,
    Posting,
    RecruitmentItem,
    Reservation,
)
from backend.register.models.marks import table_of
from backend.register.operations.holders import ensure_fits, held_now
from backend.register.operations.people import id_number_digest, tidy_name, upsert_person
from backend.register.operations.postings import open_posting
from backend.register.operations.reservations import draw_down, release_reservation, reserve
from backend.register.operations.rows import load_divisions, load_units
from backend.register.policies import (
    QUOTA_TYPES,
    ensure_code,
    ensure_division,
    ensure_effective,
    ensure_rank,
)
from backend.register.subjects.common import FieldProblems, as_json, cards_of, preview_of, scope_of_unit
from backend.register.subjects.schemas import PersonnelEntryFormSchema
from backend.register.values import Cause, HolderKey, NewPerson, NewPosting, NewReservation

_RESERVATIONS, _POSTINGS, _PEOPLE = (table_of(model).c for model in (Reservation, Posting, Person))
_OWN_RESERVATION = select(
    _RESERVATIONS.opened_on,
    _RESERVATIONS.heads,
    _RESERVATIONS.quota_type,
    _RESERVATIONS.recruitment_item_id,
).where(_RESERVATIONS.matter_id == bindparam("matter_id"), _RESERVATIONS.state == "open")
_STANDING_POSTING = (
    select(_POSTINGS.id)
    .join_from(table_of(Posting), table_of(Person), _PEOPLE.id == _POSTINGS.person_id)
    .where(
        _PEOPLE.id_digest == bindparam("digest"),
        _POSTINGS.ended_on.is_(None) | (_POSTINGS.ended_on > bindparam("day")),
    )
    .limit(1)
)
_PERSON_CODES = {
    "sex": "sex",
    "ethnicity": "ethnic_group",
    "political_status": "political_status",
    "education": "education_level",
    "degree": "degree_level",
}


class PersonnelEntry:
    """The kind personnel_entry, about one organization."""

    kind = "personnel_entry"
    subject_kind = "organization"
    flow = "personnel_entry"
    file_permission: str = Permission.MATTER_FILE

    def form_schema(self) -> type[StrictSchema]:
        return PersonnelEntryFormSchema

    def resolve_scope(self, tx: Tx, subject_id: str) -> ScopeOf:
        return scope_of_unit(tx, subject_id)

    def validate(self, tx: Tx, actor: Actor, subject_id: str, form: Form) -> CheckedForm:
        problems = FieldProblems()
        _check_post(tx, subject_id, form, problems)
        digest = _check_person(tx, form["person"], problems)
        problems.raise_any()
        plain = as_json(form)
        person = dict(plain["person"])
        number = read_id_number(person.pop("id_number"), tx.today()).text
        return CheckedForm(
            form=plain | {"person": person},
            personal={"person": {"id_number": number}},
            summary={"heads": 1, "quota_type": form["quota_type"]},
            exclusive_key=digest,
        )

    def check(self, tx: Tx, matter: MatterRef, form: CheckedForm, stage: Stage) -> None:
        effective_on = date.fromisoformat(form.form["effective_on"])
        key = HolderKey(matter.subject_id, form.form["quota_type"])
        held = held_now(tx, [key])
        ensure_effective(tx.today(), load_units(tx, [matter.subject_id])[matter.subject_id], effective_on)
        entries = [Entry(Measure.FILLED, effective_on, 1)]
        own = _own_reservation(tx, matter.id)
        if own is not None and own.quota_type == key.quota_type:
            entries.append(Entry(Measure.RESERVED, max(own.opened_on, effective_on), -own.heads))
        ensure_fits(tx, held, {key: entries})
        _ensure_item_fits(tx, matter, form.form["recruitment_item_id"])
        _ensure_person_free(tx, form, effective_on)

    def preview(self, tx: Tx, matter: MatterRef, form: CheckedForm) -> Preview:
        own = _own_reservation(tx, matter.id)
        quota_type = form.form["quota_type"]
        promised = own.heads if own is not None and own.quota_type == quota_type else 0
        return preview_of(
            tx,
            matter.subject_id,
            {quota_type: lambda before: before.moved(Measure.FILLED, 1).moved(Measure.RESERVED, -promised)},
        )

    def reserve(self, tx: Tx, actor: Actor, matter: MatterRef, form: CheckedForm) -> None:
        item_id = form.form["recruitment_item_id"]
        quota_type = form.form["quota_type"]
        own = _own_reservation(tx, matter.id)
        if own is not None and (own.quota_type, own.recruitment_item_id) == (quota_type, item_id):
            return  # kept over a correction: taken anew, its earlier days would count against itself
        release_reservation(tx, actor, matter.id)
        new = NewReservation(matter.subject_id, quota_type, 1, matter.id, recruitment_item_id=item_id)
        reserve(tx, actor, new)

    def release(self, tx: Tx, actor: Actor, matter: MatterRef) -> None:
        release_reservation(tx, actor, matter.id)

    def apply(
        self, tx: Tx, actor: Actor, matter: MatterRef, form: CheckedForm, context: IssueContext
    ) -> Mapping[str, Any]:
        plain = form.form
        effective_on = context.effective_on or date.fromisoformat(plain["effective_on"])
        draw_down(tx, actor, matter.id, effective_on)
        person_id = upsert_person(tx, actor, _new_person(form))
        posting = NewPosting(
            person_id=person_id,
            organization_id=matter.subject_id,
            quota_type=plain["quota_type"],
            post_title=plain["post_title"],
            reason=plain["entry_reason"],
            effective_on=effective_on,
            division_id=plain["division_id"],
            rank=plain["rank"],
            document_id=context.document_id,
        )
        posting_id = open_posting(tx, actor, posting, Cause("matter", matter.id))
        return {"person_id": person_id, "posting_id": posting_id}

    def canonical(self, form: CheckedForm) -> Mapping[str, Any]:
        return form.form

    def display(self, tx: Tx, matter: MatterRef, form: CheckedForm, actor: Actor) -> Sequence[DisplayField]:
        plain = form.form
        item, division = plain["recruitment_item_id"], plain["division_id"]
        return [
            DisplayField("recruitment_item_id", _item_title(tx, item) if item else None),
            DisplayField("quota_type", plain["quota_type"]),
            DisplayField("division_id", _division_name(tx, division) if division else None),
            *(DisplayField(name, plain[name]) for name in ("entry_reason", "effective_on", "post_title", "rank")),
            DisplayField("person.name", plain["person"]["name"]),
            DisplayField("person.sex", plain["person"]["sex"]),
            DisplayField("person.id_number", mask_id_number(_id_number(form)), masked=True),
            *(
                DisplayField(f"person.{name}", plain["person"][name])
                for name in (*list(_PERSON_CODES)[1:], "major", "started_work_on", "identity")
            ),
        ]

    def cards(self, tx: Tx, refs: Sequence[CardRef]) -> Mapping[str, Card]:
        return cards_of(tx, refs)


def _check_post(tx: Tx, subject_id: str, form: Form, problems: FieldProblems) -> None:
    unit = load_units(tx, [subject_id])[subject_id]
    effective_on = form["effective_on"]
    if form["quota_type"] not in QUOTA_TYPES:
        problems.add("quota_type", "unknown_code")
    with problems.of("entry_reason"):
        ensure_code("entry_reason", form["entry_reason"])
    with problems.of("rank"):
        ensure_rank(form["rank"])
    with problems.of("effective_on"):
        ensure_effective(tx.today(), unit, effective_on)
    if form["division_id"] is not None:
        with problems.of("division_id"):
            division = load_divisions(tx, [form["division_id"]]).get(form["division_id"])
            ensure_division(division, subject_id, effective_on)
    if form["recruitment_item_id"] is not None:
        with problems.of("recruitment_item_id"):
            _load_item(tx, form["recruitment_item_id"], subject_id)


def _check_person(tx: Tx, person: Mapping[str, Any], problems: FieldProblems) -> str | None:
    """Gather what is wrong with the person; returns the digest of a valid ID number."""
    for field, code_list in _PERSON_CODES.items():
        with problems.of(f"person.{field}"):
            ensure_code(code_list, person[field])
    if person["started_work_on"] is not None and person["started_work_on"] > tx.today():
        problems.add("person.started_work_on", "date_in_future")
    if not person["name"].strip():
        problems.add("person.name", "required")
    digest = None
    with problems.of("person.id_number"):
        number = read_id_number(person["id_number"], tx.today())
        digest = id_number_digest(tx.keyring, number)
        if number.sex not in (None, person["sex"]):
            problems.add("person.sex", "differs_from_id_number")
        known = tx.session.scalar(select(Person.name).where(Person.id_digest == digest))
        if known is not None and known != tidy_name(person["name"]):
            problems.add("person.name", "person_differs")
    return digest


def _own_reservation(tx: Tx, matter_id: str) -> Any:
    return tx.session.execute(_OWN_RESERVATION, {"matter_id": matter_id}).first()


def _load_item(tx: Tx, item_id: str, organization_id: str, *, lock: bool = False) -> int:
    """The posts of a position that the unit may name as its reason. Raises :class:`RecruitmentItemUnfit`."""
    statement = select(RecruitmentItem.heads).where(
        RecruitmentItem.id == item_id,
        RecruitmentItem.organization_id == organization_id,
        RecruitmentItem.vanished_at.is_(None),
    )
    heads = tx.session.scalar(statement.with_for_update() if lock else statement)
    if heads is None:
        raise RecruitmentItemUnfit(recruitment_item_id=item_id)
    return heads


def _ensure_item_fits(tx: Tx, matter: MatterRef, item_id: str | None) -> None:
    """Not more matters name the position than it has posts. Raises :class:`RecruitmentItemUnfit`."""
    if item_id is None:
        return
    heads = _load_item(tx, item_id, matter.subject_id, lock=tx.writes)
    taken = tx.session.scalar(
        select(func.coalesce(func.sum(Reservation.heads), 0)).where(
            Reservation.recruitment_item_id == item_id,
            Reservation.state.in_(("open", "used")),
            Reservation.matter_id != matter.id,
        )
    )
    if (taken or 0) + 1 > heads:
        raise RecruitmentItemUnfit(recruitment_item_id=item_id, heads=heads, taken=taken)


def _ensure_person_free(tx: Tx, form: CheckedForm, effective_on: date) -> None:
    """The person holds no posting on or after the day of entry. Raises :class:`PersonAlreadyPosted`."""
    number = read_id_number(_id_number(form), tx.today())
    person = {"digest": id_number_digest(tx.keyring, number), "day": effective_on}
    if tx.session.scalar(_STANDING_POSTING, person) is not None:
        raise PersonAlreadyPosted


def _id_number(form: CheckedForm) -> str:
    return str(form.personal["person"]["id_number"])


def _new_person(form: CheckedForm) -> NewPerson:
    person = dict(form.form["person"])
    started = person.pop("started_work_on")
    return NewPerson(
        **person,
        id_number=_id_number(form),
        started_work_on=date.fromisoformat(started) if started else None,
    )


def _item_title(tx: Tx, item_id: str) -> str:
    row = tx.session.execute(
        select(RecruitmentItem.position_code, RecruitmentItem.title).where(RecruitmentItem.id == item_id)
    ).one()
    return f"{row.position_code} {row.title}"


def _division_name(tx: Tx, division_id: str) -> str | None:
    return tx.session.scalar(select(InternalDivision.name).where(InternalDivision.id == division_id))
