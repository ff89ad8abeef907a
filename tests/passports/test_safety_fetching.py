"""Fetching notices: only from the regulators, only what is new, and no answer is too long to be refused."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from threading import Thread

import pytest
import urllib3
from django.core.management import CommandError, call_command

from compass.foundation.models import Change
from compass.watch import older_recalls, regulators, tasks
from compass.watch.regulators import UnreachableError, check_address, download, take_in_published
from passports.models import NoticeMatch, SafetyNotice
from passports.queries.safety import missing_of
from tests.factories import NOON
from tests.passports.safety_cases import FILES, GTIN, about, document


@contextmanager
def receiver(status=200, body=b"x", headers=()):
    """A server on this machine that answers everything with this."""

    def answer(self):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    quiet = {"do_GET": answer, "log_message": lambda *_: None}
    handler = type("Handler", (BaseHTTPRequestHandler,), quiet)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with urllib3.HTTPConnectionPool("127.0.0.1", server.server_port) as pool:
            yield pool
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "http://www.gov.uk/api/x", "https://www.gov.uk.example/api/x", "https://user@www.gov.uk/api/x",
        "https://www.gov.uk:8443/x", "https://127.0.0.1/x", "file:///etc/passwd", "//www.gov.uk/x", "",
    ],
)  # fmt: skip
def test_nothing_but_the_regulators_is_asked(address):
    with pytest.raises(UnreachableError, match="not an address of a regulator"):
        check_address(address)
    assert check_address("https://www.gov.uk/api/x?y=1") == ("www.gov.uk", "/api/x?y=1")


def test_an_answer_is_read_and_redirects_errors_and_too_long_ones_are_refused(monkeypatch):
    with receiver(body=b"{}") as pool:
        assert download(pool, "/x") == b"{}"
    for given in ({"status": 302, "headers": [("Location", "http://127.0.0.1/elsewhere")]}, {"status": 500}):
        with receiver(**given) as pool, pytest.raises(UnreachableError, match="The answer was"):
            download(pool, "/x")
    monkeypatch.setattr(regulators, "BYTES_MAX", 100_000)
    with receiver(body=b"x" * 100_001) as pool, pytest.raises(UnreachableError, match="too long"):
        download(pool, "/x")
    with pytest.raises(UnreachableError):
        download(pool, "/x")  # nobody listens there any more


class Published:
    """What the regulators answer, and what they were asked."""

    def __init__(self, story, at: str = "2026-07-01T00:30:00.000+01:00") -> None:
        self.asked: list[str] = []
        self.whole = about(story, gtin=GTIN)
        self.listed = [
            {"title": self.whole["title"], "link": self.whole["base_path"], "public_timestamp": at},
            {"title": "Class 2 Medicines Recall: tablets", "link": "/drug-device-alerts/m", "public_timestamp": at},
            {"title": "Somewhere else", "link": "https://elsewhere.example/drug-device-alerts/x"},
        ]

    def __call__(self, address: str) -> bytes:
        self.asked.append(address.partition("?")[0])
        if "api.fda.gov" in address:
            raise UnreachableError("down")
        answer = {"results": self.listed} if "search.json" in address else self.whole
        return json.dumps(answer).encode()


def test_what_is_new_is_fetched_once_and_one_regulator_that_is_down_stops_no_other(story):
    published = Published(story)
    take_in_published(now=story.now, get=published)
    page = "https://www.gov.uk/api/content/drug-device-alerts/invented-notice"
    lists = ["https://www.gov.uk/api/search.json", "https://api.fda.gov/device/enforcement.json"]
    assert published.asked == [lists[0], page, lists[1]]
    assert SafetyNotice.objects.get().is_summary is False
    published.asked.clear()
    take_in_published(now=story.now, get=published)
    assert published.asked == lists
    published.listed[0]["public_timestamp"] = "2026-07-02T10:00:00Z"
    published.asked.clear()
    take_in_published(now=story.now, get=published)
    assert page in published.asked


class Listed:
    """Regulators with long lists, the newest first; some of their answers fail."""

    def __init__(self) -> None:
        self.recalls: list[int] = []
        self.notices: list[int] = []
        self.down: set[str] = set()
        self.asked: list[str] = []

    def __call__(self, address: str) -> bytes:
        asked = address.rpartition("/")[2].rpartition("&")
        self.asked.append(asked[2])
        if asked[2] in self.down:
            raise UnreachableError("down")
        at = int(asked[2].rpartition("=")[2]) if asked[0] else 0
        if "api.fda.gov" in address:
            recalls = [self._recall(n) for n in self.recalls[at : at + regulators.LINES]]
            return json.dumps({"results": recalls}).encode()
        if "search.json" in address:
            found = self.notices[at : at + regulators.LINES]
            results = [{"title": f"Pump {n} - fault", "link": f"/drug-device-alerts/pump-{n}"} for n in found]
            return json.dumps({"results": results}).encode()
        number = asked[2].rpartition("-")[2]
        return json.dumps(document(f"Pump {number} - fault", "<p>x</p>", path=f"pump-{number}")).encode()

    @staticmethod
    def _recall(number):
        return {
            "recall_number": f"Z-{number:04}-2026", "product_description": f"Pump {number}",
            "recalling_firm": "Invented", "product_type": "Devices", "report_date": "20260701",
        }  # fmt: skip


@pytest.fixture
def listed(monkeypatch):
    monkeypatch.setattr(regulators, "LINES", 3)
    monkeypatch.setattr(regulators, "LISTS_MAX", 4)
    return Listed()


def run(listed):
    """What one run asked of the FDA's list, and how many notices are here then."""
    listed.asked.clear()
    take_in_published(now=NOON, get=listed)
    return [asked for asked in listed.asked if asked.startswith("skip=")], SafetyNotice.objects.count()


