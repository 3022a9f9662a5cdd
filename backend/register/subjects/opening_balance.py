"""Opening balance (期初核定数): the approved posts of a unit, with the document that fixed them.

From here on the unit's numbers are known. What stands over the approved number at the opening is covered by named
exceptions (超编), each with reason and document.
"""

# ruff: noqa: ARG002 - the signatures are those of the port
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

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
from backend.records.public import NewDocument, record_document
from backend.register.ledger import Balance, Entry, Measure, balance_at
from backend.register.operations.holders import ensure_fits, entries_of, held_now, lock_holders
from backend.register.operations.quotas import record_quotas
from backend.register.operations.rows import load_units
from backend.register.policies import ensure_effective, ensure_not_future, ensure_quota_type
from backend.register.subjects.common import FieldProblems, as_json, cards_of, preview_of, scope_of_unit
from backend.register.subjects.schemas import OpeningBalanceFormSchema
from backend.register.values import Cause, HolderKey, NewException, QuotaMove

_DOCUMENT_FIELDS = ("number", "title", "issuer", "dated_on")


class OpeningBalance:
    """The kind opening_balance, about one organization."""

    kind = "opening_balance"
    subject_kind = "organization"
    flow = "opening_balance"
    file_permission: str = Permission.MATTER_FILE_OPENING

    def form_schema(self) -> type[StrictSchema]:
        return OpeningBalanceFormSchema

    def resolve_scope(self, tx: Tx, subject_id: str) -> ScopeOf:
        return scope_of_unit(tx, subject_id)

    def validate(self, tx: Tx, actor: Actor, subject_id: str, form: Form) -> CheckedForm:
        problems = FieldProblems()
        today = tx.today()
        unit = load_units(tx, [subject_id])[subject_id]
        with problems.of("effective_on"):
            ensure_effective(today, unit, form["effective_on"])
        with problems.of("document.dated_on"):
            ensure_not_future(today, form["document"]["dated_on"])
        seen: set[str] = set()
        for position, row in enumerate(form["rows"]):
            with problems.of(f"rows.{position}.quota_type"):
                ensure_quota_type(row["quota_type"])
            if row["quota_type"] in seen:
                problems.add(f"rows.{position}.quota_type", "repeated")
            seen.add(row["quota_type"])
            if row["exception"] is not None:
                with problems.of(f"rows.{position}.exception.document.dated_on"):
                    ensure_not_future(today, row["exception"]["document"]["dated_on"])
        problems.raise_any()
        return CheckedForm(
            form=as_json(form), summary={"heads": None, "types": sorted(seen)}, exclusive_key=subject_id
        )

    def check(self, tx: Tx, matter: MatterRef, form: CheckedForm, stage: Stage) -> None:
        unit = load_units(tx, [matter.subject_id])[matter.subject_id]
        ensure_effective(tx.today(), unit, _effective_on(form))
        held = held_now(tx, _keys(matter, form))
        entries: dict[HolderKey, list[Entry]] = defaultdict(list)
        for key, measure, delta, _row in _deltas(tx, matter, form, _effective_on(form)):
            entries[key].append(Entry(measure, _effective_on(form), delta))
        ensure_fits(tx, held, entries)

    def preview(self, tx: Tx, matter: MatterRef, form: CheckedForm) -> Preview:
        approved = {
            key.quota_type: delta
            for key, measure, delta, _row in _deltas(tx, matter, form, _effective_on(form))
            if measure is Measure.APPROVED
        }

        def move(delta: int) -> Any:
            return lambda before: before.moved(Measure.APPROVED, delta)

        return preview_of(tx, matter.subject_id, {name: move(delta) for name, delta in approved.items()})

    def reserve(self, tx: Tx, actor: Actor, matter: MatterRef, form: CheckedForm) -> None:
        """Recording a number takes nothing from anybody: there is nothing to hold."""

    def release(self, tx: Tx, actor: Actor, matter: MatterRef) -> None:
        """Nothing was held."""

    def apply(
        self, tx: Tx, actor: Actor, matter: MatterRef, form: CheckedForm, context: IssueContext
    ) -> Mapping[str, Any]:
        lock_holders(tx, _keys(matter, form))
        effective_on = context.effective_on or _effective_on(form)
        document_id = context.document_id or _record(tx, actor, matter, form.form["document"])
        moves: list[QuotaMove] = []
        exceptions: list[NewException] = []
        for key, measure, delta, row in _deltas(tx, matter, form, effective_on):
            if measure is Measure.APPROVED:
                moves.append(QuotaMove(*key, delta, effective_on, document_id))
            else:
                own_document = _record(tx, actor, matter, row["exception"]["document"])
                reason = row["exception"]["reason"]
                exceptions.append(NewException(*key, delta, reason, effective_on, own_document))
        record_quotas(tx, actor, moves, exceptions, Cause("matter", matter.id))
        return {"document_id": document_id, "rows": len(moves), "exceptions": len(exceptions)}

    def canonical(self, form: CheckedForm) -> Mapping[str, Any]:
        return form.form

    def display(self, tx: Tx, matter: MatterRef, form: CheckedForm, actor: Actor) -> Sequence[DisplayField]:
        return [
            DisplayField("effective_on", form.form["effective_on"]),
            *_document_lines("document", form.form["document"]),
            *(line for position, row in enumerate(form.form["rows"]) for line in _row_lines(position, row)),
        ]

    def cards(self, tx: Tx, refs: Sequence[CardRef]) -> Mapping[str, Card]:
        return cards_of(tx, refs)


