"""Roles and permissions: complete, of one grammar, and the powers apart."""

from __future__ import annotations

import re

from backend.identity.permissions import (
    ADMINISTRATOR_ROLES,
    EVERYBODY,
    PARTICIPANT_PERMISSIONS,
    ROLE_PERMISSIONS,
    Permission,
    Power,
    Role,
    permissions_of,
    power_of,
    roles_with,
)


def test_every_permission_has_one_grammar() -> None:
    for permission in Permission:
        assert re.fullmatch(r"[a-z]+:[a-z_]+:[a-z]+", permission.value), permission


def test_every_role_is_described() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_every_permission_is_carried_by_somebody() -> None:
    carried = frozenset(EVERYBODY).union(*ROLE_PERMISSIONS.values())
    assert carried == set(Permission)


def test_administrators_share_nothing_that_would_unite_their_powers() -> None:
    business = frozenset().union(*(ROLE_PERMISSIONS[role] for role in Role if role not in ADMINISTRATOR_ROLES))
    for role in ADMINISTRATOR_ROLES:
        domains = {permission.value.split(":")[0] for permission in ROLE_PERMISSIONS[role]}
        assert domains <= {"identity", "core"}, role
    assert (
        Permission.GRANT_CONFIRM not in business | ROLE_PERMISSIONS[Role.SYSADMIN] | ROLE_PERMISSIONS[Role.AUDITOR]
    )
    assert (
        Permission.AUDIT_READ not in business | ROLE_PERMISSIONS[Role.SYSADMIN] | ROLE_PERMISSIONS[Role.SECADMIN]
    )
    assert Permission.GRANT_PROPOSE not in ROLE_PERMISSIONS[Role.SECADMIN]


def test_each_administrator_role_needs_its_own_power() -> None:
    assert {role: power_of(role) for role in ADMINISTRATOR_ROLES} == {
        Role.SYSADMIN: Power.SYSADMIN,
        Role.SECADMIN: Power.SECADMIN,
        Role.AUDITOR: Power.AUDITOR,
    }
    assert power_of(Role.CHIEF) is Power.BUSINESS


def test_participants_have_no_subtree() -> None:
    for role, permissions in PARTICIPANT_PERMISSIONS.items():
        assert permissions <= ROLE_PERMISSIONS[role]
        for permission in permissions:
            assert role.value not in roles_with(permission)


def test_rights_are_the_union_of_the_roles() -> None:
    both = permissions_of({"unit", "hr"})
    assert both == permissions_of({"unit"}) | permissions_of({"hr"})
    assert permissions_of(set()) == {Permission.SELF}
