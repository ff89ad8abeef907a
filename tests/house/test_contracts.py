"""Each import contract is shown to break when it should: on a copy of the tree with one forbidden import added."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("compass", "evidence", "trusts", "passports")
BREACHES = [
    ("floors", "evidence/policies.py", "import trusts.policies"),
    ("rooms", "trusts/models/people.py", "import trusts.operations.people"),
    ("pure", "passports/validity.py", "import django.conf"),
    ("pure", "evidence/cost/values.py", "import django.conf"),
    ("launcher", "compass/launch/say.py", "import django"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    place = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def lint(place: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--contract", contract]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES)
def test_contract_breaks(copy, contract, file, line):
    path = copy / file
    whole = path.read_text(encoding="utf-8")
    assert lint(copy, contract).returncode == 0
    path.write_text(f"{whole}\n{line}\n", encoding="utf-8")
    try:
        broken = lint(copy, contract)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert broken.returncode == 1
    assert "BROKEN" in broken.stdout


def test_every_contract_is_tried():
    import tomllib

    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {c["id"] for c in config["tool"]["importlinter"]["contracts"]} == {contract for contract, _, _ in BREACHES}
