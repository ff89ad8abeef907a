"""A receiver of webhooks that does nothing but answer 204: `python -m benchmarks.receiver` prints its port."""

from __future__ import annotations

import asyncio
import re

_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class _Answering(asyncio.Protocol):
    def __init__(self) -> None:
        self.read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """One request at a time on a connection: its head, then as many bytes as it says."""
        self.read += data
        head, found, body = self.read.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if found and length and len(body) >= int(length[1]):
            self.read = b""
            if isinstance(self.transport, asyncio.WriteTransport):
                self.transport.write(_ANSWER)


async def main() -> None:
    """Answer until the process is ended."""
    server = await asyncio.get_running_loop().create_server(_Answering, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
