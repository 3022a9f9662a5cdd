"""What the toy and its tests share: importing the toy itself would start it."""

from __future__ import annotations

import typing
from pathlib import Path

#: A file to serve: larger than a socket's buffers, so that it is sent in pieces.
LARGE_FILE = Path(typing.__file__)
#: Requests that wait end when this file of the toy's data folder is there.
GATE = "gate"
#: Those of ``/database`` end when nobody else holds this advisory lock of PostgreSQL.
LOCK = 1
