"""The key pair by which push services know this installation (RFC 8292), kept beside the other keys."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from backend.config import Settings
from backend.core.crypto import write_secret
from notifications.channels.vapid_keys import VapidKeys, generate_vapid_keys, public_key_of

_FILE = "vapid.pem"


def ensure_vapid_keys(key_dir: Path) -> VapidKeys:
    """Return the key pair in ``key_dir``, made on first use and readable by its owner alone.

    Browsers subscribe for one public key: with a new pair every subscription is void.
    """
    path = key_dir / _FILE
    if not path.exists():
        key_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret(path, generate_vapid_keys().private_pem)
    private_pem = path.read_text(encoding="ascii")
    return VapidKeys(private_pem, public_key_of(private_pem))


def vapid_subject(settings: Settings) -> str:
    """Whom a push service may turn to about our pushes: the installation's address (RFC 8292, 2.1)."""
    host = urlsplit(settings.origin)
    if host.scheme == "https":
        return f"https://{host.hostname}"
    return "mailto:postmaster@localhost"
