"""The value workbench through its pages: one organisation's own, from the first weight to the record."""

from __future__ import annotations

import csv
import html
import json
import re
from io import StringIO

import pytest
from django.urls import reverse

from compass.guide.models import Evaluation, EvaluatorScore, ModeratedScore
from evidence.models import InnovatorMember
from tests.factories import InnovatorFactory
from tests.guide.value_case import ValueCase

pytestmark = pytest.mark.django_db


def _at(name, case, *more):
    return reverse(name, args=[case.evaluation.key, *more])


def _scores(case, points, **changes):
    sent = {f"points-{key}": str(points) for key in case.keys}
    return sent | {f"reason-{key}": f"Shown for {key}." for key in case.keys} | changes


def _weights(case, **changes):
    rows = case.evaluation.criteria.all()
    sent = {f"text-{q.key}": q.text for q in rows} | {f"weight-{q.key}": str(q.weight) for q in rows}
    return {"cost_weight": "40", **sent, **changes}


def test_a_purchase_goes_from_weights_to_a_result_that_says_where_it_changes(client):
    case = ValueCase()
    client.force_login(case.lead)
    first, second = case.candidates
    moved = _weights(case, cost_weight="35", **{"weight-purpose-need": "9", "text-purpose-need": "Does it meet it?"})
    assert client.post(_at("evaluation-weights", case), moved).status_code == 302
    for candidate, cost in ((first, "200"), (second, "100.00")):
        sent = {"purchase_cost": cost, "implementation_cost": "0", "operation_cost": "0", "disposal_cost": "0"}
        sent |= {"cost_source": "=Offer of May", "years": "5"}
        assert client.post(_at("evaluation-cost", case, candidate.innovation.slug), sent).status_code == 302
    assert client.post(_at("move-evaluation", case, "open_scoring")).status_code == 302
    assert "Does it meet it?" in client.get(_at("evaluation-scores", case, first.innovation.slug)).text
    for candidate, points in ((first, 4), (second, 2)):
        assert (
            client.post(_at("evaluation-scores", case, candidate.innovation.slug), _scores(case, points)).status_code
            == 302
        )
    alone = client.post(_at("move-evaluation", case, "start_moderation"))
    assert "Enter why one evaluator is enough" in alone.text
    sent = {"alone_why": "Nobody else knows the field."}
    assert client.post(_at("move-evaluation", case, "start_moderation"), sent).status_code == 302
    assert "See the result" not in client.get(_at("evaluation", case)).text
    assert "Missing: 42 agreed scores" in client.get(_at("evaluation-result", case)).text
    page = client.get(_at("moderate-scores", case, first.innovation.slug))
    assert "4: Outstanding" in page.text
    for candidate, points in ((first, 4), (second, 2)):
        sent = _scores(case, points, **{"reason-purpose-need": "=1+1 agreed"})
        assert client.post(_at("moderate-scores", case, candidate.innovation.slug), sent).status_code == 302
    assert client.post(_at("move-evaluation", case, "close")).status_code == 302
    page = client.get(_at("evaluation-result", case)).text
    # 65 + 35 / 2 against 65 / 2 + 35: the second is first only when cost has more than a half.
    assert "Valued 0 is first with 82.5" in page
    # Social value has its least of 10%, so that cost cannot grow while the others keep their proportions.
    assert "stays the same at every weight of cost that the rule allows: from 0% to 35%" in page
    assert "<svg role=" in page
    rows = list(csv.DictReader(StringIO(client.get(_at("export-evaluation", case, "csv")).content.decode("utf-8-sig"))))
    assert [len([r for r in rows if r["kind"] == kind]) for kind in ("score", "agreed")] == [42, 42]
    assert {r["reason"] for r in rows if r["kind"] == "agreed" and r["question"] == "purpose-need"} == {"'=1+1 agreed"}
    whole = json.loads(client.get(_at("export-evaluation", case, "json")).content)["content"]
    assert (whole["state"], whole["scheme"]["version"], whole["cost_weight_percent"]) == ("CLOSED", "1.0", "35.00")
    assert [t["cost"] for t in whole["technologies"]] == ["200.00", "100.00"]
    assert client.get(_at("moderate-scores", case, first.innovation.slug)).status_code == 409
    assert client.get(_at("evaluation-cost", case, first.innovation.slug)).status_code == 409


