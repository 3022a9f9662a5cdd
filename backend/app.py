"""Puts the house together: which domains there are, who listens to whom, and the web application.

Each domain may offer routes (``api``), ``LISTENERS``, ``JOBS``, ``CHECKS`` for ``verify`` and ``COMMANDS``; the
lists below are the one place that names them all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson
from flask import Flask
from flask.json.provider import JSONProvider
from flask_smorest import Api

import backend.approvals.api
import backend.approvals.commands
import backend.approvals.listeners
import backend.approvals.verify
import backend.assessment.evidence.api
import backend.assessment.evidence.verify
import backend.assessment.goals.api
import backend.assessment.goals.jobs
import backend.assessment.goals.verify
import backend.assessment.goals.wiring
import backend.assessment.grading.api
import backend.assessment.grading.jobs
import backend.assessment.grading.verify
import backend.assessment.grading.wiring
import backend.assessment.marks.api
import backend.assessment.marks.jobs
import backend.assessment.papers.api
import backend.assessment.papers.jobs
import backend.assessment.papers.wiring
import backend.assessment.public
import backend.assessment.results.api
import backend.assessment.results.jobs
import backend.assessment.results.verify
import backend.assessment.results.wiring
import backend.assessment.rounds.api
import backend.assessment.schemes.api
import backend.assessment.schemes.jobs
import backend.assessment.schemes.opening
import backend.assessment.schemes.verify
import backend.description
import backend.exchange.api
import backend.exchange.commands
import backend.exchange.jobs
import backend.identity.api
import backend.identity.commands
import backend.identity.verify
import backend.records.files.api
import backend.records.files.jobs
import backend.records.verify
import backend.register.api
import backend.register.verify
import backend.sandbox.api
import courses.catalogue.api
import courses.catalogue.commands
import courses.catalogue.jobs
import courses.catalogue.listeners
import courses.catalogue.verify
import courses.catalogue.wiring
import courses.certificates.api
import courses.certificates.jobs
import courses.certificates.listeners
import courses.certificates.queries
import courses.certificates.verify
import courses.classes.api
import courses.credits.api
import courses.credits.listeners
import courses.desk.api
import courses.desk.verify
import courses.interchange.api
import courses.interchange.commands
import courses.mentoring.api
import courses.mentoring.gates
import courses.mentoring.jobs
import courses.mentoring.queries.certificates
import courses.mentoring.verify
import courses.practice.api
import courses.practice.verify
import courses.quizzes.api
import courses.quizzes.jobs
import courses.quizzes.verify
import courses.reports.api
import notifications.api
import notifications.listeners
from backend.approvals.public import register_subject
from backend.core.events import Event, Handler, listen
from backend.core.findings import Check
from backend.core.jobs import JobHandler
from backend.core.runtime import Runtime
from backend.core.web.app_files import install_app_files
from backend.core.web.endpoint import Area, install_edge
from backend.core.web.errors import install_error_handlers
from backend.core.web.headers import add_headers, security_headers
from backend.core.web.hosts import HostPolicy, guard_hosts
from backend.core.web.schema import ProblemSchema
from backend.core.web.spaces import install_space
from backend.identity.public import authenticate
from backend.register.subjects import SUBJECTS
from backend.sandbox.space import SANDBOX, Sandboxes
from backend.version import VERSION
from courses.verification import StandingOf, use_standings

#: The app as ``vite build`` leaves it.
APP_FOLDER = Path(__file__).parents[1] / "pwa" / "dist"

AREAS: tuple[Area, ...] = (
    backend.identity.api.area,
    backend.records.files.api.area,
    backend.register.api.area,
    backend.approvals.api.area,
    backend.exchange.api.area,
    courses.catalogue.api.area,
    courses.credits.api.area,
    courses.classes.api.area,
    courses.certificates.api.area,
    courses.quizzes.api.area,
    courses.reports.api.area,
    courses.desk.api.area,
    courses.mentoring.api.area,
    courses.practice.api.area,
    courses.interchange.api.area,
    backend.assessment.rounds.api.area,
    backend.assessment.marks.api.area,
    backend.assessment.goals.api.area,
    backend.assessment.papers.api.area,
    backend.assessment.evidence.api.area,
    backend.assessment.schemes.api.area,
    backend.assessment.grading.api.area,
    backend.assessment.results.api.area,
    notifications.api.area,
    backend.sandbox.api.area,
    backend.description.area,
)
LISTENERS: tuple[tuple[type[Event], Handler], ...] = (
    *backend.approvals.listeners.LISTENERS,
    *courses.catalogue.listeners.LISTENERS,
    *courses.credits.listeners.LISTENERS,
    *courses.certificates.listeners.LISTENERS,
    *notifications.listeners.LISTENERS,
)
JOBS: dict[str, JobHandler] = {
    **backend.exchange.jobs.JOBS,
    **backend.records.files.jobs.JOBS,
    **courses.catalogue.jobs.JOBS,
    **backend.assessment.goals.jobs.JOBS,
    **backend.assessment.marks.jobs.JOBS,
    **courses.quizzes.jobs.JOBS,
    **courses.certificates.jobs.JOBS,
    **courses.mentoring.jobs.JOBS,
    **backend.assessment.schemes.jobs.JOBS,
    **backend.assessment.grading.jobs.JOBS,
    **backend.assessment.results.jobs.JOBS,
    **backend.assessment.papers.jobs.JOBS,
}
CHECKS: tuple[Check, ...] = (
    *backend.identity.verify.CHECKS,
    *backend.records.verify.CHECKS,
    *backend.approvals.verify.CHECKS,
    *backend.register.verify.CHECKS,
    *courses.catalogue.verify.CHECKS,
    *courses.quizzes.verify.CHECKS,
    *courses.practice.verify.CHECKS,
    *courses.certificates.verify.CHECKS,
    *courses.desk.verify.CHECKS,
    *courses.mentoring.verify.CHECKS,
    *backend.assessment.evidence.verify.CHECKS,
    *backend.assessment.schemes.verify.CHECKS,
    *backend.assessment.grading.verify.CHECKS,
    *backend.assessment.goals.verify.CHECKS,
    *backend.assessment.results.verify.CHECKS,
)
STANDINGS: tuple[StandingOf, ...] = (
    courses.certificates.queries.standing,
    courses.mentoring.queries.certificates.standing,
)
COMMANDS: tuple[click.Command, ...] = (
    *backend.approvals.commands.COMMANDS,
    *backend.exchange.commands.COMMANDS,
    *courses.catalogue.commands.COMMANDS,
    *courses.interchange.commands.COMMANDS,
    *backend.identity.commands.COMMANDS,
)


class _Json(JSONProvider):
    """orjson reads and writes every body."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        return orjson.loads(s)


