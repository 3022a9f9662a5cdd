"""What a special case rests on: for those who enter such cases there, and for nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import select

from backend.assessment.grading.errors import SpecialCaseUnknown
from backend.assessment.grading.models import SpecialCaseEntry
from backend.assessment.grading.policies import ensure_not_own, load_case
from backend.assessment.terms import SpecialCase
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission
from backend.records.public import documents

#: what a document is called by
PAPER: Final = ("number", "title", "issuer", "dated_on")


def sealed_aad(entry_id: str) -> str:
    """What binds the kind and the document of a disciplinary action to its entry."""
    return f"assessment_special_case.sealed:{entry_id}"


def ground_of(tx: Tx, actor: Actor, case_id: str) -> dict[str, Any]:
    """What is entered for somebody now: the case, the kind of a disciplinary action, the document and the moment.

    Raises :class:`CaseNotFound`, :class:`OwnCase`, and :class:`SpecialCaseUnknown` where nothing is entered, and
    for the neutral code, which rests on nothing that is kept here.
    """
    case = load_case(tx, actor, Permission.ROUND_MANAGE, case_id)
    ensure_not_own(actor, case.person_id)
    if case.special_case is None or case.special_case == SpecialCase.DEFERRED:
        raise SpecialCaseUnknown
    entries = select(SpecialCaseEntry).where(
        SpecialCaseEntry.round_id == case.round_id, SpecialCaseEntry.person_id == case.person_id
    )
    entry = tx.session.scalars(entries.order_by(SpecialCaseEntry.id.desc()).limit(1)).one()
    kept = _kept(tx, entry)
    return {
        "special_case": entry.special_case,
        "action": kept.get("action"),
        "document": {name: kept[name] for name in PAPER} | {"dated_on": date.fromisoformat(kept["dated_on"])},
        "entered_at": entry.entered_at,
    }


def _kept(tx: Tx, entry: SpecialCaseEntry) -> dict[str, Any]:
    if entry.sealed is None:
        return documents(tx, [entry.document_id or ""])[entry.document_id or ""]
    opened: dict[str, Any] = orjson.loads(tx.keyring.decrypt(entry.sealed, sealed_aad(entry.id)))
    return opened
