"""Charts drawn on the server."""

from __future__ import annotations

import pytest

from compass.foundation.charts import svg

BARS = {
    "data": {"values": [{"what": "Lamp <script>", "cost": 2}, {"what": "Torch", "cost": 5}]},
    "mark": "bar",
    "encoding": {"x": {"field": "cost", "type": "quantitative"}, "y": {"field": "what", "type": "nominal"}},
}


def test_chart_says_what_it_is_and_carries_nothing_active():
    drawn = svg(BARS, title='Cost of "lamps" & torches')
    assert 'aria-label="Cost of &quot;lamps&quot; &amp; torches"' in drawn
    assert "Torch" in drawn
    # No element that acts, and nothing that the content security policy would refuse.
    assert "<script" not in drawn
    assert "style=" not in drawn


def test_chart_is_one_picture_and_its_parts_are_none():
    """A picture inside of the picture would need a name: WCAG 1.1.1."""
    drawn = svg({"data": BARS["data"], "layer": [BARS, {"mark": "rule", "encoding": {"x": {"datum": 3}}}]}, title="A")
    assert drawn.count("role=") == 1
    assert drawn.count("aria-label=") == 1


def test_same_chart_is_the_same_drawing():
    assert svg(BARS, title="A") == svg(dict(reversed(BARS.items())), title="A")


@pytest.mark.parametrize(
    "broken", [BARS | {"data": {"url": "https://elsewhere.example/rows.json"}}, {"mark": 3}], ids=["fetches", "none"]
)
def test_what_is_no_chart_or_fetches_is_refused(broken):
    with pytest.raises(ValueError, match="Vega-Lite"):
        svg(broken, title="A")
