"""gunicorn's settings, given to it as ``-c python:backend.serving.gunicorn_config``.

Read by the master before it forks, so nothing here may import eventlet, gevent or the application.
"""

from __future__ import annotations

import os
import warnings

from backend.config import Settings
from backend.serving import WORKER_CLASSES, listen_addresses

# psycopg reads this at its import, which happens in the worker, after the fork.
os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_select")

# Its deprecation is known and answered by ZB_ASYNC=gevent; six lines at each start tell an operator nothing.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

_settings = Settings.from_env()

bind = listen_addresses(_settings.listen, _settings.port)
worker_class = WORKER_CLASSES[_settings.async_mode]
workers = _settings.web_processes
worker_connections = 6000
threads = 32  # read by the threaded worker alone
preload_app = False
# os.sendfile wants a blocking socket; under a green worker the app's files would arrive empty.
sendfile = False

# The whole head of a request must arrive within this; an idle kept connection lasts as long.
keepalive = 10
graceful_timeout = 10
# A green worker tells the master four times a second; silence this long means that it is stuck.
timeout = 60

limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

accesslog = None
errorlog = "-"
loglevel = _settings.log_level
control_socket_disable = True
proc_name = "zhangbian-web"
