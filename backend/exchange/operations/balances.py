"""Recording opening balances from a table: all rows in one transaction, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.errors import DomainError
from backend.core.transaction import Tx
from backend.exchange.balances.sheet import (
    QUOTA_TYPE,
    UNIT_CODE,
    UNIT_ID,
    UNIT_NAME,
    BalanceRow,
    DocumentCells,
)
from backend.exchange.models import Batch
from backend.exchange.results import BalancesResult, InputFile, Reporter, bad_rows, silent
from backend.exchange.tables import RowError
from backend.records.public import NewDocument, record_document
from backend.register.public import (
    Cause,
    NewException,
    QuotaMove,
    code_lists,
    numbers,
    record_import,
    record_quotas,
    unit_brief,
    units_coded,
    units_named,
)

SOURCE = "balances"


def apply_balances(
    tx: Tx, actor: Actor, rows: Sequence[BalanceRow], file: InputFile, report: Reporter = silent
) -> BalancesResult:
    """Record the approved numbers (and exceptions) of `rows`; the same file again writes nothing.

    Each row is tried on its own, so that all faulty rows are named; one of them undoes all.

    :raises BadRows: unit unknown or ambiguous, quota type unknown, balance recorded before, or a refusal of
        the register, by its code
    """
    units = {row.unit_id or row.unit_code or row.unit_name for row in rows}
    if _is_applied(tx, file):
        return BalancesResult(None, units=len(units), rows=len(rows), changes=0)
    targets, errors = _targets(tx, rows)
    if errors:
        raise bad_rows(errors)
    cause = Cause("import", record_import(tx, actor, SOURCE, file.digest, {"rows": len(rows)}))
    for done, (row, (organization_id, quota_type)) in enumerate(zip(rows, targets, strict=True), start=1):
        try:
            with tx.savepoint():
                _record(tx, actor, row, organization_id, quota_type, cause)
        except DomainError as refusal:
            errors.append(RowError(row.sheet, row.row, QUOTA_TYPE, refusal.code))
        report("writing", done, len(rows))
    if errors:
        raise bad_rows(errors)
    batch_id = new_id()
    result = BalancesResult(batch_id, units=len({unit for unit, _ in targets}), rows=len(rows), changes=len(rows))
    tx.session.add(
        Batch(
            id=batch_id,
            kind="balances",
            source=SOURCE,
            file_digest=file.digest,
            file_name=file.name,
            import_id=cause.id,
            counts=result.counts,
            report={},
            created_by=actor.account_id,
            created_at=tx.now(),
        )
    )
    return result


def _is_applied(tx: Tx, file: InputFile) -> bool:
    same = select(Batch.id).where(Batch.source == SOURCE, Batch.file_digest == file.digest)
    return tx.session.scalar(same.limit(1)) is not None


def _targets(tx: Tx, rows: Sequence[BalanceRow]) -> tuple[list[tuple[str, str]], list[RowError]]:
    """The unit and quota type of each row, or what is wrong with it."""
    by_id = unit_brief(tx, {row.unit_id for row in rows if row.unit_id})
    by_code = units_coded(tx, {row.unit_code for row in rows if row.unit_code})
    by_name = units_named(tx, {row.unit_name for row in rows})
    types = _quota_types()
    targets: list[tuple[str, str]] = []
    errors: list[RowError] = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        column, problem, unit = _unit(row, by_id, by_code, by_name)
        quota_type = types.get(row.quota_type)
        if quota_type is None:
            column, problem = QUOTA_TYPE, "unknown_code"
        elif unit is not None and (unit, quota_type) in seen:
            column, problem = UNIT_NAME, "repeated"
        elif unit is not None and quota_type in numbers(tx, unit):
            column, problem = QUOTA_TYPE, "already_recorded"
        if problem:
            errors.append(RowError(row.sheet, row.row, column, problem))
        targets.append((unit or "", quota_type or ""))
        seen.add(targets[-1])
    return targets, errors


def _unit(
    row: BalanceRow,
    by_id: Mapping[str, object],
    by_code: Mapping[str, str],
    by_name: Mapping[str, Sequence[str]],
) -> tuple[str, str, str | None]:
    """(column, problem, unit id): by id, else by code, else by the one unit of that name."""
    if row.unit_id:
        return (UNIT_ID, "", row.unit_id) if row.unit_id in by_id else (UNIT_ID, "unit_not_found", None)
    if row.unit_code:
        unit = by_code.get(row.unit_code)
        return UNIT_CODE, "" if unit else "unit_not_found", unit
    named = by_name.get(row.unit_name, ())
    if len(named) != 1:
        return UNIT_NAME, "unit_ambiguous" if named else "unit_not_found", None
    return UNIT_NAME, "", named[0]


def _quota_types() -> dict[str, str]:
    """Codes and Chinese names of what a ledger is kept for, both giving the code."""
    rows = code_lists()["quota_type"]
    kept = {code: labels for code, labels in rows.items() if labels["is_type"] == "yes"}
    return {code: code for code in kept} | {labels["zh"]: code for code, labels in kept.items()}


def _record(tx: Tx, actor: Actor, row: BalanceRow, organization_id: str, quota_type: str, cause: Cause) -> None:
    document_id = _document(tx, actor, row.document, cause)
    move = QuotaMove(organization_id, quota_type, row.approved, row.effective_on, document_id)
    exceptions = []
    if row.exception is not None:
        exceptions.append(
            NewException(
                organization_id,
                quota_type,
                row.exception.heads,
                row.exception.reason,
                row.effective_on,
                _document(tx, actor, row.exception.document, cause),
            )
        )
    record_quotas(tx, actor, [move], exceptions, cause)


def _document(tx: Tx, actor: Actor, cells: DocumentCells, cause: Cause) -> str:
    return record_document(
        tx,
        actor,
        NewDocument(
            number=cells.number,
            title=cells.title,
            issuer=cells.issuer,
            dated_on=cells.dated_on,
            kind="opening_balance",
            cause_kind=cause.kind,
            cause_id=cause.id,
        ),
    )
