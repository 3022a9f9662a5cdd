"""Proof of the register: everything that is derived is derived again, and each difference is named.

The ledgers (quota entries, exceptions, posting events, versions, imports) are the truth. Their rows are checked
for themselves: the mark of each, and the chain of each holder without a gap and without a missing tail. From them
the balances, region sums, postings and current versions are recomputed, the rules are asked of every day up to
today, and every entry is traced to the matter or import that caused it and to its document.
"""

from __future__ import annotations

from backend.core.findings import Check
from backend.register.verify.appointments import check_appointments
from backend.register.verify.causes import check_causes, check_documents, check_effects, check_reservations
from backend.register.verify.postings import check_one_posting_each, check_postings
from backend.register.verify.rows import check_chains, check_marks, check_orphans, check_versions
from backend.register.verify.sums import check_balances, check_regions, check_rules

CHECKS: list[Check] = [
    check_marks,
    check_chains,
    check_versions,
    check_orphans,
    check_balances,
    check_regions,
    check_rules,
    check_postings,
    check_one_posting_each,
    check_appointments,
    check_causes,
    check_effects,
    check_reservations,
    check_documents,
]

__all__ = ["CHECKS"]
