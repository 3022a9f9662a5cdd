"""The area under which all routes of results lie."""

from __future__ import annotations

from backend.core.web.endpoint import Area

area = Area("assessment-results", prefix="/assessment/results")
