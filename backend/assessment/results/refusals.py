"""What is refused of units that are decided on in one act: told by unit, and nothing is done for any."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backend.assessment.results.errors import UnitsRefused
from backend.assessment.results.queries.groups import GroupKey
from backend.core.errors import DomainError


class Refusals:
    """The first refusal of each unit. Where one unit was asked about, its refusal is told as it is."""

    def __init__(self, asked: int) -> None:
        self._alone = asked == 1
        self._found: dict[GroupKey, DomainError] = {}

    @contextmanager
    def of(self, key: GroupKey) -> Iterator[None]:
        """Keep what the block is refused, so that the others are asked as well."""
        try:
            yield
        except DomainError as refusal:
            self._found.setdefault(key, refusal)

    def ensure_none(self) -> None:
        """Raises the only unit's refusal, or :class:`UnitsRefused` with those of all."""
        if not self._found:
            return
        if self._alone:
            raise next(iter(self._found.values()))
        raise UnitsRefused(
            count=len(self._found),
            units=[
                {
                    "organization_id": key.organization_id,
                    "leading": key.leading,
                    "code": refusal.code,
                    "facts": refusal.facts,
                }
                for key, refusal in self._found.items()
            ],
        )
