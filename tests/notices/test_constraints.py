"""What the tables of notices, of people and every history table refuse to SQL itself."""

from __future__ import annotations

from datetime import timedelta

from django.apps import apps
from django.db import connection

from compass.foundation.models import Change
from compass.notices.models import DigestLine, InAppOnly, Notice, WebhookDelivery
from compass.notices.operations.calendars import renew_calendar
from compass.notices.operations.subscriptions import subscribe
from compass.notices.operations.webhooks import add_endpoint
from evidence.models import EmdnCode, PublicFact
from evidence.operations.colleagues import invite_colleague
from evidence.operations.comments import add_comment
from evidence.operations.cost_model import save_cost_model
from evidence.operations.identifiers import add_company_identifier, add_identifier
from tests.factories import OrganisationFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared, refused_by
from tests.story import Story
from trusts.models import Succession
from trusts.operations.decisions import Condition
from trusts.operations.needs import publish_need
from trusts.operations.nominations import nominate

NOTICES = [
    Case(
        "subscription_once",
        copy_of("notices_subscription", "{subscription}"),
        copy_of("notices_subscription", "{subscription}", organisation_id="{trust}"),
    ),
    Case(
        "notice_once",
        copy_of("notices_notice", "{notice}"),
        copy_of("notices_notice", "{notice}", organisation_id="{trust}"),
    ),
    *[
        Case(
            "subscription_target_of_its_kind",
            copy_of("notices_subscription", "{subscription}", organisation_id="{trust}", **wrong),
            copy_of("notices_subscription", "{subscription}", organisation_id="{trust}", **right),
        )
        for wrong, right in (
            ({"passport_id": "NULL"}, {"passport_id": "NULL", "kind": "'EVERYTHING'"}),
            ({"innovation_id": "{innovation}"}, {"innovation_id": "NULL"}),
            (
                {"kind": "'INNOVATION'", "innovation_id": "{innovation}"},
                {"kind": "'INNOVATION'", "innovation_id": "{innovation}", "passport_id": "NULL"},
            ),
            (
                {"kind": "'CLINICAL_AREA'", "passport_id": "NULL"},
                {"kind": "'CLINICAL_AREA'", "passport_id": "NULL", "clinical_area": "'SURGERY'"},
            ),
            (
                {"kind": "'DECISIONS'", "passport_id": "NULL"},
                {"kind": "'DECISIONS'", "passport_id": "NULL", "assessor_id": "{trust}"},
            ),
            ({"kind": "'EVERYTHING'"}, {"kind": "'EVERYTHING'", "passport_id": "NULL"}),
            (
                {"kind": "'SEARCH'", "passport_id": "NULL"},
                {"kind": "'SEARCH'", "passport_id": "NULL", "search": "gen_random_uuid()"},
            ),
            ({"kind": "'NEED'"}, {"kind": "'NEED'", "passport_id": "NULL", "need_id": "{need}"}),
            ({"kind": "'PARTY'"}, {"kind": "'PASSPORT'"}),
        )
    ],
    Case(
        "subscription_frequency_known",
        "UPDATE notices_subscription SET frequency = 'WEEKLY' WHERE id = {subscription}",
        "UPDATE notices_subscription SET frequency = 'DAILY' WHERE id = {subscription}",
    ),
    Case(
        "subscription_area_known",
        copy_of(
            "notices_subscription", "{subscription}", kind="'CLINICAL_AREA'", passport_id="NULL", clinical_area="'ANY'"
        ),
        copy_of(
            "notices_subscription", "{subscription}", kind="'CLINICAL_AREA'", passport_id="NULL", clinical_area="'EYES'"
        ),
    ),
    Case(
        "digest_line_once",
        copy_of("notices_digestline", "{line}"),
        copy_of("notices_digestline", "{line}", person_id="{other}"),
    ),
    Case(
        "in_app_only_once",
        copy_of("notices_inapponly", "{quiet}"),
        copy_of("notices_inapponly", "{quiet}", person_id="{other}"),
    ),
    Case(
        "in_app_only_once_of_company",
        copy_of("notices_inapponly", "{silent}"),
        copy_of("notices_inapponly", "{silent}", person_id="{other}"),
    ),
    Case("in_app_only_of_one", copy_of("notices_inapponly", "{silent}", adoption_id="{adoption}"), ""),
    Case("in_app_only_of_one", copy_of("notices_inapponly", "{silent}", innovator_id="NULL"), ""),
    Case(
        "calendar_link_is_a_later_one",
        "UPDATE notices_calendarlink SET number = 0 WHERE id = {calendar}",
        "UPDATE notices_calendarlink SET number = 7 WHERE id = {calendar}",
    ),
    Case(
        "endpoint_address_once",
        copy_of("notices_endpoint", "{endpoint}"),
        copy_of("notices_endpoint", "{endpoint}", removed_at="now()"),
    ),
    Case(
        "webhook_delivery_once",
        copy_of("notices_webhookdelivery", "{delivery}"),
        copy_of("notices_webhookdelivery", "{delivery}", notice_id="NULL", passport_id="NULL"),
    ),
    Case(
        "webhook_delivery_ends_one_way",
        "UPDATE notices_webhookdelivery SET delivered_at = now(), dead_at = now() WHERE id = {delivery}",
        "UPDATE notices_webhookdelivery SET delivered_at = now() WHERE id = {delivery}",
    ),
    Case(
        "webhook_delivery_about_a_notice_or_a_test",
        "UPDATE notices_webhookdelivery SET notice_id = NULL WHERE id = {delivery}",
        "UPDATE notices_webhookdelivery SET passport_id = NULL WHERE id = {delivery}",
    ),
]


