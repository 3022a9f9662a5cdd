"""Brings the browsers that the journeys drive: Chromium, Firefox ESR, and a font for Chinese.

Debian's own packages where this runs as root with apt-get, else Playwright's builds. What cannot be had is
said loudly, and the journeys that need it skip; with ``CI=true`` that is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: Program by Debian package.
PACKAGES = {"chromium": "chromium", "firefox-esr": "firefox-esr"}
FONT_PACKAGE = "fonts-noto-cjk"
#: Package scripts need these, and a bare PATH lacks them.
SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


def main() -> int:
    """Install what is missing. Returns 1 when something stays missing and ``CI`` is set."""
    if missing_packages() and os.geteuid() == 0 and shutil.which("apt-get", path=SYSTEM_PATH):
        install_packages(missing_packages())
    if not has_chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    missing = [
        name
        for name, found in (("chromium", has_chromium()), ("firefox-esr", bool(find("firefox-esr"))))
        if not found
    ]
    if missing:
        print(
            f"\n!! NO BROWSER: {', '.join(missing)} could not be installed; journeys that need it are SKIPPED.\n",
            flush=True,
        )
    return 1 if missing and os.environ.get("CI") == "true" else 0


def find(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:{SYSTEM_PATH}")


def missing_packages() -> list[str]:
    """Debian packages whose program or font is not here."""
    missing = [package for program, package in PACKAGES.items() if find(program) is None]
    return missing if has_chinese_font() else [*missing, FONT_PACKAGE]


def has_chinese_font() -> bool:
    """Whether anything here can draw Chinese: without, screenshots are rows of boxes."""
    lister = find("fc-list")
    return lister is not None and bool(
        subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout.strip()
    )


def has_chromium() -> bool:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache" / "ms-playwright"))
    return find("chromium") is not None or any(cache.glob("chromium-*"))


def install_packages(packages: list[str]) -> None:
    """Install Debian packages; a failure shows in what is missing afterwards."""
    print(f"-- Installing {', '.join(packages)} …", flush=True)
    env = {**os.environ, "PATH": SYSTEM_PATH, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *arguments], env=env, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(f"   apt-get {arguments[0]}: {done.stderr.strip().splitlines()[-1:]}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
