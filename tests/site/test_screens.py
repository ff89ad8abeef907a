"""The pictures of all pages (docs/screens) are there for every page, and no more than that."""

from __future__ import annotations

from PIL import Image

from tests.browser.screens.pictures import FOLDER, INDEX, MOST_BYTES, WIDTHS, name_of, read
from tests.browser.screens.routes import NO_PAGE, routes

AGAIN = "Run `make screenshots` and commit docs/screens."


def test_every_page_stands_in_the_index_once():
    shown, left_out = read(INDEX.read_text(encoding="utf-8"))
    assert len(set(shown)) == len(shown)
    assert set(shown) == routes() - set(NO_PAGE), AGAIN
    assert set(left_out) == set(NO_PAGE) <= routes(), AGAIN


def test_each_picture_is_there_and_small():
    shown, _ = read(INDEX.read_text(encoding="utf-8"))
    wanted = {name_of(route, width): width for route in shown for width in WIDTHS}
    found = {path.name: path for path in FOLDER.glob("*.webp")}
    assert set(found) == set(wanted), AGAIN
    for name, path in found.items():
        with Image.open(path) as picture:
            assert picture.width == wanted[name]
    assert sum(path.stat().st_size for path in found.values()) < MOST_BYTES
