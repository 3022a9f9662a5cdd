"""The one way a route is made.

``@area.endpoint(...)`` declares what a route needs and does around every handler what must never be forgotten:
who is it, may they, is it our own app that asks, is the body what the route takes and free of secrets; then one
unit of work and one commit, for commands with the operation in a savepoint and the stored answer beside it.

A domain refusal undoes the operation. What is still written is the stored answer of a command and the refusal's
own aftermath (a security count).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import orjson
from flask import Flask, Response, current_app, g, request
from flask_smorest import Blueprint
from marshmallow import Schema
from werkzeug.datastructures import FileStorage, MultiDict

from backend.core.actor import Actor
from backend.core.db import new_id
from backend.core.errors import DomainError, Forbidden, NotSignedIn, Unavailable, WrongMediaType
from backend.core.runtime import Runtime
from backend.core.secrecy import SecrecyGate
from backend.core.transaction import Tx
from backend.core.web.errors import problem
from backend.core.web.hosts import REQUEST_ID
from backend.core.web.idempotency import fingerprint, parse_command_id, store_answer, stored_answer
from backend.core.web.parsing import StrictParser, refuse_nul
from backend.core.web.spaces import requested_space

SESSION_COOKIE = "__Host-zb"
#: A header no other site can make a browser send without asking first (CORS).
OWN_HEADER, OWN_HEADER_VALUE = "X-Requested-With", "zhangbian"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
#: Under this name a view carries its RoutePolicy; the checks below and the route matrix read it.
POLICY = "zb_policy"
#: A file, as OpenAPI 3.1 describes bytes.
_BYTES = {"type": "string", "format": "binary"}
NOBODY = Actor(account_id=None, name="", permissions=frozenset(), grants=())


class CrossSite(Forbidden):
    """An unsafe request that does not come from our own app (CSRF)."""

    code = "cross_site_request"


class PermissionMissing(Forbidden):
    """The person's roles do not carry the permission of this route."""

    code = "permission_missing"


class JsonExpected(WrongMediaType):
    """The route takes JSON."""

    code = "json_expected"


class Authenticator(Protocol):
    """What identity gives to the edge: who is behind a session token."""

    def __call__(self, runtime: Runtime, token: str | None) -> Actor | None: ...


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """What a route declared."""

    permission: str | None
    public: bool
    writes: bool
    idempotent: bool
    upload: bool
    answer: Schema | None
    status: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its own status, headers or cookies (each a keyword set for ``Response.set_cookie``)."""

    payload: Any = None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler is given; what few handlers ask for is looked up when they do."""

    tx: Tx
    actor: Actor
    body: dict[str, Any]
    query: dict[str, Any]
    command_id: str | None
    runtime: Runtime

    @property
    def files(self) -> MultiDict[str, FileStorage]:
        return request.files

    @property
    def request_id(self) -> str:
        return cast(str, g.request_id)

    @property
    def remote_address(self) -> str:
        return request.remote_addr or ""

    @property
    def user_agent(self) -> str:
        return request.headers.get("User-Agent", "")[:300]

    @property
    def token(self) -> str | None:
        """The session token the browser sent."""
        return request.cookies.get(SESSION_COOKIE)


Handler = Callable[..., Any]


