"""The refusals about files. Facts hold sizes and kinds, never a name."""

from __future__ import annotations

from backend.core.errors import Conflict, Invalid, NotFound, OutOfRange, TooLarge, TooMany, WrongMediaType


class FileNotFound(NotFound):
    """No such file, or its owner does not let this person read it."""

    code = "file_not_found"


class FileOwnerNotFound(NotFound):
    """The thing that the file is for does not exist, or takes no files from this person."""

    code = "file_owner_not_found"


class FileKindRefused(WrongMediaType):
    """A kind of file that is not kept. Facts: media_type."""

    code = "file_kind_refused"


class FileContentRefused(WrongMediaType):
    """The content is not of the kind that was said. Facts: media_type."""

    code = "file_content_refused"


class FileTooLarge(TooLarge):
    """More than a file of this kind may have. Facts: size, limit (bytes)."""

    code = "file_too_large"


class FilePartInvalid(Invalid):
    """Not a part of this file, or not of the size it must have. Facts: part, expected (bytes; 0: no such part)."""

    code = "file_part_invalid"


class FileIncomplete(Conflict):
    """Parts are missing, or what was stored differs from what was sent. Facts: missing (numbers of parts)."""

    code = "file_incomplete"


class FileFinished(Conflict):
    """The file is whole already and never changes."""

    code = "file_finished"


class TooManyUnfinished(TooMany):
    """This person began too many files and finished none of them. Facts: limit."""

    code = "file_too_many_unfinished"


class FileRangeOutside(OutOfRange):
    """The part asked for begins behind the end. Facts: size (bytes)."""

    code = "file_range_outside"
