"""Opening balance and entry onto the quota, as matters from filing to effect, on a real register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.app import wire
from backend.approvals.public import (
    DecisionCommand,
    DocumentReference,
    IssueDetails,
    decide_task,
    file_matter,
    issue_task,
    open_tasks,
    reading_of,
    resubmit_matter,
    withdraw_matter,
)
from backend.core.clock import FixedClock
from backend.core.db import Database, new_id
from backend.core.errors import Invalid
from backend.identity.permissions import Role
from backend.register import errors
from backend.register.ledger import Balance
from backend.register.models import Person, PostingEvent, QuotaEntry, RecruitmentItem
from backend.register.public import (
    NewDivision,
    NewPosting,
    NewRecruitmentItem,
    add_division,
    node_of_organization,
    numbers,
    open_posting,
    record_recruitment_items,
    region_node,
    upsert_person,
)
from backend.register.subjects import SUBJECTS
from backend.register.verify import CHECKS
from tests.factories.identity import actor_of, make_holder
from tests.factories.register import OPENING, SYSTEM, Register, generated_people
from tests.support.shelf import Shelf

TODAY = date(2026, 6, 16)
TYPE = "institution"
DOCUMENT = {
    "number": "清编〔2026〕8号",
    "title": "关于核定编制的批复",
    "issuer": "清溪县委编委",
    "dated_on": TODAY,
}


@dataclass
class Office:
    """A unit, its county, and one account per role."""

    database: Database
    register: Register
    unit: str
    other: str
    division: str
    items: list[str]
    accounts: dict[str, str]

    def file(self, kind: str, form: dict[str, Any], by: str) -> str:
        with self.database.write() as tx, tx.savepoint():
            return file_matter(tx, actor_of(tx, self.accounts[by]), kind, self.unit, form)

    def decide(self, task_id: str, by: str, verdict: str = "approve", **issue: Any) -> dict[str, Any]:
        with self.database.write() as tx, tx.savepoint():
            actor = actor_of(tx, self.accounts[by])
            revision, digest = reading_of(tx, actor, task_id)
            command = DecisionCommand(new_id(), verdict, revision, digest, opinion="意见")
            if verdict == "issue":
                reference = DocumentReference(
                    f"清编办〔2026〕{task_id[-6:]}号", "关于列编的通知", "清溪县委编办", TODAY
                )
                return issue_task(tx, actor, task_id, command, IssueDetails(reference, **issue))
            return decide_task(tx, actor, task_id, command)

    def waiting(self, matter_id: str) -> dict[str, str]:
        with self.database.read() as tx:
            return {task.role: task.id for task in open_tasks(tx, matter_id)}

    def approve_until_issue(self, matter_id: str) -> str:
        """Everybody approves; the id of the issuing task."""
        steps = 0
        while True:
            waiting = self.waiting(matter_id)
            if steps and "officer" in waiting and steps > 3:
                return waiting["officer"]
            role = next(iter(waiting))
            self.decide(waiting[role], role)
            steps += 1

    def balance(self) -> Balance:
        with self.database.read() as tx:
            return numbers(tx, self.unit).get(TYPE, Balance())

    def findings(self) -> list[Any]:
        with self.database.read() as tx:
            return [finding for check in CHECKS for finding in check(tx)]


@pytest.fixture
def office(database: Database, shelf: Shelf) -> Office:
    return shelf.take(_office, database)


def _office(database: Database) -> Office:
    wire()
    with database.write() as tx:
        register = Register.start(tx)
        unit = register.unit("清溪县档案馆", approved=2, filled=1, founded_on=date(2020, 1, 1))
        other = register.unit("清溪县图书馆", approved=2)
        division = add_division(tx, SYSTEM, NewDivision(unit, "办公室"), register.cause)
        item = NewRecruitmentItem("notice", "11001", "档案管理", 1, organization_id=unit)
        record_recruitment_items(tx, SYSTEM, [item], register.cause.id)
        county, own = region_node(tx, "990102"), node_of_organization(tx, unit)
        accounts: dict[str, str] = {role: make_holder(tx, role, role, own) for role in (Role.UNIT, Role.HEAD)}
        for role in (Role.OFFICER, Role.CHIEF, Role.ORGDEPT, Role.FINANCE, Role.HR):
            accounts[role] = make_holder(tx, role, role, county)
        items = list(tx.session.scalars(select(RecruitmentItem.id)))
    del register.tx  # what a test adds, it writes in a transaction of its own
    return Office(database, register, unit, other, division, items, accounts)


def entry_form(n: int = 0, **changes: Any) -> dict[str, Any]:
    (person,) = generated_people(1, 5000 + n)
    form = {
        "recruitment_item_id": None,
        "quota_type": TYPE,
        "division_id": None,
        "entry_reason": "open_recruitment",
        "effective_on": TODAY,
        "post_title": "科员",
        "rank": None,
        "person": {
            "name": person.name,
            "sex": person.sex,
            "id_number": person.id_number,
            "ethnicity": "01",
            "political_status": "13",
            "education": "21",
            "degree": None,
            "major": None,
            "started_work_on": date(2020, 7, 1),
            "identity": "cadre",
        },
    }
    personal = {
        key.removeprefix("person_"): changes.pop(key) for key in list(changes) if key.startswith("person_")
    }
    form["person"] = {**form["person"], **personal}  # type: ignore[dict-item]
    return form | changes


def opening_form(approved: int, exception: int = 0, **changes: Any) -> dict[str, Any]:
    over = {"heads": exception, "reason": "历史遗留", "document": DOCUMENT} if exception else None
    row = {"quota_type": TYPE, "approved": approved, "exception": over}
    return {"effective_on": OPENING, "document": DOCUMENT, "rows": [row]} | changes


def test_an_entry_goes_from_promise_to_filled_post(office: Office) -> None:
    form = entry_form(recruitment_item_id=office.items[0], division_id=office.division)
    matter = office.file("personnel_entry", form, "unit")
    assert office.balance() == Balance(2, 1, 1)
    task = office.approve_until_issue(matter)
    answer = office.decide(task, "officer", "issue")
    assert office.balance() == Balance(2, 2, 0)
    row = answer["preview_after"]["rows"][0]
    assert (row["filled"], row["reserved"], row["vacant"]) == ([1, 2], [1, 0], [0, 0])
    with office.database.read() as tx:
        event = tx.session.scalars(select(PostingEvent).where(PostingEvent.cause_id == matter)).one()
        assert (event.kind, event.division_id, event.effective_on) == ("entered", office.division, TODAY)
        assert event.document_id is not None
    assert office.findings() == []


def test_the_last_vacancy_is_promised_once_and_refused_with_the_numbers(office: Office) -> None:
    office.file("personnel_entry", entry_form(0), "unit")
    with pytest.raises(errors.NoVacancy) as refusal:
        office.file("personnel_entry", entry_form(1), "unit")
    assert refusal.value.facts["approved"] == 2
    assert (refusal.value.facts["filled"], refusal.value.facts["reserved"], refusal.value.facts["vacant"]) == (
        1,
        1,
        0,
    )
    assert office.balance() == Balance(2, 1, 1)


@pytest.mark.parametrize("ending", ["reject", "withdraw"])
def test_what_comes_to_nothing_gives_its_promise_back(office: Office, ending: str) -> None:
    matter = office.file("personnel_entry", entry_form(), "unit")
    if ending == "reject":
        office.decide(office.waiting(matter)["head"], "head", "reject")
    else:
        with office.database.write() as tx:
            withdraw_matter(tx, actor_of(tx, office.accounts["unit"]), matter, 1, "报错了")
    assert office.balance() == Balance(2, 1, 0)
    assert office.findings() == []


def test_a_returned_entry_keeps_its_promise_and_may_be_corrected(office: Office, clock: FixedClock) -> None:
    matter = office.file("personnel_entry", entry_form(), "unit")
    office.decide(office.waiting(matter)["head"], "head", "return")
    assert office.balance().reserved == 1
    clock.move(timedelta(days=3))
    with office.database.write() as tx:
        corrected = entry_form(post_title="馆员", effective_on=TODAY - timedelta(days=2))
        resubmit_matter(tx, actor_of(tx, office.accounts["unit"]), matter, corrected, 1)
    assert office.balance() == Balance(2, 1, 1)
    office.decide(office.approve_until_issue(matter), "officer", "issue")
    assert office.balance() == Balance(2, 2, 0)
    assert office.findings() == []


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"quota_type": "institution_full"}, "quota_type", "unknown_code"),
        ({"quota_type": "headcount_control"}, "quota_type", "unknown_code"),
        ({"entry_reason": "retire"}, "entry_reason", "unknown_code"),
        ({"rank": "X99"}, "rank", "unknown_code"),
        ({"effective_on": TODAY + timedelta(days=1)}, "effective_on", "date_in_future"),
        ({"effective_on": date(2019, 12, 31)}, "effective_on", "date_before_founding"),
        ({"division_id": "nonsense"}, "division_id", "division_not_in_unit"),
        ({"recruitment_item_id": "nonsense"}, "recruitment_item_id", "recruitment_item_unfit"),
        ({"person_id_number": "410102199001010001"}, "person.id_number", "id_number_invalid"),
        ({"person_id_number": "４１０１０２１９９００１０１０００１"}, "person.id_number", "id_number_invalid"),
        ({"person_sex": "7"}, "person.sex", "unknown_code"),
        ({"person_ethnicity": "99"}, "person.ethnicity", "unknown_code"),
        ({"person_name": "　"}, "person.name", "required"),
        ({"person_started_work_on": TODAY + timedelta(days=1)}, "person.started_work_on", "date_in_future"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_field_by_field(
    office: Office, changes: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        office.file("personnel_entry", entry_form(**changes), "unit")
    assert refusal.value.facts["fields"] == {field: [code]}
    assert office.balance() == Balance(2, 1, 0)


def test_a_person_in_place_elsewhere_cannot_enter(office: Office) -> None:
    (person,) = generated_people(1, 5000)
    with office.database.write() as tx:
        person_id = upsert_person(tx, SYSTEM, person)
        new = NewPosting(person_id, office.other, TYPE, "科员", "transfer_in", OPENING)
        open_posting(tx, SYSTEM, new, office.register.cause)
    with pytest.raises(errors.PersonAlreadyPosted):
        office.file("personnel_entry", entry_form(), "unit")


def test_a_position_is_not_named_more_often_than_it_has_posts(office: Office) -> None:
    with office.database.write() as tx:
        office.register.tx = tx
        office.register.opening(office.unit, 3, TYPE)
    office.file("personnel_entry", entry_form(0, recruitment_item_id=office.items[0]), "unit")
    with pytest.raises(errors.RecruitmentItemUnfit):
        office.file("personnel_entry", entry_form(1, recruitment_item_id=office.items[0]), "unit")


def test_a_rule_that_broke_meanwhile_refuses_the_issue_and_leaves_the_task_open(office: Office) -> None:
    matter = office.file("personnel_entry", entry_form(), "unit")
    task = office.approve_until_issue(matter)
    (person,) = generated_people(1, 5000)
    with office.database.write() as tx:
        person_id = upsert_person(tx, SYSTEM, person)
        new = NewPosting(person_id, office.other, TYPE, "科员", "transfer_in", OPENING)
        open_posting(tx, SYSTEM, new, office.register.cause)
    with pytest.raises(errors.PersonAlreadyPosted):
        office.decide(task, "officer", "issue")
    assert office.waiting(matter) == {"officer": task}
    assert office.balance() == Balance(2, 1, 1)


def test_the_issue_may_date_the_effect_itself_but_not_into_the_future(office: Office) -> None:
    task = office.approve_until_issue(office.file("personnel_entry", entry_form(), "unit"))
    with pytest.raises(Invalid):
        office.decide(task, "officer", "issue", effective_on=TODAY + timedelta(days=1))
    office.decide(task, "officer", "issue", effective_on=TODAY - timedelta(days=30))
    with office.database.read() as tx:
        assert numbers(tx, office.unit, TODAY - timedelta(days=30))[TYPE].filled == 2
    assert office.findings() == []


def test_the_id_number_is_nowhere_plain_and_shown_masked(office: Office) -> None:
    form = entry_form()
    number = form["person"]["id_number"]
    matter = office.file("personnel_entry", form, "unit")
    office.decide(office.approve_until_issue(matter), "officer", "issue")
    subject = next(subject for subject in SUBJECTS if subject.kind == "personnel_entry")
    with office.database.read() as tx:
        checked = subject.validate(tx, SYSTEM, office.unit, form)
        assert number not in str(checked.form) + str(checked.summary) + str(checked.exclusive_key)
        lines = {line.field: line for line in subject.display(tx, None, checked, SYSTEM)}  # type: ignore[arg-type]
        assert (lines["person.id_number"].value, lines["person.id_number"].masked) == (
            f"{number[:3]}{'*' * 11}{number[-4:]}",
            True,
        )
        assert number not in str([vars(person) for person in tx.session.scalars(select(Person))])


def test_an_opening_balance_makes_the_numbers_known(office: Office) -> None:
    with office.database.write() as tx:
        office.register.tx = tx
        office.unit = office.register.unit("清溪县实验小学")
    matter = office.file("opening_balance", opening_form(5, exception=1), "officer")
    assert office.balance() == Balance()
    answer = office.decide(office.waiting(matter)["chief"], "chief")
    assert answer["matter_state"] == "executed"
    assert office.balance() == Balance(5, 0, 0, 1)
    with office.database.read() as tx:
        entry = tx.session.scalars(select(QuotaEntry).where(QuotaEntry.cause_id == matter)).one()
        assert (entry.delta, entry.effective_on, entry.cause_kind) == (5, OPENING, "matter")
    assert office.findings() == []


def test_a_second_opening_balance_records_the_difference(office: Office) -> None:
    matter = office.file("opening_balance", opening_form(7), "officer")
    office.decide(office.waiting(matter)["chief"], "chief")
    assert office.balance() == Balance(7, 1)
    with office.database.read() as tx:
        entry = tx.session.scalars(select(QuotaEntry).where(QuotaEntry.cause_id == matter)).one()
        assert entry.delta == 5


def test_an_opening_balance_below_what_is_filled_needs_an_exception(office: Office) -> None:
    with pytest.raises(errors.OverQuota):
        office.file("opening_balance", opening_form(0), "officer")
    matter = office.file("opening_balance", opening_form(0, exception=1), "officer")
    office.decide(office.waiting(matter)["chief"], "chief")
    assert office.balance() == Balance(0, 1, 0, 1)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"effective_on": TODAY + timedelta(days=1)}, "effective_on", "date_in_future"),
        ({"effective_on": date(2019, 1, 1)}, "effective_on", "date_before_founding"),
        (
            {"rows": [{"quota_type": "nonsense", "approved": 1, "exception": None}]},
            "rows.0.quota_type",
            "unknown_code",
        ),
        (
            {"rows": [{"quota_type": TYPE, "approved": 1, "exception": None}] * 2},
            "rows.1.quota_type",
            "repeated",
        ),
        ({"document": DOCUMENT | {"dated_on": TODAY + timedelta(days=1)}}, "document.dated_on", "date_in_future"),
    ],
)
def test_what_is_wrong_with_an_opening_balance(
    office: Office, changes: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        office.file("opening_balance", opening_form(3, **changes), "officer")
    assert refusal.value.facts["fields"] == {field: [code]}


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.kind)
def test_the_form_that_is_stored_loads_again(office: Office, subject: Any) -> None:
    """What ``validate`` gives is JSON of the wire's own shape: a returned form can be opened again."""
    form = entry_form() if subject.kind == "personnel_entry" else opening_form(3, exception=1)
    with office.database.read() as tx:
        checked = subject.validate(tx, SYSTEM, office.unit, form)
    stored = dict(checked.form)
    if "person" in stored:
        stored["person"] = stored["person"] | checked.personal["person"]
    assert subject.form_schema()().load(stored) == form
