"""Routes of identity under ``/api/v1``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backend.core.web.endpoint import SESSION_COOKIE, Answer, Area, Call
from backend.core.web.pagination import PageQuery
from backend.identity import queries, schemas, sign_in
from backend.identity.audit.check import check_audit
from backend.identity.audit.record import record_audit
from backend.identity.audit.seal import ANCHOR_FILE, seal_committed
from backend.identity.operations import accounts, feedback, grants, sessions, settings
from backend.identity.permissions import Permission
from backend.version import VERSION

area = Area("identity")

Json = dict[str, Any]
_NO_COOKIE = {"key": SESSION_COOKIE, "value": "", "max_age": 0}


def _cookie(token: str, max_age: int | None) -> Json:
    """The cookie of a session; the ``__Host-`` prefix binds it to this very host (RFC 6265bis)."""
    return {"key": SESSION_COOKIE, "value": token, "max_age": max_age}


def _set(cookie: Json) -> Json:
    return {**cookie, "secure": True, "httponly": True, "samesite": "Strict", "path": "/"}


def _device(call: Call) -> sign_in.Device:
    return sign_in.Device(call.remote_address, call.user_agent)


@area.endpoint("/meta", public=True, answer=schemas.MetaSchema)
def meta(call: Call) -> Json:
    """What may be known before signing in."""
    return {"version": VERSION, "demo": accounts.is_demo_database(call.tx)}


# Signing in opens its own transactions: see backend.identity.sign_in.
@area.endpoint(
    "/session",
    method="POST",
    public=True,
    writes=False,
    body=schemas.SignInSchema,
    answer=schemas.SignedInSchema,
)
def open_session(call: Call) -> Answer:
    """Sign in."""
    replaced = call.actor if call.actor.session_id else None
    opened = sign_in.sign_in(
        call.runtime, call.body["username"], call.body["password"], _device(call), replaced=replaced
    )
    payload = {"account_id": opened.account_id, "revoked": opened.revoked}
    return Answer(payload, cookies=(_set(_cookie(opened.token, opened.max_age)),))


@area.endpoint("/session", permission=Permission.SELF, answer=schemas.SessionSchema)
def session(call: Call) -> Json:
    """Who is signed in, with which rights, and how much waits."""
    return queries.session_view(call.tx, call.actor)


@area.endpoint("/session", method="DELETE", public=True, status=204)
def close_session(call: Call) -> Answer:
    """Sign out; the cookie goes even when its session had ended before."""
    sessions.sign_out(call.tx, call.actor)
    return Answer(cookies=(_set(_NO_COOKIE),))


@area.endpoint(
    "/session/unlocking",
    method="POST",
    permission=Permission.SELF,
    writes=False,  # opens its own transactions
    body=schemas.UnlockingSchema,
    status=204,
)
def unlock_session(call: Call) -> None:
    """Open the app on a phone that locked itself: the session goes on, its holder says the password again."""
    sign_in.confirm_own_password(call.runtime, call.actor, call.body["current"], _device(call))


@area.endpoint("/session/devices", permission=Permission.SELF, answer=schemas.DevicesSchema)
def devices(call: Call) -> Json:
    """The own open sessions."""
    return {"items": queries.devices(call.tx, call.actor)}


@area.endpoint("/session/devices/<session_id>", method="DELETE", permission=Permission.SELF, status=204)
def revoke_device(call: Call, session_id: str) -> None:
    """Sign another device of one's own out."""
    sessions.revoke_device(call.tx, call.actor, session_id)


@area.endpoint(
    "/me/preferences", method="PUT", permission=Permission.SELF, body=schemas.PreferencesSchema, status=204
)
def change_preferences(call: Call) -> None:
    """The language to be spoken to."""
    accounts.change_locale(call.tx, call.actor, call.body["locale"])


@area.endpoint(
    "/me/password",
    method="POST",
    permission=Permission.SELF,
    writes=False,  # opens its own transactions
    body=schemas.PasswordChangeSchema,
    status=204,
)
def change_password(call: Call) -> None:
    """Replace the own password; other devices are signed out."""
    sign_in.change_own_password(call.runtime, call.actor, call.body["current"], call.body["new"], _device(call))


@area.endpoint(
    "/me/feedback",
    method="POST",
    permission=Permission.SELF,
    body=schemas.FeedbackBodySchema,
    answer=schemas.CreatedSchema,
    status=201,
)
def write_feedback(call: Call) -> Json:
    """Complain or suggest."""
    return {"id": feedback.write_feedback(call.tx, call.actor, **call.body)}


@area.endpoint(
    "/feedback",
    permission=Permission.FEEDBACK_READ,
    query=PageQuery,
    answer=schemas.FeedbackPageSchema,
)
def read_feedback(call: Call) -> Json:
    """Complaints and suggestions, without their authors."""
    return queries.feedback(call.tx, **call.query)


