"""A signature drawn with a finger: strokes of whole numbers on a small grid, kept as drawn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import orjson

from backend.core.crypto import sm3

#: The grid a signature is drawn on, whatever the size of the screen.
WIDTH: Final = 600
HEIGHT: Final = 240
MAX_STROKES: Final = 120
MAX_POINTS: Final = 4000
#: A dot or a slip of the finger is no signature.
_LEAST_POINTS: Final = 8
_LEAST_EXTENT: Final = 40

Strokes = Sequence[Sequence[int]]


def is_signature(strokes: Strokes) -> bool:
    """Whether ``strokes`` (each ``[x, y, x, y, …]``) lie on the grid, are few enough, and more than a dot."""
    if not 0 < len(strokes) <= MAX_STROKES or any(len(stroke) % 2 or not stroke for stroke in strokes):
        return False
    across = [x for stroke in strokes for x in stroke[::2]]
    down = [y for stroke in strokes for y in stroke[1::2]]
    if not _LEAST_POINTS <= len(across) <= MAX_POINTS:
        return False
    if min(across) < 0 or min(down) < 0 or max(across) > WIDTH or max(down) > HEIGHT:
        return False
    return max(across) - min(across) + max(down) - min(down) >= _LEAST_EXTENT


def signature_text(strokes: Strokes) -> str:
    """The strokes as they are kept: compact JSON, the same for the same strokes."""
    return orjson.dumps([list(stroke) for stroke in strokes]).decode()


def signature_digest(notice_digest: str, strokes_text: str, comment: str) -> str:
    """What binds a signature to the notice it stands under and to the own comment beside it."""
    return sm3(orjson.dumps([notice_digest, strokes_text, comment]))
