"""Work of papers that the worker does: forms of many people, and deleting them when their time is over."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.assessment.papers.bundling import Archive, Part, digest_of, paper_digest, parts_of
from backend.assessment.papers.errors import PaperAskerGone, PaperNotFound
from backend.assessment.papers.making import Wanted, paper_of, people_on, write_file
from backend.assessment.papers.models import BundleState, PaperBundle
from backend.assessment.papers.operations import (
    DROP_BUNDLE,
    MAKE_BUNDLE,
    Made,
    drop_bundle,
    fail_bundle,
    keep_bundle,
    wanted_of,
)
from backend.assessment.papers.policies import round_to_read
from backend.assessment.papers.sheet import Paper
from backend.assessment.rounds.public import Round
from backend.core.actor import Actor
from backend.core.errors import DomainError, Unavailable
from backend.core.jobs import JobContext, JobHandler
from backend.core.runtime import Runtime
from backend.core.transaction import Tx
from backend.identity.public import actor_of_account
from backend.records.public import FileStore

_FOLDER = "papers"
#: Each PDF holds the whole font in rings of objects: after so many files they are freed, not left to chance.
_COLLECT_EVERY = 4


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be made, as it stood when the job began; ``kept`` is the digest of the file there is."""

    found: Round
    wanted: Wanted
    parts: list[Part]
    kept: str | None

    @property
    def people(self) -> int:
        return sum(len(part.people) for part in self.parts)


def make_bundle(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Make a form of many people with the rights the asker has now. Payload: bundle_id.

    Cut off, it begins anew: nothing counts before the archive is whole, and the next one is written over it.
    """
    bundle_id = job.payload["bundle_id"]
    try:
        return _make(runtime, job, bundle_id)
    except Unavailable:
        raise  # the job is tried again
    except DomainError as refusal:
        with runtime.database.write() as tx:
            fail_bundle(tx, bundle_id, job.id, refusal.code)
        raise


def _make(runtime: Runtime, job: JobContext, bundle_id: str) -> dict[str, Any]:
    with runtime.database.read() as tx:
        if _row(tx, job, bundle_id) is None:
            return {"superseded": True}
        wish = _wish(tx, _asker(tx, job), bundle_id)
    job.progress(0, wish.people)
    made = None
    path = runtime.settings.data_dir / _FOLDER / bundle_id / f"{wish.wanted.form.value}-{wish.found.year}.zip"
    try:
        if wish.kept is None or wish.kept != digest_of(paper_digest(paper) for _, paper in _papers(runtime, wish)):
            made = _write(runtime, job, wish, path)
        with runtime.database.write() as tx:
            bundle = _row(tx, job, bundle_id)
            if bundle is not None:
                keep_bundle(tx, _asker(tx, job), FileStore.of(runtime.settings), bundle, made)
    finally:
        path.unlink(missing_ok=True)
        if path.parent.exists():
            path.parent.rmdir()
    return {"bundle_id": bundle_id}


def _row(tx: Tx, job: JobContext, bundle_id: str) -> PaperBundle | None:
    """The wish, while it waits for this very job."""
    bundle = tx.session.get(PaperBundle, bundle_id, with_for_update=tx.writes)
    waits = bundle is not None and bundle.job_id == job.id and bundle.state == BundleState.MAKING.value
    return bundle if waits else None


def _asker(tx: Tx, job: JobContext) -> Actor:
    actor = actor_of_account(tx, job.owner_account_id or "")
    if actor is None:
        raise PaperAskerGone
    return actor


def _wish(tx: Tx, actor: Actor, bundle_id: str) -> _Wish:
    bundle = tx.session.get_one(PaperBundle, bundle_id)
    found, wanted = round_to_read(tx, actor, bundle.round_id), wanted_of(bundle)
    kept = bundle.digest if bundle.file_id is not None else None
    return _Wish(found, wanted, parts_of(people_on(tx, actor, found, wanted)), kept)


def _papers(runtime: Runtime, wish: _Wish) -> Iterator[tuple[Part, Paper]]:
    """Part by part what is to be written, each as it stands now; who has no paper yet is left out."""
    for part in wish.parts:
        with runtime.database.read() as tx:
            try:
                paper = paper_of(tx, wish.found, wish.wanted, part.people)
            except PaperNotFound:
                continue
        yield part, paper


def _write(runtime: Runtime, job: JobContext, wish: _Wish, path: Path) -> Made:
    """The archive with the file of each part. Raises :class:`PaperNotFound` where there is none."""
    archive = Archive(path, wish.wanted.kind)
    day, done, people = runtime.clock.today(), 0, 0
    digests: list[str] = []
    for number, (part, paper) in enumerate(_papers(runtime, wish), start=1):
        archive.add(part, len(paper.sheets), write_file(paper, day, wish.wanted.kind))
        digests.append(paper_digest(paper))
        people += len(paper.sheets)
        done += len(part.people)
        job.progress(done, wish.people)
        if number % _COLLECT_EVERY == 0:
            gc.collect()
    parts = archive.close(f"{wish.found.title}（{wish.found.year} 年度）　共 {people} 人")
    if parts == 0:
        raise PaperNotFound
    return Made(path, digest_of(digests), people, parts)


def run_drop(runtime: Runtime, job: JobContext) -> dict[str, Any]:
    """Delete a file whose time is over. Payload: bundle_id, file_id."""
    with runtime.database.write() as tx:
        store = FileStore.of(runtime.settings)
        return {"dropped": drop_bundle(tx, store, job.payload["bundle_id"], job.payload["file_id"])}


JOBS: dict[str, JobHandler] = {MAKE_BUNDLE: make_bundle, DROP_BUNDLE: run_drop}
