"""Where a push may be sent: the checks on what a browser, or somebody in its place, hands in.

A subscription names the address that our server will later post to. Without these checks anybody signed in
could make the server knock on machines behind the firewall. So the address is compared with a list of push
services when it is stored and again when it is used; at use, its name is resolved once, every address it has
must be a public one, and the connection goes to exactly that address (``push_session``).
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import ec

from notifications.errors import PushEndpointRefused, PushKeysRefused

ENDPOINT_MAX_LENGTH = 1024
HOST_MAX_LENGTH = 253
P256DH_BYTES = 65
AUTH_BYTES = 16

#: Resolves a host name to its addresses, as text; raises OSError when it has none.
Resolver = Callable[[str], Sequence[str]]

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The path may hold what RFC 3986 allows there, no fragment, no backslash, nothing outside ASCII.
_ENDPOINT = re.compile(
    rf"https://(?P<host>{_LABEL}(?:\.{_LABEL})+)(?P<port>:\d{{1,5}})?(?P<path>/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)",
)
_ALL_DIGITS = re.compile(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+))*")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # RFC 4291: all that is assigned for the internet
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052


class EndpointFault(StrEnum):
    """Why an address is refused."""

    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    SCHEME = "scheme"
    PORT = "port"
    HOST = "host"
    ADDRESS = "address"


class KeyFault(StrEnum):
    """Why a subscription's keys are refused."""

    P256DH = "p256dh"
    AUTH = "auth"


def resolve_host(host: str) -> list[str]:
    """Return the addresses of ``host`` as the system knows them, without repeats, in its order."""
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class PushPolicy:
    """Which hosts are push services.

    ``hosts`` entries are whole names; one that begins with a dot allows every name below it. ``test_origin``
    is one exact ``http://host:port`` that passes unchecked, for a push service inside a test; settings refuse
    it in production.
    """

    hosts: tuple[str, ...]
    test_origin: str | None = None
    resolve: Resolver = resolve_host

    def allows(self, host: str) -> bool:
        """Whether ``host``, in lower case, is on the list."""
        return any(host.endswith(entry) if entry.startswith(".") else host == entry for entry in self.hosts)


@dataclass(frozen=True, slots=True)
class CheckedEndpoint:
    """A push endpoint that passed: its origin (the audience of VAPID, RFC 8292) and host."""

    origin: str
    host: str
    is_test: bool


def check_endpoint(url: str, *, allow: PushPolicy) -> CheckedEndpoint:
    """Check ``url`` against the policy without touching the network.

    Raises :class:`PushEndpointRefused`. The grammar is narrower than RFC 3986 on purpose: no user, no
    fragment, no port but 443, no address in place of a name, plain ASCII.
    """
    if len(url) > ENDPOINT_MAX_LENGTH:
        raise PushEndpointRefused(reason=EndpointFault.TOO_LONG.value)
    if allow.test_origin and url.startswith(f"{allow.test_origin}/"):
        return CheckedEndpoint(allow.test_origin, allow.test_origin.partition("://")[2], is_test=True)
    if not url.startswith("https://"):
        raise PushEndpointRefused(reason=EndpointFault.SCHEME.value)
    parts = _ENDPOINT.fullmatch(url)
    if parts is None or len(parts["host"]) > HOST_MAX_LENGTH:
        raise PushEndpointRefused(reason=EndpointFault.MALFORMED.value)
    if parts["port"] not in (None, ":443"):
        raise PushEndpointRefused(reason=EndpointFault.PORT.value)
    host = parts["host"]
    if _ALL_DIGITS.fullmatch(host):
        raise PushEndpointRefused(reason=EndpointFault.ADDRESS.value)
    if not allow.allows(host):
        raise PushEndpointRefused(reason=EndpointFault.HOST.value)
    return CheckedEndpoint(f"https://{host}", host, is_test=False)


def is_public_address(text: str) -> bool:
    """Whether ``text`` is an address out on the internet, also when an IPv4 one hides in an IPv6 one."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            address = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        elif address not in _GLOBAL_UNICAST or address.sixtofour or address.teredo:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def pinned_address(host: str, policy: PushPolicy) -> str:
    """Resolve ``host`` once and return the address to connect to.

    Raises :class:`PushEndpointRefused` if any of its addresses is not public (one bad among good ones is how
    rebinding begins), and OSError if it has none.
    """
    addresses = policy.resolve(host)
    if not addresses or not all(is_public_address(address) for address in addresses):
        raise PushEndpointRefused(reason=EndpointFault.ADDRESS.value)
    return addresses[0]


def check_keys(p256dh: str, auth: str) -> None:
    """Check the keys of a subscription (RFC 8291, 3.1): a point on P-256 and a secret of 16 bytes.

    Both are base64url without padding. Raises :class:`PushKeysRefused`.
    """
    point = _decode(p256dh, P256DH_BYTES)
    if point is None:
        raise PushKeysRefused(reason=KeyFault.P256DH.value)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise PushKeysRefused(reason=KeyFault.P256DH.value) from error
    if _decode(auth, AUTH_BYTES) is None:
        raise PushKeysRefused(reason=KeyFault.AUTH.value)


def _decode(text: str, length: int) -> bytes | None:
    """Decode base64url, padded or not; None unless it is exactly ``length`` bytes."""
    bare = text.rstrip("=")
    try:
        data = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if len(data) == length else None


def policy_of(hosts: Iterable[str], test_origin: str | None) -> PushPolicy:
    """Return the policy of an installation's settings."""
    return PushPolicy(tuple(host.lower() for host in hosts), test_origin.rstrip("/") if test_origin else None)
