"""Browsers that pushes can be sent to, without a browser: their keys, and reading what arrives for them."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(slots=True)
class Device:
    """A browser's side of a subscription at ``endpoint``."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    def subscription(self) -> dict[str, Any]:
        """What ``PushSubscription.toJSON()`` gives, and a label."""
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": encode(point), "auth": encode(self.secret)}
        return {"endpoint": self.endpoint, "keys": keys, "device_label": "Firefox"}

    def read(self, body: bytes) -> bytes:
        """Decrypt a message (RFC 8291)."""
        plain: bytes = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return plain

    def read_json(self, body: bytes) -> dict[str, Any]:
        """Decrypt a message and parse it."""
        message: dict[str, Any] = json.loads(self.read(body))
        return message


def encode(data: bytes) -> str:
    """Encode as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
