"""The one guard every uploaded file passes before anything reads it.

An office file is a zip of XML. Three things make that dangerous, and each has its check here:

* **Size lies.** 900 kB of xlsx can unfold to 100 MB of XML, so the *declared* sizes are limited before a
  byte is inflated, and each member is then inflated at most to what it declared.
* **Names lie.** A member may be called ``../../etc/cron.d/x`` or be a link. Members that do not match one
  strict pattern are refused, not repaired: an honest office program never writes them.
* **XML fetches.** A document type declaration can read files and addresses. No office format needs one, so
  ``<!DOCTYPE`` and ``<!ENTITY`` are refused in any encoding an XML parser would recognise.

Nothing here touches the disk, so the guard may run in a thread or in the process that will parse.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from backend.core.errors import Invalid, TooLarge, WrongMediaType

MEGABYTE: Final = 1024 * 1024


class UploadKind(StrEnum):
    """File kinds the product accepts; the value is the usual file name extension."""

    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


MAGIC: Final[dict[UploadKind, tuple[bytes, ...]]] = {
    UploadKind.XLSX: (b"PK\x03\x04",),
    UploadKind.DOCX: (b"PK\x03\x04",),
    UploadKind.XLS: (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    UploadKind.PDF: (b"%PDF-",),
    UploadKind.PNG: (b"\x89PNG\r\n\x1a\n",),
    UploadKind.JPEG: (b"\xff\xd8\xff",),
}

# The part that makes a zip a workbook or a text document (ECMA-376 part 2, OPC).
REQUIRED_PART: Final[dict[UploadKind, str]] = {
    UploadKind.XLSX: "xl/workbook.xml",
    UploadKind.DOCX: "word/document.xml",
}

_MEMBER_NAME = re.compile(r"[A-Za-z0-9_\[\]][A-Za-z0-9_\[\]. -]*(?:/[A-Za-z0-9_\[\]][A-Za-z0-9_\[\]. -]*)*/?")
# "_rels/.rels" is the one dotted name the package format itself prescribes.
_RELS_NAME = re.compile(r"(?:[A-Za-z0-9_]+/)*_rels/\.rels")
_DEVICE_NAME = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_ARCHIVE_SUFFIXES = (".zip", ".xlsx", ".xlsm", ".docx", ".jar", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz")
_ENCRYPTED_FLAG = 0x1

_FORBIDDEN_MARKUP = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
)
_OVERLAP = max(len(word) for word in _FORBIDDEN_MARKUP) - 1
_CHUNK = 256 * 1024


class UploadTooLarge(TooLarge):
    """The file itself is over the limit. Facts: size, limit (bytes)."""

    code: ClassVar[str] = "upload_too_large"


class UploadWrongType(WrongMediaType):
    """The first bytes or the package parts are not those of the declared kind. Facts: declared."""

    code: ClassVar[str] = "upload_wrong_type"


class ArchiveBroken(Invalid):
    """Not readable as a zip: cut off, damaged checksum, or a size that is not the declared one."""

    code: ClassVar[str] = "upload_archive_broken"


class ArchiveTooBig(Invalid):
    """Too many members, too many declared bytes, or packed too tightly. Facts: measure, value, limit."""

    code: ClassVar[str] = "upload_archive_too_big"


class ArchiveMemberRefused(Invalid):
    """A member is a link, encrypted, an archive, or has a name no office program writes. Facts: reason."""

    code: ClassVar[str] = "upload_archive_member_refused"


class MarkupRefused(Invalid):
    """A part holds a document type or entity declaration. Facts: part."""

    code: ClassVar[str] = "upload_markup_refused"


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """Bytes and counts beyond which a file is refused (defaults: docs/security.md, uploads)."""

    file_bytes: int = 20 * MEGABYTE
    members: int = 5_000
    unpacked_bytes: int = 200 * MEGABYTE
    ratio: int = 100


DEFAULT_LIMITS: Final = UploadLimits()
# Sheets of equal rows pack well honestly; the ratio is meant for what is both tight and large.
_RATIO_FLOOR: Final = 1 * MEGABYTE


def ensure_safe_upload(content: bytes, declared: UploadKind, limits: UploadLimits = DEFAULT_LIMITS) -> None:
    """Refuse `content` unless it is a harmless file of the `declared` kind.

    :raises UploadTooLarge, UploadWrongType: by the outside of the file
    :raises ArchiveBroken, ArchiveTooBig, ArchiveMemberRefused, MarkupRefused: by what a zip holds
    """
    ensure_declared_kind(content, declared, limits)
    if declared in REQUIRED_PART:
        _ensure_safe_package(content, declared, limits)


def ensure_declared_kind(content: bytes, declared: UploadKind, limits: UploadLimits = DEFAULT_LIMITS) -> None:
    """The cheap half, for answering at once: size and first bytes.

    :raises UploadTooLarge, UploadWrongType:
    """
    if len(content) > limits.file_bytes:
        raise UploadTooLarge(size=len(content), limit=limits.file_bytes)
    if not content.startswith(MAGIC[declared]):
        raise UploadWrongType(declared=declared.value)


def _ensure_safe_package(content: bytes, declared: UploadKind, limits: UploadLimits) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, NotImplementedError) as broken:
        raise ArchiveBroken from broken
    with archive:
        members = archive.infolist()
        _ensure_sizes(members, limits)
        for member in members:
            _ensure_member(member)
        _ensure_no_overlap(members)
        names = [member.filename for member in members]
        if len({name.lower() for name in names}) != len(names):
            raise ArchiveMemberRefused(reason="duplicate_name")
        if REQUIRED_PART[declared] not in names:
            raise UploadWrongType(declared=declared.value)
        for member in members:
            if not member.is_dir():
                _ensure_plain_markup(archive, member)


def _ensure_sizes(members: list[zipfile.ZipInfo], limits: UploadLimits) -> None:
    if len(members) > limits.members:
        raise ArchiveTooBig(measure="members", value=len(members), limit=limits.members)
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise ArchiveTooBig(measure="unpacked_bytes", value=unpacked, limit=limits.unpacked_bytes)
    for member in members:
        ratio = member.file_size // max(member.compress_size, 1)
        if member.file_size > _RATIO_FLOOR and ratio > limits.ratio:
            raise ArchiveTooBig(measure="ratio", value=ratio, limit=limits.ratio)


def _ensure_member(member: zipfile.ZipInfo) -> None:
    # `orig_filename` keeps what zipfile tidied away: NUL bytes and backslashes.
    name = member.orig_filename
    if not (_MEMBER_NAME.fullmatch(name) or _RELS_NAME.fullmatch(name)):
        raise ArchiveMemberRefused(reason="name")
    if any(_DEVICE_NAME.fullmatch(part) or part.endswith((".", " ")) for part in name.split("/")):
        raise ArchiveMemberRefused(reason="name")
    if name.lower().endswith(_ARCHIVE_SUFFIXES):
        raise ArchiveMemberRefused(reason="nested_archive")
    if member.flag_bits & _ENCRYPTED_FLAG:
        raise ArchiveMemberRefused(reason="encrypted")
    file_type = stat.S_IFMT(member.external_attr >> 16)
    if file_type not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveMemberRefused(reason="not_a_file")


def _ensure_no_overlap(members: list[zipfile.ZipInfo]) -> None:
    """Bombs of one shared kernel point many members at the same bytes; honest files never overlap."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise ArchiveMemberRefused(reason="overlap")
        end = member.header_offset + member.compress_size


def _ensure_plain_markup(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    try:
        with archive.open(member) as part:
            head = part.read(4)
            if head == b"PK\x03\x04":
                raise ArchiveMemberRefused(reason="nested_archive")
            window, seen = head, len(head)
            while chunk := part.read(_CHUNK):
                seen += len(chunk)
                window = window[-_OVERLAP:] + chunk
                if any(word in window for word in _FORBIDDEN_MARKUP):
                    raise MarkupRefused(part=member.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as broken:
        raise ArchiveBroken from broken
    if seen != member.file_size:
        raise ArchiveBroken
