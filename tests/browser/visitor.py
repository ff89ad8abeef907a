"""Somebody at a browser. Each page they reach is checked as it is reached."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.looking import Looker

PATIENCE = 15_000  # milliseconds: a busy machine is no fault of a page


class Visitor:
    """One person's browser window."""

    def __init__(self, page: Page, looker: Looker) -> None:
        self.page = page
        self.looker = looker
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on("request", self._stay_at_home)

    def _stay_at_home(self, request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "data:", "blob:")):
            self.complaints.append(f"a request to another site: {request.url}")

    def sign_in(self, email: str, password: str) -> None:
        """By the page itself; most visitors come with a session already."""
        self.go("/accounts/login/")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")

    def go(self, address: str, *, status: int = 200) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{address} answered {answer.status}"
        self.look(expected_complaint="status of" if status >= 400 else "")

    def follow(self, link: str | re.Pattern[str]) -> None:
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

    def submit(self, button: str) -> None:
        """Press a button that only asks for another page."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
        self.look()

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
        """The page is whole (`tests.browser.looking`), and its browser complained of nothing."""
        self.page.wait_for_load_state("load")
        unexpected = [c for c in self.complaints if not expected_complaint or expected_complaint not in c]
        assert unexpected == [], f"{self.page.url}: {unexpected}"
        self.complaints.clear()
        self.looker.look(self.page)


def mails(folder: Path, recipient: str) -> list[str]:
    """The text of each e-mail to this address."""
    import email
    from email import policy

    found = [email.message_from_bytes(p.read_bytes(), policy=policy.default) for p in sorted(folder.glob("*.eml"))]
    return [m.get_body(("plain",)).get_content() for m in found if m["To"] == recipient]
