"""The certificate of a course on paper.

It is made anew each time it is fetched and kept nowhere; how it is drawn stands in :mod:`courses.drawing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from backend.core.chinese_text import chinese_date
from courses.drawing import CertificatePage

#: Inside a title's marks, a title stands in the smaller ones (GB/T 15834).
_INNER_TITLE: Final = str.maketrans("《》", "〈〉")

#: The words of the document; they stand in Chinese whatever language its reader speaks.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "结 业 证 书",
        "subtitle": "CERTIFICATE OF COMPLETION",
        "holder": "{holder}　同志",
        "body": "于 {issued_on} 完成《{course}》课程的全部学习内容，测验合格，计 {hours} 学时，特发此证。",
        "number": "证书编号",
        "issued_on": "发证日期",
        "valid_until": "有效期至",
        "unlimited": "长期有效",
        "office": "发证地区",
        "renews": "本证书续发自 {number}",
        "verify": "扫码核验真伪",
    }
)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything that stands on a certificate; ``hours`` as written (学时), dates as days in Shanghai."""

    number: str
    holder: str
    course: str
    hours: str
    office: str
    issued_on: date
    valid_until: date | None
    former_number: str | None
    verification_url: str


def render_certificate(facts: CertificateFacts) -> bytes:
    """The PDF. Takes some tenths of a second, most of it for cutting the fonts down to the few glyphs used."""
    page = CertificatePage(f"{WORDS['title'].replace(' ', '')} {facts.number}", facts.issued_on)
    page.heading(WORDS["title"], WORDS["subtitle"])
    course = facts.course.translate(_INNER_TITLE)
    body = WORDS["body"].format(issued_on=chinese_date(facts.issued_on), course=course, hours=facts.hours)
    page.sentence(WORDS["holder"].format(holder=facts.holder), body)
    page.particulars(_particulars(facts), _remark(facts))
    page.qr_code(facts.verification_url, WORDS["verify"])
    return bytes(page.output())


def _particulars(facts: CertificateFacts) -> list[tuple[str, str]]:
    until = chinese_date(facts.valid_until) if facts.valid_until else WORDS["unlimited"]
    return [
        (WORDS["number"], facts.number),
        (WORDS["issued_on"], chinese_date(facts.issued_on)),
        (WORDS["valid_until"], until),
        (WORDS["office"], facts.office),
    ]


def _remark(facts: CertificateFacts) -> str | None:
    return WORDS["renews"].format(number=facts.former_number) if facts.former_number is not None else None
