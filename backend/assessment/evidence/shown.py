"""Evidence as it is shown to people: what counts today or, once a round is frozen, what was frozen.

A page that went on gathering after the freezing would show other pieces than those the score rests on. The rows
are kept by a higher room, which says here how they are read (:func:`use_frozen`).

Marks of people wait until nobody can give them any more: otherwise somebody would learn a mark, and could object
to it, while it can still be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Final

from backend.assessment.evidence.gathering import Piece, pieces_of
from backend.assessment.rounds.public import Round, RoundState, Window
from backend.assessment.terms import Evidence, Period, SubjectKind
from backend.core.transaction import Tx

#: Gives the rows of the newest freezing of a round about these subjects, by subject, source, day and key.
FrozenReader = Callable[[Tx, Round, SubjectKind, Collection[str]], Iterable[Evidence]]

#: The states in which evidence may still be entered, disputed and ruled upon.
NOT_FROZEN: Final = frozenset({RoundState.PREPARING, RoundState.OPEN})
#: The window that hides the pieces of a source until it has closed, by the first word of the source.
WINDOW_OF: Final[Mapping[str, Window]] = {"superior_mark": Window.SUPERIOR_MARK, "rating": Window.RATING}
_READERS: list[FrozenReader] = []


def use_frozen(reader: FrozenReader) -> None:
    """Have ``reader`` asked for what was frozen. A second time changes nothing."""
    if reader not in _READERS:
        _READERS.append(reader)


def is_frozen(held: Round | None) -> bool:
    """Whether the evidence of a round stands."""
    return held is not None and held.state not in NOT_FROZEN


def may_be_seen(piece: Evidence, held: Round | None, today: date) -> bool:
    """Whether a piece is shown; marks are when the days of marking are over, never without a round."""
    window = WINDOW_OF.get(piece.source.partition(".")[0])
    return window is None or (held is not None and held.has_closed(window, today))


def pieces_shown(
    tx: Tx, kind: SubjectKind, subject_ids: Collection[str], year: int, held: Round | None
) -> list[Piece]:
    """The pieces of a year by subject, source, day and key; ``held`` is the round that the subjects take part in.

    Once it is frozen these are the frozen rows, with the rulings that they follow, and what was struck out.
    """
    period = held.period if held else Period.of_year(year)
    gathered = pieces_of(tx, kind, subject_ids, period, held.id if held else None)
    today = tx.today()
    live = [piece for piece in gathered if may_be_seen(piece.evidence, held, today)]
    if held is None or not is_frozen(held) or not _READERS:
        return live
    frozen = [one for reader in _READERS for one in reader(tx, held, kind, subject_ids)]
    return merged(frozen, live)


def evidence_shown(
    tx: Tx, kind: SubjectKind, subject_ids: Collection[str], year: int, held: Round | None
) -> list[Evidence]:
    """The pieces of :func:`pieces_shown` that count, as they count."""
    shown = (piece.counted for piece in pieces_shown(tx, kind, subject_ids, year, held))
    return [counted for counted in shown if counted is not None]


def merged(frozen: Iterable[Evidence], live: Iterable[Piece]) -> list[Piece]:
    """What was frozen, told with its ruling where that is still known, and with what a ruling had struck out.

    A fact that changed after the freezing is shown as it was frozen; one that came after it is not shown.
    """
    today = {_name(piece.evidence): piece for piece in live}
    pieces = []
    for one in frozen:
        known = today.pop(_name(one), None)
        pieces.append(known if known is not None and known.counted == one else Piece(one, None))
    pieces += [piece for piece in today.values() if piece.ruling is not None and piece.counted is None]
    return sorted(pieces, key=lambda piece: (*_name(piece.evidence)[:2], piece.evidence.on, piece.evidence.key))


def _name(evidence: Evidence) -> tuple[str, str, str]:
    return evidence.subject_id, evidence.source, evidence.key
