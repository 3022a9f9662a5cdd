"""The HTTP session that pushes go through: it can reach push services and nothing else.

pywebpush posts to any address, follows redirects and waits for ever; the session it is given here does none
of that, whatever it is asked. Each request is checked again, the name is resolved once and the connection
goes to that address while TLS still verifies the name, answers are read up to a limit of size and time, and
neither proxies nor credentials of the environment are used.
"""

from __future__ import annotations

import http.cookiejar
import socket
import time
from typing import Any, ClassVar

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util import Timeout
from urllib3.util.connection import create_connection
from urllib3.util.retry import Retry

from notifications.push_guard import PushPolicy, check_endpoint, pinned_address

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
ANSWER_SECONDS = 8.0
ANSWER_LIMIT_BYTES = 64 * 1024
POOL_SIZE = 64


class AnswerTooLong(requests.RequestException):
    """A push service's answer is larger than 64 kB or takes longer than 8 s to arrive."""


class _PinnedConnection(HTTPSConnection):
    """Connects to the address that was checked, not to what the name means a moment later."""

    policy: ClassVar[PushPolicy]

    def _new_conn(self) -> socket.socket:
        address = pinned_address(self.host, self.policy)
        try:
            return create_connection((address, self.port), self.timeout, socket_options=self.socket_options)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "the push service did not answer") from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error


def _pinning_pool(policy: PushPolicy) -> type[urllib3.HTTPSConnectionPool]:
    pinned = type("PinnedConnection", (_PinnedConnection,), {"policy": policy})
    return type("PinnedPool", (urllib3.HTTPSConnectionPool,), {"ConnectionCls": pinned})


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, policy: PushPolicy) -> None:
        self._policy = policy
        super().__init__(pool_connections=16, pool_maxsize=POOL_SIZE, max_retries=Retry(0, redirect=False))

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "https": _pinning_pool(self._policy),
            # Only the exact test origin passes the check with http.
            "http": urllib3.HTTPConnectionPool,
        }

    def send(self, request: requests.PreparedRequest, *_args: Any, **_kwargs: Any) -> requests.Response:
        """Post ``request`` within our own limits, whatever limits and proxies the caller asks for."""
        check_endpoint(request.url or "", allow=self._policy)
        limits = Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        response = super().send(request, stream=True, timeout=limits, verify=True)  # type: ignore[arg-type]
        # Set before requests would read the answer whole.
        response._content = _read_limited(response)  # noqa: SLF001
        response._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001
        return response


def _read_limited(response: requests.Response) -> bytes:
    """Read the answer undecoded; raise :class:`AnswerTooLong` past the limits, closing the connection."""
    deadline = time.monotonic() + ANSWER_SECONDS
    data = bytearray()
    while chunk := response.raw.read1(8192, decode_content=False):
        data += chunk
        if len(data) > ANSWER_LIMIT_BYTES or time.monotonic() > deadline:
            response.raw.close()
            raise AnswerTooLong(response=response)
    response.raw.release_conn()
    return bytes(data)


class GuardedSession(requests.Session):
    """A session for push services alone; safe to share between threads, it keeps no cookies."""

    def __init__(self, policy: PushPolicy) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        self.adapters.clear()
        adapter = _GuardedAdapter(policy)
        self.mount("https://", adapter)
        if policy.test_origin:
            self.mount(policy.test_origin, adapter)

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Follow no redirect: the answer with its 3xx status is the answer."""
