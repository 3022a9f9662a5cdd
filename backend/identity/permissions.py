"""Every permission of the product, and which role carries which.

One grammar: ``domain:thing:verb``. A role carries permissions; a grant puts a role at a node of the scope tree;
what a person may do is the union of their grants, each within its own subtree. Nothing is allowed by default.

The system, security and audit administrators exclude each other and every business role (三员分立); the database
holds that, see :mod:`backend.identity.models`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Permission(StrEnum):
    """What a route or an operation may ask for."""

    SELF = "self:account:use"

    ACCOUNT_READ = "identity:account:read"
    ACCOUNT_CREATE = "identity:account:create"
    ACCOUNT_DISABLE = "identity:account:disable"
    GRANT_READ = "identity:grant:read"
    GRANT_PROPOSE = "identity:grant:propose"
    GRANT_CONFIRM = "identity:grant:confirm"
    GRANT_END = "identity:grant:end"
    SESSION_REVOKE = "identity:session:revoke"
    SETTING_READ = "identity:setting:read"
    SETTING_CHANGE = "identity:setting:change"
    AUDIT_READ = "identity:audit:read"
    AUDIT_VERIFY = "identity:audit:verify"
    FEEDBACK_READ = "identity:feedback:read"

    REGISTER_READ = "register:unit:read"
    REGION_READ = "register:region:read"
    PEOPLE_READ = "register:person:read"
    PERSON_NAME = "register:person:name"
    PERSON_UNMASK = "register:person:unmask"

    MATTER_FILE = "approvals:matter:file"
    MATTER_FILE_OPENING = "approvals:opening_balance:file"
    MATTER_READ = "approvals:matter:read"
    TASK_READ = "approvals:task:read"
    TASK_DECIDE = "approvals:task:decide"

    IMPORT_RUN = "exchange:import:run"
    UNDECIDED_PLACE = "exchange:undecided:place"
    JOB_READ = "core:job:read"

    COURSE_LOOK = "courses:course:look"
    COURSE_AUTHOR = "courses:course:author"
    QUESTION_AUTHOR = "courses:question:author"
    ITEM_ANALYSIS = "courses:analysis:read"
    ASSIGN = "courses:assignment:manage"
    CLASS_MANAGE = "courses:class:manage"
    CREDIT_CONFIRM = "courses:credit:confirm"
    TRAINING_REPORT = "courses:report:read"
    CERTIFICATE_MANAGE = "courses:certificate:manage"
    DESK_ANSWER = "courses:desk:answer"
    MENTORING_MANAGE = "courses:mentoring:manage"

    APPOINTMENT_RECORD = "register:appointment:record"
    SUPERIOR_NAME = "assessment:superior:name"
    GOAL_MANAGE = "assessment:goal:manage"
    ROUND_READ = "assessment:round:read"
    ROUND_MANAGE = "assessment:round:manage"
    SCHEME_MANAGE = "assessment:scheme:manage"
    GRADE_SUGGEST = "assessment:grade:suggest"
    DECISION_CONFIRM = "assessment:decision:confirm"
    DECISION_CONFIRM_LEADING = "assessment:leading_decision:confirm"
    RESULT_READ = "assessment:result:read"
    UNIT_YEAR_READ = "assessment:unit_year:read"
    UNIT_EVIDENCE_OBJECT = "assessment:unit_evidence:object"


class Role(StrEnum):
    """The roles a grant can give; the values are also the names of the demonstration accounts."""

    OFFICER = "officer"
    CHIEF = "chief"
    UNIT = "unit"
    HEAD = "head"
    ORGDEPT = "orgdept"
    FINANCE = "finance"
    HR = "hr"
    LEARNER = "learner"
    MENTOR = "mentor"
    AUTHOR = "author"
    ASSESSOR = "assessor"
    TRAINING = "training"
    AUDITOR = "auditor"
    SECADMIN = "secadmin"
    SYSADMIN = "sysadmin"


class Power(StrEnum):
    """Which of the four separated powers an account belongs to, for good."""

    BUSINESS = "business"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITOR = "auditor"


ADMINISTRATOR_ROLES = frozenset({Role.AUDITOR, Role.SECADMIN, Role.SYSADMIN})
#: Roles of a unit itself; its head may propose them for the own unit.
UNIT_ROLES = frozenset({Role.UNIT, Role.HEAD})
#: Business roles whose subject is the person or the catalogue, not a part of the tree: their grants have no node.
PERSONAL_ROLES = frozenset({Role.LEARNER, Role.AUTHOR})

P = Permission

_READS_OWN_PEOPLE = frozenset({P.REGISTER_READ, P.PEOPLE_READ, P.PERSON_NAME})
_WORKS_ON_MATTERS = frozenset({P.MATTER_READ, P.TASK_READ, P.TASK_DECIDE})
_OFFICER = (
    _READS_OWN_PEOPLE
    | _WORKS_ON_MATTERS
    | {
        P.PERSON_UNMASK,
        P.REGION_READ,
        P.MATTER_FILE_OPENING,
        P.IMPORT_RUN,
        P.UNDECIDED_PLACE,
        P.JOB_READ,
        P.DESK_ANSWER,
        P.APPOINTMENT_RECORD,
    }
)
_SPEAKS_FOR_UNIT = frozenset({P.UNIT_YEAR_READ, P.UNIT_EVIDENCE_OBJECT})
_PROPOSES_GRANTS = frozenset({P.ACCOUNT_READ, P.GRANT_READ, P.GRANT_PROPOSE, P.GRANT_END})

#: What an account has without any grant.
EVERYBODY: frozenset[Permission] = frozenset({P.SELF})

ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.OFFICER: _OFFICER,
    Role.CHIEF: _OFFICER | _PROPOSES_GRANTS | {P.FEEDBACK_READ, P.MENTORING_MANAGE},
    Role.UNIT: _READS_OWN_PEOPLE
    | _SPEAKS_FOR_UNIT
    | {P.MATTER_FILE, P.MATTER_READ, P.TASK_READ, P.APPOINTMENT_RECORD},
    Role.HEAD: _READS_OWN_PEOPLE
    | _WORKS_ON_MATTERS
    | _PROPOSES_GRANTS
    | _SPEAKS_FOR_UNIT
    | {
        P.MENTORING_MANAGE,
        P.SUPERIOR_NAME,
        P.GOAL_MANAGE,
        P.ROUND_READ,
        P.GRADE_SUGGEST,
        P.DECISION_CONFIRM,
        P.RESULT_READ,
    },
    Role.ORGDEPT: _WORKS_ON_MATTERS | {P.DECISION_CONFIRM_LEADING},
    Role.FINANCE: _WORKS_ON_MATTERS,
    Role.HR: _WORKS_ON_MATTERS,
    Role.LEARNER: frozenset(),
    Role.MENTOR: frozenset(),
    Role.AUTHOR: frozenset({P.COURSE_LOOK, P.COURSE_AUTHOR, P.QUESTION_AUTHOR, P.ITEM_ANALYSIS}),
    Role.ASSESSOR: frozenset(
        {
            P.ROUND_READ,
            P.ROUND_MANAGE,
            P.SCHEME_MANAGE,
            P.RESULT_READ,
            P.UNIT_YEAR_READ,
            P.JOB_READ,
        }
    ),
    Role.TRAINING: frozenset(
        {
            P.COURSE_LOOK,
            P.ASSIGN,
            P.CLASS_MANAGE,
            P.CREDIT_CONFIRM,
            P.TRAINING_REPORT,
            P.CERTIFICATE_MANAGE,
            P.MENTORING_MANAGE,
        }
    ),
    Role.AUDITOR: frozenset({P.AUDIT_READ, P.AUDIT_VERIFY}),
    Role.SECADMIN: frozenset(
        {
            P.ACCOUNT_READ,
            P.ACCOUNT_DISABLE,
            P.GRANT_READ,
            P.GRANT_CONFIRM,
            P.GRANT_END,
            P.SESSION_REVOKE,
            P.SETTING_READ,
            P.SETTING_CHANGE,
        }
    ),
    Role.SYSADMIN: frozenset({P.ACCOUNT_READ, P.ACCOUNT_CREATE, P.JOB_READ}),
}

#: Permissions that a role has for the matters before it only: the route opens, the role's subtree does not.
PARTICIPANT_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.ORGDEPT: frozenset({P.MATTER_READ}),
    Role.FINANCE: frozenset({P.MATTER_READ}),
    Role.HR: frozenset({P.MATTER_READ}),
}


def power_of(role: Role) -> Power:
    """The one power an account needs to hold ``role``."""
    return Power(role.value) if role in ADMINISTRATOR_ROLES else Power.BUSINESS


def roles_with(permission: str) -> frozenset[str]:
    """The roles whose subtree is open for ``permission``; those that have it as participants are left out."""
    return frozenset(
        role.value
        for role, permissions in ROLE_PERMISSIONS.items()
        if permission in permissions and permission not in PARTICIPANT_PERMISSIONS.get(role, frozenset())
    )


def permissions_of(roles: set[str]) -> frozenset[str]:
    """Everything somebody with exactly these roles may ask for, what everybody may included."""
    granted: set[str] = {permission.value for permission in EVERYBODY}
    for role in roles:
        granted |= {permission.value for permission in ROLE_PERMISSIONS[Role(role)]}
    return frozenset(granted)
