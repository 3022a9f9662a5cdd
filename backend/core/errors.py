"""The refusals of the product.

A domain raises a named subclass with a stable ``code`` and the facts that explain it; the web edge maps the
*category* (the nearest class listed in ``core.web.errors``) to an HTTP status, and the app turns the code and
the facts into a sentence in the person's language. Facts never hold personal data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from backend.core.transaction import Tx


class DomainError(Exception):
    """A refusal with a stable code. Subclass a category below, never this class."""

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts
        #: what is written although the refusal undoes everything else: a security count, an audit entry
        self.aftermath: Callable[[Tx], None] | None = None

    def leaving(self, aftermath: Callable[[Tx], None]) -> Self:
        """``raise WrongCredentials().leaving(count_failure)``: the count stays, the rest is rolled back."""
        self.aftermath = aftermath
        return self

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class Invalid(DomainError):
    """What was sent cannot be understood. ``fields`` maps a field's path to the codes of what is wrong."""

    code = "invalid_input"


class NotSignedIn(DomainError):
    """There is no valid session."""

    code = "not_signed_in"


class Forbidden(DomainError):
    """The person is known and may not do this at all."""

    code = "forbidden"


class NotFound(DomainError):
    """It does not exist, or this person may not know that it does: the two look the same."""

    code = "not_found"


class Conflict(DomainError):
    """Somebody else was faster, or the thing is in another state."""

    code = "conflict"


class Stale(Conflict):
    """The person acted on an older version than the present one."""

    code = "stale"


class Refused(DomainError):
    """A rule of the domain says no; the facts hold the numbers."""

    code = "rule_refused"


class KeyReused(DomainError):
    """The command id was used before with another body."""

    code = "key_reused"


class TooMany(DomainError):
    """Too often; ``retry_after`` is in seconds."""

    code = "too_many"


class TooLarge(DomainError):
    """More bytes than this route takes."""

    code = "too_large"


class OutOfRange(DomainError):
    """A part was asked for that lies behind the end."""

    code = "out_of_range"


class WrongMediaType(DomainError):
    """Not the kind of content or file this route takes."""

    code = "wrong_media_type"


class Unavailable(DomainError):
    """Not now; the same request may pass later (``retry_after`` seconds)."""

    code = "unavailable"
