"""Workers are killed at random instants; afterwards everybody has everything, once and in order.

`make faults` is the long form, with a hundred kills.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.db import connection

from compass.foundation.history import record_change
from compass.foundation.models import Email
from compass.guide.operations.saved_searches import Telling, save_search
from compass.guide.operations.watching import watch_searches
from compass.guide.search import Search
from compass.notices.models import DigestLine, Notice, WebhookDelivery
from compass.notices.operations.send_webhooks import BATCH
from compass.notices.operations.subscriptions import subscribe
from compass.notices.operations.webhooks import add_endpoint
from evidence.models import Innovation
from tests.factories import NOON, OrganisationFactory, PersonFactory
from tests.guide.catalogue import Catalogue, Item
from tests.notices.killed_workers import LOG
from tests.notices.receiver import receiving
from tests.story import Story
from trusts.models import Member, Role

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("COMPASS_KILLS", "10"))
CHANGES = 4 * KILLS
AT_ONCE, DAILY = 6, 3
COMMAND = "import django; django.setup(); from tests.notices.killed_workers import run; run()"


@pytest.fixture
def followed(db):
    """Two passports, and organisations that follow both in two ways: some are written to at once, some daily."""
    story, other = Story(), Story(name="Another")
    passports = [story.passport(), other.passport()]
    organisations = []
    for n in range(AT_ONCE + DAILY):
        organisation, person = OrganisationFactory(), PersonFactory()
        Member.objects.create(organisation=organisation, person=person, role=Role.BUYER)
        how = {"organisation": organisation, "by": person, "now": NOON}
        how["frequency"] = "IMMEDIATE" if n < AT_ONCE else "DAILY"
        subscribe(clinical_area="SURGERY", **how)
        subscribe(passport=passports[0], **how)
        organisations.append((organisation, person))
    return passports, organisations


@pytest.fixture
def searched(db):
    """An organisation that saved a search, and technologies that are renamed so that it finds them."""
    organisation, person = OrganisationFactory(), PersonFactory()
    Member.objects.create(organisation=organisation, person=person, role=Role.BUYER)
    given = {"name": "Our plans", "organisation": organisation, "telling": Telling.IMMEDIATE, "by": person, "now": NOON}
    save_search(search=Search(text="wound"), **given)
    watch_searches(now=NOON)
    renamed = Catalogue().add(*(Item(f"Hip brace {n}") for n in range(2 * KILLS)))
    for innovation in renamed:
        Innovation.objects.filter(pk=innovation.pk).update(name=f"Wound sensor {innovation.pk}")
        record_change("innovation_described", innovation, "Renamed.", by=None, now=NOON)
    return person, renamed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1])
def test_each_follower_has_each_notice_once(followed, searched, tmp_path, settings, seed):
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    passports, organisations = followed
    with receiving() as receiver:
        for n, (organisation, person) in enumerate(organisations[:2]):
            add_endpoint(organisation=organisation, address=f"{receiver.address}/{n}", by=person, now=NOON)
        changes = [
            record_change(
                "verdict_changed", passports[n % 2], f"Change number {n}.", by=None, now=NOON, data={"to": "EXPIRED"}
            ).pk
            for n in range(CHANGES)
        ]
        done = subprocess.run(
            [
                sys.executable, "-c", COMMAND, connection.settings_dict["NAME"], str(tmp_path / "out"), str(KILLS),
                NOON.isoformat(), str(seed),
            ],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=60 + 10 * KILLS,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
    killed = int(done.stdout)
    told = Notice.objects.filter(change__in=changes)
    assert told.count() == CHANGES * len(organisations)
    assert list(told.order_by("id").values_list("change_id", flat=True)) == sorted(changes * len(organisations))

    wanted = {f"<notice-{change}-{person.pk}@127.0.0.1>" for change in changes for _, person in organisations[:AT_ONCE]}
    left = Counter((tmp_path / "out" / LOG).read_text().splitlines())
    assert {name for name in left if "<notice-" in name} >= wanted
    assert not Email.objects.filter(sent_at=None).exists()
    assert left.total() - len(left) <= killed, "one e-mail in the hand of each that was killed"

    searcher, renamed = searched
    found = Notice.objects.filter(change__kind="search_matched")
    assert sorted(found.values_list("change__data__innovation", flat=True)) == sorted(one.slug for one in renamed)
    assert Email.objects.filter(recipient=searcher.email, key__startswith="notice-").count() == len(renamed)

    for _, person in organisations[AT_ONCE:]:
        daily = Email.objects.filter(key__startswith=f"daily-{person.pk}-").order_by("id")
        assert 1 <= daily.count() <= 2, "the day of the changes, and the day after for what came later"
        said = "".join(email.text for email in daily)
        if CHANGES <= 100:
            assert {said.count(f"Change number {n}.\n") for n in range(CHANGES)} == {1}
    assert not DigestLine.objects.filter(sent_on=None).exists()

    expected = set(WebhookDelivery.objects.values_list("id", flat=True))
    arrived = [int(found.removeprefix("msg_")) for found in receiver.ids]
    assert set(arrived) == expected
    assert len(arrived) - len(expected) <= killed * BATCH
    lanes = defaultdict(list)
    of_lane = {d.pk: (d.endpoint_id, d.passport_id) for d in WebhookDelivery.objects.all()}
    for pk in dict.fromkeys(arrived):
        lanes[of_lane[pk]].append(pk)
    assert len(lanes) == 4
    assert all(lane == sorted(lane) for lane in lanes.values())
    assert not WebhookDelivery.objects.filter(delivered_at=None).exists()
