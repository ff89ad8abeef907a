"""Taking rights away from the inspecting process for good, where Linux offers it (landlock(7), since 5.13). Pure.

Whoever takes over a parser can then start no program, make or change no file, and look into no other process: ours have
secrets in their environment. A process of root with all its rights can still look; the image of the product has none.
"""

from __future__ import annotations

import ctypes
import os
import sys

# System calls have these numbers on every kind of machine since Linux 5.1.
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_NO_NEW_PRIVILEGES = 38
# Of the rights that the first version knows (bits 0 to 12) all but reading files (2) and listing folders (3). No rule
# gives any of them back.
_TAKEN = 0x1FFF & ~0b1100


def confine() -> bool:
    """Take the rights from this process and all that it forks; whether the system can."""
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None)
    taken = ctypes.c_uint64(_TAKEN)
    ruleset = system.syscall(_CREATE_RULESET, ctypes.byref(taken), ctypes.c_size_t(ctypes.sizeof(taken)), 0)
    if ruleset < 0:
        return False
    try:
        kept = system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.syscall(_RESTRICT_SELF, ruleset, 0)
        return bool(kept == 0)
    finally:
        os.close(ruleset)
