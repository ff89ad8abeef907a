"""How invented technologies can be bought, and who pays: invented too, and named so."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from compass.demo.chance import between, pick
from evidence.models import Innovation
from evidence.operations.market import ProgrammeFacts, RouteFacts, list_on_route, state_funding

FILE = Path(__file__).resolve().parents[1] / "reference" / "market.toml"
# Of a hundred technologies so many have a second way to buy, no way stated, and a programme that pays.
_SECOND, _NO_ROUTE, _FUNDED = 25, 15, 30


@cache
def _market() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def offer(name: str, *, now: datetime) -> None:
    """List one invented technology on its ways to buy, and state who pays; some have neither, as in life."""
    innovation = Innovation.objects.filter(name=name, innovator__is_demonstration=True).order_by("id").first()
    if innovation is None or innovation.published_at is None:
        return
    fitting = [route for route in _market()["route"] if innovation.kind in route["kinds"]]
    if between(1, 100, name, "route") > _NO_ROUTE:
        first = pick(fitting, name, "first")
        others = [route for route in fitting if route is not first]
        second = [pick(others, name, "second")] if between(1, 100, name, "two") <= _SECOND else []
        for route in (first, *second):
            facts = {key: value for key, value in route.items() if key not in {"kinds", "lots"}}
            list_on_route(
                innovation=innovation, route=RouteFacts(**facts), lot=pick(route["lots"], name, "lot"), now=now
            )
    fund, local = _market()["programme"]
    one = fund if between(1, 100, name, "fund") <= _FUNDED else local
    facts = {key: one[key] for key in ("code", "name", "kind", "payer")}
    days = {key: one[key] for key in ("starts_on", "ends_on", "note") if key in one}
    state_funding(innovation=innovation, programme=ProgrammeFacts(**facts), now=now, **days)
