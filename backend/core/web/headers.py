"""Security headers on every answer, added in WSGI so that no route, file or error page goes without.

The app is one origin: its own scripts, styles and pictures, its own API and web socket, nothing from
elsewhere, framed by nobody. Styles set by scripts go through the CSSOM, which the policy does not restrict,
so no ``unsafe-inline`` is needed. ``blob:`` is where downloaded pictures and films of a course are played from,
and the camera reads the code of a class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HSTS_SECONDS = 365 * 24 * 3600


def content_security_policy(origins: Iterable[str]) -> str:
    """Return the policy for an app served at ``origins``.

    The web socket addresses are named one by one: older Safari does not count ``wss:`` as ``'self'``. The
    grammar of the policy has no IPv6 literals, so those rely on ``'self'``.
    """
    sockets = sorted(origin.replace("http", "ws", 1) for origin in origins if "[" not in origin)
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "connect-src": " ".join(["'self'", *sockets]),
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def security_headers(origins: Iterable[str], *, https: bool) -> list[tuple[str, str]]:
    """Return the headers of every answer; ``https`` adds HSTS (RFC 6797), meaningless on plain http."""
    headers = [
        ("Content-Security-Policy", content_security_policy(origins)),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
    ]
    if https:
        headers.append(("Strict-Transport-Security", f"max-age={HSTS_SECONDS}; includeSubDomains"))
    return headers


def add_headers(app: WSGIApplication, headers: list[tuple[str, str]]) -> WSGIApplication:
    """Wrap ``app`` so that each answer carries ``headers``, unless the route set its own of that name."""
    defaults = [(name, value, name.lower()) for name, value in headers]

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, own: list[tuple[str, str]], *args: object) -> Callable[[bytes], object]:
            present = {name.lower() for name, _ in own}
            added = [(name, value) for name, value, lowered in defaults if lowered not in present]
            return start_response(status, [*own, *added], *args)  # type: ignore[arg-type]

        return app(environ, start)

    return serve
