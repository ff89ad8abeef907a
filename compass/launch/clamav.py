"""Finds the virus scanner that quarantine is tested with; a machine without one gets it, or a clear sentence."""

import os
import shutil

from compass.launch import debian, say
from compass.launch.clone import Clone
from compass.launch.supervisor import Supervisor

# An ordinary user's PATH leaves out where Debian puts daemons.
PLACES = f"{os.defpath}:/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"


def ensure(supervisor: Supervisor, clone: Clone) -> str:
    """The path of a ClamAV daemon. Its tests are never skipped, so none at all is a refusal."""
    with say.step("Virus scanner"):
        if chosen := os.environ.get("CLAMD"):
            if found := shutil.which(chosen):
                return found
            raise say.Refusal(f"CLAMD names {chosen}, which is not a program of this machine.")
        if found := _found():
            return found
        if debian.can_install():
            debian.install(supervisor, clone, "clamav-daemon")
            if found := _found():
                return found
        raise say.Refusal(
            "The tests of quarantine need the ClamAV daemon and none was found: install it "
            "(Debian: `apt-get install clamav-daemon`) or set CLAMD to its path."
        )


def _found() -> str | None:
    return shutil.which("clamd") or shutil.which("clamd", path=PLACES)
