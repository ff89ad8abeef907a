"""Somebody at a browser. Each page they reach is checked as it is reached."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from compass.settings.env import BASE_DIR
from tests.factories import PASSWORD

AXE = BASE_DIR / ".local" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = BASE_DIR / ".local" / "test" / "screenshots"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Visitor:
    """One person's browser window."""

    def __init__(self, page: Page, layout: str) -> None:
        self.page = page
        self.layout = layout
        self.complaints: list[str] = []
        self.auditor: Page | None = None
        page.set_default_timeout(8000)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on("request", self._stay_at_home)

    def _stay_at_home(self, request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "data:", "blob:")):
            self.complaints.append(f"a request to another site: {request.url}")

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.go("/accounts/login/")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")
        expect(self.page).to_have_url(re.compile("/home/"))

    def go(self, address: str, *, status: int = 200) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{address} answered {answer.status}"
        self.look(expected_complaint="status of" if status >= 400 else "")

    def follow(self, link: str) -> None:
        """Follow a link, which may look like a button."""
        linked, dressed = self.page.get_by_role("link", name=link), self.page.get_by_role("button", name=link)
        linked.or_(dressed).first.click()
        self.look()

    def press(self, button: str) -> None:
        """Press a button; a page with refused input is fine here, a crash is not."""
        with self.page.expect_response(lambda r: r.request.method == "POST") as sent:
            self.page.get_by_role("button", name=button, exact=True).click()
        assert sent.value.status < 500
        self.look(expected_complaint="status of")

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).first.check()

    def pick(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def date(self, legend: str, day) -> None:
        group = self.page.get_by_role("group", name=legend)
        for part in ("day", "month", "year"):
            group.get_by_label(part.capitalize(), exact=True).fill(str(getattr(day, part)))

    def sees(self, text: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def look(self, *, expected_complaint: str = "") -> None:
        """The page is whole: accessible, not wider than the screen, one title and heading, nothing complained."""
        self.page.wait_for_load_state("load")
        unexpected = [c for c in self.complaints if not expected_complaint or expected_complaint not in c]
        assert unexpected == [], f"{self.page.url}: {unexpected}"
        self.complaints.clear()
        assert self.page.locator("h1").count() == 1, self.page.url
        self._picture()
        seen = self._audited()
        width = seen.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width[0] <= width[1], f"{self.page.url} is {width[0]} wide on a screen of {width[1]}"
        seen.evaluate(AXE.read_text(encoding="utf-8"))
        found = seen.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        said = [f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]
        assert said == [], f"{self.page.url}: {said}"

    def _audited(self) -> Page:
        """The page itself; without script, the same markup in a window where axe can run and the page's own cannot."""
        if self.layout != "no-script":
            return self.page
        if self.auditor is None:
            browser = self.page.context.browser
            assert browser is not None
            self.auditor = browser.new_context(viewport=self.page.viewport_size).new_page()
            self.auditor.route(re.compile(r"\.js$"), lambda route: route.abort())
            self.auditor.goto(re.match(r"https?://[^/]+", self.page.url)[0] + "/health/live/")
        markup = re.sub(r"(?s)<script.*?</script>", "", self.page.content())
        self.auditor.set_content(markup.replace("<head>", f'<head><base href="{self.page.url}">'))
        return self.auditor

    def _picture(self) -> None:
        path = re.sub(r"^https?://[^/]+/", "", self.page.url)
        name = (
            re.sub(r"[^a-z0-9]+", "-", re.sub(r"[A-Za-z0-9:_-]{40,}", "token", path).lower()).strip("-")[:80] or "start"
        )
        folder: Path = PICTURES / self.layout
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)


def mails(folder: Path, recipient: str) -> list[str]:
    """The text of each e-mail to this address."""
    import email
    from email import policy

    found = [email.message_from_bytes(p.read_bytes(), policy=policy.default) for p in sorted(folder.glob("*.eml"))]
    return [m.get_body(("plain",)).get_content() for m in found if m["To"] == recipient]
