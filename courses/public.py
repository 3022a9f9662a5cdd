"""What other domains may use of training."""

from __future__ import annotations

__all__: list[str] = []
