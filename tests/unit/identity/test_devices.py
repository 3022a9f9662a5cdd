"""Kind and label of a device."""

from __future__ import annotations

import pytest

from backend.identity.devices import device_kind, device_label

ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "kind", "label"),
    [
        (ANDROID, "phone", "Chrome, Android"),
        (IPHONE, "phone", "Safari, iPhone"),
        (EDGE, "desktop", "Edge, Windows"),
        ("curl/8", "desktop", ""),
        ("", "desktop", ""),
    ],
)
def test_devices(user_agent: str, kind: str, label: str) -> None:
    assert (device_kind(user_agent), device_label(user_agent)) == (kind, label)
