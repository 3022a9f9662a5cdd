"""A file for the toy to serve: larger than a socket's buffers, so that it is sent in pieces."""

from __future__ import annotations

import typing
from pathlib import Path

LARGE_FILE = Path(typing.__file__)
