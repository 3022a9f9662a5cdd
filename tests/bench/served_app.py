"""The application as gunicorn serves it, with the empty route of the benches beside its own."""

from __future__ import annotations

from backend.wsgi import application
from tests.bench.house import add_empty_route

add_empty_route(application)
