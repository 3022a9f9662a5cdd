"""What was handed in, for the rooms above: evidence, texts, and what is still missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from backend.assessment.marks.models import SelfSummary, SuperiorMark
from backend.assessment.marks.queries.rating import groups_of, rating_means
from backend.assessment.marks.texts import open_comment, open_summary
from backend.assessment.rounds.public import Assessed, Round, Window, assessed_people, round_by_id
from backend.assessment.terms import ONE, Dimension, Evidence, SubjectKind
from backend.core.transaction import Tx

_FULL = 100 * ONE
#: up to so many people are asked for by id, more by reading what the round has
_FEW = 500


@dataclass(frozen=True, slots=True)
class MissingMarks:
    """People of a round of whom something is missing. Who has not voted is not among it."""

    people: int
    self_summary: tuple[Assessed, ...]
    superior_mark: tuple[Assessed, ...]
    #: not rated, because the people around are too few
    not_rated: tuple[Assessed, ...]


def mark_evidence(tx: Tx, round_id: str, person_ids: Collection[str]) -> list[Evidence]:
    """The superior's marks and the means of the rating, a piece per person and dimension, in a fixed order.

    A rating is one piece with the ballots of its group; there is none before the window has closed, and none of
    groups that are too small. Raises ``RoundNotFound``.
    """
    the_round = round_by_id(tx, round_id)
    found = [*_superior_evidence(tx, the_round, person_ids), *_rating_evidence(tx, the_round, person_ids)]
    return sorted(found, key=lambda one: (one.subject_id, one.source, one.key))


def self_summaries(tx: Tx, round_id: str, person_ids: Collection[str]) -> dict[str, str]:
    """The summaries that were handed in, by person. Whoever asks has asked first whether the reader may."""
    rows = select(SelfSummary).where(SelfSummary.round_id == round_id)
    return {
        row.person_id: open_summary(tx.keyring, row.round_id, row.person_id, row.text_encrypted)
        for row in tx.session.scalars(_of_people(rows, SelfSummary.person_id, person_ids))
        if row.person_id in person_ids
    }


def superior_comments(tx: Tx, round_id: str, person_ids: Collection[str]) -> dict[str, str]:
    """The superiors' comments, by person. Whoever asks has asked first whether the reader may."""
    return {
        row.person_id: open_comment(tx.keyring, row.id, row.comment_encrypted)
        for row in last_marks(tx, round_id, person_ids)
    }


def last_marks(tx: Tx, round_id: str, person_ids: Collection[str]) -> list[SuperiorMark]:
    """The mark of each of these people that counts."""
    highest = (
        select(SuperiorMark.person_id, func.max(SuperiorMark.version).label("version"))
        .where(SuperiorMark.round_id == round_id)
        .group_by(SuperiorMark.person_id)
        .subquery()
    )
    rows = (
        select(SuperiorMark)
        .join(
            highest,
            (highest.c.person_id == SuperiorMark.person_id) & (highest.c.version == SuperiorMark.version),
        )
        .where(SuperiorMark.round_id == round_id)
    )
    wanted = set(person_ids)
    found = tx.session.scalars(_of_people(rows, SuperiorMark.person_id, person_ids))
    return [row for row in found if row.person_id in wanted]


def missing_marks(tx: Tx, round_id: str) -> MissingMarks:
    """What is still missing in a round. Raises ``RoundNotFound``."""
    the_round = round_by_id(tx, round_id)
    people = assessed_people(tx, the_round)
    written = set(tx.session.scalars(select(SelfSummary.person_id).where(SelfSummary.round_id == round_id)))
    marked = set(tx.session.scalars(select(SuperiorMark.person_id).where(SuperiorMark.round_id == round_id)))
    grouped = groups_of(people, the_round.parameters) if Window.RATING in the_round.windows else {}
    return MissingMarks(
        people=len(people),
        self_summary=tuple(one for one in people if one.person_id not in written),
        superior_mark=tuple(one for one in people if one.person_id not in marked),
        not_rated=tuple(one for one in people if one.person_id not in grouped),
    )


def _superior_evidence(tx: Tx, the_round: Round, person_ids: Collection[str]) -> Iterator[Evidence]:
    for row in last_marks(tx, the_round.id, person_ids):
        for dimension in Dimension:
            yield Evidence(
                SubjectKind.PERSON,
                row.person_id,
                f"superior_mark.{dimension.value}",
                row.id,
                row.given_on,
                int(getattr(row, dimension.value)) * ONE,
                _FULL,
            )


def _rating_evidence(tx: Tx, the_round: Round, person_ids: Collection[str]) -> Iterator[Evidence]:
    for person_id, means in rating_means(tx, the_round, person_ids).items():
        for dimension, mean in means.items():
            yield Evidence(
                SubjectKind.PERSON,
                person_id,
                f"rating.{dimension.value}",
                f"{the_round.id}:{person_id}",
                the_round.windows[Window.RATING][1],
                mean.amount,
                _FULL,
                facts={"count": mean.count},
            )


def _of_people(rows: Select[Any], column: Any, person_ids: Collection[str]) -> Select[Any]:
    return rows.where(column.in_(person_ids)) if len(person_ids) <= _FEW else rows
