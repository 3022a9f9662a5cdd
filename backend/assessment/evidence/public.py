"""What the other rooms of the assessment may use of evidence."""

from __future__ import annotations

from backend.assessment.evidence.sources import DOCUMENT, FORBIDDEN, SOURCES, Base, Source, forbidden_word

__all__ = ["DOCUMENT", "FORBIDDEN", "SOURCES", "Base", "Source", "forbidden_word"]