@area.endpoint(
    "/accounts",
    permission=Permission.ACCOUNT_READ,
    query=schemas.AccountsQuerySchema,
    answer=schemas.AccountPageSchema,
)
def list_accounts(call: Call) -> Json:
    """Accounts by user name."""
    query = call.query
    return queries.accounts(call.tx, call.actor, query["q"], query["cursor"], query["limit"])


@area.endpoint(
    "/accounts",
    method="POST",
    permission=Permission.ACCOUNT_CREATE,
    writes=False,  # opens its own transaction after hashing
    body=schemas.NewAccountSchema,
    answer=schemas.NewAccountAnswerSchema,
    status=201,
)
def create_account(call: Call) -> Json:
    """Make an account without rights, with a password to hand over."""
    account_id, password = sign_in.make_account(call.runtime, call.actor, **call.body)
    return {"id": account_id, "one_time_password": password}


@area.endpoint(
    "/accounts/<account_id>/disabling", method="POST", permission=Permission.ACCOUNT_DISABLE, status=204
)
def disable_account(call: Call, account_id: str) -> None:
    """Close an account with its sessions and grants."""
    accounts.disable_account(call.tx, call.actor, account_id)


@area.endpoint(
    "/accounts/<account_id>/sessions", method="DELETE", permission=Permission.SESSION_REVOKE, status=204
)
def revoke_sessions(call: Call, account_id: str) -> None:
    """Sign an account out everywhere (a lost phone)."""
    sessions.revoke_sessions(call.tx, call.actor, account_id, "security_administrator")


@area.endpoint(
    "/grants",
    permission=Permission.GRANT_READ,
    query=schemas.GrantsQuerySchema,
    answer=schemas.GrantPageSchema,
)
def list_grants(call: Call) -> Json:
    """Grants within one's scope."""
    return queries.grants(call.tx, call.actor, **call.query)


@area.endpoint(
    "/grants",
    method="POST",
    permission=Permission.GRANT_PROPOSE,
    body=schemas.NewGrantSchema,
    answer=schemas.CreatedSchema,
    status=201,
)
def propose_grant(call: Call) -> Json:
    """Propose a role for somebody."""
    return {"id": grants.propose_grant(call.tx, call.actor, **call.body)}


@area.endpoint("/grants/<grant_id>/confirmation", method="POST", permission=Permission.GRANT_CONFIRM, status=204)
def confirm_grant(call: Call, grant_id: str) -> None:
    """Put a proposed grant in force."""
    grants.confirm_grant(call.tx, call.actor, grant_id)


@area.endpoint("/grants/<grant_id>", method="DELETE", permission=Permission.GRANT_END, status=204)
def end_grant(call: Call, grant_id: str) -> None:
    """End a grant or withdraw its proposal."""
    grants.end_grant(call.tx, call.actor, grant_id)


@area.endpoint("/settings", permission=Permission.SETTING_READ, answer=schemas.SettingsSchema)
def read_settings(call: Call) -> Json:
    """The settings of access control."""
    return {"items": queries.settings_view(call.tx)}


@area.endpoint(
    "/settings",
    method="PUT",
    permission=Permission.SETTING_CHANGE,
    body=schemas.SettingChangeSchema,
    answer=schemas.SettingsSchema,
)
def change_setting(call: Call) -> Json:
    """Change one setting."""
    settings.change_setting(call.tx, call.actor, **call.body)
    return {"items": queries.settings_view(call.tx)}


@area.endpoint(
    "/audit", permission=Permission.AUDIT_READ, query=schemas.AuditQuerySchema, answer=schemas.AuditPageSchema
)
def read_audit(call: Call) -> Json:
    """The audit record."""
    return queries.audit_rows(call.tx, **call.query)


@area.endpoint(
    "/audit/verification",
    method="POST",
    permission=Permission.AUDIT_VERIFY,
    writes=False,  # seals and reads in transactions of their own
    answer=schemas.AuditReportSchema,
)
def verify_audit(call: Call) -> Json:
    """Check the whole record against its seals and anchors."""
    anchor: Path = call.runtime.settings.data_dir / ANCHOR_FILE
    seal_committed(call.runtime.database, anchor)
    report = check_audit(call.runtime.database, anchor)
    with call.runtime.database.write() as tx:
        facts = {"findings": len(report.findings), "seals": report.seals}
        record_audit(tx, call.actor, "identity:audit:verified", "audit", "", facts=facts)
    return {
        "clean": not report.findings,
        "findings": report.findings,
        "sealed_rows": report.sealed_rows,
        "seals": report.seals,
        "unsealed_rows": len(report.tail),
    }
