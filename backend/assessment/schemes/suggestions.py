"""The schemes that this product suggests: data beside this module, one file a category, a default and not law."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import yaml

from backend.assessment.schemes.definition import Json

_FOLDER: Final = Path(__file__).with_name("defaults")


@cache
def _file(category: str) -> Json:
    text = (_FOLDER / f"{category}.yaml").read_text(encoding="utf-8")
    content: Json = yaml.safe_load(text)
    return content


def suggested(category: str) -> list[Json]:
    """The suggested indicators for one of ``SCHEME_CATEGORIES``, as plain data of the caller's own."""
    return [dict(indicator) for indicator in _file(category)["indicators"]]