def test_the_result_says_above_which_weight_of_cost_another_comes_first(client):
    case = ValueCase()
    case.cost(300, 100).move("open_scoring").score(case.lead, 3, 2).move("start_moderation").moderate(3, 2)
    client.force_login(case.lead)
    page = client.get(_at("evaluation-result", case)).text
    # (1 - c) * 3/4 + c / 3 = (1 - c) * 2/4 + c, so c = 3 / 11; today's 40% lies above it.
    assert "The first place changes below 27.27% cost, where Valued 0 comes first." in page
    assert "0% to 27.27%: Valued 0; 27.27% to 100%: Valued 1" in page
    assert "<span>0% to 40%</span>" in page
    # Social value has its least and cost its most, so that no other weight can move within the rule.
    assert "<span>15% alone</span>" in page


def test_weights_that_break_the_rule_come_back_with_everything_typed(client):
    case = ValueCase()
    client.force_login(case.lead)
    sent = _weights(case, cost_weight="45", **{"text-purpose-need": "My own words"})
    page = client.post(_at("evaluation-weights", case), sent)
    assert page.status_code == 422
    assert "Whole-life cost has 45%: it may have at most 40%." in page.text
    assert "they must add up to 100%, so 5% is too much." in page.text
    assert "My own words" in page.text
    assert 'value="45"' in page.text
    case.evaluation.refresh_from_db()
    assert case.evaluation.cost_weight == 40


def test_a_score_without_a_reason_is_refused_and_the_rest_is_kept(client):
    case = ValueCase().move("open_scoring")
    client.force_login(case.lead)
    address = _at("evaluation-scores", case, case.candidates[0].innovation.slug)
    page = client.post(address, _scores(case, 3, **{"reason-purpose-need": "  "}))
    assert page.status_code == 422
    assert "Enter the reason for your points under question 18" in page.text
    assert "Shown for purpose-fit." in page.text
    assert not EvaluatorScore.objects.exists()
    assert client.post(address, {"points-purpose-fit": "3", "reason-purpose-fit": "Seen."}).status_code == 302
    assert EvaluatorScore.objects.get().points == 3
    # What was scored is changed, and not taken back: an empty field is no silent "it stays".
    cleared = client.post(
        address, {"points-purpose-fit": "", "points-purpose-need": "2", "reason-purpose-need": "Yes."}
    )
    assert (cleared.status_code, EvaluatorScore.objects.count()) == (422, 1)
    assert "has a score already: change it, but do not leave it empty" in cleared.text


def test_a_cost_is_stored_for_the_years_it_was_entered_for(client):
    case = ValueCase()
    client.force_login(case.lead)
    address = _at("evaluation-cost", case, case.candidates[0].innovation.slug)
    page = client.get(address).text
    sent = {"purchase_cost": "200", "implementation_cost": "0", "operation_cost": "0", "disposal_cost": "0"}
    sent |= {"cost_source": "Offer", "years": re.search('name="years" value="([0-9]+)"', page)[1]}
    Evaluation.objects.update(years=7)
    refused = client.post(address, sent)
    assert (refused.status_code, "This evaluation now covers 7 years: your figures were for 5." in refused.text) == (
        409,
        True,
    )
    assert refused.context_data["form"]["purchase_cost"].value() == "200"
    assert not case.evaluation.candidates.exclude(purchase_cost=None).exists()
    years = re.search('name="years" value="([0-9]+)"', refused.text)[1]
    assert client.post(address, sent | {"years": years}).status_code == 302
    assert case.evaluation.candidates.filter(purchase_cost=200).exists()


