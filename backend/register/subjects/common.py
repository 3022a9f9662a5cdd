"""What both kinds of matter share: scope, dates as text, codes gathered per field, numbers before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from backend.approvals.public import Card, CardRef, EffectRow, Preview, ScopeOf
from backend.core.errors import DomainError, Invalid
from backend.core.transaction import Tx
from backend.register.ledger import Balance, worst_light
from backend.register.operations.regions import region_nodes
from backend.register.operations.rows import load_units
from backend.register.queries.briefs import balances_of, counted, unit_brief


class FieldProblems:
    """Collects what is wrong, field by field, so that a form is answered as a whole: codes, and their facts."""

    def __init__(self) -> None:
        self._codes: dict[str, list[str]] = {}
        self._facts: dict[str, object] = {}

    def add(self, field: str, code: str) -> None:
        self._codes.setdefault(field, []).append(code)

    @contextmanager
    def of(self, field: str) -> Iterator[None]:
        """A refusal inside the block becomes a code of ``field``."""
        try:
            yield
        except DomainError as refusal:
            self.add(field, refusal.code)
            self._facts |= refusal.facts

    def raise_any(self) -> None:
        """Raises :class:`Invalid` when anything was found."""
        if self._codes:
            raise Invalid(**self._facts | {"fields": self._codes})


def scope_of_unit(tx: Tx, organization_id: str) -> ScopeOf:
    """A unit's own node, and that of its region, whose office keeps its establishment.

    Raises :class:`UnitNotFound`.
    """
    unit = load_units(tx, [organization_id])[organization_id]
    return ScopeOf(unit.node_id, region_nodes(tx, [unit.region_code])[unit.region_code])


def as_json(value: Any) -> Any:
    """A loaded form as JSON values: dates become ISO text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    return value


def preview_of(tx: Tx, organization_id: str, moved: Mapping[str, Callable[[Balance], Balance]]) -> Preview:
    """The numbers of today before and after, for the quota types that ``moved`` changes."""
    before = balances_of(tx, [organization_id]).get(organization_id, {})
    after = before | {name: move(before.get(name, Balance())) for name, move in moved.items()}
    light = worst_light(counted(after))
    rows = tuple(_effect_row(name, before.get(name, Balance()), after[name]) for name in moved)
    return Preview(rows, light.value if light else None)


def _effect_row(quota_type: str, before: Balance, after: Balance) -> EffectRow:
    return EffectRow(
        quota_type,
        (before.approved, after.approved),
        (before.filled, after.filled),
        (before.reserved, after.reserved),
        (before.vacant, after.vacant),
    )


def cards_of(tx: Tx, refs: Sequence[CardRef]) -> dict[str, Card]:
    """Cards by matter id, for matters about units."""
    briefs = unit_brief(tx, {ref.subject_id for ref in refs})
    return {
        ref.matter_id: Card(
            brief.id,
            brief.name,
            brief.region_name,
            ref.summary.get("heads"),
            brief.light.value if brief.light else None,
        )
        for ref, brief in _known(refs, briefs)
    }


def _known(refs: Iterable[CardRef], briefs: Mapping[str, Any]) -> Iterable[tuple[CardRef, Any]]:
    return ((ref, briefs[ref.subject_id]) for ref in refs if ref.subject_id in briefs)
