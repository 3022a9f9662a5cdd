"""Routes of mentoring."""

from __future__ import annotations

from courses.mentoring.api import certificates, life, pairing, profiles, runs, secondments
from courses.mentoring.api.area import area

__all__ = ["area", "certificates", "life", "pairing", "profiles", "runs", "secondments"]
