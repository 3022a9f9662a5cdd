"""The server's own keys of Web Push (RFC 8292): a pair on P-256."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True, slots=True)
class VapidKeys:
    """A server's key pair: PKCS #8 PEM, and the point that browsers subscribe with, base64url (RFC 8292)."""

    private_pem: str
    public_key: str


def generate_vapid_keys() -> VapidKeys:
    """Make a new key pair on P-256."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return VapidKeys(pem.decode(), _public_key(key))


def public_key_of(private_pem: str) -> str:
    """Return the public key that belongs to ``private_pem``."""
    return _public_key(load_private_key(private_pem))


def load_private_key(private_pem: str) -> ec.EllipticCurvePrivateKey:
    """Read a private key; raises TypeError for one that is not an elliptic curve key, ValueError for no key."""
    key = serialization.load_pem_private_key(private_pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("a VAPID key is an elliptic curve key")
    return key


def _public_key(key: ec.EllipticCurvePrivateKey) -> str:
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