def test_starting_takes_names_and_addresses_and_says_which_it_does_not_know(client):
    case = ValueCase()
    client.force_login(case.lead)
    one, two = case.technologies
    sent = {"organisation": case.trust.ods_code, "title": "Another", "years": "3"}
    page = client.post(reverse("start-evaluation"), sent | {"innovations": f"{one.slug}\nNobody's"})
    assert page.status_code == 422
    assert "No single published technology here is called “Nobody&#39;s”" in page.text
    assert client.post(reverse("start-evaluation"), sent | {"innovations": one.slug}).status_code == 422
    listed = f"https://compass.example/innovations/{one.slug}/\n{two.slug}"
    assert client.post(reverse("start-evaluation"), sent | {"innovations": listed}).status_code == 302
    assert Evaluation.objects.get(title="Another").candidates.count() == 2


def test_more_than_fit_are_refused_and_not_left_out(client):
    case = ValueCase(technologies=10)
    more = ValueCase()
    client.force_login(case.lead)
    chosen = [one.slug for one in (*case.technologies, *more.technologies)]
    typed = client.get(reverse("start-evaluation"), {"i": chosen}).context_data["form"]["innovations"].value()
    sent = {"organisation": case.trust.ods_code, "title": "Another", "years": "3", "innovations": typed}
    page = client.post(reverse("start-evaluation"), sent)
    assert (page.status_code, "you chose 12" in page.text) == (422, True)


def test_what_was_chosen_stands_by_name_unless_that_means_another(client):
    case = ValueCase()
    client.force_login(case.lead)
    one, two = case.technologies
    type(one).objects.filter(pk=one.pk).update(name=two.slug)
    chosen = f"{one.slug}\n{two.name}"
    page = client.get(reverse("start-evaluation"), {"i": [one.slug, two.slug, "nobody"]})
    assert f"{chosen}\nnobody</textarea>" in page.text
    sent = {"organisation": case.trust.ods_code, "title": "Another", "years": "3", "innovations": chosen}
    assert client.post(reverse("start-evaluation"), sent).status_code == 302
    assert Evaluation.objects.get(title="Another").candidates.count() == 2


def test_evaluators_judge_alone_until_moderation(client):
    case = ValueCase().move("open_scoring")
    colleague = case.second_evaluator()
    case.score(case.lead, 4, 4)
    client.force_login(colleague)
    assert (
        "As the supplier showed us."
        not in client.get(_at("evaluation-scores", case, case.candidates[0].innovation.slug)).text
    )
    assert client.get(_at("evaluation-result", case)).status_code == 409
    assert client.get(_at("export-evaluation", case, "csv")).status_code == 409
    assert client.post(_at("move-evaluation", case, "start_moderation")).status_code == 403
    client.force_login(case.lead)
    page = client.post(_at("move-evaluation", case, "start_moderation"))
    assert "42 scores are missing." in page.text
    case.score(colleague, 1, 1).move("start_moderation")
    client.force_login(colleague)
    assert client.get(_at("export-evaluation", case, "csv")).status_code == 200
    assert client.get(_at("moderate-scores", case, case.candidates[0].innovation.slug)).status_code == 403


def test_nobody_outside_of_the_organisation_sees_an_evaluation(client):
    case, other = ValueCase().closed(), ValueCase()
    pages = ["evaluation", "evaluation-weights", "add-evaluator", "evaluation-result"]
    addresses = [_at(name, case) for name in pages]
    addresses += [_at(name, case, case.candidates[0].innovation.slug)
                  for name in ("evaluation-cost", "evaluation-scores", "moderate-scores")]  # fmt: skip
    addresses += [_at("export-evaluation", case, "json"), _at("move-evaluation", case, "close")]
    assert {client.get(address).status_code for address in addresses} == {302}
    client.force_login(other.lead)
    assert {client.get(address).status_code for address in addresses} == {404}
    assert case.evaluation.title not in client.get(reverse("start")).text
    colleague = case.member()
    client.force_login(colleague)
    assert client.get(_at("evaluation", case)).status_code == 200
    # A colleague who works for one of the suppliers is outside as well.
    InnovatorMember.objects.create(innovator=case.technologies[0].innovator, person=colleague)
    assert {client.get(address).status_code for address in addresses} == {404}


