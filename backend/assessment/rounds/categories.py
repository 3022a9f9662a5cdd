"""Which category somebody is assessed in, by the quota their post is on (编制) and their unit."""

from __future__ import annotations

from backend.assessment.terms import Category

_ORGAN_QUOTAS = frozenset({"administrative", "political_legal"})
_INSTITUTION = "5"  # 事业单位 in org_nature


def category_of(quota_type: str, identity: str, *, nature: str, civil_servant_law: bool) -> Category:
    """The category of somebody on a post of ``quota_type``.

    ``identity`` is cadre or worker, ``nature`` the code of the unit's nature, ``civil_servant_law`` whether the
    unit is managed by the Civil Servant Law (参公). Workers of organs, and of units managed like organs, are a
    category of their own; a worker of an institution is of its staff, who are posted by kind of post.
    """
    like_an_organ = civil_servant_law or nature != _INSTITUTION
    if quota_type == "worker" or (identity == "worker" and like_an_organ):
        return Category.ORGAN_WORKER
    if quota_type in _ORGAN_QUOTAS or civil_servant_law:
        return Category.CIVIL_SERVANT
    return Category.INSTITUTION_STAFF
