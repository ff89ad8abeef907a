"""What is checked of each page that somebody reaches, and when it was all looked at before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from playwright.sync_api import Browser, Page

from compass.settings.env import BASE_DIR

AXE = BASE_DIR / ".local" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROW = {"width": 320, "height": 640}  # CSS pixels: WCAG 1.4.10, and 400 % zoom on a screen of 1280

# Quick, so it is asked of every page. Its parts are its elements, each with what it stands in and what stands in it,
# without words, ids and repetitions; and the steps from heading to heading. A page all of whose parts were audited
# before is only put together differently, and has other words.
_SEEN = """root => {
  const named = element => {
    const attributes = element.getAttributeNames().sort().map(name => {
      const value = element.getAttribute(name).trim();
      return name + (!value ? "=" : ["class", "role", "type", "scope"].includes(name) ? "=" + value : "");
    });
    const text = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) ? "…" : "";
    return `${element.localName}[${attributes}]${text}`;
  };
  const part = element => {
    const inside = new Set([...element.children].map(child => child.localName));
    return `${named(element.parentElement)} > ${named(element)} > ${[...inside].sort()}`;
  };
  const levels = [...root.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(element => element.localName);
  const parts = [...root.querySelectorAll("body *:not(svg *)")].map(part);
  const ids = [...root.querySelectorAll("[id]")].map(element => element.id);
  return {
    parts: [...new Set([...parts, ...levels.map((level, number) => `${levels[number - 1] || ""} ${level}`)])],
    headings: root.querySelectorAll("h1").length,
    twice: ids.filter((id, index) => ids.indexOf(id) < index),
    wide: [root.scrollWidth, root.clientWidth],
  };
}"""
_WIDE = "root => [root.scrollWidth, root.clientWidth]"


@dataclass(frozen=True)
class Layout:
    """How a browser shows pages: its size in CSS pixels, how many of the screen's make one, whether it runs script."""

    name: str
    width: int
    height: int = 900
    scale: int = 1
    script: bool = True

    @property
    def viewport(self) -> dict[str, int]:
        return {"width": self.width, "height": self.height}


@dataclass
class Looker:
    """Looks at pages for one layout. Axe, and the narrowest screen, get every part of a page once in a run.

    The processes of a run tell one another in the file `audited`: one sum of a part on each line.
    """

    browser: Browser
    layout: Layout
    audited: Path
    seen: set[str] = field(default_factory=set)
    _auditor: Page | None = None

    def look(self, page: Page) -> None:
        """Fails, saying what, unless the page is whole: one main heading, no wider than the screen, clean for axe."""
        root = page.locator("html")  # asked like this, a page answers with its own script switched off too
        found = root.evaluate(_SEEN)
        assert found["headings"] == 1, f"{page.url} has {found['headings']} main headings"
        assert found["twice"] == [], f"{page.url} has ids twice: {found['twice']}"
        self._fits(page, found["wide"])
        parts = {blake2b(part.encode(), digest_size=12).hexdigest() for part in found["parts"]}
        if self._was_audited(parts):
            return
        page.set_viewport_size(NARROW)
        self._fits(page, _settled(page))
        page.set_viewport_size(self.layout.viewport)
        audit(page if self.layout.script else self._copied(page), page.url)
        with self.audited.open("a", encoding="ascii") as told:
            told.write("".join(f"{part}\n" for part in sorted(parts - self.seen)))
        self.seen |= parts

    def _was_audited(self, parts: set[str]) -> bool:
        if not self.seen >= parts and self.audited.exists():
            self.seen |= set(self.audited.read_text(encoding="ascii").split())
        return self.seen >= parts

    @staticmethod
    def _fits(page: Page, wide: list[int]) -> None:
        assert wide[0] <= wide[1], f"{page.url} is {wide[0]} wide on a screen of {wide[1]}"

    def _copied(self, page: Page) -> Page:
        """Without script, the same markup in a window where axe can run and the page's own cannot."""
        if self._auditor is None:
            self._auditor = self.browser.new_context(viewport=self.layout.viewport).new_page()
            self._auditor.route(re.compile(r"\.js$"), lambda route: route.abort())
            self._auditor.goto(re.match(r"https?://[^/]+", page.url)[0] + "/health/live/")
        markup = re.sub(r"(?s)<script.*?</script>", "", page.content())
        self._auditor.set_content(markup.replace("<head>", f'<head><base href="{page.url}">'))
        return self._auditor


def _settled(page: Page) -> list[int]:
    """How wide the page and its window are once the page's script has had its say: its menu folds a moment later."""
    wide: list[int] = []
    for _ in range(20):
        wide = page.locator("html").evaluate(_WIDE)
        if wide[0] <= wide[1]:
            break
        page.wait_for_timeout(50)
    return wide


def audit(page: Page, name: str) -> None:
    """Fails with what axe finds on the page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    said = [f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]
    assert said == [], f"{name}: {said}"
