"""Finds the browser that the journeys are tested in; a machine without one gets it, or a clear sentence."""

import os
import shutil

from compass.launch import debian, say
from compass.launch.clone import Clone
from compass.launch.supervisor import Supervisor

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def ensure(supervisor: Supervisor, clone: Clone) -> str:
    """The path of a Chromium. Browser tests are never skipped, so none at all is a refusal."""
    with say.step("Browser"):
        if chosen := os.environ.get("CHROMIUM"):
            if found := shutil.which(chosen):
                return found
            raise say.Refusal(f"CHROMIUM names {chosen}, which is not a program of this machine.")
        if found := _on_path():
            return found
        if debian.can_install():
            debian.install(supervisor, clone, "chromium")
            if found := _on_path():
                return found
        raise say.Refusal(
            "The browser tests need Chromium and none was found: install it "
            "(Debian: `apt-get install chromium`) or set CHROMIUM to its path."
        )


def _on_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)
