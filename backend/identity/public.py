"""What other domains, the edge and the top floor may use of identity."""

from __future__ import annotations

from backend.core.runtime import Runtime
from backend.identity.audit.check import AuditReport, check_audit
from backend.identity.audit.record import record_audit
from backend.identity.audit.seal import ANCHOR_FILE, seal_committed
from backend.identity.authentication import (
    actor_of_account,
    actor_of_username,
    authenticate,
    forget_session,
    open_sessions,
    write_last_seen,
)
from backend.identity.counters import register_counter
from backend.identity.operations.accounts import (
    DemoInProduction,
    FirstAccount,
    create_account,
    create_first_accounts,
    disable_account,
    ensure_not_demo,
    has_accounts,
    is_demo_database,
)
from backend.identity.operations.grants import (
    confirm_grant,
    end_grant,
    end_person_access,
    grant_directly,
    propose_grant,
)
from backend.identity.operations.scope import NewNode, end_node, move_node, place_node, place_nodes, rename_node
from backend.identity.operations.sessions import revoke_sessions, sign_out
from backend.identity.operations.settings import get_setting
from backend.identity.people import (
    AccountFacts,
    account_ids_of_people,
    account_of,
    accounts_granted_below,
    accounts_matching,
    accounts_named,
    accounts_of_people,
    facts_of_accounts,
    has_account,
)
from backend.identity.permissions import PARTICIPANT_PERMISSIONS, ROLE_PERMISSIONS, Permission, Power, Role
from backend.identity.queries import account_names, audited
from backend.identity.scope import (
    TreeNode,
    accounts_with_role,
    ancestor_nodes,
    ancestors_among,
    below,
    ensure_in_scope,
    held_role,
    holds_role,
    in_scope,
    node_refs,
    roles_of_accounts,
    sees_everything,
    tree_nodes,
    visible_among,
    visible_nodes,
)
from backend.identity.sign_in import Device, sign_in

__all__ = [
    "PARTICIPANT_PERMISSIONS",
    "ROLE_PERMISSIONS",
    "AccountFacts",
    "AuditReport",
    "DemoInProduction",
    "Device",
    "FirstAccount",
    "NewNode",
    "Permission",
    "Power",
    "Role",
    "TreeNode",
    "account_ids_of_people",
    "account_names",
    "account_of",
    "accounts_granted_below",
    "accounts_matching",
    "accounts_named",
    "accounts_of_people",
    "accounts_with_role",
    "actor_of_account",
    "actor_of_username",
    "ancestor_nodes",
    "ancestors_among",
    "audited",
    "authenticate",
    "below",
    "check_audit_record",
    "confirm_grant",
    "create_account",
    "create_first_accounts",
    "disable_account",
    "end_grant",
    "end_node",
    "end_person_access",
    "ensure_in_scope",
    "ensure_not_demo",
    "facts_of_accounts",
    "forget_session",
    "get_setting",
    "grant_directly",
    "has_account",
    "has_accounts",
    "held_role",
    "holds_role",
    "in_scope",
    "is_demo_database",
    "move_node",
    "node_refs",
    "open_sessions",
    "place_node",
    "place_nodes",
    "propose_grant",
    "record_audit",
    "register_counter",
    "rename_node",
    "revoke_sessions",
    "roles_of_accounts",
    "seal_audit",
    "sees_everything",
    "sign_in",
    "sign_out",
    "tree_nodes",
    "visible_among",
    "visible_nodes",
    "write_last_seen",
]


def seal_audit(runtime: Runtime) -> int:
    """Seal and anchor what was committed since the last time; the worker calls this every few seconds.

    Returns how many rows were sealed.
    """
    return seal_committed(runtime.database, runtime.settings.data_dir / ANCHOR_FILE)


def check_audit_record(runtime: Runtime) -> AuditReport:
    """Check the whole audit record; ``verify`` and the auditor's screen show the result."""
    return check_audit(runtime.database, runtime.settings.data_dir / ANCHOR_FILE)
