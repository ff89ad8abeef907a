"""Asking the inspecting process (`__main__`): one for each process of ours, started at the first file.

It gets no environment of ours, and may look into no other process, so a parser that a file took over finds no secret.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import select
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from evidence.inspection.verdicts import Drawn, Found, UnacceptableError

ROOT = Path(__file__).resolve().parents[2]
ANSWER_SECONDS = 60.0


class Chamber:
    """The inspecting process of one of ours; files wait for one another, which bounds the memory they take."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None

    def inspect(self, path: Path) -> Found:
        """The kind of an acceptable file; raises UnacceptableError with reason and next step for every other."""
        answer = self._answer(str(path))
        return Found(answer["content_type"], answer["notes"])

    def draw_again(self, path: Path) -> dict[str, Drawn]:
        """The picture in each size, made anew; raises UnacceptableError with reason and next step for what is none."""
        answer = self._answer({"picture": str(path)})
        return {
            name: Drawn(base64.b64decode(one["file"]), one["sha256"], one["width"], one["height"])
            for name, one in answer.items()
        }

    def _answer(self, asked: str | dict[str, str]) -> dict[str, Any]:
        with self._lock:
            try:
                answer = self._ask(asked)
            except OSError:
                # It was killed since the last file, for example by the system when memory ran out.
                self._end()
                answer = self._ask(asked)
        if "sentence" in answer:
            raise UnacceptableError(answer["sentence"], answer["next_step"])
        return answer

    def close(self) -> None:
        """End the inspecting process, when it is ours."""
        if self._owner == os.getpid():
            self._end()

    def _ask(self, what: str | dict[str, str]) -> dict[str, Any]:
        process = self._running()
        asked, answered = _ends(process)
        asked.write(json.dumps(what).encode() + b"\n")
        asked.flush()
        # poll, because select knows no descriptor above 1,023 and a busy server has them.
        waiting = select.poll()
        waiting.register(answered, select.POLLIN)
        line = answered.readline() if waiting.poll(ANSWER_SECONDS * 1000) else b""
        if not line:
            raise BrokenPipeError("The inspecting process gave no answer.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        # After a fork of ours (a web server's worker) the process belongs to the parent.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self.close()
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "evidence.inspection"],
                cwd=ROOT,
                env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for end in _ends(process):
            end.close()
        process.wait()


def _ends(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise BrokenPipeError("The inspecting process has no pipes.")
    return process.stdin, process.stdout


CHAMBER = Chamber()
atexit.register(CHAMBER.close)