def test_tables_hold_their_rules(story):
    adoption = story.adoption()
    passport = adoption.passport
    quiet = InAppOnly.objects.create(adoption=adoption, person=story.buyer, chosen_at=story.now)
    silent = InAppOnly.objects.create(innovator=story.innovator, person=story.maker, chosen_at=story.now)
    who = {"organisation": story.other_trust, "passport": passport}
    change = Change.objects.latest("id")
    notice = Notice.objects.create(change=change, recipient=story.buyer, created_at=story.now, **who)
    endpoint, _ = add_endpoint(
        organisation=story.other_trust, address="https://maker.example/", by=story.buyer, now=story.now
    )
    line = DigestLine.objects.create(change=change, passport=passport, person=story.buyer)
    need = publish_need(
        organisation=story.trust, title="A need", problem="Late.", clinical_area="SURGERY", by=story.nominator,
        now=story.now,
    )  # fmt: skip
    delivery = WebhookDelivery.objects.create(
        endpoint=endpoint, notice=notice, passport=passport, created_at=story.now, due_at=story.now
    )
    assert_held(
        NOTICES,
        subscription=subscribe(**who, by=story.buyer, now=story.now).pk, trust=story.trust.pk,
        notice=notice.pk, innovation=story.innovation.pk, change=change.pk, other=story.chair.pk, line=line.pk,
        silent=silent.pk, adoption=adoption.pk,
        endpoint=endpoint.pk, delivery=delivery.pk, quiet=quiet.pk, need=need.pk,
        calendar=renew_calendar(by=story.buyer, now=story.now).pk,
    )  # fmt: skip


def test_every_rule_of_the_tables_is_tried():
    assert {case.rule for case in NOTICES} == declared("notices")


def test_history_is_only_ever_added_to(story):
    due = Condition("Report outcomes.", story.today + timedelta(days=30))
    adoption = story.adoption(outcome="APPROVED_WITH_CONDITIONS", conditions=(due,))
    subscribe(organisation=story.other_trust, passport=adoption.passport, by=story.buyer, now=story.now)
    add_endpoint(organisation=story.other_trust, address="https://maker.example/", by=story.buyer, now=story.now)
    nominate(
        organisation=story.trust, technology_name="Wound Sensor", kind="DEVICE", clinical_area="SURGERY",
        problem="Late.", innovator_name="Maker", contact_email="maker@a.example", by=story.nominator, now=story.now,
    )  # fmt: skip
    PublicFact.objects.create(innovation=story.innovation, statement="One.", source_url="https://a.example/")
    other = Story(name="Another")
    add_comment(pack=other.draft, topic="cost", text="Which year?", by=other.maker, now=story.now)
    save_cost_model(pack=other.draft, model={}, revision=0, by=other.maker, now=story.now)
    add_identifier(innovation=other.innovation, scheme="GTIN", value="9506000134352", by=other.maker, now=story.now)
    add_company_identifier(
        innovator=other.innovator, scheme="COMPANIES_HOUSE", value="SC123456", by=other.maker, now=story.now
    )
    EmdnCode.objects.create(code="A01", title="NEEDLES")
    invite_colleague(innovator=other.innovator, email="new@maker.example", by=other.maker, now=story.now)
    Succession.objects.create(predecessor=OrganisationFactory(), successor=story.trust, on=story.today, kind="MERGER")

    tables = [m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")]
    filled = []
    with connection.cursor() as cursor:
        for table in tables:
            # 27: for each row, before an update or a delete.
            cursor.execute(
                "SELECT tgtype, tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname ~ 'append_only'",
                [table],
            )
            assert cursor.fetchall() == [(27, "O")], table
            cursor.execute(f"SELECT count(*) FROM {table}")
            filled += [table] * bool(cursor.fetchone()[0])
    assert len(filled) > 25
    writes = {
        statement: f"{table}.append_only"
        for table in filled
        for statement in (f"UPDATE {table} SET pgh_label = 'x'", f"DELETE FROM {table}")
    }
    assert {statement: refused_by(statement) for statement in writes} == writes
