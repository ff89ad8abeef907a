"""The built stylesheet, as `make test` made it: complete, and asking nobody else for anything."""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built() -> Path:
    """Where the launcher says it put them."""
    return Path(os.environ.get("COMPASS_ASSETS_DIR") or ROOT / ".local" / "assets")


@pytest.fixture(scope="module")
def css(built: Path) -> str:
    """The whole stylesheet."""
    return (built / "compass.css").read_text(encoding="utf-8")


def test_the_stylesheet_asks_no_other_site_and_has_no_nhs_typeface(css: str) -> None:
    assert ".nhsuk-button" in css
    assert "font-family:arial,sans-serif" in css
    assert not re.search(r"frutiger|@font-face|https?://(?!www\.w3\.org/)", css, re.IGNORECASE)


def test_every_image_of_the_stylesheet_is_there(css: str, built: Path) -> None:
    addresses = set(re.findall(r"url\(\"?([^)\"]+)\"?\)", css))
    assert addresses
    assert [
        address for address in addresses if not address.startswith("data:") and not (built / address).is_file()
    ] == []


def test_the_script_is_the_design_system_s_without_a_map(built: Path) -> None:
    script = (built / "nhsuk-frontend.min.js").read_text(encoding="utf-8")
    assert "initAll" in script
    assert "sourceMappingURL" not in script
