"""Writes of papers for many: a wish is asked for, what came of it is kept for a while, and then it is gone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select

from backend.assessment.papers.catalogue import BUNDLE_LIMIT, KEEP, Form, Kind
from backend.assessment.papers.errors import PaperNotFound
from backend.assessment.papers.making import Wanted, ensure_number, people_on, record_export
from backend.assessment.papers.models import BundleState, PaperBundle
from backend.assessment.papers.policies import NOTIFIED, rights_digest, round_to_read
from backend.assessment.rounds.public import lock_round
from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.jobs import enqueue, has_ended
from backend.core.transaction import Tx
from backend.records.public import FileStore, drop_file, store_file

#: The jobs; payload: bundle_id, and file_id of the file to be dropped.
MAKE_BUNDLE: Final = "make_paper_bundle"
DROP_BUNDLE: Final = "drop_paper_bundle"
#: What the files belong to.
PAPER_BUNDLE: Final = "paper_bundle"


@dataclass(frozen=True, slots=True)
class Made:
    """An archive on the disk, what it says, and how much is in it."""

    path: Path
    digest: str
    people: int
    parts: int


def ask_for_bundle(tx: Tx, actor: Actor, round_id: str, wanted: Wanted) -> str:
    """Have the worker make a form of many people; returns the id of the wish.

    The same wish while it is being made is that one; afterwards it is looked at anew, and has the same file if
    nothing has changed. Raises ``RoundNotFound``, :class:`PaperNotFound`, :class:`PaperTooLarge`.
    """
    found = round_to_read(tx, actor, round_id)
    if wanted.form is Form.NOTICE and found.state not in NOTIFIED:
        raise PaperNotFound
    ensure_number(len(people_on(tx, actor, found, wanted)), BUNDLE_LIMIT)
    lock_round(tx, round_id)  # so that a wish that is made twice at once is one
    bundle = _present(tx, actor, round_id, wanted)
    if bundle is not None and bundle.state == BundleState.MAKING.value and not has_ended(tx, bundle.job_id):
        return bundle.id
    bundle_id = bundle.id if bundle else new_id()
    job_id = enqueue(tx, MAKE_BUNDLE, {"bundle_id": bundle_id}, owner_account_id=actor.account_id)
    if bundle is None:
        bundle = PaperBundle(
            id=bundle_id,
            round_id=round_id,
            form=wanted.form.value,
            kind=wanted.kind.value,
            organization_id=wanted.organization_id or "",
            asked_by=actor.account_id,
        )
        tx.session.add(bundle)
    bundle.job_id, bundle.asked_at = job_id, tx.now()
    bundle.state, bundle.error = BundleState.MAKING.value, None
    tx.session.flush()
    return bundle.id


def _present(tx: Tx, actor: Actor, round_id: str, wanted: Wanted) -> PaperBundle | None:
    return tx.session.scalar(
        select(PaperBundle).where(
            PaperBundle.asked_by == actor.account_id,
            PaperBundle.round_id == round_id,
            PaperBundle.form == wanted.form.value,
            PaperBundle.kind == wanted.kind.value,
            PaperBundle.organization_id == (wanted.organization_id or ""),
        )
    )


def wanted_of(bundle: PaperBundle) -> Wanted:
    """What a wish is for."""
    return Wanted(Form(bundle.form), Kind(bundle.kind), bundle.organization_id or None)


def keep_bundle(tx: Tx, actor: Actor, store: FileStore, bundle: PaperBundle, made: Made | None) -> None:
    """Say that a wish is fulfilled, by what was ``made`` or by the file it has, and for how long it is kept."""
    if made is not None:
        before = bundle.file_id
        bundle.file_id = store_file(tx, actor, store, made.path, PAPER_BUNDLE, bundle.id)
        bundle.digest, bundle.people, bundle.parts = made.digest, made.people, made.parts
        bundle.made_at = tx.now()
        if before is not None and before != bundle.file_id:
            enqueue(tx, DROP_BUNDLE, {"bundle_id": bundle.id, "file_id": before})
    bundle.state, bundle.error, bundle.expires_at = BundleState.READY.value, None, tx.now() + KEEP
    bundle.rights = rights_digest(actor)
    again = {"bundle_id": bundle.id, "file_id": bundle.file_id}
    enqueue(tx, DROP_BUNDLE, again, run_after=bundle.expires_at)
    record_export(tx, actor, bundle.round_id, wanted_of(bundle), bundle.people)
    tx.session.flush()


def fail_bundle(tx: Tx, bundle_id: str, job_id: str, code: str) -> None:
    """Say why the worker could not make it; a file from before stays for its time."""
    bundle = tx.session.get(PaperBundle, bundle_id, with_for_update=True)
    if bundle is not None and bundle.job_id == job_id and bundle.state == BundleState.MAKING.value:
        bundle.state, bundle.error = BundleState.FAILED.value, code
        tx.session.flush()


def drop_bundle(tx: Tx, store: FileStore, bundle_id: str, file_id: str) -> bool:
    """Delete a file whose time is over, or that another one has replaced; whether it was time."""
    bundle = tx.session.get(PaperBundle, bundle_id, with_for_update=True)
    if bundle is not None and bundle.file_id == file_id:
        if bundle.expires_at is not None and bundle.expires_at > tx.now():
            return False  # asked for again since: a later job drops it
        if bundle.state == BundleState.MAKING.value:
            bundle.file_id = bundle.expires_at = bundle.digest = None
        else:
            tx.session.delete(bundle)
    drop_file(tx, store, file_id)
    tx.session.flush()
    return True
