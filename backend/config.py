"""Every setting of an installation, read once from ``ZB_*`` environment variables.

The defaults run the product on one machine with SQLite, a data folder ``var/`` and no outside service.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

AsyncMode = Literal["eventlet", "gevent", "threading"]
Environment = Literal["development", "production"]
Listen = Literal["local", "all"]

#: Hosts of the push services that the browsers in use name in their subscriptions.
#: An entry that begins with a dot allows every host below it.
DEFAULT_PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    "web.push.apple.com",
    ".notify.windows.com",
)


class SettingsError(ValueError):
    """A ``ZB_*`` variable has a value that the product cannot run with; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The values an installation runs with."""

    env: Environment
    database_url: str
    redis_url: str | None
    data_dir: Path
    port: int
    public_url: str | None
    async_mode: AsyncMode
    shared: Path | None
    push_enabled: bool
    push_hosts: tuple[str, ...]
    push_test_origin: str | None
    trusted_hosts: tuple[str, ...]
    secrecy_list: Path | None
    log_level: str
    listen: Listen = "local"
    web_processes: int = 1

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def key_dir(self) -> Path:
        """Where the keys lie: outside the database, so that its backup alone opens nothing."""
        return self.data_dir / "keys"

    @property
    def origin(self) -> str:
        """The address people type, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings.

        Raises :class:`SettingsError` for a value outside its set, a port that is no number, or a
        push test origin in production (it would let the server post to an address nobody vetted).
        """
        env = os.environ if env is None else env
        data_dir = Path(env.get("ZB_DATA_DIR", "var")).resolve()
        public_url = env.get("ZB_PUBLIC_URL") or None
        settings = cls(
            env=_choice(env, "ZB_ENV", ("development", "production")),  # type: ignore[arg-type]  # checked
            database_url=env.get("ZB_DATABASE_URL") or f"sqlite:///{data_dir / 'zhangbian.db'}",
            redis_url=env.get("ZB_REDIS_URL") or None,
            data_dir=data_dir,
            port=_integer(env, "ZB_PORT", 8000),
            public_url=public_url,
            async_mode=_choice(env, "ZB_ASYNC", ("eventlet", "gevent", "threading")),  # type: ignore[arg-type]  # checked
            shared=_existing_folder(env.get("ZB_SHARED", "../shared")),
            push_enabled=_flag(env, "ZB_PUSH", default=env.get("ZB_ENV", "development") != "production"),
            push_hosts=_words(env.get("ZB_PUSH_HOSTS")) or DEFAULT_PUSH_HOSTS,
            push_test_origin=env.get("ZB_PUSH_TEST_ORIGIN") or None,
            trusted_hosts=_trusted_hosts(public_url, _words(env.get("ZB_TRUSTED_HOSTS"))),
            secrecy_list=Path(env["ZB_SECRECY_LIST"]) if env.get("ZB_SECRECY_LIST") else None,
            log_level=env.get("ZB_LOG_LEVEL", "INFO").upper(),
            listen=_choice(env, "ZB_LISTEN", ("local", "all")),  # type: ignore[arg-type]  # checked by _choice
            web_processes=_integer(env, "ZB_WEB_PROCESSES", 1),
        )
        if settings.production and settings.push_test_origin:
            msg = "ZB_PUSH_TEST_ORIGIN is for tests only and is refused when ZB_ENV=production."
            raise SettingsError(msg)
        if settings.production and not settings.public_url:
            msg = "ZB_PUBLIC_URL is needed when ZB_ENV=production: it decides which hosts are answered."
            raise SettingsError(msg)
        return settings


def _choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name) or allowed[0]
    if value not in allowed:
        msg = f"{name}={value!r}: choose one of {', '.join(allowed)}."
        raise SettingsError(msg)
    return value


def _integer(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        msg = f"{name}={value!r} is not a whole number."
        raise SettingsError(msg) from error


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name)
    return default if not value else value.lower() in ("1", "true", "yes", "on")


def _words(value: str | None) -> tuple[str, ...]:
    return tuple(word for word in (value or "").replace(",", " ").split() if word)


def _existing_folder(value: str) -> Path | None:
    folder = Path(value).resolve()
    return folder if folder.is_dir() else None


def _trusted_hosts(public_url: str | None, extra: tuple[str, ...]) -> tuple[str, ...]:
    own = urlsplit(public_url).hostname if public_url else None
    local = ("localhost", "127.0.0.1", "[::1]")
    return ((own,) if own else local) + extra
