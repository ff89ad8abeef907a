"""Pages of safety notices: the public list, “is this affected?”, the operators' queue, what adopters say."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from passports.models import AdopterAcknowledgement, NoticeMatch, NoticeSetAside
from tests.operators import judge_match
from tests.passports.safety_cases import GTIN, about, certain_match, document, take_in

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def text(client, name, *args, **asked):
    return client.get(reverse(name, args=args), asked).content.decode()


def affected(client, scan):
    """The tag of the answer, and the page."""
    page = text(client, "check-device", scan=scan)
    tags = ("Not known here", "No open notice known", "May be affected", "Affected")
    return next(
        (tag for tag in tags if f">{tag}<" in " ".join(page.split()).replace("> ", ">").replace(" <", "<")), ""
    ), page


def test_the_open_list_goes_to_zero_in_public(story, client):
    assert "No safety notice is open." in text(client, "safety-notices")
    match = certain_match(story)
    page = text(client, "safety-notices")
    assert "1 safety notice open. 0 of 1 adopting organisation have acted." in page
    assert "The national operator has not confirmed it yet." in page
    client.force_login(story.buyer, backend=BACKEND)
    address = reverse("acknowledge-notice", args=[story.adopted.pk, match.pk])
    assert address in text(client, "home")
    assert address in text(client, "adoption", story.adopted.pk)
    assert client.post(address, {"note": "Taken off the wards."}).status_code == 302
    assert address not in text(client, "home")
    assert "Taken off the wards." in text(client, "adoption", story.adopted.pk)
    client.logout()
    page = text(client, "safety-notices")
    assert "1 of 1 adopting organisation has acted." in page
    assert "Taken off the wards." not in page
    judge_match(match=match, move="confirm", reason="Yes.", by=story.operator, now=story.now)
    assert "Confirmed by the national operator." in text(client, "safety-notices")
    judge_match(match=match, move="close", reason="Exchanged.", by=story.operator, now=story.now)
    assert "No safety notice is open. 1 notice was dealt with earlier." in text(client, "safety-notices")


def test_everybody_sees_that_a_notice_was_withdrawn_by_its_publisher(story, client):
    certain_match(story)
    assert "withdrawn by its publisher" not in text(client, "safety-notices")
    take_in(story, about(story, gtin=GTIN) | {"withdrawn_notice": {"explanation": "Issued by mistake."}})
    assert "withdrawn by its publisher since" in text(client, "safety-notices")
    assert "withdrawn by its publisher since" in text(client, "passport", story.adopted.passport.number)
    client.force_login(story.operator, backend=BACKEND)
    assert "Withdrawn by its publisher since." in text(client, "notice-queue")


def test_nobody_acts_on_a_notice_that_changed_while_they_read_it(story, client):
    match = certain_match(story)
    client.force_login(story.buyer, backend=BACKEND)
    address = reverse("acknowledge-notice", args=[story.adopted.pk, match.pk])
    read = client.get(address).content.decode()
    assert 'name="revision" value="1"' in read
    take_in(story, about(story, gtin=GTIN, fault="more lots have the fault"))
    refused = client.post(address, {"note": "Lot A17 is off the wards.", "revision": "1"})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "The safety notice changed while you read it." in page
    assert "Lot A17 is off the wards." in page
    assert 'name="revision" value="2"' in page
    assert "more lots have the fault" in page
    assert not AdopterAcknowledgement.objects.exists()
    assert client.post(address, {"note": "All are off the wards.", "revision": "2"}).status_code == 302
    assert AdopterAcknowledgement.objects.get().revision == 2


def test_the_product_and_its_passport_show_the_open_notice(story, client):
    match = certain_match(story)
    number = story.adopted.passport.number
    for page in (text(client, "innovation", story.innovation.slug), text(client, "passport", number)):
        assert match.notice.title in page
        assert "Open safety notices" in page
    assert "records the safety notice as dealt with" in text(client, "passport", number)
    judge_match(match=match, move="dismiss", reason="Not it.", by=story.operator, now=story.now)
    assert "Open safety notices" not in text(client, "innovation", story.innovation.slug)


def test_a_ward_is_told_whether_a_device_is_affected(story, client):
    certain_match(story)  # its lots are A17 and A20 to A29
    for scan, answer in (
        (f"(01){GTIN}(10)A17(21)777", "Affected"),
        (f"01{GTIN}10A17\x1d21777", "Affected"),
        (f"(01){GTIN}(10)B1", "May be affected"),
        (GTIN, "May be affected"),
        ("(01)09506000134369(10)A17", "Not known here"),
    ):
        assert affected(client, scan)[0] == answer, scan
    page = affected(client, f"(01){GTIN}(10)A17(21)777")[1]
    for said in ("lot A17", "serial number 777", story.adopted.passport.number, "Suspended", story.name):
        assert said in page


def test_a_device_without_a_notice_and_a_notice_about_an_unknown_device(story, client):
    match = certain_match(story)
    judge_match(match=match, move="dismiss", reason="Not it.", by=story.operator, now=story.now)
    assert affected(client, GTIN)[0] == "No open notice known"
    take_in(story, document("Unknown Pump - fault", "<p>GTIN 09506000134369</p>", path="unknown"))
    answer, page = affected(client, "09506000134369")
    assert answer == "Affected"
    assert "Unknown Pump - fault" in page


def test_a_ward_is_told_of_a_notice_that_changed_after_it_was_judged_or_that_waits_for_a_person(story, client):
    match = certain_match(story)
    judge_match(match=match, move="dismiss", reason="Not it.", by=story.operator, now=story.now)
    assert affected(client, f"(01){GTIN}(10)A17")[0] == "No open notice known"
    story.now += timedelta(days=1)
    take_in(story, about(story, gtin=GTIN, fault="more lots have the fault"))
    match.refresh_from_db()
    assert match.state == "DISMISSED"
    assert affected(client, f"(01){GTIN}(10)A17")[0] == "Affected"
    assert affected(client, f"(01){GTIN}(10)B1")[0] == "May be affected"


@pytest.mark.parametrize(
    ("scan", "said"), [("9506000134353", "check digit"), ("hello", "not an identifier"), ("x" * 20_000, "no label has")]
)
def test_what_is_no_label_is_said_to_be_wrong(client, db, scan, said):
    response = client.get(reverse("check-device"), {"scan": scan})
    assert response.status_code == 422
    assert said in response.content.decode()


def test_an_operator_sees_what_waits_and_judges_it(story, client):
    passport = story.passport()
    take_in(story, about(story), document("", "x", path="torn"))
    match = NoticeMatch.objects.get()
    client.force_login(story.operator, backend=BACKEND)
    assert reverse("notice-match", args=[match.pk]) in text(client, "home")
    page = text(client, "notice-queue")
    for said in ("How alike they are: 100 of 100", "The document has no title.", "(1)", "MHRA, on GOV.UK"):
        assert said in page
    page = text(client, "notice-match", match.pk)
    assert "risk of a late alarm" in page
    confirm = reverse("confirm-match", args=[match.pk])
    assert confirm in page
    assert client.post(confirm, {"reason": ""}).status_code == 422
    assert client.post(confirm, {"reason": "The maker says so."}).status_code == 302
    passport.refresh_from_db()
    assert passport.status == "SUSPENDED"
    assert client.get(confirm).status_code == 409
    assert reverse("close-match", args=[match.pk]) in text(client, "notice-match", match.pk)
    item = NoticeSetAside.objects.get()
    page = text(client, "settle-set-aside", item.pk)
    assert item.reason in page
    assert "Its source: MHRA, on GOV.UK." in page
    assert client.post(reverse("settle-set-aside", args=[item.pk])).status_code == 302
    assert "The document has no title." not in text(client, "notice-queue")


def test_nobody_judges_a_notice_that_changed_while_they_read_it(story, client):
    match = certain_match(story)
    client.force_login(story.operator, backend=BACKEND)
    page = client.get(reverse("notice-match", args=[match.pk])).content.decode()
    (address,) = [html.unescape(one) for one in re.findall(r'href="([^"]+)"', page) if "/confirm/" in one]
    take_in(story, about(story, gtin=GTIN, fault="more lots have the fault"))
    (read,) = re.findall(r'name="read" value="([^"]+)"', client.get(address).content.decode())
    refused = client.post(address, {"reason": "It is ours.", "read": read})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "The safety notice changed while you read it." in page
    assert "It is ours." in page
    match.refresh_from_db()
    assert match.state == "CERTAIN"
    (again,) = re.findall(r'name="read" value="([^"]+)"', page)
    assert again != read
    assert client.post(address, {"reason": "It is ours.", "read": again}).status_code == 302
    match.refresh_from_db()
    assert match.state == "CONFIRMED"


def test_nobody_learns_of_a_match_that_nobody_has_judged(story, client):
    adoption = story.adoption()
    take_in(story, about(story))
    match = NoticeMatch.objects.get()
    client.force_login(story.buyer, backend=BACKEND)
    assert client.get(reverse("acknowledge-notice", args=[adoption.pk, match.pk])).status_code == 404
    for page in (text(client, "adoption", adoption.pk), text(client, "safety-notices"), affected(client, GTIN)[1]):
        assert match.notice.title not in page
    judge_match(match=match, move="confirm", reason="Yes.", by=story.operator, now=story.now)
    assert client.get(reverse("acknowledge-notice", args=[adoption.pk, match.pk])).status_code == 200


def test_hostile_markup_of_a_notice_is_shown_as_text(story, client):
    certain_match(story)
    hostile = about(story, gtin=GTIN, fault="<img src=x onerror=alert(1)> fault")
    hostile["details"]["body"] += "<script>alert(2)</script><p>&lt;script&gt;alert(3)&lt;/script&gt;</p>"
    take_in(story, hostile)
    client.force_login(story.operator, backend=BACKEND)
    match = NoticeMatch.objects.get()
    for page in (text(client, "notice-match", match.pk), text(client, "safety-notices")):
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "alert(2)" not in page