class Area(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """The routes of one domain under ``/api/v1``."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, *, prefix: str = "") -> None:
        super().__init__(name, name, url_prefix=f"/api/v1{prefix}")

    def endpoint(  # noqa: PLR0913  # a declaration: every argument is a keyword
        self,
        rule: str,
        *,
        method: str = "GET",
        permission: str | None = None,
        public: bool = False,
        query: type[Schema] | None = None,
        body: type[Schema] | None = None,
        answer: type[Schema] | None = None,
        status: int = 200,
        writes: bool | None = None,
        idempotent: bool = False,
        upload: bool = False,
        revalidates: bool = False,
        partial: bool = False,
        media_types: tuple[str, ...] = (),
    ) -> Callable[[Handler], Handler]:
        """Declare a route. Exactly one of ``permission`` and ``public`` is given; ``GET`` reads, others write.

        A route without ``answer`` answers no content; one that ``revalidates`` may answer 304. One that gives out
        files names their ``media_types`` in place of ``answer``, and returns a ``Response``; ``partial`` says that
        it also gives out ranges of them.
        """
        if public == (permission is not None):
            msg = f"{rule}: declare a permission, or that the route is public"
            raise TypeError(msg)
        policy = RoutePolicy(
            permission=permission,
            public=public,
            writes=method not in SAFE_METHODS if writes is None else writes,
            idempotent=idempotent,
            upload=upload,
            answer=answer() if answer else None,
            status=status,
        )

        def decorate(handler: Handler) -> Handler:
            view = _view(policy, handler, takes_query=query is not None, takes_body=body is not None)
            if body is not None:
                view = self.arguments(body(), location="form" if upload else "json")(view)
            if query is not None:
                view = self.arguments(query(), location="query")(view)
            for media_type in media_types:
                view = self.alt_response(status, schema=_BYTES, content_type=media_type)(view)
            if not media_types:
                view = self.alt_response(status, schema=answer)(view)
            if partial:
                for media_type in media_types:
                    view = self.alt_response(206, schema=_BYTES, content_type=media_type)(view)
            if revalidates:
                view = self.alt_response(304, description="The client holds this version already.")(view)
            setattr(view, POLICY, policy)  # a function has no declared attributes
            self.route(rule, methods=[method])(view)
            return handler

        return decorate


def file_bytes(content: bytes, media_type: str, name: str) -> Response:
    """A file that was made for the asker, to be kept under ``name`` (ASCII; RFC 6266)."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def json_bytes(body: bytes, *, etag: str | None = None) -> Response:
    """A hot read's answer, rendered already; ``304`` when the client holds this version (RFC 9110 §13)."""
    response = Response(body, content_type="application/json")
    if etag is not None:
        response.set_etag(etag)
        response.make_conditional(request.environ)
    return response


def current_runtime() -> Runtime:
    """The runtime of the app that answers now."""
    return cast(Runtime, current_app.extensions["zb"])


def install_edge(app: Flask, runtime: Runtime, authenticate: Authenticator) -> None:
    """Hang the checks before, and the headers after, every request."""
    app.extensions["zb"] = runtime
    app.extensions["zb_gate"] = SecrecyGate.load(runtime.settings.secrecy_list)
    app.extensions["zb_authenticate"] = authenticate
    app.before_request(_before_request)
    app.after_request(_after_request)


def _before_request() -> None:
    g.request_id = request.environ.get(REQUEST_ID) or new_id()
    view = current_app.view_functions.get(request.endpoint or "")
    policy: RoutePolicy | None = getattr(view, POLICY, None)
    if policy is None:  # static files of the app, unknown paths
        return
    if request.method not in SAFE_METHODS:
        _check_form(policy)
    authenticate: Authenticator = current_app.extensions["zb_authenticate"]
    actor = authenticate(current_runtime(), request.cookies.get(SESSION_COOKIE))
    g.runtime, g.space = current_runtime(), requested_space()
    if actor is None and (g.space is not None or not policy.public):
        raise NotSignedIn
    if actor is not None and g.space is not None:
        g.runtime, actor = g.space.enter(actor, request.endpoint or "", request.headers)
    if actor is not None and policy.permission is not None and not actor.may(policy.permission):
        raise PermissionMissing(permission=str(policy.permission))
    g.actor = actor or NOBODY


def _check_form(policy: RoutePolicy) -> None:
    """CSRF and kind of body; Host, Origin and size were looked at by ``core.web.hosts`` before."""
    if request.headers.get(OWN_HEADER) != OWN_HEADER_VALUE:
        raise CrossSite
    expected = "multipart/form-data" if policy.upload else "application/json"
    if request.content_length and request.mimetype != expected:
        raise JsonExpected(expected=expected)


def _after_request(response: Response) -> Response:
    if request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
    return response


def _view(
    policy: RoutePolicy, handler: Handler, *, takes_query: bool, takes_body: bool
) -> Callable[..., Response]:
    @functools.wraps(handler)
    def view(*parsed: dict[str, Any], **path: str) -> Response:
        query = parsed[0] if takes_query else {}
        body = parsed[-1] if takes_body else {}
        if request.method not in SAFE_METHODS:  # also those that open their own transactions
            current_app.extensions["zb_gate"].check([body, path])
            if g.space is not None:
                g.space.check([body, path])
        refuse_nul([query, body, path])
        runtime: Runtime = g.runtime

        def call(tx: Tx, command_id: str | None) -> Response:
            return _respond(policy, handler(Call(tx, g.actor, body, query, command_id, runtime), **path))

        if not policy.writes:
            with runtime.database.read() as tx:
                return call(tx, None)
        return _write(runtime, policy, call)

    return view


def _write(runtime: Runtime, policy: RoutePolicy, call: Callable[[Tx, str | None], Response]) -> Response:
    """The operation and its answer in one unit of work; a refusal undoes it, save what it leaves behind."""
    if policy.idempotent:
        return _write_once(runtime, call)
    try:
        with runtime.database.write() as tx:
            return call(tx, None)
    except DomainError as refusal:
        if refusal.aftermath is not None:
            with runtime.database.write() as tx:
                refusal.aftermath(tx)
        raise


def _write_once(runtime: Runtime, call: Callable[[Tx, str | None], Response]) -> Response:
    """The same for a command, with the stored answer: that of before, or that of now beside its effect."""
    command_id = parse_command_id(request.headers.get("Idempotency-Key"))
    mark = fingerprint(f"{request.method} {request.path}", request.get_data())
    with runtime.database.write() as tx:
        earlier = stored_answer(tx, command_id, g.actor.account_id, mark)
        if earlier is not None:
            return _replayed(*earlier)
        response = _attempt(tx, call, command_id)
        if response.status_code < 500:
            store_answer(tx, command_id, g.actor.account_id, mark, response.status_code, response.get_data())
        return response


def _attempt(tx: Tx, call: Callable[[Tx, str | None], Response], command_id: str) -> Response:
    try:
        with tx.savepoint():
            return call(tx, command_id)
    except Unavailable:
        raise  # says nothing about the command: nothing is kept of it
    except DomainError as refusal:
        if refusal.aftermath is not None:
            refusal.aftermath(tx)
        return problem(refusal)


def _replayed(status: int, answer: bytes) -> Response:
    kind = "application/json" if status < 400 else "application/problem+json"
    return Response(answer, status, {"Idempotent-Replayed": "true"}, content_type=kind)


def _respond(policy: RoutePolicy, result: Any) -> Response:
    if isinstance(result, Response):
        return result
    answer = result if isinstance(result, Answer) else Answer(result)
    status = answer.status or policy.status
    if answer.payload is None:
        response = Response(status=204 if status == 200 else status)
    else:
        payload = policy.answer.dump(answer.payload) if policy.answer else answer.payload
        response = Response(orjson.dumps(payload), status, content_type="application/json")
    response.headers.update(answer.headers)
    for cookie in answer.cookies:
        response.set_cookie(**cookie)
    return response
