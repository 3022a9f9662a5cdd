"""Keys, field encryption, digests and marks of authenticity.

Algorithms are those of Chinese commercial cryptography as far as ``cryptography`` has them: SM4-GCM for fields,
HMAC-SM3 for digests that are searched and for marks on rows, SM3 for seals. Keys lie in files outside the
database (0600), each with an id that is stored with every value, so that they can be changed one by one.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC

_NONCE_BYTES = 12
_TAG_BYTES = 16


class Undecryptable(ValueError):
    """The value was not encrypted by these keys for this place, or was changed since."""


def sm3(data: bytes) -> str:
    """The SM3 digest of ``data`` as ``sm3:hex``."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return "sm3:" + digest.finalize().hex()


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation. ``current`` names the key that new values use."""

    current: str
    fields: dict[str, bytes]
    digests: dict[str, bytes]
    marks: dict[str, bytes]

    def encrypt(self, text: str, aad: str) -> str:
        """``kid:base64(nonce + ciphertext + tag)``; ``aad`` binds the value to its table, column and row."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        encryptor = Cipher(algorithms.SM4(self.fields[self.current]), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(aad.encode())
        body = encryptor.update(text.encode()) + encryptor.finalize()
        return f"{self.current}:{base64.b64encode(nonce + body + encryptor.tag).decode()}"

    def decrypt(self, value: str, aad: str) -> str:
        """The text behind ``value``. Raises :class:`Undecryptable` for a foreign, moved or changed value."""
        kid, _, coded = value.partition(":")
        try:
            raw = base64.b64decode(coded, validate=True)
            nonce, body, tag = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:-_TAG_BYTES], raw[-_TAG_BYTES:]
            decryptor = Cipher(algorithms.SM4(self.fields[kid]), modes.GCM(nonce, tag)).decryptor()
            decryptor.authenticate_additional_data(aad.encode())
            return (decryptor.update(body) + decryptor.finalize()).decode()
        except (KeyError, ValueError, InvalidTag) as error:
            raise Undecryptable(aad) from error

    def digest(self, purpose: str, text: str) -> str:
        """A keyed digest for looking a value up without storing it: ``kid:hex``."""
        code = _hmac(self.digests[self.current], f"{purpose}\0{text}".encode())
        return f"{self.current}:{code.hex()}"

    def mac(self, data: bytes) -> str:
        """A mark that only the holder of the key can make: ``kid:hex``."""
        return f"{self.current}:{_hmac(self.marks[self.current], data).hex()}"

    def verify_mac(self, data: bytes, mark: str) -> bool:
        kid, _, found = mark.partition(":")
        key = self.marks.get(kid)
        return key is not None and hmac.compare_digest(_hmac(key, data).hex(), found)

    @classmethod
    def generate(cls) -> Keyring:
        return cls("k1", {"k1": os.urandom(16)}, {"k1": os.urandom(32)}, {"k1": os.urandom(32)})

    @classmethod
    def load_or_create(cls, folder: Path) -> Keyring:
        """The keyring in ``folder/keyring.json``; made on first use, readable by its owner alone."""
        path = folder / "keyring.json"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_secret(path, cls.generate().dump())
        return cls._parse(path.read_text(encoding="utf-8"))

    def dump(self) -> str:
        """The text of the key file."""
        coded = {
            name: {kid: base64.b64encode(key).decode() for kid, key in keys.items()}
            for name, keys in (("fields", self.fields), ("digests", self.digests), ("marks", self.marks))
        }
        return json.dumps({"current": self.current, **coded}, indent=2)

    @classmethod
    def _parse(cls, text: str) -> Keyring:
        raw = json.loads(text)
        keys = {
            name: {kid: base64.b64decode(key) for kid, key in raw[name].items()}
            for name in ("fields", "digests", "marks")
        }
        return cls(raw["current"], **keys)


def write_secret(path: Path, text: str) -> None:
    """Write ``text`` so that only the owner reads it, and never half: two starters agree on one file."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(partial, path)  # fails when somebody else was first; theirs counts then
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def _hmac(key: bytes, data: bytes) -> bytes:
    mac = HMAC(key, hashes.SM3())
    mac.update(data)
    return mac.finalize()
