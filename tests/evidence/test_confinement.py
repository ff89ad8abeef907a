"""What the inspecting process can still do, once it has given up its rights: read files, and nothing else."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from evidence.inspection import confinement

TRIES = """
import json, subprocess, tempfile
from pathlib import Path

other = subprocess.Popen(["sleep", "60"], env={"SECRET_KEY": "not for parsers"})
folder = tempfile.mkdtemp()
tries = {
    "look": lambda: Path(f"/proc/{other.pid}/environ").read_bytes(),
    "write": lambda: Path(folder, "a").write_text("a"),
    "start": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "read": lambda: Path("/etc/passwd").read_bytes(),
}

def done(what):
    try:
        what()
    except PermissionError:
        return False
    return True

before = {name: done(what) for name, what in tries.items()}
can = confine()
print(json.dumps([before, can, {name: done(what) for name, what in tries.items()}]))
other.kill()
"""


def python_of(person: dict[str, object]) -> str:
    """A Python that this user may run: the one of the virtual environment may lie in root's home."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        with contextlib.suppress(OSError):
            if subprocess.run([candidate, "-c", ""], cwd="/", check=False, **person).returncode == 0:
                return candidate
    pytest.skip("no Python of this machine may be run by nobody")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux offers it")
def test_it_starts_nothing_writes_nothing_and_looks_into_no_other_process():
    # Root with all its rights may look into every process: here as the ordinary user that the product runs as.
    nobody = pwd.getpwnam("nobody")
    person = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    program = Path(confinement.__file__).read_text(encoding="utf-8") + TRIES
    ran = subprocess.run(
        [python_of(person), "-"], cwd="/", input=program.encode(), capture_output=True, check=False, **person
    )
    assert ran.returncode == 0, ran.stderr
    before, can, after = json.loads(ran.stdout)
    assert set(before.values()) == {True}
    if not can:
        pytest.skip("this kernel does not know landlock")
    assert after == {"look": False, "write": False, "start": False, "read": True}
