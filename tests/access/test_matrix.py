"""Every route, tried by everybody. A route that is missing here fails the suite."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.world import NOT_NOW

pytestmark = pytest.mark.heavy

WHO = (
    "nobody", "other company", "other trust", "maker", "nominator", "panel member", "chair", "lead", "operator",
    "buyer",
)  # fmt: skip
EVERYBODY = set(WHO)
SIGNED_IN = EVERYBODY - {"nobody"}
PANEL = {"panel member", "chair"}
BUYERS = {"buyer", "other trust"}  # the other trust buys for itself; what it may not see is further down
AT_A_TRUST = {"nominator", "lead", "buyer", "other trust"}  # whoever holds a role at any organisation

MAY: dict[str, set[str]] = {
    # the sealed log, and the past
    "log": EVERYBODY, "log-day": EVERYBODY, "log-proof": EVERYBODY, "passport-history": EVERYBODY,
    "innovation-history": EVERYBODY,
    # the front door and the guide
    "start": EVERYBODY, "about": EVERYBODY, "accessibility": EVERYBODY, "health-live": EVERYBODY,
    "innovations": EVERYBODY, "innovation": EVERYBODY, "compare": EVERYBODY, "organisations": EVERYBODY,
    "compare-file": EVERYBODY,
    "organisation": EVERYBODY, "verify": EVERYBODY, "passport": EVERYBODY, "home": SIGNED_IN,
    # verifying: public facts, for people and machines
    "passports": EVERYBODY, "how-to-verify": EVERYBODY, "jwks": EVERYBODY, "did": EVERYBODY, "status-list": EVERYBODY,
    "passport-credential": EVERYBODY, "passport-pdf": EVERYBODY,
    # API: public facts
    "api-root": EVERYBODY, "api-organisations": EVERYBODY, "api-organisation": EVERYBODY,
    "api-innovations": EVERYBODY, "api-innovation": EVERYBODY, "api-passports": EVERYBODY, "api-passport": EVERYBODY,
    "api-compare": EVERYBODY,
    "api-schema": EVERYBODY, "api-docs": EVERYBODY,
    # API: the innovator's packs
    "api-packs": SIGNED_IN, "api-pack-schema": EVERYBODY, "api-pack": {"maker"}, "api-pack-tasks": {"maker"},
    "api-pack-answer": {"maker"}, "api-pack-cost-model": {"maker"}, "api-pack-documents": {"maker"},
    "api-pack-claims": {"maker"}, "api-pack-claim": {"maker"}, "api-pack-certificates": {"maker"},
    "api-pack-certificate": {"maker"}, "api-pack-submission": {"maker"}, "api-pack-document": {"maker"},
    "api-pack-document-file": {"maker"}, "api-pack-comments": {"maker"}, "api-pack-comment": {"maker"},
    "api-pack-standards": {"maker"}, "api-pack-export": {"maker"}, "api-pack-change": {"maker"},
    "api-pack-confirmation": {"maker"}, "api-pack-versions": {"maker"}, "api-pack-comparison": {"maker"},
    "api-pack-certificate-renewals": {"maker"}, "api-pack-revision": {"maker"},
    "api-pack-confirmations": {"maker"},
    # the innovator's workplace
    "identifiers": {"maker"}, "remove-identifier": {"maker"}, "company-identifiers": {"maker"},
    "remove-company-identifier": {"maker"},
    "picture": {"maker"}, "remove-picture": {"maker"}, "own-picture": {"maker"}, "picture-file": EVERYBODY,
    "workplace": SIGNED_IN, "describe": {"maker"}, "describe-nominated": {"maker"}, "start-pack": {"maker"},
    "pack": {"maker"}, "answer": {"maker"}, "autosave-answer": {"maker"}, "keep-theirs": {"maker"},
    "move-standards": {"maker"}, "state-claim": {"maker"}, "restate-claim": {"maker"}, "remove-claim": {"maker"},
    "colleagues": {"maker"}, "remove-colleague": {"maker"}, "withdraw-colleague-invitation": {"maker"},
    "join-company": EVERYBODY,  # whoever holds the link; joining checks the address
    "api-access": {"maker"}, "end-api-access": {"maker"},
    "pack-comments": {"maker"}, "resolve-comment": {"maker"},
    "filled-set": {"maker"}, "export-set": {"maker"}, "assessed-set": PANEL, "export-assessed-set": PANEL,
    "impact": {"maker"}, "restate-change": {"maker"}, "confirm-part": {"maker"},
    "confirm-parts": {"maker"}, "compare-packs": {"maker"},
    "cost-model": {"maker"}, "cost-part": {"maker"}, "cost-result": {"maker"},
    "export-pack": {"maker"}, "import-pack": {"maker"},
    "add-certificate": {"maker"}, "remove-certificate": {"maker"}, "renew-certificate": {"maker"},
    "add-document": {"maker"},
    "pack-renewal-document": {"maker"}, "renewal-document": {"operator"},
    "pack-document": {"maker"}, "remove-document": {"maker"}, "passport-document": EVERYBODY,
    "submit-pack": {"maker"}, "pack-assessments": {"maker"}, "revise-pack": {"maker"},
    # nominating
    "nominations": SIGNED_IN, "nominate": {"nominator", "other trust"}, "withdraw-nomination": {"nominator"},
    "invitation": EVERYBODY, "decline-invitation": SIGNED_IN,  # whoever holds the link; answering checks the address
    # assessing
    "assessments": SIGNED_IN, "assessment": PANEL | {"lead"}, "assessment-document": PANEL | {"lead"},
    "declare-interest": PANEL, "score-section": PANEL, "decide": {"chair"}, "submit-to-compass": {"lead"},
    # the national operator
    "submissions": {"operator"}, "submission": {"operator"}, "return-submission": {"operator"},
    "suspend-passport": {"operator"}, "reinstate-passport": {"operator"}, "withdraw-passport": {"operator"},
    "discharge-condition": {"operator", "chair"}, "extend-condition": {"operator", "chair"},
    "condition-file": {"maker", "operator", "chair"},
    "hand-in-evidence": {"maker"}, "proposal": {"operator", "chair"}, "decline-proposal": {"operator"},
    "take-back-proposal": {"chair"},
    "renewal": {"operator"}, "return-renewal": {"operator"},
    # safety notices
    "safety-notices": EVERYBODY, "check-device": EVERYBODY, "notice-queue": {"operator"}, "notice-match": {"operator"},
    "confirm-match": {"operator"}, "dismiss-match": {"operator"}, "close-match": {"operator"},
    "settle-set-aside": {"operator"}, "acknowledge-notice": {"buyer"},
    "release-identifier": {"operator"},
    # adopting and following
    "adopt": BUYERS, "follow": BUYERS, "adoptions": SIGNED_IN, "adoption": {"buyer"}, "complete-check": {"buyer"},
    "end-adoption": {"buyer"}, "offer-contact": {"buyer"}, "move-adoption": {"buyer"}, "subscriptions": SIGNED_IN,
    "stop-following": {"buyer"}, "notices": SIGNED_IN,
    "read-notice": {"buyer"}, "follow-innovation": BUYERS, "follow-more": BUYERS, "change-subscription": {"buyer"},
    "renew-calendar": SIGNED_IN, "adopter-emails": {"buyer"},
    "company-notices": SIGNED_IN, "company-emails": {"maker"},
    "unsubscribe": EVERYBODY, "calendar": EVERYBODY,  # whoever holds the link
    "webhooks": SIGNED_IN, "add-webhook": BUYERS, "webhook": {"buyer"}, "test-webhook": {"buyer"},
    "replay-webhook": {"buyer"}, "remove-webhook": {"buyer"}, "given-up-emails": {"operator"},
    "confirm-webhook": {"buyer"}, "read-all-notices": SIGNED_IN,
    # what it would cost here: people of the organisation; each other organisation has its own
    "local-cost-of": {"buyer", "other trust", "lead", "nominator"}, "local-costs": {"buyer"}, "local-cost": {"buyer"},
    "local-cost-numbers": {"buyer"}, "local-cost-file": {"buyer"}, "local-cost-comparison": {"buyer"},
    "local-cost-comparison-file": {"buyer"}, "local-cost-comparison-of": AT_A_TRUST,
    "choosing": SIGNED_IN,
    # what an organisation keeps of the guide
    "shortlists": SIGNED_IN, "start-shortlist": AT_A_TRUST, "add-to-shortlist": AT_A_TRUST, "shortlist": {"buyer"},
    "archive-shortlist": {"buyer"}, "reopen-shortlist": {"buyer"}, "give-opinion": {"buyer"},
    "move-shortlisted-up": {"buyer"}, "take-out-shortlisted": {"buyer"},
    "edit-note": {"buyer"}, "delete-note": {"buyer"},
    # the value workbench
    "evaluations": SIGNED_IN, "start-evaluation": BUYERS | {"lead"}, "evaluation": {"buyer"},
    "evaluation-weights": {"buyer"}, "add-evaluator": {"buyer"}, "move-evaluation": {"buyer"},
    "evaluation-cost": {"buyer"}, "evaluation-scores": {"buyer"}, "moderate-scores": {"buyer"},
    "evaluation-result": {"buyer"}, "export-evaluation": {"buyer"}, "evaluation-scored": {"buyer"},
    "change-evaluation": {"buyer"}, "hand-evaluation-over": {"buyer"}, "abandon-evaluation": {"buyer"},
    "take-evaluation-over": set(),  # its lead works there still
    "rename-shortlist": {"buyer"}, "api-own-scores": {"buyer"}, "api-agreed-scores": {"buyer"},
    "frozen-searches": SIGNED_IN, "keep-search": AT_A_TRUST, "keep-comparison": AT_A_TRUST,
    "frozen-search": {"buyer"},
    "frozen-search-pdf": {"buyer"}, "frozen-search-json": {"buyer"},
    "saved-searches": SIGNED_IN, "save-search": AT_A_TRUST, "saved-search": {"buyer"}, "follow-search": {"buyer"},
    "rename-saved-search": {"buyer"}, "stop-saved-search": {"buyer"},
    "api-saved-searches": SIGNED_IN, "api-saved-search": {"buyer"},
    # needs
    "needs": EVERYBODY, "need": EVERYBODY, "api-needs": EVERYBODY, "api-need": EVERYBODY,
    "api-need-answers": EVERYBODY, "change-need": {"nominator"},
    "publish-need": {"nominator", "other trust"}, "close-need": {"nominator"},
    "answer-need": {"maker", "other company"},
    "follow-need": BUYERS,
    "scheme": {"buyer"}, "edit-scheme": {"buyer"}, "remove-evaluator": {"buyer"},
    # the same by API
    "api-shortlists": SIGNED_IN, "api-shortlist": {"buyer"}, "api-shortlist-entries": {"buyer"},
    "api-shortlist-note": {"buyer"}, "api-stated-cost": {"buyer"}, "api-evaluation-questions": {"buyer"},
    "api-evaluation-evaluators": {"buyer"}, "api-evaluation-evaluator": {"buyer"},
    "api-shortlist-entry": {"buyer"}, "api-search-records": SIGNED_IN, "api-search-record": {"buyer"},
    "api-evaluations": SIGNED_IN, "api-evaluation": {"buyer"}, "api-evaluation-record": {"buyer"},
    "api-scheme": {"buyer"}, "api-local-costs": {"buyer"}, "api-local-cost": {"buyer"},
    "feed": EVERYBODY, "passport-feed": EVERYBODY, "innovation-feed": EVERYBODY, "passport-calendar": EVERYBODY,
}  # fmt: skip
# Who may write by the API to what more people read: the method, and whose own it is (`World.given`).
WRITERS: dict[str, tuple[str, set[str]]] = {
    "api-packs": ("post", {"maker"}), "api-needs": ("post", {"nominator"}), "api-need": ("patch", {"nominator"}),
    "api-need-answers": ("post", {"maker"}), "api-shortlists": ("post", {"buyer"}),
    "api-search-records": ("post", {"buyer"}), "api-saved-searches": ("post", {"buyer"}),
    "api-evaluations": ("post", {"buyer"}),
}  # fmt: skip
# What everybody reads nobody writes to, and what some read the same people write to; but for these.
WRITTEN: dict[str, set[str]] = {
    **dict.fromkeys(WRITERS, SIGNED_IN),  # an empty body is refused for what it lacks; tried with a whole one
    **dict.fromkeys(("invitation", "join-company", "unsubscribe"), EVERYBODY),  # whoever holds the link
    # They write nothing, and answer any method as they answer to be read.
    **dict.fromkeys(("health-live", "verify", "passports", "picture-file", "calendar"), EVERYBODY),
    **dict.fromkeys(("feed", "passport-feed", "innovation-feed", "passport-calendar"), EVERYBODY),
}
# Sign-in pages send people on depending on their session; they show nothing of anybody. Health needs a worker.
ELSEWHERE = {
    "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done", "health",
    "api-not-found", "api-token",  # whoever shows a program's secret
}  # fmt: skip


def routes(patterns=None) -> list[str]:
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found += routes(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            found.append(pattern.name or str(pattern.pattern))
    return found


def test_no_route_is_missing():
    assert set(routes()) == set(MAY) | ELSEWHERE


def send(client, method, name, addresses, given):
    """A request that writes; the API is sent JSON, as it reads nothing else."""
    kind = {"data": given, "content_type": "application/json"} if name.startswith("api-") else {}
    return getattr(client, method)(reverse(name, kwargs=addresses.get(name, {})), **kind)


def outcome(response) -> str:
    for close in response._resource_closers:  # not response.close(): that ends the test's database connection too
        close()
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "sign in"
    if response.status_code == 401:  # the API does not send anybody to a page
        return "sign in"
    if response.status_code == 405:
        return "no such method"
    if response.status_code == 409:
        return "not now"
    return "refused" if response.status_code in {403, 404} else "allowed" if response.status_code < 400 else "broken"


@pytest.mark.parametrize("who", WHO)
def test_reading(client, db, world, who):
    person = world.people()[who]
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    addresses, asked = world.addresses(), world.asked()
    found = {
        name: outcome(client.get(reverse(name, kwargs=addresses.get(name, {})), asked.get(name, {}))) for name in MAY
    }
    refusal = "sign in" if who == "nobody" else "refused"
    answers = {name: "not now" if who in NOT_NOW.get(name, ()) else "allowed" for name in MAY}
    assert found == {name: answers[name] if who in may else refusal for name, may in MAY.items()}


@pytest.mark.parametrize("who", WHO)
def test_writing_is_refused_to_the_same_people(client, db, world, who):
    """By whatever method, something empty from somebody who may not write changes nothing and is not even read."""
    person = world.people()[who]
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    addresses = world.addresses()
    found = {
        f"{method} {name}": outcome(send(client, method, name, addresses, {}))
        for name, may in MAY.items()
        if who not in WRITTEN.get(name, set() if may == EVERYBODY else may)
        for method in (("post", "put", "patch", "delete") if name.startswith("api-") else ("post",))  # all a form sends
    }
    passed = {"no such method", "sign in" if who == "nobody" else "refused"}
    assert {name: what for name, what in found.items() if what not in passed} == {}


@pytest.mark.parametrize("who", WHO)
def test_what_more_people_read_than_write(client, db, world, who):
    """With content that is right but for who sends it: its own people may, anybody else may not."""
    person = world.people()[who]
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    addresses, given = world.addresses(), world.given()
    assert set(given) == set(WRITERS)
    answers = {name: send(client, method, name, addresses, given[name]) for name, (method, _) in WRITERS.items()}
    refusal = {401} if who == "nobody" else {400, 403, 404, 422}  # the content names what is not theirs
    wanted = {name: {200, 201} if who in writers else refusal for name, (_, writers) in WRITERS.items()}
    assert {n: (a.status_code, a.content) for n, a in answers.items() if a.status_code not in wanted[n]} == {}
