"""How two people come to have said the same: pure rules of revisions, for an agreement and a note of a meeting.

One writes, the other confirms. Both may do so without a network and in any order, so each says which revision was
seen: what was written over an unseen revision, or confirms one that is no longer the last, is refused and nothing
is lost, because the other's words are then shown. Saying the same twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from courses.mentoring.errors.life import (
    AgreementChanged,
    AgreementOwn,
    MeetingChanged,
    MeetingNotOwn,
    MeetingOwn,
    MeetingSettled,
)

NoteState = Literal["noted", "confirmed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Where an agreement stands: the last revision, who wrote it, and the last one both stand by (0: none)."""

    latest: int = 0
    written_by: str | None = None
    agreed: int = 0

    def written(self, by: str, seen: int) -> Agreement:
        """After ``by``, who saw revision ``seen``, wrote the next. Raises :class:`AgreementChanged`."""
        if seen != self.latest:
            raise AgreementChanged(revision=self.latest)
        return Agreement(self.latest + 1, by, self.agreed)

    def confirmed(self, by: str, revision: int) -> Agreement:
        """After ``by`` confirmed ``revision``. Raises :class:`AgreementChanged`, :class:`AgreementOwn`."""
        if revision != self.latest or revision == 0:
            raise AgreementChanged(revision=self.latest)
        if by == self.written_by:
            raise AgreementOwn
        return replace(self, agreed=revision)


@dataclass(frozen=True, slots=True)
class Note:
    """Where a note of a meeting stands."""

    noted_by: str
    revision: int = 1
    state: NoteState = "noted"

    def corrected(self, by: str, seen: int) -> Note:
        """After ``by``, who saw revision ``seen``, wrote it anew.

        Raises :class:`MeetingNotOwn`, :class:`MeetingSettled`, :class:`MeetingChanged`.
        """
        self._ensure_own(by)
        self._ensure_unsettled()
        self._ensure_seen(seen)
        return replace(self, revision=self.revision + 1)

    def withdrawn(self, by: str) -> Note:
        """After ``by`` took it back. Raises :class:`MeetingNotOwn`, :class:`MeetingSettled`."""
        self._ensure_own(by)
        if self.state != "withdrawn":
            self._ensure_unsettled()
        return replace(self, state="withdrawn")

    def confirmed(self, by: str, revision: int) -> Note:
        """After ``by`` confirmed ``revision``.

        Raises :class:`MeetingOwn`, :class:`MeetingSettled` and :class:`MeetingChanged`.
        """
        if by == self.noted_by:
            raise MeetingOwn
        if self.state == "withdrawn":
            raise MeetingSettled(state=self.state)
        self._ensure_seen(revision)
        return replace(self, state="confirmed")

    def _ensure_own(self, by: str) -> None:
        if by != self.noted_by:
            raise MeetingNotOwn

    def _ensure_unsettled(self) -> None:
        if self.state != "noted":
            raise MeetingSettled(state=self.state)

    def _ensure_seen(self, seen: int) -> None:
        if seen != self.revision:
            raise MeetingChanged(revision=self.revision)
