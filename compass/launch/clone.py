"""Where everything lives: one clone, its git-ignored `.local`, and the instances (dev, test, bench) in it."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

# PostgreSQL refuses root, and root's clone may lie in a home that nobody else can enter: then its files live here.
SYSTEM_FOLDER = Path("/var/lib/medtech-compass")
INSTANCES = ("dev", "test", "bench")


@dataclass(frozen=True)
class Instance:
    """One set of services with its own data, logs and lock."""

    clone: "Clone"
    name: str

    @property
    def folder(self) -> Path:
        """Handed to Django as COMPASS_STATE_DIR."""
        return self.clone.local / self.name

    @property
    def logs(self) -> Path:
        """One log for each process."""
        return self.folder / "logs"

    @property
    def services_file(self) -> Path:
        """Addresses with passwords, for `make manage` beside a running `make run`."""
        return self.folder / "services.json"

    def make_folders(self) -> None:
        """Everything that the services and Django expect to find."""
        for name in ("postgres", "redis", "logs", "media", "mail"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)


@dataclass(frozen=True)
class Clone:
    """The checkout, and the paths of what the launcher makes in it."""

    root: Path

    @property
    def local(self) -> Path:
        """All local state; git ignores it and `make clean` removes it."""
        return self.root / ".local"

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.local / "venv"

    @property
    def python(self) -> Path:
        """Always called as `python -m …`: the scripts beside it hold absolute paths that a moved clone would break."""
        return self.venv / "bin" / "python"

    @property
    def npm(self) -> Path:
        """Where `npm ci` runs, so that the checkout keeps no node_modules."""
        return self.local / "npm"

    @property
    def assets(self) -> Path:
        """Built styles and scripts."""
        return self.local / "assets"

    @property
    def logs(self) -> Path:
        """Logs of pip, npm and sass, shown only upon failure."""
        return self.local / "logs"

    @property
    def system_folder(self) -> Path:
        """This clone's place outside itself, used only by root."""
        return SYSTEM_FOLDER / hashlib.sha256(os.fsencode(self.root.resolve())).hexdigest()[:12]

    def instance(self, name: str) -> Instance:
        """One of INSTANCES; tests use the same names in throwaway clones."""
        return Instance(self, name)

    def site_package(self, name: str) -> Path | None:
        """A package's folder inside the virtual environment, found without importing it."""
        return next(iter(sorted(self.venv.glob(f"lib/python*/site-packages/{name}"))), None)

    def secret_key(self) -> str:
        """Random and kept, so that sign-ins outlive a restart."""
        return kept_secret(self.local / "secret_key", length=48)


def kept_secret(path: Path, length: int = 24) -> str:
    """Reads a secret that only this user may read; makes it the first time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if kept := path.read_text(encoding="utf-8").strip():
            return kept
        path.unlink()  # made, but never written: the machine stopped in between
        return kept_secret(path, length)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        value = secrets.token_urlsafe(length)
        file.write(value + "\n")
    return value


def write_private(path: Path, text: str) -> None:
    """Replaces a file whole, readable by this user alone from its first byte."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)
