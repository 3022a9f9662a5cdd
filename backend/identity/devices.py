"""What a browser's User-Agent tells about the device: its kind, and a short label its owner recognises.

The kind decides how long a session may rest; it is a courtesy of the browser, not evidence.
"""

from __future__ import annotations

import re
from typing import Literal

DeviceKind = Literal["desktop", "phone"]

_PHONE = re.compile(r"Mobile|Android|iPhone|iPad|HarmonyOS|OpenHarmony")
#: The first that fits counts: almost every browser calls itself Safari and Chrome as well.
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_kind(user_agent: str) -> DeviceKind:
    return "phone" if _PHONE.search(user_agent) else "desktop"


def device_label(user_agent: str) -> str:
    """ "Chrome, Android"; names of products, the same in every language; "" if nothing is recognised."""
    found = (next((label for mark, label in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS))
    return ", ".join(label for label in found if label)
