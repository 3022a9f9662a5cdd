"""What a log line holds, asked of a process of its own: structlog is set up once for a process."""

from __future__ import annotations

import json
import subprocess
import sys

SECRET = "110101199003070011"
PROGRAM = f"""
import logging
import structlog
from backend.core.logs import configure_logs
configure_logs("INFO")
log = structlog.get_logger("test")
log.debug("not_asked_for")
log.info("hostile", path="/a\\n{{\\"event\\": \\"forged\\"}}", name="{SECRET}", id_number="{SECRET}")
try:
    raise ValueError("{SECRET}")
except ValueError as failure:
    log.error("unforeseen", kind=type(failure).__name__, exc_info=failure)
library = logging.getLogger("library.of.somebody")
library.info("{SECRET}")
library.warning("not understood: %s", "{SECRET}")
"""


def test_a_line_is_one_object_without_personal_data() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert SECRET not in done.stdout + done.stderr
    hostile, unforeseen, library = (json.loads(line) for line in done.stderr.splitlines())
    assert hostile.keys() == {"event", "level", "timestamp", "path"}
    assert hostile["path"].startswith("/a\n")
    assert unforeseen["kind"] == "ValueError"
    assert unforeseen["exception"] == ["__main__:10"]
    assert (library["level"], library["logger"], library["place"]) == (
        "warning",
        "library.of.somebody",
        "<string>:15",
    )