def test_a_list_is_read_up_to_what_is_known(db, listed):
    listed.recalls = list(range(8, 0, -1))
    assert run(listed) == (["skip=0", "skip=3", "skip=6"], 8)
    assert run(listed) == (["skip=0"], 8)
    listed.recalls = [12, 11, 10, 9, *listed.recalls]
    assert run(listed) == (["skip=0", "skip=3", "skip=6"], 12)
    assert not Change.objects.filter(kind="safety_notices_fetched").exists()


def test_a_list_longer_than_the_bound_is_said_in_the_log(db, listed):
    listed.recalls = list(range(20, 0, -1))
    assert run(listed) == (["skip=0", "skip=3", "skip=6", "skip=9"], 12)
    said = Change.objects.filter(kind="safety_notices_fetched").order_by("id")
    assert said.get().sentence == (
        "FDA (United States): Not all that is listed was fetched: the list goes on beyond the 12 lines that were read."
    )


def test_after_a_page_that_failed_the_next_run_goes_on_past_what_is_known(db, listed):
    listed.recalls, listed.down = list(range(8, 0, -1)), {"skip=3"}
    assert run(listed) == (["skip=0", "skip=3"], 3)
    assert run(listed)[1] == 3
    assert "page 2 of the list could not be fetched" in Change.objects.get(kind="safety_notices_fetched").sentence
    listed.down.clear()
    assert run(listed) == (["skip=0", "skip=3", "skip=6"], 8)
    assert missing_of("FDA") == ""
    assert run(listed) == (["skip=0"], 8)


class Archive:
    """The FDA's recalls by the day of their report, as it answers a question about some days; sometimes down."""

    def __init__(self, *reports: str) -> None:
        self.recalls = [Listed._recall(number) | {"report_date": day} for number, day in enumerate(reports)]
        self.down: set[str] = set()
        self.asked: list[str] = []

    def __call__(self, address: str) -> bytes:
        days, _, at = address.partition("report_date:%5B")[2].partition("%5D&skip=")
        first, _, last = days.partition("+TO+")
        self.asked.append(f"{first[:6]} {at}")
        if self.asked[-1] in self.down:
            raise UnreachableError("down")
        found = [one for one in self.recalls if first <= one["report_date"] <= last][int(at) :][: regulators.LINES]
        if not found:
            raise regulators.NothingThereError("The answer was 404.")
        return json.dumps({"results": found}).encode()


@pytest.fixture
def back(monkeypatch, settings):
    """What a run that reads older recalls asked, and how many are here then; it takes three pages of two lines."""
    monkeypatch.setattr(older_recalls, "LINES", 2)
    monkeypatch.setattr(regulators, "LINES", 2)
    monkeypatch.setattr(older_recalls, "LISTS_MAX", 3)
    settings.FDA_RECALLS_FROM_YEAR = 2026

    def run(archive):
        archive.asked.clear()
        older_recalls.read_older_recalls(now=NOON, get=archive)
        return archive.asked[:], SafetyNotice.objects.count()

    return run


