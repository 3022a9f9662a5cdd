"""Which papers there are, in which kinds of file, and how many people one file takes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Form(StrEnum):
    """The papers; the values stand in addresses and names of files."""

    REGISTRATION = "registration"  # 年度考核登记表
    ROUTINE = "routine"  # 平时考核表
    BALLOT = "ballot"  # 民主测评票
    RATING = "rating"  # 民主测评汇总
    EXCELLENT = "excellent"  # 拟定优秀名单
    RESULTS = "results"  # 结果汇总表
    NOT_GRADED = "not-graded"  # 未参加考核及不定等次人员名册
    NOTICE = "notice"  # 考核结果通知书
    DISTRIBUTION = "distribution"  # 分布表


class Kind(StrEnum):
    """The kinds of file."""

    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


#: What somebody may fetch of themselves.
OWN_FORMS: Final = frozenset({Form.REGISTRATION, Form.ROUTINE, Form.NOTICE})
#: Forms with pages for each person.
PERSONAL_FORMS: Final = OWN_FORMS

MEDIA_TYPES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Kind.PDF: "application/pdf",
    }
)

#: People of forms with pages for each, made while somebody waits; and made by the worker.
AT_ONCE: Final = 100
BUNDLE_LIMIT: Final = 20_000
#: How long files of many lie ready; people's papers lie nowhere longer than it takes to fetch them (PIPL art. 19).
KEEP: Final = timedelta(days=7)
_LISTED_LIMITS: Final[Mapping[Kind, int]] = MappingProxyType({Kind.XLSX: 5_000, Kind.DOCX: 1_000, Kind.PDF: 2_000})


def limit_of(form: Form, kind: Kind) -> int:
    """How many people one file takes, so that it is made while somebody waits; counts take any number."""
    if form is Form.DISTRIBUTION:
        return 10**9
    return AT_ONCE if form in PERSONAL_FORMS else _LISTED_LIMITS[kind]
