"""A mail server on this machine that answers as a test wants."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HANG_UP = 0  # in place of a status: ends the line without a word


@dataclass
class MailServer:
    """What it took, on how many lines; `answer` is asked for the status of each message that is handed over."""

    port: int = 0
    lines: int = 0
    taken: list[str] = field(default_factory=list)
    answer: Callable[[str], int] = lambda recipient: 250


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that listens until the end."""
    said = MailServer()

    class Line(socketserver.StreamRequestHandler):
        def reply(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            said.lines += 1
            recipient = ""
            self.reply("220 test")
            for raw in self.rfile:
                command = raw.decode().strip()
                verb = command[:4].upper()
                if verb == "RCPT":
                    recipient = command.partition("<")[2].partition(">")[0]
                    status = said.answer(recipient)
                    if status == HANG_UP:
                        return
                    self.reply(f"{status} as told")
                    if status == 421:
                        return
                elif verb == "DATA":
                    self.reply("354 go on")
                    while self.rfile.readline().strip() != b".":
                        pass
                    said.taken.append(recipient)
                    self.reply("250 taken")
                else:
                    self.reply("250 test")
                    if verb == "QUIT":
                        return

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as server:
        server.daemon_threads = True
        said.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield said
        finally:
            server.shutdown()
            thread.join()
