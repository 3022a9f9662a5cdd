#!/bin/sh
# Prints the Python to build the environment with: 3.11 or newer, with venv. A sentence and exit 1 when there is none.
set -u

newest_seen=""
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    newest_seen="${newest_seen:-$version}"
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
    without_venv="$version"
done

if [ -n "${without_venv:-}" ]; then
    echo "Python $without_venv lacks its venv module; on Debian or Ubuntu: apt-get install python3-venv" >&2
elif [ -n "$newest_seen" ]; then
    echo "Python 3.11 or newer is needed, found only $newest_seen; name another with PYTHON=/path/to/python3 make …" >&2
else
    echo "Python 3.11 or newer is needed, found none; name one with PYTHON=/path/to/python3 make …" >&2
fi
exit 1
