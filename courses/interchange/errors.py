"""Refusals of the interchange. Facts hold places and codes, never the content of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from backend.core.errors import Invalid, TooLarge, WrongMediaType


class BankFileInvalid(Invalid):
    """Something in the file is wrong and nothing of it was taken.

    Facts: count; problems, the first 200: ``{line, sheet, row, column, path, problem}``, null where not known.
    """

    code: ClassVar[str] = "bank_file_invalid"

    def __init__(self, problems: Sequence[dict[str, Any]], listed: int = 200) -> None:
        self.problems = list(problems[:listed])
        super().__init__(count=len(problems), problems=self.problems)


class FormatUnknown(WrongMediaType):
    """Neither the person nor the file's name says which format of questions it is."""

    code: ClassVar[str] = "bank_format_unknown"


class BankFileTooLarge(TooLarge):
    """More questions than one file may hold. Facts: questions, limit."""

    code: ClassVar[str] = "bank_file_too_large"


class BankUploadMissing(Invalid):
    """The request has no file, or two."""

    code: ClassVar[str] = "bank_upload_missing"
