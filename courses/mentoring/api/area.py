"""Where the routes of mentoring hang."""

from __future__ import annotations

from backend.core.web.endpoint import Area

area = Area("mentoring", prefix="/mentoring")
