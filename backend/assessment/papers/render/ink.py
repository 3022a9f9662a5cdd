"""A drawn signature as a small picture, for files that take no lines."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw

from backend.assessment.papers.sheet import INK_HEIGHT, INK_WIDTH, Ink

#: pixels of a millimetre (300 dpi), and how much finer it is drawn so that its edges are smooth
_PIXELS: Final = 300 / 25.4
_FINER: Final = 2
_PEN: Final = 5.0


def ink_png(ink: Ink) -> bytes:
    """The strokes in black on nothing, as PNG."""
    scale = _PIXELS * _FINER
    width, height, lines = ink.fitted(INK_WIDTH * scale, INK_HEIGHT * scale)
    edge = round(_PEN * _FINER)
    mask = Image.new("L", (round(width) + 2 * edge, round(height) + 2 * edge), 0)
    pen = ImageDraw.Draw(mask)
    for line in lines:
        points = [(x + edge, y + edge) for x, y in line]
        pen.line(points, fill=255, width=edge, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - edge / 2, y - edge / 2, x + edge / 2, y + edge / 2), fill=255)
    mask = mask.resize((max(1, mask.width // _FINER), max(1, mask.height // _FINER)), Image.Resampling.LANCZOS)
    drawn = Image.new("LA", mask.size, 0)
    drawn.putalpha(mask)
    target = io.BytesIO()
    drawn.save(target, "PNG")
    return target.getvalue()
