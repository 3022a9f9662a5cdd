"""``python -m tests.bench.push_endpoint``: a push service that takes every message after 50 ms.

A process of its own, so that its work is not counted as the sender's. Prints the port it listens on; ends with
its standard input.
"""

from __future__ import annotations

import asyncio
import sys

DELAY_SECONDS = 0.05
_ANSWER = b"HTTP/1.1 201 Created\r\nLocation: /m/1\r\nContent-Length: 0\r\n\r\n"


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [
                line.partition(b":")[2] for line in head.lower().splitlines() if line.startswith(b"content-length")
            ]
            await reader.readexactly(int(lengths[0]))
            await asyncio.sleep(DELAY_SECONDS)
            writer.write(_ANSWER)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main() -> None:
    """Listen until standard input ends."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
