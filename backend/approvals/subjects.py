"""The port through which other domains plug their kinds of matter into the approvals.

Approvals knows who decides what in which order. What a matter is about (its form, the rules it must keep, what
it reserves and what it finally does) belongs to a :class:`Subject` of another domain, registered at start.

Rhythm seen by a subject: ``resolve_scope`` → ``validate`` → ``check("filing")`` → ``reserve`` … for every
approval ``check("decision")`` … at the issue ``check("issue")`` → ``apply``, or ``release`` when the matter is
rejected or withdrawn. A returned matter keeps what it holds until it is filed again. All of one call happens in
one transaction; the matter is locked first, then the subject locks what it holds in order of id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

from backend.core.actor import Actor
from backend.core.transaction import Tx

if TYPE_CHECKING:
    from marshmallow import Schema

Stage = Literal["filing", "decision", "issue"]
Form = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ScopeOf:
    """Where a subject hangs: its own node and the node of the establishment office (编办) that keeps it."""

    subject_node_id: str
    office_node_id: str


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A form that passed ``validate``, as it is stored.

    ``form`` and ``personal`` have the nested shape of the wire form and hold JSON values only (dates as ISO
    text); ``personal`` is stored encrypted and never leaves the server unmasked. ``summary`` holds the few
    plain facts that a card shows. Of one kind, at most one matter per ``exclusive_key`` is open at a time.
    """

    form: Form
    personal: Form = field(default_factory=dict)
    summary: Form = field(default_factory=dict)
    exclusive_key: str | None = None


@dataclass(frozen=True, slots=True)
class MatterRef:
    """What a subject may know of the matter it is asked about."""

    id: str
    kind: str
    subject_id: str
    subject_node_id: str
    office_node_id: str
    filed_by: str
    form_revision: int


@dataclass(frozen=True, slots=True)
class EffectRow:
    """Numbers of one quota type before and after the effect, in heads; ``None`` = unknown."""

    quota_type: str
    approved: tuple[int | None, int | None]
    filled: tuple[int, int]
    reserved: tuple[int, int]
    vacant: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the matter would do today; ``light`` is that of the unit afterwards."""

    rows: tuple[EffectRow, ...]
    light: str | None


@dataclass(frozen=True, slots=True)
class DisplayField:
    """A line of the form as people read it; ``field`` is its path in the wire form."""

    field: str
    value: Any
    masked: bool = False


@dataclass(frozen=True, slots=True)
class CardRef:
    """Of which matter a card is wanted."""

    matter_id: str
    subject_id: str
    summary: Form


@dataclass(frozen=True, slots=True)
class Card:
    """The short face of a matter in lists and notices."""

    unit_id: str
    unit_name: str
    region_name: str | None
    heads: int | None
    light: str | None


@dataclass(frozen=True, slots=True)
class IssueContext:
    """What the issue adds: the recorded document, and a day of effect other than the form's."""

    document_id: str | None
    effective_on: date | None = None


class Subject(Protocol):
    """One kind of matter."""

    @property
    def kind(self) -> str: ...

    @property
    def subject_kind(self) -> str:
        """What ``subject_id`` names, e.g. "organization"."""
        ...

    @property
    def flow(self) -> str:
        """Name of the flow; the newest version counts for new matters."""
        ...

    @property
    def file_permission(self) -> str: ...

    def form_schema(self) -> type[Schema]:
        """The shape of the form on the wire (the union is discriminated by ``kind``)."""
        ...

    def resolve_scope(self, tx: Tx, subject_id: str) -> ScopeOf:
        """Raises ``NotFound`` for an unknown subject."""
        ...

    def validate(self, tx: Tx, actor: Actor, subject_id: str, form: Form) -> CheckedForm:
        """Check each field of a form as loaded by ``form_schema``. Raises ``Invalid`` with codes per field."""
        ...

    def check(self, tx: Tx, matter: MatterRef, form: CheckedForm, stage: Stage) -> None:
        """Check the rules of the register. Raises ``Refused`` with the numbers.

        Locks the holders it reads, in order of id, when the transaction writes.
        """
        ...

    def preview(self, tx: Tx, matter: MatterRef, form: CheckedForm) -> Preview:
        """The numbers before and after, with the matter's own reservation counted."""
        ...

    def reserve(self, tx: Tx, actor: Actor, matter: MatterRef, form: CheckedForm) -> None:
        """Hold what the matter needs. Raises ``Refused`` with the numbers.

        Called at filing and at each resubmission: what the matter holds already and still needs is kept, what it
        no longer needs is given back.
        """
        ...

    def release(self, tx: Tx, actor: Actor, matter: MatterRef) -> None:
        """Give back what the matter holds; nothing to do is no error."""
        ...

    def apply(
        self,
        tx: Tx,
        actor: Actor,
        matter: MatterRef,
        form: CheckedForm,
        context: IssueContext,
    ) -> Mapping[str, Any]:
        """Bring the effect about, exactly once.

        Answers JSON facts of the effect, ids only; ``document_id`` when the subject recorded it itself.
        """
        ...

    def canonical(self, form: CheckedForm) -> Mapping[str, Any]:
        """The plain fields that an approver is shown; personal ones are covered by approvals itself."""
        ...

    def display(self, tx: Tx, matter: MatterRef, form: CheckedForm, actor: Actor) -> Sequence[DisplayField]:
        """The form as this actor may read it, in reading order."""
        ...

    def cards(self, tx: Tx, refs: Sequence[CardRef]) -> Mapping[str, Card]:
        """Cards by matter id, in a number of statements that does not grow with ``refs``."""
        ...


_SUBJECTS: dict[str, Subject] = {}


def register_subject(subject: Subject) -> None:
    """Plug a kind in (at start); the same kind registered again replaces the former."""
    _SUBJECTS[subject.kind] = subject


def find_subject(kind: str) -> Subject | None:
    return _SUBJECTS.get(kind)


def registered_subjects() -> tuple[Subject, ...]:
    """All kinds, in order of name."""
    return tuple(_SUBJECTS[kind] for kind in sorted(_SUBJECTS))
