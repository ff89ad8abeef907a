"""The inspecting process: reads one path a line, answers one line of JSON. Each file is read in a child of its own.

A line `{"picture": path}` asks for the pictures made from it instead of the verdict.

A hostile file can use up memory or time in any parser. The child has hard limits of both, may write no file, and is
thrown away; this process only forks and waits, so it stays small and warm.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import select
import signal
import sys
import time
from pathlib import Path

from evidence.inspection.confinement import confine
from evidence.inspection.kinds import inspect
from evidence.inspection.pictures import draw_again
from evidence.inspection.verdicts import UnacceptableError

MEMORY_MAX = 768 * 1024 * 1024  # bytes of address space; the largest image takes about 400 MB
PROCESSOR_SECONDS = 20
WALL_SECONDS = 30.0
ANSWER_MAX = 256 * 1024  # bytes; two pictures take about 60 thousand
TOO_MUCH = {
    "sentence": "The file takes too much memory or time to check.",
    "next_step": "Save it as a PDF, or split it, and upload that.",
}


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_MAX),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # macOS knows no limit of address space; the limit of time holds there too.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _judge(asked: str | dict[str, str]) -> dict[str, object]:
    try:
        if isinstance(asked, dict):
            return draw_again(Path(asked["picture"]))
        found = inspect(Path(asked))
    except UnacceptableError as refusal:
        return {"sentence": refusal.sentence, "next_step": refusal.next_step}
    except (MemoryError, RecursionError):
        return dict(TOO_MUCH)
    return {"content_type": found.content_type, "notes": found.notes}


def _in_child(asked: str | dict[str, str]) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _limit()
        # Whatever else happens here ends this child without an answer, which is a refusal.
        with contextlib.suppress(BaseException), os.fdopen(writing, "wb") as answering:
            answering.write(json.dumps(_judge(asked)).encode())
        os._exit(0)
    os.close(writing)
    answer = _read_all(reading, time.monotonic() + WALL_SECONDS)
    os.close(reading)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return answer.decode() or json.dumps(TOO_MUCH)


def _read_all(reading: int, until: float) -> bytes:
    """What the child writes to its end; nothing when it has not ended by then, or writes more than it can have to."""
    answer = b""
    while len(answer) <= ANSWER_MAX:
        ready, _, _ = select.select([reading], [], [], max(0.0, until - time.monotonic()))
        piece = os.read(reading, 65536) if ready else None
        if piece is None:
            return b""
        if not piece:
            return answer
        answer += piece
    return b""


def main() -> None:
    """Serve until the asking process closes its end."""
    confine()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt of the terminal is for the asker, who then closes
    for line in sys.stdin:
        sys.stdout.write(_in_child(json.loads(line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
