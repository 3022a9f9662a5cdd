"""How numbers of a series are written.

The form follows the document number of GB/T 9704 (发文字号): a short name, the year in 〔〕, the number without
leading zeros and 号. The short names are defaults of this product, not law.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: 受理号 acceptance number; 入编通知单 entry notice; 结业证书 certificate of a course; 导师带徒 of mentoring.
SHORT_NAMES: Mapping[str, str] = MappingProxyType(
    {"acceptance": "受理", "entry_notice": "入编通", "certificate": "培训证", "mentoring": "带徒证"}
)


def write_number(series: str, year: int, n: int) -> str:
    """The number as it stands on paper. Raises ``KeyError`` for a series that nobody named."""
    return f"{SHORT_NAMES[series]}〔{year}〕{n}号"
