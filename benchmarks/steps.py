"""What the run is doing, said while it does it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(words: str) -> Iterator[None]:
    """One step with the seconds that it took."""
    began = time.monotonic()
    print(f"  {words} …", end="", flush=True)
    yield
    print(f" {time.monotonic() - began:.1f} s", flush=True)
