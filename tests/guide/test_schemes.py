"""An organisation's own questions and weights: versions, who makes them, and what evaluations begin with."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from compass.foundation.errors import Invalid, NotAllowed, Refused
from compass.guide.models import SchemeVersion
from compass.guide.operations.schemes import publish_scheme
from compass.guide.queries.schemes import scheme_of
from compass.guide.value.scheme import Question, changed, first_scheme, own_key
from tests.factories import NOON, OrganisationFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared
from tests.guide.value_case import ValueCase
from trusts.models import Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
S = "guide_schemeversion"
RULES = [
    Case("scheme_version_once", copy_of(S, "{scheme}"), copy_of(S, "{scheme}", number="2")),
    Case("scheme_version_counts_from_one", copy_of(S, "{scheme}", number="0"), ""),
    Case("scheme_version_cost_at_most_forty",
         copy_of(S, "{scheme}", number="2", cost_weight="-1",
                 questions="""jsonb_set(questions, '{{0,weight}}', '"43.5"')"""), ""),
    Case("scheme_version_says_why", copy_of(S, "{scheme}", number="2", why="' '"), ""),
    Case(f"{S}.never_changed", f"UPDATE {S} SET why = 'Other' WHERE id = {{scheme}}", ""),
    Case(f"{S}.never_deleted", f"DELETE FROM {S} WHERE id = {{scheme}}", ""),
    Case(f"{S}.keeps_the_rule", copy_of(S, "{scheme}", number="2", cost_weight="39"), ""),
    Case(f"{S}.keeps_the_rule", copy_of(S, "{scheme}", number="2", questions="questions - 0"), ""),
    Case(f"{S}.keeps_the_rule", copy_of(S, "{scheme}", number="2", questions="'[]'"), ""),
    # Social value loses all its weight, efficiency gains it: the whole is 100, and the least of 10 is missed.
    Case(f"{S}.keeps_the_rule",
         copy_of(S, "{scheme}", number="2", questions="replace(questions::text, 'SOCIAL_VALUE', 'PURPOSE')::jsonb"),
         ""),
    Case(f"{S}.keeps_the_rule",
         copy_of(S, "{scheme}", number="2", questions="replace(questions::text, 'PURPOSE', 'LUCK')::jsonb"), ""),
    Case(f"{S}.keeps_the_rule", copy_of(S, "{scheme}", number="2", questions="questions || questions"), ""),
]  # fmt: skip

pytestmark = pytest.mark.django_db


def _made(case, questions=None, *, by=None, seen="", cost="40", why="For our wards."):
    standing = scheme_of(case.trust)
    return publish_scheme(
        organisation=case.trust, seen=seen or standing.version, cost_weight=Decimal(cost),
        questions=questions or standing.questions, why=why, by=by or case.lead, now=NOON,
    )  # fmt: skip


def _swapped() -> list[Question]:
    """The last question retired, a new one of the same weight and domain in its place, the first one reworded."""
    first, *rest, last = first_scheme().questions
    reworded = Question(first.key, first.domain, "In our own words?", first.weight)
    return [reworded, *rest, Question("", last.domain, "Does it fit our wards?", last.weight)]


def test_a_version_is_what_the_next_evaluation_begins_with_and_changes_none_that_has_begun():
    case = ValueCase()
    _made(case, _swapped())
    scheme = scheme_of(case.trust)
    assert scheme.version == f"{case.trust.ods_code}-1"
    assert changed(first_scheme(), scheme).added == ("own-1",)
    assert len(changed(first_scheme(), scheme).retired) == 1
    assert case.evaluation.scheme_version == "1.0"
    assert not case.evaluation.criteria.filter(key="own-1").exists()
    # A retired key is not used again for another question.
    _made(case, [*scheme.questions[:-1], Question("", "PURPOSE", "Another?", scheme.questions[-1].weight)])
    assert scheme_of(case.trust).questions[-1].key == "own-2"
    assert own_key(["own-x", "own-7", "purpose-need"]) == "own-8"


def test_the_rule_is_kept_and_a_colleagues_version_is_not_overwritten():
    case = ValueCase()
    with pytest.raises(Invalid, match="5% is too much"):
        _made(case, cost="45")
    with pytest.raises(Invalid, match="not of this version"):
        _made(case, [Question("made-up", "PURPOSE", "Why?", Decimal(60))])
    _made(case, seen="1.0")
    with pytest.raises(Refused, match="A colleague changed"):
        _made(case, seen="1.0")
    for outsider in (case.member(Role.NOMINATOR), ValueCase().lead):
        with pytest.raises(NotAllowed):
            _made(case, by=outsider)
    assert SchemeVersion.objects.count() == 1


def test_the_page_loses_nothing_that_was_typed_and_says_what_changed(client):
    case = ValueCase()
    client.force_login(case.lead, backend=BACKEND)
    edit = reverse("edit-scheme", args=[case.trust.ods_code])
    form = client.get(edit).context_data["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent |= {"retire-purpose-need": "yes", "text-new-1": "Does it fit?", "why": "Our wards asked."}
    page = client.post(edit, {key: "" if value is None else value for key, value in sent.items()})
    assert page.status_code == 422
    assert "Choose the domain of new question 1" in page.text
    assert "Does it fit?</textarea>" in page.text
    sent |= {"domain-new-1": "PURPOSE", "weight-new-1": "3"}
    page = client.post(edit, {key: "" if value is None else value for key, value in sent.items()})
    assert page.status_code == 422
    assert re.search(r"1% is missing", page.text)
    sent["weight-new-1"] = "4"
    assert client.post(edit, {k: "" if v is None else v for k, v in sent.items()}).status_code == 302
    page = client.get(reverse("scheme", args=[case.trust.ods_code])).text
    assert "Added: Does it fit?" in page
    assert "No longer asked: How well does the product meet the need" in page
    assert "Our wards asked." in page
    client.force_login(case.member(Role.NOMINATOR), backend=BACKEND)
    assert client.get(reverse("scheme", args=[case.trust.ods_code])).status_code == 200
    assert client.get(edit).status_code == 403
    assert client.get(reverse("edit-scheme", args=[OrganisationFactory().ods_code])).status_code == 404


def test_a_form_that_a_colleague_overtook_keeps_its_words_and_says_so(client):
    case = ValueCase()
    client.force_login(case.lead, backend=BACKEND)
    edit = reverse("edit-scheme", args=[case.trust.ods_code])
    form = client.get(edit).context_data["form"]
    sent = {name: form[name].value() for name in form.fields}
    last = first_scheme().questions[-1].key
    sent |= {f"text-{last}": "Words of mine?", "why": "Our wards asked."}
    _made(case, _swapped())  # retires that question, and asks another one
    for _ in range(2):
        page = client.post(edit, {key: "" if value is None else value for key, value in sent.items()})
        assert (page.status_code, "A colleague changed the questions" in page.text) == (409, True)
        assert "Words of mine?</textarea>" in page.text
    assert SchemeVersion.objects.count() == 1


def test_tables_hold_their_rules():
    assert_held(RULES, scheme=_made(ValueCase()).pk)


def test_every_rule_of_the_tables_is_tried():
    found = {rule for rule in declared("guide") if rule.startswith((S, "scheme_version"))}
    assert {case.rule for case in RULES} == found
