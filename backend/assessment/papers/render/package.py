"""An office file as bytes that depend on its content alone: its parts in their order, without the moment."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime, time
from typing import Final

_PROPERTIES: Final = "docProps/core.xml"
#: The earliest moment an archive can tell.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_STAMPS: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def settled_package(content: bytes, day: date) -> bytes:
    """The package (ECMA-376 part 2) with ``day`` as the time it was made, whenever that was."""
    stamp = datetime.combine(day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            part = source.read(name)
            if name == _PROPERTIES:
                part = _STAMPS.sub(rb"\g<1>" + stamp, part)
            made.writestr(zipfile.ZipInfo(name, _MOMENT), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()
