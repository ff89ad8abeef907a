"""The inspecting process: reads one path a line, answers one line of JSON. Each file is read in a child of its own.

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
from pathlib import Path

from evidence.inspection.kinds import inspect
from evidence.inspection.verdicts import UnacceptableError

MEMORY_MAX = 768 * 1024 * 1024  # bytes of address space; the largest image takes about 400 MB
PROCESSOR_SECONDS = 20
WALL_SECONDS = 30.0
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


def _judge(path: str) -> dict[str, object]:
    try:
        found = inspect(Path(path))
    except UnacceptableError as refusal:
        return {"sentence": refusal.sentence, "next_step": refusal.next_step}
    except (MemoryError, RecursionError):
        return dict(TOO_MUCH)
    return {"content_type": found.content_type, "notes": found.notes}


def _in_child(path: str) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _limit()
        # Whatever else happens here ends this child without an answer, which is a refusal.
        with contextlib.suppress(BaseException):
            os.write(writing, json.dumps(_judge(path)).encode())
        os._exit(0)
    os.close(writing)
    ready, _, _ = select.select([reading], [], [], WALL_SECONDS)
    answer = os.read(reading, 65536) if ready else b""
    os.close(reading)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return answer.decode() or json.dumps(TOO_MUCH)


def main() -> None:
    """Serve until the asking process closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt of the terminal is for the asker, who then closes
    for line in sys.stdin:
        sys.stdout.write(_in_child(json.loads(line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
