"""A receiver of webhooks that does nothing but answer 204: `python -m benchmarks.receiver` prints its port.

With two numbers it works as real ones do: so many milliseconds for each message, so many messages at a time.
"""

from __future__ import annotations

import asyncio
import re
import sys

_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class _Answering(asyncio.Protocol):
    def __init__(self, seconds: float, places: asyncio.Semaphore) -> None:
        self.read = b""
        self.seconds, self.places = seconds, places
        self.working: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """One request at a time on a connection: its head, then as many bytes as it says."""
        self.read += data
        head, found, body = self.read.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if found and length and len(body) >= int(length[1]):
            self.read = b""
            if self.seconds:
                task = asyncio.get_running_loop().create_task(self._work())
                self.working.add(task)
                task.add_done_callback(self.working.discard)
            else:
                self._answer()

    async def _work(self) -> None:
        async with self.places:
            await asyncio.sleep(self.seconds)
        self._answer()

    def _answer(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.write(_ANSWER)


async def main() -> None:
    """Answer until the process is ended."""
    milliseconds, at_once = (int(word) for word in sys.argv[1:] or ("0", "1"))
    places = asyncio.Semaphore(at_once)
    server = await asyncio.get_running_loop().create_server(
        lambda: _Answering(milliseconds / 1000, places), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
