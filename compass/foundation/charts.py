"""Charts drawn on the server: a Vega-Lite specification in, an SVG out. No script, no request to anywhere.

A chart never stands alone: the page has the same numbers in a table beside it. Series differ in lightness and shape as
well as in colour, so that a grey print still tells them apart.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

import vl_convert
from django.utils.html import escape

# Colours of the NHS identity guidelines, from dark to light; neighbours differ in lightness by a fifth or more.
SERIES = ("#003087", "#41b6e6", "#006747", "#ffb81c", "#425563", "#ae2573")
_TEXT, _LINE = "#212b32", "#aeb7bd"
_THEME: dict[str, Any] = {
    "aria": False,  # it is one picture with one name; its parts would be read out without any
    "font": "Arial, sans-serif",
    "background": None,
    "view": {"stroke": None},
    "range": {"category": list(SERIES)},
    "axis": {
        "labelColor": _TEXT, "titleColor": _TEXT, "labelFontSize": 14, "titleFontSize": 14, "titleFontWeight": "bold",
        "gridColor": "#d8dde0", "domainColor": _LINE, "tickColor": _LINE, "labelLimit": 260,
    },
    "legend": {"labelColor": _TEXT, "titleColor": _TEXT, "labelFontSize": 14, "titleFontSize": 14, "orient": "top"},
    "text": {"color": _TEXT, "fontSize": 14},
    "bar": {"color": SERIES[0]},
    "rule": {"color": _TEXT},
}  # fmt: skip
# A chart that fetched anything would ask an address that somebody else chose.
_NOWHERE: list[str] = []
# The drawing is one picture with one name: a mark that says it is one too, without a name, is a fault (WCAG 1.1.1).
_PARTS_READ_OUT = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*")')


def svg(specification: dict[str, Any], *, title: str, width: int = 640) -> str:
    """The SVG of a Vega-Lite specification with inline data, `width` pixels wide and safe to put into a page.

    `title` is what a screen reader says of it. Raises ValueError for what is no specification.
    """
    sized = {"width": width, "autosize": {"type": "fit-x", "contains": "padding"}, "config": _THEME}
    drawn = _drawn(json.dumps(sized | specification, sort_keys=True, default=str))
    named = f'<svg role="img" aria-label="{escape(title)}" '
    return drawn.replace("<svg ", named, 1).replace('class="marks"', 'class="app-chart"', 1)


@lru_cache(maxsize=256)
def _drawn(specification: str) -> str:
    drawn: str = vl_convert.vegalite_to_svg(specification, allowed_base_urls=_NOWHERE)
    return _PARTS_READ_OUT.sub("", drawn)
