"""A page by keyboard alone, as somebody goes through it who has no mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# What Tab should reach, in the order in which it stands in the page; of a group of radio buttons, one.
_NUMBERED = """root => {
  const can = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
  const chosen = radio => {
    const group = [...radio.form.elements].filter(one => one.type === "radio" && one.name === radio.name);
    return (group.find(one => one.checked) || group[0]) === radio;
  };
  const found = [...root.querySelectorAll(can)].filter(element =>
    !element.disabled && element.checkVisibility({visibilityProperty: true}) &&
    (element.type !== "radio" || chosen(element)));
  found.forEach((element, number) => element.dataset.stop = number);
  const name = element => (element.innerText || element.name || "").trim().slice(0, 60);
  return found.map(element => `${element.localName} “${name(element)}”`);
}"""
# The looks of a control: its own, and those of the label that a box or a button for files is drawn with.
_LOOKS = """(root, number) => {
  const element = root.querySelector(`[data-stop="${number}"]`);
  const drawn = [element, ...(element.labels || [])];
  const looks = drawn.flatMap(one => [null, "::before", "::after"].map(part => {
    const style = getComputedStyle(one, part);
    return [style.outline, style.boxShadow, style.backgroundColor, style.borderColor, style.borderWidth].join(" / ");
  }));
  const box = element.getClientRects()[0];
  const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
  const [right, bottom] = [Math.min(box.right, root.clientWidth), Math.min(box.bottom, innerHeight)];
  const hit = [left + 2, (left + right) / 2, right - 2].some(across => {
    const at = root.ownerDocument.elementFromPoint(across, (top + bottom) / 2);
    return at && drawn.some(one => one.contains(at) || at.contains(one));
  });
  return {looks: looks.join(), hit};
}"""
_AT = "root => root.ownerDocument.activeElement.dataset.stop ?? null"


@dataclass
class Keyboard:
    """The keys, and where they have led to."""

    page: Page

    def ask(self, question: str, given: Any = None) -> Any:
        return self.page.locator("html").evaluate(question, given)

    def tab(self) -> int | None:
        """The number of the control that Tab has led to; None outside of the page."""
        self.page.keyboard.press("Tab")
        at = self.ask(_AT)
        return None if at is None else int(at)

    def walks_the_page(self) -> None:
        """Tab reaches every control once, in order, without a trap; each is seen to have the focus, and not covered."""
        stops = self.ask(_NUMBERED)
        reached, focused = [], {}
        for number in range(len(stops)):
            reached.append(self.tab())
            focused[number] = self.ask(_LOOKS, number)
        assert reached == list(range(len(stops))), f"{self.page.url}: Tab led to {reached} of {stops}"
        assert self.tab() in {None, 0}, f"{self.page.url}: Tab does not leave the page"
        self.page.keyboard.press("Tab")
        unmarked = [
            name
            for number, name in enumerate(stops)
            if number > 1 and focused[number]["looks"] == self.ask(_LOOKS, number)["looks"]
        ]
        assert unmarked == [], f"{self.page.url}: nothing shows that these have the focus: {unmarked}"
        covered = [name for number, name in enumerate(stops) if not focused[number]["hit"]]
        assert covered == [], f"{self.page.url}: with the focus, these are covered: {covered}"

    def skips_to_the_content(self) -> None:
        """The first stop of a page leads past its menu, and is seen."""
        self.ask(_NUMBERED)
        self.page.keyboard.press("Tab")
        first = self.page.locator(":focus")
        assert first.inner_text() == "Skip to main content"
        assert first.bounding_box()["height"] > 1, "the link that skips the menu is not shown when it has the focus"
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Tab")
        assert self.ask("root => Boolean(root.querySelector('main :focus'))"), (
            f"{self.page.url}: the menu is not skipped"
        )

    def to(self, name: str) -> None:
        """Tab until a control of this name has the focus."""
        wanted = (
            self.page.get_by_role("link", name=name)
            .or_(self.page.get_by_role("button", name=name))
            .or_(self.page.get_by_label(name))
        )
        for _ in range(400):
            self.page.keyboard.press("Tab")
            if wanted.and_(self.page.locator(":focus")).count():
                return
        raise AssertionError(f"{self.page.url}: Tab does not lead to “{name}”")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
