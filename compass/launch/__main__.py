"""The door: this file must parse on old Pythons too, so that they get a sentence and not a SyntaxError."""

import sys
from pathlib import Path

OLDEST = (3, 11)


def too_old(version: "tuple[int, ...]") -> "str | None":
    """One sentence when this Python cannot run the product, else None."""
    if version >= OLDEST:
        return None
    needed, have = (".".join(str(number) for number in numbers[:2]) for numbers in (OLDEST, version))
    return (
        f"MedTech Compass needs Python {needed} or newer, and this is Python {have}: try `make run PYTHON=python3.12`."
    )


def start() -> int:
    """Refuses an old Python, then hands over."""
    refusal = too_old(tuple(sys.version_info[:2]))
    if refusal:
        sys.stderr.write(refusal + "\n")
        return 1
    # Run as a file, Python puts this folder first on the path, where our redis.py would hide the redis library.
    here = Path(__file__).resolve().parent
    root = here.parent.parent
    sys.path[:] = [str(root)] + [entry for entry in sys.path if Path(entry or ".").resolve() not in (here, root)]
    from compass.launch.commands import main  # noqa: PLC0415  # only a new Python can read what it imports

    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(start())
