"""A real ClamAV daemon with a signature database of our own: it knows one virus, which is a harmless sentence."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from compass.launch.clamav import PLACES
from evidence.inspection.clamd import UnreachableError, scan

VIRUS_NAME = "Compass.Test.Sentence"
VIRUS = b"THIS-SENTENCE-IS-A-VIRUS-IN-THE-TESTS-OF-COMPASS"
START_SECONDS = 30


class Scanner:
    """One daemon, on a socket and a port, until `stop`."""

    def __init__(self) -> None:
        program = os.environ.get("CLAMD") or shutil.which("clamd") or shutil.which("clamd", path=PLACES)
        assert program, (
            "There is no ClamAV daemon, and quarantine is not tested without one: `make test` installs it, "
            "or run `apt-get install clamav-daemon`, or set CLAMD to its path."
        )
        # A short path: the address of a socket has 107 characters at most.
        self.folder = Path(tempfile.mkdtemp(prefix="clamd-"))
        database = self.folder / "db"
        database.mkdir()
        (database / "compass.ndb").write_text(f"{VIRUS_NAME}:0:*:{VIRUS.hex()}\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.unix, self.tcp = f"unix://{self.folder}/s", f"tcp://127.0.0.1:{self.port}"
        (self.folder / "clamd.conf").write_text(
            f"DatabaseDirectory {database}\nTemporaryDirectory {self.folder}\nLocalSocket {self.folder}/s\n"
            f"TCPSocket {self.port}\nTCPAddr 127.0.0.1\nForeground yes\nStreamMaxLength 25M\nMaxThreads 2\n"
        )
        with (self.folder / "log").open("wb") as log:
            argv = [program, "--config-file", str(self.folder / "clamd.conf")]
            self.process = subprocess.Popen(argv, stdout=log, stderr=log)
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            try:
                scan(self.tcp, [b"ready?"])
            except UnreachableError:
                time.sleep(0.05)
            else:
                return
        said = (self.folder / "log").read_text(errors="replace")[-2000:]
        self.stop()
        raise AssertionError(f"The ClamAV daemon did not start. It said:\n{said}")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
