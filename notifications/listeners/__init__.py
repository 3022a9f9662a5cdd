"""Who is told of what: one module for each domain whose events are listened to."""

from __future__ import annotations

from backend.core.events import Event, Handler
from backend.identity.public import register_counter
from notifications.listeners import approvals, assessment, courses, exchange, identity
from notifications.queries import unread_count

LISTENERS: list[tuple[type[Event], Handler]] = [
    *approvals.LISTENERS,
    *assessment.LISTENERS,
    *courses.LISTENERS,
    *exchange.LISTENERS,
    *identity.LISTENERS,
]

# The badge of the notices, answered with the session.
register_counter("notices", unread_count)
