"""The application that gunicorn serves: ``backend.wsgi:application``."""

from __future__ import annotations

from backend.app import create_app
from backend.config import Settings
from backend.core.logs import configure_logs
from backend.core.runtime import Runtime
from backend.identity.public import ensure_not_demo
from backend.migrations import ensure_current
from notifications.realtime import attach_realtime

_settings = Settings.from_env()
configure_logs(_settings.log_level)
_runtime = Runtime.start(_settings)
ensure_current(_runtime)
ensure_not_demo(_runtime)

application = create_app(_runtime)
socketio = attach_realtime(application, _runtime)
