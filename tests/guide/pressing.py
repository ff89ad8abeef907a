"""What a browser without script asks for when somebody presses a button of a form that is sent by GET."""

from __future__ import annotations

from collections.abc import Collection
from html.parser import HTMLParser
from urllib.parse import urlencode


class _Controls(HTMLParser):
    """The controls of one form, wherever they stand, and its buttons by their words."""

    def __init__(self, form: str, ticked: Collection[str]) -> None:
        super().__init__()
        self.form, self.ticked = form, ticked
        self.action = ""
        self.inside = ""
        self.pairs: list[tuple[str, str]] = []
        self.buttons: dict[str, dict[str, str]] = {}
        self.select: str | None = None
        self.first: str | None = None
        self.button: dict[str, str] | None = None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id", "")
            if self.inside == self.form:
                self.action = given["action"]
        if tag in {"input", "select", "button"} and given.get("form", self.inside) != self.form:
            return
        if tag == "input" and (
            given.get("type") not in {"checkbox", "radio"} or "checked" in given or self._ticks(given)
        ):
            self.pairs.append((given["name"], given.get("value", "on")))
        elif tag == "select":
            self.select, self.first = given["name"], None
        elif tag == "option" and self.select:
            self.first = given["value"] if self.first is None or "selected" in given else self.first
        elif tag == "button":
            self.button = given

    def _ticks(self, given):
        return given.get("type") == "checkbox" and given.get("value") in self.ticked

    def handle_data(self, data):
        if self.button is not None and data.strip():
            self.buttons.setdefault(data.strip(), self.button)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = ""
        elif tag == "select" and self.select:
            self.pairs.append((self.select, self.first or ""))
            self.select = None
        elif tag == "button":
            self.button = None


def press(page: str, button: str, *, ticked: Collection[str] = (), form: str = "find", **typed: str) -> str:
    """The address that the button leads to, after boxes were ticked and texts typed; fails where there is none."""
    read = _Controls(form, ticked)
    read.feed(page)
    pressed = read.buttons[button]
    pairs = [(name, typed.get(name, value)) for name, value in read.pairs]
    pairs += [(pressed["name"], pressed["value"])] if pressed.get("name") else []
    return f"{pressed.get('formaction', read.action)}?{urlencode(pairs)}"


def buttons(page: str, form: str = "find") -> set[str]:
    """The words of the form's buttons."""
    read = _Controls(form, ())
    read.feed(page)
    return {*read.buttons}
