"""Which kinds of files are kept, how each is recognised, and how a browser may treat it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

MEBIBYTE: Final = 1024 * 1024
#: enough of a file to recognise it by
HEAD_BYTES: Final = 4096
_XML_WITH_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SVG = re.compile(rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its media type, group, largest size, and whether a page may show it in place.

    What is not ``taken`` is made by the product itself and never handed in.
    """

    media_type: str
    group: str
    limit: int
    is_one: Callable[[bytes], bool]
    inline: bool = True
    taken: bool = True


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_mp4(head: bytes) -> bool:
    """ISO base media (ISO/IEC 14496-12) with a brand that browsers play; QuickTime's own is not one of them."""
    brands = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV")
    return head[4:8] == b"ftyp" and head[8:12] in brands


def _is_m4a(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in (b"M4A ", b"M4B ", b"mp42", b"isom", b"dash")


def _is_webm(head: bytes) -> bool:
    return head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:64]


def _is_mp3(head: bytes) -> bool:
    """ID3 tags, or the sync of an MPEG layer III frame."""
    return head[:3] == b"ID3" or (head[:1] == b"\xff" and head[1:2] in (b"\xfb", b"\xf3", b"\xf2", b"\xfa"))


def _is_svg(head: bytes) -> bool:
    return _SVG.match(head.removeprefix(b"\xef\xbb\xbf")) is not None and not _XML_WITH_DTD.search(head)


_KINDS: Final = (
    FileKind("image/png", "picture", 20 * MEBIBYTE, _starts(b"\x89PNG\r\n\x1a\n")),
    FileKind("image/jpeg", "picture", 20 * MEBIBYTE, _starts(b"\xff\xd8\xff")),
    FileKind("image/webp", "picture", 20 * MEBIBYTE, _is_webp),
    FileKind("video/mp4", "video", 1024 * MEBIBYTE, _is_mp4),
    FileKind("video/webm", "video", 1024 * MEBIBYTE, _is_webm),
    FileKind("audio/mpeg", "audio", 200 * MEBIBYTE, _is_mp3),
    FileKind("audio/mp4", "audio", 200 * MEBIBYTE, _is_m4a),
    # a document with a program of its own: the app's viewer reads it, a browser only saves it
    FileKind("application/pdf", "pdf", 100 * MEBIBYTE, _starts(b"%PDF-"), inline=False),
    # markup that can hold scripts: never shown, only saved
    FileKind("image/svg+xml", "svg", 1 * MEBIBYTE, _is_svg, inline=False),
    # papers of many, one file a unit
    FileKind("application/zip", "archive", 1024 * MEBIBYTE, _starts(b"PK\x03\x04"), inline=False, taken=False),
)
KINDS: Final = {kind.media_type: kind for kind in _KINDS}
#: media types by the usual ending of a file's name
MEDIA_TYPE_OF_ENDING: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".zip": "application/zip",
}
