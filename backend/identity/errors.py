"""The refusals of identity. Their codes are stable; the app has a sentence for each."""

from __future__ import annotations

from backend.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    Refused,
    Stale,
    TooMany,
    Unavailable,
)


class WrongCredentials(NotSignedIn):
    """User name and password do not belong together. The same answer for an unknown name."""

    code = "wrong_credentials"


class SignInPaused(TooMany):
    """Too many wrong passwords for this name; facts: ``retry_after`` seconds."""

    code = "sign_in_paused"


class NetworkSlowed(TooMany):
    """Too many wrong passwords from this part of the network; facts: ``retry_after`` seconds."""

    code = "network_slowed"


class SignInBusy(Unavailable):
    """More people sign in at this moment than passwords can be checked; facts: ``retry_after`` seconds."""

    code = "sign_in_busy"


class DemoAccountRefused(Forbidden):
    """A demonstration account never signs in to a production installation."""

    code = "demo_account_refused"


class PasswordRefused(Invalid):
    """The new password breaks the profile; facts: ``fields`` with the codes of what is wrong."""

    code = "password_refused"


class CurrentPasswordWrong(Invalid):
    """The password given to prove oneself before a change is not the present one."""

    code = "current_password_wrong"


class UsernameInvalid(Invalid):
    """A user name is 2 to 32 small letters, digits, points and dashes, and begins with a letter."""

    code = "username_invalid"


class UsernameTaken(Conflict):
    """Another account has this user name."""

    code = "username_taken"


class AlreadySetUp(Conflict):
    """The first accounts were made before; further ones come by proposal and confirmation."""

    code = "already_set_up"


class AccountNotFound(NotFound):
    """No such account."""

    code = "account_not_found"


class GrantNotFound(NotFound):
    """No such grant, or none that this person may see."""

    code = "grant_not_found"


class GrantExists(Conflict):
    """The account has, or awaits, exactly this role at exactly this node."""

    code = "grant_exists"


class GrantNotOpen(Conflict):
    """The grant is in another state than the act needs; facts: ``state``."""

    code = "grant_not_open"


class OwnGrant(Refused):
    """Nobody proposes, confirms or widens their own rights."""

    code = "own_grant"


class SecondPersonNeeded(Refused):
    """Who proposed a grant does not confirm it."""

    code = "second_person_needed"


class RoleExcluded(Refused):
    """The role belongs to another of the separated powers than the account; facts: ``role``, ``power``."""

    code = "role_excluded"


class RoleNotYours(Refused):
    """This person may not propose or end this role; facts: ``role``."""

    code = "role_not_yours"


class NodeNeeded(Invalid):
    """A role of the tree was asked for without a node, or a role without a place with one."""

    code = "grant_node_mismatch"


class NodeNotFound(NotFound):
    """No such node of the scope tree, or not within reach."""

    code = "node_not_found"


class NodeExists(Conflict):
    """The thing already has its place in the tree."""

    code = "node_exists"


class NodeLoop(Refused):
    """A node cannot hang below itself or one of its own descendants."""

    code = "node_loop"


class NodeEnded(Refused):
    """Nothing new is placed below a node that has ended."""

    code = "node_ended"


class SessionNotFound(NotFound):
    """No such open session of this account."""

    code = "session_not_found"


class SettingUnknown(NotFound):
    """No setting has this name."""

    code = "setting_unknown"


class SettingStale(Stale):
    """Somebody changed the setting since it was read; facts: ``version``."""

    code = "setting_stale"


class SettingInvalid(Invalid):
    """The value is outside what the setting takes; facts: ``fields``."""

    code = "setting_invalid"
