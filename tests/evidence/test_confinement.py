"""What the inspecting process can still do, once it has given up its rights: read files, and nothing else."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

TRIES = """
import json, os, subprocess, sys, tempfile
from pathlib import Path
from evidence.inspection.confinement import confine

other = subprocess.Popen(["sleep", "60"], env={"SECRET_KEY": "not for parsers"})
folder = tempfile.mkdtemp()
tries = {
    "look": lambda: Path(f"/proc/{other.pid}/environ").read_bytes(),
    "write": lambda: Path(folder, "a").write_text("a"),
    "start": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "read": lambda: Path(sys.argv[1]).read_bytes(),
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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux offers it")
def test_it_starts_nothing_writes_nothing_and_looks_into_no_other_process():
    # Root with all its rights may look into every process: here as the ordinary user that the product runs as.
    nobody = pwd.getpwnam("nobody")
    ordinary = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    ran = subprocess.run(
        [sys.executable, "-c", TRIES, str(Path(settings.BASE_DIR, "README.md"))],
        cwd=settings.BASE_DIR,
        env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        **ordinary,
    )
    assert ran.returncode == 0, ran.stderr
    before, can, after = json.loads(ran.stdout)
    assert set(before.values()) == {True}
    if not can:
        pytest.skip("this kernel does not know landlock")
    assert after == {"look": False, "write": False, "start": False, "read": True}
