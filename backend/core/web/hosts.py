"""The gate in front of everything, Socket.IO included: which Host, which Origin, how large a body.

Flask's ``TRUSTED_HOSTS`` does not reach ``/socket.io``, and Flask-SocketIO's default compares the Origin with
whatever Host was sent. So the question "is this request meant for us, and does it come from us?" is answered
here once, in WSGI, from configured origins alone. Nothing a client sends (Host, X-Forwarded-Host, Forwarded)
is ever used to build an address.

* a Host that is not ours: 421; a malformed one: 400 (RFC 9110, 7.4);
* a web socket, or any unsafe method, with an Origin that is not ours: 403; a web socket without Origin: 403;
* an unsafe method that the browser says comes from another site (Sec-Fetch-Site): 403;
* a body without a declared length: 411; one that is too long: 413.

Every answer carries ``X-Request-Id``.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backend.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

REQUEST_ID = "zb.request_id"
JSON_LIMIT_BYTES = 1_000_000
UPLOAD_LIMIT_BYTES = 25_000_000
SOCKET_PREFIX = "/socket.io"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
DEFAULT_PORTS = {"http": 80, "https": 443}

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(?P<port>[0-9]{1,5}))?")


class BadOrigin(ValueError):
    """A configured address is not ``http(s)://host[:port]``."""


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """The addresses at which this installation answers.

    ``origins`` are what a browser sends as Origin; ``hosts`` what any client sends as Host. Both in lower
    case, default ports left out.
    """

    origins: frozenset[str]
    hosts: frozenset[str]

    @classmethod
    def of_installation(cls, settings: Settings) -> HostPolicy:
        """Build the policy of ``settings``: the public address, named hosts, and loopback in development."""
        addresses = [settings.origin]
        # The setting repeats the public name, which is answered by its one address alone.
        known = {urlsplit(settings.origin).hostname, *LOOPBACK_NAMES}
        names = [name for name in settings.trusted_hosts if name not in known]
        for name in names:
            addresses += [f"https://{name}", f"http://{name}"]
            if ":" not in name:
                addresses.append(f"http://{name}:{settings.port}")
        if not settings.production:
            addresses += [f"http://{name}:{settings.port}" for name in LOOPBACK_NAMES]
        return cls.of(addresses)

    @classmethod
    def of(cls, addresses: Iterable[str]) -> HostPolicy:
        """Build the policy from addresses like ``https://bianban.example.cn``; raises :class:`BadOrigin`."""
        origins = frozenset(_origin(address) for address in addresses)
        return cls(origins, frozenset(origin.partition("://")[2] for origin in origins))

    def allows_host(self, host: str) -> bool:
        return host in self.hosts

    def allows_origin(self, origin: str) -> bool:
        return origin.lower() in self.origins


def _origin(address: str) -> str:
    parts = urlsplit(address.strip().lower())
    host = _HOST.fullmatch(parts.netloc)
    if parts.scheme not in DEFAULT_PORTS or host is None or parts.path not in ("", "/") or parts.query:
        msg = f"{address!r} is not an address like https://name or http://name:8000"
        raise BadOrigin(msg)
    return f"{parts.scheme}://{_without_default_port(parts.netloc, parts.scheme)}"


def _without_default_port(host: str, scheme: str) -> str:
    return host.removesuffix(f":{DEFAULT_PORTS[scheme]}")