def test_older_recalls_are_read_month_by_month_a_few_pages_a_run_and_none_twice(db, back):
    archive = Archive("20260701", "20260630", "20260615", "20260601", "20260331", "20260101", "20251231")
    assert back(archive) == (["202607 0", "202606 0", "202606 2"], 4)
    assert back(archive) == (["202605 0", "202604 0", "202603 0"], 5)
    assert back(archive) == (["202602 0", "202601 0"], 6), "December lies before the year of the settings"
    assert back(archive) == ([], 6)


def test_a_month_of_which_a_page_failed_is_read_again_and_nothing_is_lost(db, back):
    archive = Archive("20260630", "20260615", "20260601", "20260501")
    archive.down = {"202606 2"}
    assert back(archive) == (["202607 0", "202606 0", "202606 2"], 0)
    archive.down.clear()
    assert back(archive) == (["202606 0", "202606 2", "202605 0"], 4)


def test_what_is_no_list_ends_no_month_and_of_two_that_are_the_same_both_count(db, back, monkeypatch):
    archive = Archive("20260630", "20260630", "20260601")
    archive.recalls[1] = archive.recalls[0]
    answer = Archive.__call__
    monkeypatch.setattr(Archive, "__call__", lambda self, address: answer(self, address) and b"<html>Busy</html>")
    archive.recalls.append(Listed._recall(9) | {"report_date": "20260701"})
    assert back(archive) == (["202607 0"], 0)
    assert back(archive) == (["202607 0"], 0)
    monkeypatch.setattr(Archive, "__call__", answer)
    assert back(archive) == (["202607 0", "202606 0", "202606 2"], 3)


def test_where_the_list_leaves_a_gap_older_recalls_are_read_again_from_today(db, listed, back):
    archive = Archive("20260630")
    for _ in range(3):
        back(archive)
    assert back(archive) == ([], 1)
    listed.recalls = list(range(20, 0, -1))
    run(listed)
    assert back(archive)[0][0] == "202607 0"


def test_many_new_pages_are_fetched_over_several_runs_the_newest_first(db, listed, monkeypatch):
    monkeypatch.setattr(regulators, "PAGES_MAX", 3)
    listed.notices, listed.down = list(range(8, 0, -1)), {"pump-7"}
    found = []
    for _ in range(4):
        run(listed)
        found.append((sorted(int(n.title.split()[1]) for n in SafetyNotice.objects.all()), missing_of("GOVUK")))
        listed.down.clear()
    left = "{} of notices still to be fetched"
    assert found == [
        ([6, 8], left.format("6 pages")), ([4, 5, 6, 7, 8], left.format("3 pages")), (list(range(1, 9)), ""),
        (list(range(1, 9)), ""),
    ]  # fmt: skip


def test_nothing_is_fetched_unless_it_is_switched_on(db, settings, monkeypatch):
    asked = []
    for name in ("take_in_published", "read_older_recalls"):
        monkeypatch.setattr(tasks, name, lambda **given: asked.append(given))
    monkeypatch.setattr(tasks.publish_notices, "delay", lambda: None)
    tasks.fetch_safety_notices()
    assert asked == []
    settings.SAFETY_NOTICES_FETCHED = True
    tasks.fetch_safety_notices()
    assert len(asked) == 2


def test_the_command_takes_files_in_and_says_what_it_did(db, tmp_path):
    said = StringIO()
    torn = tmp_path / "torn.json"
    torn.write_text('[{"x": 1}]', encoding="utf-8")
    call_command("import_safety_notices", str(FILES / "fda_enforcement_sample.ndjson"), str(torn), stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[0].startswith("fda_enforcement_sample.ndjson: Safety notices: 7 new, 0 changed")
    assert any(line.startswith("  Left out: ") for line in lines)
    assert lines[-1] == "  Set aside: an item: This is none of the known forms of a safety notice."
    assert (SafetyNotice.objects.count(), NoticeMatch.objects.count()) == (7, 0)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_safety_notices", str(tmp_path / "none.json"))
