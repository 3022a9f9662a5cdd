"""The kinds of matter that the register plugs into the approvals."""

from __future__ import annotations

from backend.approvals.public import Subject
from backend.register.subjects.opening_balance import OpeningBalance
from backend.register.subjects.personnel_entry import PersonnelEntry

SUBJECTS: tuple[Subject, ...] = (OpeningBalance(), PersonnelEntry())

__all__ = ["SUBJECTS", "OpeningBalance", "PersonnelEntry"]