class GateCode(StrEnum):
    """Stable codes of what the gate refuses."""

    HOST_MALFORMED = "host_malformed"
    HOST_NOT_SERVED = "host_not_served"
    ORIGIN_REFUSED = "origin_refused"
    UPGRADE_REFUSED = "upgrade_refused"
    LENGTH_REQUIRED = "length_required"
    LENGTH_MALFORMED = "length_malformed"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the gate stays shut: the status and a stable code."""

    status: HTTPStatus
    code: str


def body_limit(content_type: str) -> int:
    """Return the largest body accepted, in bytes: uploads are multipart forms, everything else is JSON."""
    is_upload = content_type.lower().startswith("multipart/form-data")
    return UPLOAD_LIMIT_BYTES if is_upload else JSON_LIMIT_BYTES


def refusal(environ: WSGIEnvironment, policy: HostPolicy) -> Refusal | None:
    """Return why this request must not reach the application, or None."""
    return _host_refusal(environ, policy) or _origin_refusal(environ, policy) or _body_refusal(environ)


def _host_refusal(environ: WSGIEnvironment, policy: HostPolicy) -> Refusal | None:
    host = environ.get("HTTP_HOST", "").lower()
    if _HOST.fullmatch(host) is None:
        return Refusal(HTTPStatus.BAD_REQUEST, GateCode.HOST_MALFORMED)
    if not policy.allows_host(_without_default_port(host, environ["wsgi.url_scheme"])):
        return Refusal(HTTPStatus.MISDIRECTED_REQUEST, GateCode.HOST_NOT_SERVED)
    return None


def _origin_refusal(environ: WSGIEnvironment, policy: HostPolicy) -> Refusal | None:
    refused = Refusal(HTTPStatus.FORBIDDEN, GateCode.ORIGIN_REFUSED)
    is_socket = environ["PATH_INFO"].startswith(SOCKET_PREFIX)
    upgrades = "HTTP_UPGRADE" in environ
    if upgrades and not is_socket:
        return Refusal(HTTPStatus.BAD_REQUEST, GateCode.UPGRADE_REFUSED)
    if environ["REQUEST_METHOD"] in SAFE_METHODS and not is_socket:
        return None
    origin = environ.get("HTTP_ORIGIN")
    if origin is None and upgrades:
        return refused
    if origin is not None and not policy.allows_origin(origin):
        return refused
    if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") not in ("same-origin", "none"):
        return refused
    return None


def _body_refusal(environ: WSGIEnvironment) -> Refusal | None:
    if "HTTP_TRANSFER_ENCODING" in environ:
        return Refusal(HTTPStatus.LENGTH_REQUIRED, GateCode.LENGTH_REQUIRED)
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        return Refusal(HTTPStatus.BAD_REQUEST, GateCode.LENGTH_MALFORMED)
    if int(length) > body_limit(environ.get("CONTENT_TYPE", "")):
        return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, GateCode.TOO_LARGE)
    return None


def guard_hosts(app: WSGIApplication, policy: HostPolicy) -> WSGIApplication:
    """Wrap ``app`` so that only requests for us, from us, of bearable size reach it.

    Must stay outside Socket.IO's own wrapper; a second gate further in lets through what already passed. A plain
    function and no generator: the web socket drivers end a request by raising StopIteration, which a generator
    would turn into an error.
    """

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if REQUEST_ID in environ:  # no header can set a key without HTTP_
            return app(environ, start_response)
        request_id = secrets.token_hex(8)
        environ[REQUEST_ID] = request_id
        for name in ("HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED"):
            environ.pop(name, None)
        refused = refusal(environ, policy)
        if refused is not None:
            return refusal_answer(refused, request_id, start_response)
        return app(environ, _adding_request_id(start_response, request_id))

    return serve


def _adding_request_id(start_response: StartResponse, request_id: str) -> StartResponse:
    def start(status: str, headers: list[tuple[str, str]], *args: object) -> Callable[[bytes], object]:
        headers = [*headers, ("X-Request-Id", request_id)]
        return start_response(status, headers, *args)  # type: ignore[arg-type]  # exc_info, passed through

    return start


def refusal_answer(refused: Refusal, request_id: str, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with the problem (RFC 9457) of a refusal and close the connection."""
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": refused.status.phrase,
        "status": refused.status.value,
        "code": refused.code,
        "facts": {},
        "request_id": request_id,
    }
    body = json.dumps(problem).encode()
    headers = [
        ("Content-Type", "application/problem+json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Connection", "close"),
        ("X-Request-Id", request_id),
    ]
    start_response(f"{refused.status.value} {refused.status.phrase}", headers)
    return [body]
