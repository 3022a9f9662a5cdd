"""Every route × every role: what is declared is what happens, and nothing is undeclared.

The test walks the app's own map of routes, so a route that comes later is covered the day it comes; one without a
declared permission fails here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from backend.core.actor import Actor
from backend.core.db import Database
from backend.core.runtime import Runtime
from backend.core.web.endpoint import SAFE_METHODS, SESSION_COOKIE, RoutePolicy
from backend.identity.permissions import Permission, Role, permissions_of
from tests.conftest import OwnClient
from tests.factories.identity import Office

# Who may ask is decided before any database is.
pytestmark = pytest.mark.sqlite

#: An id of the right shape that belongs to nothing.
NOTHING = "0" * 32
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one rule, with what it declared."""

    method: str
    rule: str
    path: str
    policy: RoutePolicy

    def may(self, role: str) -> bool:
        if self.policy.public:
            return True
        return role != NOBODY and self.policy.permission in permissions_of({role})


def _routes(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        policy = getattr(app.view_functions[rule.endpoint], "zb_policy", None)
        if policy is None:
            continue
        path = "".join(NOTHING if dynamic else part for dynamic, part in rule._trace)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield Route(method, rule.rule, path.split("|")[-1], policy)


@pytest.fixture
def acting(app: Flask, database: Database, office: Office) -> Flask:
    """The app, told who acts by a cookie that holds the role: no session is needed, and none can be ended."""
    with database.read() as tx:
        actors = {role.value: office.actor(tx, role.value) for role in Role}

    def authenticate(runtime: Runtime, token: str | None) -> Actor | None:
        return actors.get(token or "")

    app.extensions["zb_authenticate"] = authenticate
    app.test_client_class = OwnClient
    return app


def test_every_route_of_the_api_declares_who_may_use_it(app: Flask) -> None:
    undeclared = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "zb_policy", None) is None
        and (rule.rule.startswith("/api") or not (rule.methods or set()) <= set(SAFE_METHODS))
    ]
    assert undeclared == []


def test_what_a_route_declares_exists(app: Flask) -> None:
    known = {permission.value for permission in Permission}
    routes = list(_routes(app))
    assert len(routes) > 20
    for route in routes:
        assert route.policy.public != (route.policy.permission is not None), route
        assert route.policy.public or route.policy.permission in known, route
        assert not (route.method in SAFE_METHODS and route.policy.writes), route


def test_public_routes_are_few_and_named(app: Flask) -> None:
    public = {(route.method, route.rule) for route in _routes(app) if route.policy.public}
    assert public == {
        ("GET", "/api/v1/meta"),
        ("POST", "/api/v1/session"),
        ("DELETE", "/api/v1/session"),
        ("POST", "/api/v1/push/receipts"),
        ("GET", "/api/v1/certificates/verification/<token>"),
    }


@pytest.mark.parametrize("role", [NOBODY, *(role.value for role in Role)])
def test_each_role_passes_exactly_where_it_may(acting: Flask, role: str) -> None:
    wrong = []
    for route in _routes(acting):
        status, code = _ask(acting, role, route)
        if route.may(role):
            as_declared = status < 500 and (status, code) != (403, "permission_missing")
            as_declared = as_declared and (status != 401 or route.policy.public)
        elif role == NOBODY:
            as_declared = (status, code) == (401, "not_signed_in")
        else:
            as_declared = (status, code) == (403, "permission_missing")
        if not as_declared:
            wrong.append((route.method, route.rule, status, code))
    assert wrong == []


def _ask(app: Flask, role: str, route: Route) -> tuple[int, str | None]:
    client = app.test_client()
    client.set_cookie(SESSION_COOKIE, role, domain="localhost", secure=True)
    body: dict[str, Any] = {}
    if route.method not in SAFE_METHODS:
        body = {"data": {}, "content_type": "multipart/form-data"} if route.policy.upload else {"json": {}}
    answer = client.open(route.path, method=route.method, headers={"Idempotency-Key": str(uuid.uuid4())}, **body)
    content = answer.get_json(silent=True)
    return answer.status_code, content.get("code") if isinstance(content, dict) else None
