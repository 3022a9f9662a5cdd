"""From a matter's row to what belongs to it: its subject, its flow, its reference for the port."""

from __future__ import annotations

from backend.approvals.errors import UnknownKind
from backend.approvals.flow_book import FLOW_BOOK
from backend.approvals.flows import Flow
from backend.approvals.models import Matter
from backend.approvals.subjects import MatterRef, Subject, find_subject


def subject_of(kind: str) -> Subject:
    """Raises ``UnknownKind``."""
    subject = find_subject(kind)
    if subject is None:
        raise UnknownKind(kind=kind)
    return subject


def flow_of(matter: Matter) -> Flow:
    """The version the matter began with."""
    return FLOW_BOOK.version(matter.flow, matter.flow_version)


def reference_to(matter: Matter) -> MatterRef:
    """The matter as its subject may know it."""
    return MatterRef(
        id=matter.id,
        kind=matter.kind,
        subject_id=matter.subject_id,
        subject_node_id=matter.subject_node_id,
        office_node_id=matter.office_node_id,
        filed_by=matter.filed_by,
        form_revision=matter.form_revision,
    )
