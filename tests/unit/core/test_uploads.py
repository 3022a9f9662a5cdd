"""The upload guard: each hostile file is refused by its own name, and honest files pass."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from backend.core.errors import DomainError
from backend.core.uploads import (
    ArchiveBroken,
    ArchiveMemberRefused,
    ArchiveTooBig,
    MarkupRefused,
    UploadKind,
    UploadLimits,
    UploadTooLarge,
    UploadWrongType,
    ensure_safe_upload,
)

WORKBOOK_PART = ("xl/workbook.xml", b"<workbook/>")


def package(*members: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in (WORKBOOK_PART, *members):
            archive.writestr(name, content)
    return target.getvalue()


def real_workbook() -> bytes:
    workbook, target = Workbook(write_only=True), io.BytesIO()
    workbook.create_sheet("表").append(["云川市教育局", 3])
    workbook.save(target)
    return target.getvalue()


def refuses(content: bytes, refusal: type[DomainError], kind: UploadKind = UploadKind.XLSX) -> DomainError:
    with pytest.raises(refusal) as caught:
        ensure_safe_upload(content, kind)
    return caught.value


def test_an_honest_workbook_passes() -> None:
    ensure_safe_upload(real_workbook(), UploadKind.XLSX)
    ensure_safe_upload(b"%PDF-1.7\n", UploadKind.PDF)


@pytest.mark.parametrize("kind", list(UploadKind))
@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<html>", b"#!/bin/sh", b"Rar!\x1a\x07"])
def test_the_first_bytes_must_be_those_of_the_kind(kind: UploadKind, content: bytes) -> None:
    refuses(content, UploadWrongType, kind)


def test_a_zip_is_no_workbook_and_a_document_is_no_workbook() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    refuses(target.getvalue(), UploadWrongType)
    ensure_safe_upload(target.getvalue(), UploadKind.DOCX)


def test_size_is_limited() -> None:
    with pytest.raises(UploadTooLarge) as caught:
        ensure_safe_upload(b"%PDF-" + bytes(20), UploadKind.PDF, UploadLimits(file_bytes=10))
    assert caught.value.facts == {"size": 25, "limit": 10}


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    error = refuses(package(("xl/worksheets/sheet1.xml", bytes(60 * 1024 * 1024))), ArchiveTooBig)
    assert error.facts["measure"] == "ratio"
    many = package(*((f"xl/media/{number}.xml", b"x") for number in range(5_000)))
    assert refuses(many, ArchiveTooBig).facts["measure"] == "members"
    with pytest.raises(ArchiveTooBig) as caught:
        ensure_safe_upload(package(("a.xml", b"abc" * 100)), UploadKind.XLSX, UploadLimits(unpacked_bytes=200))
    assert caught.value.facts["measure"] == "unpacked_bytes"


def test_a_declared_size_that_lies_is_refused() -> None:
    content = bytearray(package(("xl/a.xml", b"x" * 5000), compression=zipfile.ZIP_DEFLATED))
    entry = content.rindex(b"PK\x01\x02")
    struct.pack_into("<L", content, entry + 24, 10)  # uncompressed size in the central directory
    refuses(bytes(content), ArchiveBroken)


BAD_NAMES = ["../evil.xml", "xl/../../evil.xml", "/etc/passwd", "C:/evil.xml", "..\\evil.xml", "xl\\evil.xml", ""]
BAD_NAMES += ["xl/con.xml", "NUL", "xl/aux", "com1.txt", "xl/lpt9.xml", "xl/evil.xml.", "xl/evil ", "xl//evil.xml"]
BAD_NAMES += [
    "./evil.xml",
    "xl/.hidden",
    "xl/名.xml",
    "xl/a\x01.xml",
    "xl/a:b.xml",
    "xl/a|b.xml",
    "~evil",
    "xl/a\n.xml",
]
BAD_NAMES += ["xl/a\u202e.xml"]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_strange_member_names_are_refused(name: str) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(*WORKBOOK_PART)
        archive.writestr(info, b"x")
    refuses(target.getvalue(), ArchiveMemberRefused)


def test_the_names_that_office_programs_write_pass() -> None:
    ensure_safe_upload(
        package(
            ("_rels/.rels", b"<r/>"),
            ("[Content_Types].xml", b"<t/>"),
            ("xl/_rels/workbook.xml.rels", b"<r/>"),
            ("docProps/app.xml", b"<p/>"),
            ("xl/theme/theme1.xml", b"<t/>"),
        ),
        UploadKind.XLSX,
    )


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused(kind: int) -> None:
    info = zipfile.ZipInfo("xl/link.xml")
    info.external_attr = (kind | 0o777) << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(*WORKBOOK_PART)
        archive.writestr(info, b"/etc/passwd")
    assert refuses(target.getvalue(), ArchiveMemberRefused).facts == {"reason": "not_a_file"}


def test_archives_inside_are_refused_by_name_and_by_content() -> None:
    assert refuses(package(("xl/a.zip", b"x")), ArchiveMemberRefused).facts == {"reason": "nested_archive"}
    assert refuses(package(("xl/a.bin", package())), ArchiveMemberRefused).facts == {"reason": "nested_archive"}


def test_two_members_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = package(("xl/a.xml", b"1"), ("xl/a.xml", b"2"))
    assert refuses(content, ArchiveMemberRefused).facts == {"reason": "duplicate_name"}
    refuses(package(("xl/A.xml", b"1"), ("xl/a.xml", b"2")), ArchiveMemberRefused)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("markup", ['<!DOCTYPE x SYSTEM "file:///etc/passwd">', '<!ENTITY a "b">'])
def test_document_types_and_entities_are_refused(markup: str, encoding: str) -> None:
    part = ('<?xml version="1.0"?>' + markup + "<x/>").encode(encoding)
    assert refuses(package(("xl/a.xml", part)), MarkupRefused).facts == {"part": "xl/a.xml"}


def test_markup_across_the_border_of_two_reads_is_found() -> None:
    for shift in range(-12, 13):
        part = bytes(range(1, 50)) * 6000
        at = 256 * 1024 + 4 + shift
        refuses(package(("xl/a.xml", part[:at] + b"<!DOCTYPE" + part[at:])), MarkupRefused)


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def damaged(content: bytes) -> bytes:
    broken = bytearray(content)
    middle = broken.index(b"PK\x01\x02") - 20
    broken[middle - 40 : middle] = bytes(40)
    return bytes(broken)


@pytest.mark.parametrize("harm", [cut, damaged])
def test_broken_archives_are_refused(harm: Callable[[bytes], bytes]) -> None:
    refuses(harm(real_workbook()), ArchiveBroken)


def test_members_that_share_bytes_are_refused() -> None:
    content = bytearray(
        package(("xl/a.xml", b"a" * 400), ("xl/b.xml", b"b" * 400), compression=zipfile.ZIP_STORED)
    )
    second = content.rindex(b"PK\x01\x02")
    first = content.rindex(b"PK\x01\x02", 0, second)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]  # offset of the local header
    refuses(bytes(content), ArchiveMemberRefused)
