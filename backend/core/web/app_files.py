"""The built app: its hashed files for ever, its shell always fresh, compressed beforehand.

Every path that is neither the API nor a file is the app's own address (``/tasks``, ``/register/units/…``) and
gets the shell; the app shows the page, or says that there is none.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from werkzeug.exceptions import NotFound, ServiceUnavailable
from werkzeug.security import safe_join

#: One year, RFC 8246: a file whose name holds its hash never changes.
_FOR_EVER = "public, max-age=31536000, immutable"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


def install_app_files(app: Flask, folder: Path) -> None:
    """Serve the app that was built into ``folder``."""

    def serve(path: str = "") -> Response:
        if path.startswith(("api/", "socket.io")):
            raise NotFound
        if path and (found := safe_join(str(folder), path)) and Path(found).is_file():
            return _file(folder, path)
        if "." in path.rsplit("/", 1)[-1]:
            raise NotFound
        if not (folder / "index.html").is_file():
            msg = "The app is not built."
            raise ServiceUnavailable(msg)
        return _file(folder, "index.html")

    app.add_url_rule("/", "app_files", serve)
    app.add_url_rule("/<path:path>", "app_files", serve)


def _file(folder: Path, path: str) -> Response:
    ending, encoding = next(
        (
            (ending, encoding)
            for encoding, ending in _ENCODINGS
            if request.accept_encodings.quality(encoding) > 0 and (folder / f"{path}{ending}").is_file()
        ),
        ("", ""),
    )
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = send_from_directory(folder, path + ending, mimetype=kind)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = _FOR_EVER if path.startswith("assets/") else "no-cache"
    return response
