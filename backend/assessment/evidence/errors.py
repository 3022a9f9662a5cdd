"""The named refusals of evidence."""

from __future__ import annotations

from backend.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused, Stale


class EvidencePersonNotFound(NotFound):
    """Nobody of that id whose evidence this person may see."""

    code = "evidence_person_not_found"


class EvidenceUnitNotFound(NotFound):
    """No unit of that id whose evidence this person may see."""

    code = "evidence_unit_not_found"


class EvidencePieceNotFound(NotFound):
    """The person or the unit has no such piece of evidence, or no more."""

    code = "evidence_piece_not_found"


class EvidenceObjectionNotFound(NotFound):
    """No such objection, or not for this person."""

    code = "evidence_objection_not_found"


class EvidenceEntryNotFound(NotFound):
    """No such entry, or not for this person."""

    code = "evidence_entry_not_found"


class EvidencePlaceUnknown(Refused):
    """Who holds no posting is assessed nowhere, so nobody could answer."""

    code = "evidence_place_unknown"


class EvidenceObjectedAlready(Conflict):
    """A piece is disputed once. Facts: the state of that objection."""

    code = "evidence_objected_already"


class EvidenceObjectionClosed(Conflict):
    """The objection has its answer, or was taken back. Facts: state."""

    code = "evidence_objection_closed"


class EvidenceObjectionChanged(Stale):
    """The objection is not any more what was read. Facts: version."""

    code = "evidence_objection_changed"


class OwnEvidence(Forbidden):
    """Nobody rules on the own evidence or that of the unit they speak for, or enters it."""

    code = "own_evidence"


class RulingUnfit(Invalid):
    """An upheld objection changes the amount, within what is possible; a dismissed one changes nothing."""

    code = "evidence_ruling_unfit"


class EvidenceEntryReversed(Conflict):
    """The entry was taken back already."""

    code = "evidence_entry_reversed"
