"""The main road: an opening balance, an entry onto the quota, everybody on the own screen, told by the socket."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import expect

from tests.factories.register import generated_id_number
from tests.journeys.conftest import Product
from tests.support.phone import Phone

TakePhone = Callable[..., Phone]
OWN_UNIT = "云川市住房和城乡建设局"
#: Who decides before the document is issued, in this order.
DECIDERS = ("head", "officer", "orgdept", "hr", "chief")
EVERYBODY = ("unit", *DECIDERS)


def test_entry_at_an_imported_institution(product: Product, phone: TakePhone) -> None:
    unit, typed = product.imported_unit, product.imported_unit[-6:-4]
    people = {name: phone(name) for name in EVERYBODY}
    officer, clerk = people["officer"], people["unit"]

    officer.find_unit(typed, unit)
    opening = _record_opening_balance(officer)
    people["chief"].approve(opening)
    clerk.find_unit(typed, unit)
    clerk.shows_numbers("事业编制", approved=3, filled=0, reserved=0, vacant=3)

    entry = _file_entry(clerk, born_on=date(1991, 3, 4), recruitment_item=True)
    clerk.find_unit(typed, unit)
    clerk.shows_numbers("事业编制", approved=3, filled=0, reserved=1, vacant=2)

    officer.tab("app.tasks")
    for name in DECIDERS:
        people[name].approve(entry)
    _issue(officer, entry, "豫编办〔2026〕101号")
    clerk.find_unit(typed, unit)
    clerk.shows_numbers("事业编制", approved=3, filled=1, reserved=0, vacant=2)
    _ensure_clean(product)


def test_entry_in_english(product: Product, phone: TakePhone) -> None:
    people = {name: phone(name, locale="en") for name in EVERYBODY}
    clerk, quota_type = people["unit"], "Administrative quota"
    clerk.find_unit("住房", OWN_UNIT)
    approved, filled, reserved, vacant = clerk.numbers(quota_type)

    entry = _file_entry(clerk, born_on=date(1992, 5, 6), recruitment_item=False)
    for name in DECIDERS:
        people[name].approve(entry)
    clerk.find_unit("住房", OWN_UNIT)
    clerk.shows_numbers(quota_type, approved, filled, reserved + 1, vacant - 1)
    _issue(people["officer"], entry, "云编办〔2026〕901号")
    clerk.find_unit("住房", OWN_UNIT)
    clerk.shows_numbers(quota_type, approved, filled + 1, reserved, vacant - 1)
    _ensure_clean(product)


def _record_opening_balance(officer: Phone) -> str:
    """On the page of the unit: three approved posts by a document; returns the acceptance number."""
    officer.tap("fileActions.opening_balance")
    _fill_document(officer, "豫编〔2025〕17号")
    officer.fill("approvals.openingEffective", "2025-12-01")
    posts = officer.page.locator("fieldset").filter(has_text="事业编制")
    officer.fill("approvals.openingApproved", "3", within=posts)
    return _file(officer)


def _file_entry(clerk: Phone, *, born_on: date, recruitment_item: bool) -> str:
    """On the page of the unit: the form as a clerk fills it; returns the acceptance number."""
    clerk.tap("fileActions.personnel_entry")
    if recruitment_item:
        clerk.pick_first("fieldNames.recruitment_item_id")
    clerk.choose_first("fieldNames.quota_type")
    clerk.fill("fieldNames.post_title", "一级科员")
    clerk.choose_first("fieldNames.entry_reason")
    clerk.fill("fieldNames.person.name", "林小满")
    clerk.fill("fieldNames.person.id_number", generated_id_number(born_on))
    clerk.choose_first("fieldNames.person.sex")
    for key in ("ethnicity", "political_status", "education"):
        clerk.pick_first(f"fieldNames.person.{key}")
    clerk.choose_first("fieldNames.person.identity")
    return _file(clerk)


def _fill_document(phone: Phone, number: str) -> None:
    phone.fill("approvals.documentNumber", number)
    phone.fill("approvals.documentTitle", "关于人员编制的批复")
    phone.fill("approvals.documentIssuer", "省委机构编制委员会办公室")
    phone.fill("approvals.documentDate", "2025-11-20")


def _file(phone: Phone) -> str:
    """Send the form and read the acceptance number off the page of the matter."""
    phone.tap("approvals.file")
    phone.page.wait_for_url(re.compile("/matters/.+"))
    number = phone.page.get_by_text(re.compile(r"受理〔\d{4}〕\d+号")).first
    expect(number).to_be_visible()
    found = re.search(r"受理〔\d{4}〕\d+号", number.inner_text())
    assert found is not None
    return found[0]


def _issue(officer: Phone, number: str, document: str) -> None:
    """The last step: the document that brings the effect about, entered in a sheet of its own."""
    officer.tab("app.tasks")
    officer.open_task(number)
    officer.tap("approvals.issueFill")
    _fill_document(officer, document)
    officer.tap("approvals.issue", within=officer.page.get_by_role("dialog"))
    expect(officer.page.get_by_text(re.compile(r"入编通〔\d{4}〕\d+号")).first).to_be_visible()


def _ensure_clean(product: Product) -> None:
    """Ledgers, projections and the sealed audit record agree."""
    checked = product.command("verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr
