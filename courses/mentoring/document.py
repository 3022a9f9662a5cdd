"""The certificate of mentoring on paper, for either of the two; made anew each time it is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from backend.core.chinese_text import chinese_date
from courses.drawing import CertificatePage
from courses.mentoring.states import Side

#: The words of the document; they stand in Chinese whatever language its reader speaks.
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "导 师 带 徒 证 书",
        "subtitle": "CERTIFICATE OF MENTORING",
        "holder": "{holder}　同志",
        Side.MENTOR: "自 {since} 至 {until} 担任 {other} 同志的导师，带徒期满，特发此证。",
        Side.MENTEE: "自 {since} 至 {until} 师从 {other} 同志学习，培养期满，特发此证。",
        "number": "证书编号",
        "issued_on": "发证日期",
        "office": "发证地区",
        "verify": "扫码核验真伪",
    }
)


@dataclass(frozen=True, slots=True)
class MentoringFacts:
    """Everything that stands on a certificate of mentoring; dates as days in Shanghai."""

    number: str
    side: Side
    holder: str
    other: str
    since: date
    until: date
    office: str
    issued_on: date
    verification_url: str


def render_mentoring_certificate(facts: MentoringFacts) -> bytes:
    """The PDF. Takes some tenths of a second, as :func:`courses.certificates.document.render_certificate` does."""
    page = CertificatePage(f"{WORDS['title'].replace(' ', '')} {facts.number}", facts.issued_on)
    page.heading(WORDS["title"], WORDS["subtitle"])
    since, until = chinese_date(facts.since), chinese_date(facts.until)
    body = WORDS[facts.side].format(since=since, until=until, other=facts.other)
    page.sentence(WORDS["holder"].format(holder=facts.holder), body)
    page.particulars(
        [
            (WORDS["number"], facts.number),
            (WORDS["issued_on"], chinese_date(facts.issued_on)),
            (WORDS["office"], facts.office),
        ]
    )
    page.qr_code(facts.verification_url, WORDS["verify"])
    return bytes(page.output())
