"""Checks of the records for ``verify``: numbers 1..n of a series exist once each."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from backend.core.findings import Check, Finding
from backend.core.transaction import Tx
from backend.records.models import Number, NumberSeries
from backend.records.series import write_number


def check_series_end(tx: Tx) -> Iterator[Finding]:
    """The series remembers as its last number the greatest that was taken."""
    greatest = func.coalesce(func.max(Number.n), 0)
    rows = tx.session.execute(
        select(NumberSeries.id, NumberSeries.last, greatest.label("greatest"))
        .outerjoin(Number, Number.series_id == NumberSeries.id)
        .group_by(NumberSeries.id, NumberSeries.last)
        .having(NumberSeries.last != greatest)
    )
    for row in rows:
        yield Finding(
            "number_series_end",
            "records_number_series",
            row.id,
            "the last number is not the greatest taken",
            expected=str(row.greatest),
            found=str(row.last),
        )


def check_series_gaps(tx: Tx) -> Iterator[Finding]:
    """No number is missing or stands twice (a planted row can slip past the unique key of a copied table)."""
    rows = tx.session.execute(select(Number.id, Number.series_id, Number.n).order_by(Number.series_id, Number.n))
    series, expected = "", 1
    for row in rows:
        if row.series_id != series:
            series, expected = row.series_id, 1
        if row.n != expected:
            yield Finding(
                "number_series_gap",
                "records_number",
                row.id,
                "a number is missing or repeated before this one",
                expected=str(expected),
                found=str(row.n),
            )
        expected = row.n + 1


def check_number_texts(tx: Tx) -> Iterator[Finding]:
    """What stands on paper is what the series says."""
    rows = tx.session.execute(
        select(Number.id, Number.n, Number.text, NumberSeries.series, NumberSeries.year).join(
            NumberSeries, NumberSeries.id == Number.series_id
        )
    )
    for row in rows:
        expected = write_number(row.series, row.year, row.n)
        if row.text != expected:
            yield Finding(
                "number_text",
                "records_number",
                row.id,
                "the number reads differently",
                expected,
                row.text,
            )


CHECKS: list[Check] = [check_series_end, check_series_gaps, check_number_texts]
