"""The index that units are found in."""

from __future__ import annotations

from backend.core.db import Base
from backend.core.search import SearchIndex

UNIT_SEARCH = SearchIndex("register_unit_search", Base.metadata)
