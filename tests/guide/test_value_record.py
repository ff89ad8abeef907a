"""The record of an evaluation: kept when it closes, with what was changed on the way, for whoever challenges it."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import timedelta
from io import StringIO

import pytest
import rfc8785
from django.urls import reverse

from compass.foundation.errors import Invalid
from compass.guide.models import EvaluationRecord, EvaluatorScore
from compass.guide.operations import value
from compass.guide.operations.value_records import faults_of
from compass.guide.queries.value_record import content_of
from compass.guide.value.scheme import first_scheme
from passports.models import Passport
from tests.foundation.accessible import faults
from tests.guide.value_case import ValueCase
from tests.operators import suspend_passport
from tests.story import Story

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def file(client, case, ending):
    return client.get(reverse("export-evaluation", args=[case.evaluation.key, ending]))


def test_what_is_kept_at_closing_holds_totals_places_and_sensitivity_and_its_hash_is_logged(client):
    case = ValueCase().closed()
    kept = EvaluationRecord.objects.get()
    assert faults_of(kept) == []
    totals = kept.content["result"]["totals"]
    # 60 + 40 / 2 against 60 / 2 + 40.
    assert [(one["place"], one["total"]) for one in totals] == [(1, "80.00"), (2, "70.00")]
    assert kept.content["result"]["sensitivity"][0]["weight"] == "COST"
    client.force_login(case.lead, backend=BACKEND)
    case.technologies[0].name = "Renamed"
    case.technologies[0].save()
    whole = json.loads(file(client, case, "json").content)
    assert hashlib.sha256(rfc8785.dumps(whole["content"])).hexdigest() == whole["content_hash"] == kept.content_hash
    assert "Renamed" not in json.dumps(whole)
    printed = file(client, case, "pdf")
    assert printed.content.startswith(b"%PDF")
    assert faults(printed.content) == []
    result = client.get(reverse("evaluation-result", args=[case.evaluation.key])).text
    assert kept.content_hash in result
    kept.content["result"]["totals"][0]["total"] = "99.00"
    assert len(faults_of(kept)) == 1
    kept.content_hash = hashlib.sha256(rfc8785.dumps(kept.content)).hexdigest()
    assert faults_of(kept) == ["The change log does not have this hash for it."]


def test_the_spreadsheet_has_costs_totals_and_the_hash_and_opens_as_what_it_is(client):
    case = ValueCase().closed()
    client.force_login(case.lead, backend=BACKEND)
    written = file(client, case, "csv").content
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(written.decode("utf-8-sig"))))
    costs = [row["pounds_without_vat"] for row in rows if row["kind"] == "whole-life cost"]
    assert costs == ["200.00", "0.00", "0.00", "0.00", "100.00", "0.00", "0.00", "0.00"]
    assert [row["points"] for row in rows if row["kind"] == "total"] == ["80.00", "70.00"]
    assert rows[-1]["text"] == EvaluationRecord.objects.get().content_hash


def test_agreed_scores_and_costs_that_were_replaced_stay_in_the_record(client):
    case = ValueCase().in_moderation().moderate(4, 2)
    first = case.candidates[0]
    key = case.keys[0]
    again = case.given(4) | {key: value.Given(1, "The test failed.")}
    value.moderate_candidate(candidate=first, given=again, by=case.lead, now=case.now)
    parts = dict.fromkeys(("implementation_cost", "operation_cost", "disposal_cost"), 0) | {"purchase_cost": 150}
    with pytest.raises(Invalid, match="why the cost is set now"):
        value.state_cost(candidate=first, parts=parts, years=5, source="Offer", by=case.lead, now=case.now)
    given = {"parts": parts, "years": 5, "source": "Offer", "why": "VAT was in it."}
    value.state_cost(candidate=first, by=case.lead, now=case.now, **given)
    content = content_of(case.evaluation)
    (earlier,) = content["changed_agreed_scores"]  # the other twenty stand as they were
    assert (earlier["question"], earlier["points"], earlier["who"]) == (key, "4", case.lead.name)
    stated = [
        (one["purchase_cost"], one["why"]) for one in content["stated_costs"] if one["slug"] == first.innovation.slug
    ]
    assert stated == [("200.00", None), ("150.00", "VAT was in it.")]
    client.force_login(case.lead, backend=BACKEND)
    page = client.get(reverse("evaluation-scored", args=[case.evaluation.key, first.innovation.slug])).text
    for words in ("The test failed.", "As the supplier showed us.", f"Before, {case.lead.name} wrote 4"):
        assert words in page
    assert reverse("evaluation-scored", args=[case.evaluation.key, first.innovation.slug]) in client.get(
        reverse("evaluation", args=[case.evaluation.key])
    ).text  # fmt: skip


def test_a_score_that_stays_keeps_its_time():
    case = ValueCase().move("open_scoring").score_all(4, 2)
    later, key = case.now + timedelta(days=1), case.keys[0]
    again = case.given(4) | {key: value.Given(1, "The test failed.")}
    value.score_candidate(candidate=case.candidates[0], given=again, by=case.lead, now=later)
    scores = EvaluatorScore.objects.filter(candidate=case.candidates[0])
    assert list(scores.filter(scored_at=later).values_list("criterion__key", "points")) == [(key, 1)]
    assert scores.filter(scored_at=case.now).count() == len(case.keys) - 1


def test_scores_and_reasons_are_for_those_who_may_see_them(client):
    case, other = ValueCase().move("open_scoring"), ValueCase()
    address = reverse("evaluation-scored", args=[case.evaluation.key, case.technologies[0].slug])
    client.force_login(case.lead, backend=BACKEND)
    assert client.get(address).status_code == 409  # before moderation each judges alone
    case.score_all(4, 2).move("start_moderation")
    assert client.get(address).status_code == 200
    client.force_login(other.lead, backend=BACKEND)
    assert client.get(address).status_code == 404
    assert client.get(address.replace(case.technologies[0].slug, other.technologies[0].slug)).status_code == 404
    assert file(client, case, "pdf").status_code == 404


def test_evaluators_read_the_evidence_and_see_a_passport_that_was_suspended(client):
    story, case = Story(), ValueCase()
    story.passport()
    story.innovation.refresh_from_db()
    own = value.start_evaluation(
        organisation=case.trust, title="Ours", years=2, scheme=first_scheme(),
        innovations=[story.innovation, case.technologies[0]], by=case.lead, now=story.now,
    )  # fmt: skip
    value.move_on(evaluation=own, move="open_scoring", by=case.lead, now=story.now)
    client.force_login(case.lead, backend=BACKEND)
    scoring = reverse("evaluation-scores", args=[own.key, story.innovation.slug])
    page = client.get(scoring).text
    assert f'href="/innovations/{story.innovation.slug}/#claims"' in page
    assert "cannot be relied on" not in page
    passport = Passport.objects.get(innovation=story.innovation)
    suspend_passport(passport=passport, reason="A safety notice.", by=story.operator, now=story.now)
    assert "Its passport cannot be relied on today." in client.get(scoring).text
    assert "Suspended" in client.get(reverse("evaluation", args=[own.key])).text
