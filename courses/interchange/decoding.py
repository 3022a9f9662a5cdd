"""The text of a file whose encoding nobody names."""

from __future__ import annotations

import codecs

from courses.interchange.formats import Place, Unreadable


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 by its mark, else GB 18030, in which older Chinese programs save.

    Raises :class:`Unreadable` for what is no text; the line is that of the first byte that does not fit.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    problem = 0
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            problem = problem or error.start
    raise Unreadable("not_text", Place(line=content.count(b"\n", 0, problem) + 1))