def _effective_on(form: CheckedForm) -> date:
    return date.fromisoformat(form.form["effective_on"])


def _keys(matter: MatterRef, form: CheckedForm) -> list[HolderKey]:
    return [HolderKey(matter.subject_id, row["quota_type"]) for row in form.form["rows"]]


def _deltas(
    tx: Tx, matter: MatterRef, form: CheckedForm, effective_on: date
) -> Iterator[tuple[HolderKey, Measure, int, Mapping[str, Any]]]:
    """What brings each holder to the form's numbers on ``effective_on``; later entries move along with it.

    A standing exception is only ever added to here; ending one is an act of its own.
    """
    known = entries_of(tx, _keys(matter, form))
    for row in form.form["rows"]:
        key = HolderKey(matter.subject_id, row["quota_type"])
        then: Balance = balance_at(known[key], effective_on)
        yield key, Measure.APPROVED, row["approved"] - (then.approved or 0), row
        if row["exception"] is not None and row["exception"]["heads"] > then.exception:
            yield key, Measure.EXCEPTION, row["exception"]["heads"] - then.exception, row


def _record(tx: Tx, actor: Actor, matter: MatterRef, document: Mapping[str, Any]) -> str:
    new = NewDocument(
        number=document["number"],
        title=document["title"],
        issuer=document["issuer"],
        dated_on=date.fromisoformat(document["dated_on"]),
        kind="opening_balance",
        cause_kind="matter",
        cause_id=matter.id,
    )
    return record_document(tx, actor, new)


def _document_lines(path: str, document: Mapping[str, Any]) -> list[DisplayField]:
    return [DisplayField(f"{path}.{name}", document[name]) for name in _DOCUMENT_FIELDS]


def _row_lines(position: int, row: Mapping[str, Any]) -> list[DisplayField]:
    path = f"rows.{position}"
    lines = [
        DisplayField(f"{path}.quota_type", row["quota_type"]),
        DisplayField(f"{path}.approved", row["approved"]),
    ]
    if row["exception"] is not None:
        lines += [
            DisplayField(f"{path}.exception.heads", row["exception"]["heads"]),
            DisplayField(f"{path}.exception.reason", row["exception"]["reason"]),
            *_document_lines(f"{path}.exception.document", row["exception"]["document"]),
        ]
    return lines
