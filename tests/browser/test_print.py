"""Pages on paper: whole tables, nothing to press, and the address and the day they are from."""

from __future__ import annotations

import re

# The width that an upright A4 page with margins has, in CSS pixels.
PAPER = {"width": 680, "height": 960}


def test_on_paper_a_page_is_whole_and_says_where_it_is_from(product, chromium):
    context = chromium.new_context(base_url=product.url, viewport=PAPER, java_script_enabled=False)
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto("/innovations/?status=VALID")
    links = [link.get_attribute("href") for link in page.locator("h2 a[href^='/innovations/']").all()]
    slugs = [re.match(r"/innovations/([^/]+)/", link)[1] for link in links]
    addresses = (
        "/innovations/?status=VALID", f"/innovations/{slugs[0]}/", f"/compare/?i={slugs[0]}&i={slugs[1]}",
    )  # fmt: skip
    for address in addresses:
        page.goto(address)
        pressed = page.locator("button:visible, input:visible, select:visible, summary:visible, nav a:visible")
        assert [one.inner_text() for one in pressed.all()] == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        said = page.locator(".app-printed").inner_text()
        assert re.search(rf"http://[^ ]+{re.escape(address)}\nAs it stood on \d+ \w+ \d{{4}}\.", said), said
        # Heads stand over their columns: a table is not stacked as on a phone.
        for head in page.locator("thead").all():
            assert head.bounding_box()["width"] > PAPER["width"] / 2, address
    context.close()
