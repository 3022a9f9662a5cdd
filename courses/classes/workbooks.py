"""The list of who was there as a spreadsheet, out to be filled in and back."""

from __future__ import annotations

import io

from backend.core.actor import Actor
from backend.core.offload import run_blocking
from backend.core.runtime import Runtime
from backend.core.secrecy import SecrecyGate
from backend.core.spreadsheet import ReadLimits, read_untrusted_rows, write_workbook
from backend.core.transaction import Tx
from backend.core.uploads import UploadKind
from courses.classes.operations.rows import enrolled_ids
from courses.classes.policies import load_class, taught_by
from courses.classes.sheet import RosterRow, parse_roster, roster_form
from courses.learners import learners_of

#: More than a class has seats, with room for a heading.
_LIMITS = ReadLimits(rows=2_100)


def read_list(runtime: Runtime, content: bytes) -> list[RosterRow]:
    """Guard and read an uploaded list, outside any transaction.

    :raises UploadWrongType, UploadTooLarge and the other refusals of ``backend.core.uploads``:
    :raises SpreadsheetUnreadable, SpreadsheetTooLarge, HeaderNotFound, ColumnsMissing, ColumnRepeated, BadRows:
    :raises SecrecyRefused: a cell bears a mark of secrecy
    """
    rows = run_blocking(read_untrusted_rows, content, UploadKind.XLSX, _LIMITS)
    SecrecyGate.load(runtime.settings.secrecy_list).check([list(row.cells) for row in rows])
    return parse_roster(rows)


def list_form(tx: Tx, actor: Actor, class_id: str) -> bytes:
    """The roster's people as a list to fill in. Raises :class:`ClassNotFound`."""
    load_class(tx, class_id, taught_by(actor))
    people = sorted(learners_of(tx, enrolled_ids(tx, class_id)).values(), key=lambda one: one.name)
    target = io.BytesIO()
    write_workbook([roster_form((one.username, one.name) for one in people)], target)
    return target.getvalue()