def test_people_of_a_company_that_does_not_compete_see_no_evaluation_either(client):
    case = ValueCase().cost(200, 100)
    colleague = case.member()
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=colleague)
    client.force_login(colleague)
    assert client.get(_at("evaluation", case)).status_code == 404
    assert client.get(f"/api/v1/evaluations/{case.evaluation.key}/").status_code == 404
    client.force_login(case.lead)
    assert client.post(_at("add-evaluator", case), {"email": colleague.email}).status_code == 422
    InnovatorMember.objects.create(innovator=InnovatorFactory(), person=case.lead)
    for name, status in (("evaluations", 200), ("start-evaluation", 403)):
        page = client.get(reverse(name))
        assert page.status_code == status
        assert "You work for a company that makes technologies" in page.text
        assert case.evaluation.title not in page.text


def test_only_members_who_work_for_no_supplier_become_evaluators(client):
    case, other = ValueCase(), ValueCase()
    client.force_login(case.lead)
    colleague = case.member()
    for email in (other.lead.email, "nobody@nowhere.example"):
        page = client.post(_at("add-evaluator", case), {"email": email})
        assert page.status_code == 422
        assert "Nobody with this email address can score this evaluation." in page.text
    InnovatorMember.objects.create(innovator=case.technologies[0].innovator, person=colleague)
    assert client.post(_at("add-evaluator", case), {"email": colleague.email}).status_code == 422
    assert client.post(_at("add-evaluator", case), {"email": case.member().email}).status_code == 302
    assert case.evaluation.evaluators.count() == 2


def test_a_second_window_changes_only_what_was_changed_in_it(client):
    """Weights, own scores and agreed scores: what another window saved meanwhile stays."""
    case = ValueCase()
    client.force_login(case.lead)
    one, two, three = case.keys[:3]

    def early(address):
        return html.unescape(re.search(r'name="shown"(?: value="([^"]*)")?', client.get(address).text)[1] or "")

    address = _at("evaluation-weights", case)
    shown, before = early(address), _weights(case)
    assert client.post(address, _weights(case, shown=shown, **{f"text-{one}": "First?"})).status_code == 302
    late = before | {"shown": shown, f"text-{two}": "Second?"}
    assert client.post(address, late).status_code == 302
    texts = dict(case.evaluation.criteria.values_list("key", "text"))
    assert (texts[one], texts[two]) == ("First?", "Second?")
    case.move("open_scoring")
    slug = case.candidates[0].innovation.slug
    for name, move, kept in (
        ("evaluation-scores", "start_moderation", EvaluatorScore),
        ("moderate-scores", "", ModeratedScore),
    ):
        address = _at(name, case, slug)
        assert client.post(address, _scores(case, 2)).status_code == 302
        shown = early(address)
        first = _scores(case, 2, shown=shown, **{f"points-{one}": "4"})
        second = _scores(
            case, 2, shown=shown, **{f"points-{two}": "0", f"reason-{three}": "Other words\r\nin two lines."}
        )
        for sent in (first, second):
            assert client.post(address, sent).status_code == 302
        rows = kept.objects.filter(candidate=case.candidates[0], criterion__key__in=(one, two, three))
        found = {
            key: (points, reason[:5]) for key, points, reason in rows.values_list("criterion__key", "points", "reason")
        }
        assert found == {one: (4, "Shown"), two: (0, "Shown"), three: (2, "Other")}
        # Nothing else was touched, a form sent as it was shown least of all.
        before = set(rows.values_list("pk", "points", "reason"))
        again = {f"points-{key}": str(found[key][0]) for key in found} | {
            f"reason-{three}": "Other words\nin two lines."
        }
        assert client.post(address, _scores(case, 2, shown=early(address), **again)).status_code == 302
        assert set(rows.values_list("pk", "points", "reason")) == before
        if move:
            case.score(case.lead, 2, 2)
            case.move(move)
