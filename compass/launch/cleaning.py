"""`make clean`: removes all that the launcher made, in the clone and outside it; never under something that runs."""

import shutil
from contextlib import ExitStack, suppress

from compass.launch import postgres, say
from compass.launch.clone import INSTANCES, Clone
from compass.launch.instance import hold


def clean(clone: Clone) -> int:
    """Refuses with a sentence while an instance runs."""
    if not clone.local.exists() and not clone.system_folder.exists():
        say.line("There is nothing to remove.")
        return 0
    with ExitStack() as held:
        for name in INSTANCES:
            try:
                held.enter_context(hold(clone.instance(name), "clean"))
            except say.Refusal as refusal:
                raise say.Refusal(f"Nothing was removed. {refusal}") from None
        postgres.stop_orphans(clone)
        for folder in (clone.system_folder, clone.local):
            if folder.exists():
                say.line(f"  Removing {folder}")
                shutil.rmtree(folder)
        # The folder of all clones goes with the last of them.
        with suppress(OSError):
            clone.system_folder.parent.rmdir()
    return 0
