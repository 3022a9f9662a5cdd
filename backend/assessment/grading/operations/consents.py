"""The higher ratio: only with the document by which the authority consents, attached and numbered."""

from __future__ import annotations

from backend.assessment.grading.errors import ConsentIncomplete, ConsentMissing, PoolNotFound, RatioExceeded
from backend.assessment.grading.models import AssessmentPool
from backend.assessment.grading.operations.grades import keep, standing_of
from backend.assessment.grading.policies import ensure_no_run, load_round, lock_pool
from backend.assessment.rounds.public import Round, RoundState, ensure_state
from backend.core.actor import Actor
from backend.core.transaction import Tx
from backend.identity.public import Permission, record_audit
from backend.records.public import NewDocument, files_of_ids, record_document

#: The kind under which files belong to a pool.
CONSENT_FILE = "assessment_pool"


def record_consent(tx: Tx, actor: Actor, pool_id: str, file_id: str, document: NewDocument) -> None:
    """Raise a pool's ratio to the one with consent.

    Raises :class:`PoolNotFound`, ``RoundNotFound``, ``RoundStateWrong``, :class:`CompileRunning`, ``Invalid`` for
    an incomplete document, and :class:`ConsentIncomplete` where the file is not a ready one of this pool.
    """
    found, pool = _pool(tx, actor, pool_id)
    files = files_of_ids(tx, [file_id])
    if not files or (files[0].owner_kind, files[0].owner_id) != (CONSENT_FILE, pool_id):
        raise ConsentIncomplete(fields={"file_id": ["missing"]})
    pool.consent_document_id = record_document(tx, actor, document)
    pool.consent_file_id = file_id
    keep(pool, standing_of(pool).with_percent(found.parameters.excellent_percent_with_consent))
    _audit(tx, actor, "recorded", found, pool)


def withdraw_consent(tx: Tx, actor: Actor, pool_id: str) -> None:
    """Take a consent back.

    Raises as above, :class:`ConsentMissing`, and :class:`RatioExceeded` where 优秀 have been given that the lower
    ratio does not bear.
    """
    found, pool = _pool(tx, actor, pool_id)
    if pool.consent_document_id is None:
        raise ConsentMissing
    try:
        after = standing_of(pool).with_percent(found.parameters.excellent_percent)
    except RatioExceeded as exceeded:
        raise RatioExceeded(**exceeded.facts, pool=pool.id) from exceeded
    pool.consent_document_id = pool.consent_file_id = None
    keep(pool, after)
    _audit(tx, actor, "withdrawn", found, pool)


def _pool(tx: Tx, actor: Actor, pool_id: str) -> tuple[Round, AssessmentPool]:
    known = tx.session.get(AssessmentPool, pool_id)
    if known is None:
        raise PoolNotFound
    found = load_round(tx, actor, Permission.ROUND_MANAGE, known.round_id)
    ensure_state(found, RoundState.FROZEN, RoundState.COMPILED)
    ensure_no_run(tx, found.id)
    return found, lock_pool(tx, pool_id)


def _audit(tx: Tx, actor: Actor, done: str, found: Round, pool: AssessmentPool) -> None:
    facts = {"pool": pool.id, "percent": pool.percent, "document": pool.consent_document_id}
    record_audit(tx, actor, f"assessment:consent:{done}", "round", found.id, node_id=found.node_id, facts=facts)
