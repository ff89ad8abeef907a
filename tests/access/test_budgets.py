"""How many queries each page may cost. The figures are the present ones: a page that needs more must say why here.

Session, signed-in person, the menu's one statement and savepoints are not counted: they are the same everywhere.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.world import NOT_NOW

pytestmark = pytest.mark.heavy

BUDGETS: dict[str, tuple[str, int]] = {
    "log": ("nobody", 1),
    "log-day": ("nobody", 1),
    "log-proof": ("nobody", 3),
    "passport-history": ("nobody", 2),
    "innovation-history": ("nobody", 2),
    "start": ("nobody", 2),
    "about": ("nobody", 0),
    "accessibility": ("nobody", 0),
    "health-live": ("nobody", 0),
    "innovations": ("nobody", 2),
    "innovation": ("nobody", 2),  # the second for its open safety notice
    "compare": ("nobody", 1),
    "compare-file": ("nobody", 1),
    "organisations": ("nobody", 1),
    "organisation": ("nobody", 3),
    "verify": ("nobody", 0),
    "how-to-verify": ("nobody", 0),
    "jwks": ("nobody", 0),
    "did": ("nobody", 0),
    "status-list": ("nobody", 1),
    "passport-credential": ("nobody", 2),
    "passport-pdf": ("nobody", 2),
    "passport": ("nobody", 2),
    "home": ("buyer", 7),
    "api-root": ("nobody", 0),
    "api-organisations": ("nobody", 1),
    "api-organisation": ("nobody", 1),
    "api-innovations": ("nobody", 1),
    "api-innovation": ("nobody", 1),
    "api-compare": ("nobody", 1),
    "api-passports": ("nobody", 1),
    "api-passport": ("nobody", 5),  # conditions, certificates, their renewals, open safety notices
    "api-packs": ("maker", 1),
    "api-pack-schema": ("nobody", 0),
    "api-pack": ("maker", 10),
    "api-pack-tasks": ("maker", 8),
    "api-pack-answer": ("maker", 3),
    "api-pack-cost-model": ("maker", 2),
    "api-pack-documents": ("maker", 3),
    "api-pack-claims": ("maker", 12),
    "api-pack-claim": ("maker", 17),
    "api-pack-certificates": ("maker", 11),
    "api-pack-certificate": ("maker", 14),
    "api-pack-submission": ("maker", 3),
    "api-pack-document": ("maker", 3),
    "api-pack-comments": ("maker", 3),
    "api-pack-comment": ("maker", 2),
    "api-pack-standards": ("maker", 4),
    "api-pack-export": ("maker", 16),
    "api-pack-change": ("maker", 18),
    "api-pack-confirmations": ("maker", 3),
    "api-pack-confirmation": ("maker", 4),
    "api-pack-versions": ("maker", 2),
    "api-pack-comparison": ("maker", 23),
    "api-pack-certificate-renewals": ("maker", 3),
    "api-pack-revision": ("maker", 2),
    "api-access": ("maker", 2),
    "end-api-access": ("maker", 2),
    "export-pack": ("maker", 10),
    "import-pack": ("maker", 2),
    "workplace": ("maker", 5),
    "describe": ("maker", 2),
    "describe-nominated": ("maker", 3),
    "identifiers": ("maker", 3),
    "remove-identifier": ("maker", 3),
    "picture": ("maker", 2),
    "remove-picture": ("maker", 2),
    "own-picture": ("maker", 1),
    "picture-file": ("nobody", 1),
    "company-identifiers": ("maker", 2),
    "remove-company-identifier": ("maker", 2),
    "colleagues": ("maker", 3),
    "remove-colleague": ("maker", 3),
    "withdraw-colleague-invitation": ("maker", 2),
    "join-company": ("nobody", 2),
    "pack-comments": ("maker", 4),
    "resolve-comment": ("maker", 3),
    "start-pack": ("maker", 3),  # the pack submitted last, which a new version starts from
    "pack": ("maker", 2),
    "answer": ("maker", 11),
    "move-standards": ("maker", 4),
    "state-claim": ("maker", 4),
    "restate-claim": ("maker", 6),
    "remove-claim": ("maker", 5),
    "add-certificate": ("maker", 2),
    "remove-certificate": ("maker", 3),
    "renew-certificate": ("maker", 5),
    "filled-set": ("maker", 16),
    "export-set": ("maker", 16),
    "add-document": ("maker", 10),
    "cost-model": ("maker", 3),
    "impact": ("maker", 20),
    "restate-change": ("maker", 3),
    "confirm-part": ("maker", 17),
    "compare-packs": ("maker", 21),
    "cost-part": ("maker", 3),
    "cost-result": ("maker", 3),
    "submit-pack": ("maker", 11),
    "pack-assessments": ("maker", 2),
    "revise-pack": ("maker", 2),
    "nominations": ("nominator", 2),
    "nominate": ("nominator", 1),
    "withdraw-nomination": ("nominator", 2),
    "invitation": ("nobody", 2),
    "decline-invitation": ("maker", 1),
    "assessments": ("chair", 6),
    "assessment": ("chair", 26),
    "assessed-set": ("chair", 21),
    "export-assessed-set": ("chair", 21),
    "declare-interest": ("chair", 4),
    "score-section": ("chair", 23),
    "decide": ("chair", 10),
    "submit-to-compass": ("lead", 4),
    "submissions": ("operator", 6),  # proposals of others, one's own, and evidence for conditions wait there too
    "submission": ("operator", 23),  # under which safety notices it would be issued
    "return-submission": ("operator", 4),  # whether a proposal waits, as for the moves below
    "release-identifier": ("operator", 2),
    "suspend-passport": ("operator", 8),
    "reinstate-passport": ("operator", 7),
    "withdraw-passport": ("operator", 8),
    "renewal": ("operator", 5),
    "return-renewal": ("operator", 5),
    "discharge-condition": ("operator", 11),  # chair or operator, independent, what was handed in, what is proposed
    "extend-condition": ("operator", 11),
    "hand-in-evidence": ("maker", 5),
    "condition-file": ("operator", 13),  # as for judging it, and the file
    "proposal": ("operator", 10),
    "decline-proposal": ("operator", 10),
    "take-back-proposal": ("chair", 5),
    "safety-notices": ("nobody", 2),
    "check-device": ("nobody", 0),
    "notice-queue": ("operator", 7),
    "notice-match": ("operator", 6),
    "confirm-match": ("operator", 5),
    "dismiss-match": ("operator", 5),
    "close-match": ("operator", 5),
    "settle-set-aside": ("operator", 2),
    "acknowledge-notice": ("buyer", 3),
    "evaluations": ("buyer", 3),
    "start-evaluation": ("buyer", 2),
    "evaluation": ("buyer", 6),
    "evaluation-weights": ("buyer", 4),
    "add-evaluator": ("buyer", 3),
    "move-evaluation": ("buyer", 3),
    "evaluation-cost": ("buyer", 5),
    "evaluation-scores": ("buyer", 8),  # with the verdict on the technology's passport
    "moderate-scores": ("buyer", 8),
    "evaluation-result": ("buyer", 1),
    "evaluation-scored": ("buyer", 1),
    "change-evaluation": ("buyer", 7),  # the names that the technologies go by, and what the change begins from
    "hand-evaluation-over": ("buyer", 3),
    "abandon-evaluation": ("buyer", 3),
    "rename-shortlist": ("buyer", 1),
    "api-own-scores": ("buyer", 2),
    "api-agreed-scores": ("buyer", 1),
    "export-evaluation": ("buyer", 1),
    "adopt": ("buyer", 3),
    "follow": ("buyer", 2),
    "adoptions": ("buyer", 1),
    "adoption": ("buyer", 4),
    "complete-check": ("buyer", 2),
    "end-adoption": ("buyer", 1),
    "move-adoption": ("buyer", 1),
    "offer-contact": ("buyer", 1),
    "renew-calendar": ("buyer", 0),
    "adopter-emails": ("buyer", 1),
    "company-emails": ("maker", 1),
    "company-notices": ("maker", 4),
    "subscriptions": ("buyer", 3),  # one for the number of the calendar address
    "stop-following": ("buyer", 2),  # and whether it is theirs
    "notices": ("buyer", 2),
    "read-notice": ("buyer", 1),
    "follow-innovation": ("buyer", 2),
    "follow-more": ("buyer", 1),
    "change-subscription": ("buyer", 2),
    "unsubscribe": ("nobody", 1),
    "calendar": ("nobody", 2),
    "webhooks": ("buyer", 2),
    "add-webhook": ("buyer", 1),
    "webhook": ("buyer", 3),
    "test-webhook": ("buyer", 1),
    "replay-webhook": ("buyer", 1),
    "remove-webhook": ("buyer", 1),
    "read-all-notices": ("buyer", 2),
    "confirm-webhook": ("buyer", 1),
    "given-up-emails": ("operator", 4),
    "local-costs": ("buyer", 3),  # the third where nothing is saved: whether the reader works for a company
    "local-cost": ("buyer", 3),
    "local-cost-numbers": ("buyer", 3),
    "local-cost-file": ("buyer", 3),
    "local-cost-comparison": ("buyer", 3),
    "local-cost-comparison-file": ("buyer", 3),
    "choosing": ("buyer", 7),  # each kind of thing, the organisations, whether they may start, and see costs
    "feed": ("nobody", 2),
    "passport-feed": ("nobody", 3),
    "innovation-feed": ("nobody", 3),
    "passport-calendar": ("nobody", 2),
    "shortlists": ("buyer", 1),
    "start-shortlist": ("buyer", 1),
    "add-to-shortlist": ("buyer", 3),
    "shortlist": ("buyer", 7),  # with what was taken off, and whether the person leads innovation there
    "edit-note": ("buyer", 2),
    "delete-note": ("buyer", 2),
    "archive-shortlist": ("buyer", 1),
    "reopen-shortlist": ("buyer", 1),
    "give-opinion": ("buyer", 2),
    "move-shortlisted-up": ("buyer", 1),
    "take-out-shortlisted": ("buyer", 1),
    "needs": ("nobody", 2),  # the regions to choose from
    "need": ("nobody", 2),
    "publish-need": ("nominator", 1),
    "answer-need": ("other company", 3),
    "change-need": ("nominator", 2),
    "close-need": ("nominator", 2),
    "follow-need": ("buyer", 2),
    "api-needs": ("nobody", 1),
    "api-need": ("nobody", 2),
    "api-need-answers": ("nobody", 2),
    "saved-searches": ("buyer", 1),
    "save-search": ("buyer", 2),  # whether they buy, so that notices come to them
    "saved-search": ("buyer", 4),
    "follow-search": ("buyer", 3),
    "rename-saved-search": ("buyer", 1),
    "stop-saved-search": ("buyer", 1),
    "api-saved-searches": ("buyer", 1),
    "api-saved-search": ("buyer", 3),  # with what it was told of last
    "scheme": ("buyer", 5),
    "edit-scheme": ("buyer", 4),
    "remove-evaluator": ("buyer", 5),
    "api-shortlists": ("buyer", 1),
    "api-shortlist": ("buyer", 5),
    "api-shortlist-entries": ("buyer", 5),
    "api-shortlist-entry": ("buyer", 5),
    "api-shortlist-note": ("buyer", 1),
    "api-search-records": ("buyer", 1),
    "api-search-record": ("buyer", 2),
    "api-evaluations": ("buyer", 1),
    "api-evaluation": ("buyer", 7),
    "api-evaluation-record": ("buyer", 1),
    "api-evaluation-questions": ("buyer", 2),
    "api-evaluation-evaluators": ("buyer", 7),
    "api-evaluation-evaluator": ("buyer", 2),
    "api-stated-cost": ("buyer", 1),
    "api-scheme": ("buyer", 3),
    "api-local-costs": ("buyer", 3),  # likewise
    "api-local-cost": ("buyer", 3),
    "frozen-searches": ("buyer", 1),
    "keep-search": ("buyer", 1),
    "keep-comparison": ("buyer", 2),
    "frozen-search": ("buyer", 2),
    "frozen-search-pdf": ("buyer", 1),
    "frozen-search-json": ("buyer", 1),
}


def spent(client, name: str, address: dict[str, object], asked: dict[str, object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(name, kwargs=address), asked)
        assert response.status_code == (409 if name in NOT_NOW else 200)
        for close in response._resource_closers:  # not response.close(): that ends the test's database connection too
            close()
    same = ("SAVEPOINT", "RELEASE", '"django_session"')
    person = 'FROM "accounts_user" WHERE "accounts_user"."id" ='
    return sum(not (any(s in q["sql"] for s in same) or person in q["sql"]) for q in queries.captured_queries)


def test_pages_keep_their_budget(client, db, world):
    people, addresses, asked = world.people(), world.addresses(), world.asked()
    found = {}
    for name, (who, _) in BUDGETS.items():
        if people[who] is None:
            client.logout()
        else:
            client.force_login(people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        found[name] = spent(client, name, addresses.get(name, {}), asked.get(name, {}))
    assert {n: v for n, v in found.items() if v > BUDGETS[n][1]} == {}
    assert {n: v for n, v in found.items() if v < BUDGETS[n][1] - 1} == {}, "these became cheaper: lower the budget"