class _Api(Api):  # type: ignore[misc]  # flask-smorest has no types
    """Our refusals have one shape, and the description says so."""

    ERROR_SCHEMA = ProblemSchema


def wire() -> None:
    """Connect the domains; a second call changes nothing."""
    for event_type, handler in LISTENERS:
        listen(event_type, handler)
    for subject in SUBJECTS:
        register_subject(subject)
    courses.catalogue.wiring.connect()
    courses.mentoring.gates.use_superiors(backend.assessment.public.superiors_of)
    for standing in STANDINGS:
        use_standings(standing)
    backend.assessment.schemes.opening.connect()
    backend.assessment.goals.wiring.connect()
    backend.assessment.grading.wiring.connect()
    backend.assessment.results.wiring.connect()
    backend.assessment.papers.wiring.connect()


def create_app(runtime: Runtime, app_folder: Path = APP_FOLDER) -> Flask:
    """The web application, without sockets: those are attached by ``notifications.realtime``."""
    wire()
    app = Flask("backend", static_folder=None)
    app.json = _Json(app)
    app.config.update(API_TITLE="Zhangbian", API_VERSION=VERSION, OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX=None)
    api = _Api(app)
    app.extensions["zb_api"] = api
    install_edge(app, runtime, authenticate)
    install_space(app, SANDBOX, Sandboxes(runtime))
    for area in AREAS:
        api.register_blueprint(area)
    install_error_handlers(app)
    install_app_files(app, app_folder)
    _guard(app, runtime)
    return app


def _guard(app: Flask, runtime: Runtime) -> None:
    """Put the gates in front of everything the app answers."""
    policy = HostPolicy.of_installation(runtime.settings)
    headers = security_headers(policy.origins, https=runtime.settings.origin.startswith("https://"))
    app.wsgi_app = guard_hosts(add_headers(app.wsgi_app, headers), policy)  # type: ignore[method-assign,assignment]  # Flask's way
