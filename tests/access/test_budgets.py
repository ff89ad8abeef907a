"""How many queries each page may cost. The figures are the present ones: a page that needs more must say why here.

Session, signed-in person and savepoints are not counted: they are the same everywhere.
"""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.world import World

BUDGETS: dict[str, tuple[str, int]] = {
    "start": ("nobody", 1),
    "about": ("nobody", 0),
    "accessibility": ("nobody", 0),
    "health-live": ("nobody", 0),
    "innovations": ("nobody", 2),
    "innovation": ("nobody", 4),
    "compare": ("nobody", 0),
    "organisations": ("nobody", 1),
    "organisation": ("nobody", 3),
    "verify": ("nobody", 0),
    "passport": ("nobody", 4),
    "home": ("buyer", 9),
    "api-root": ("nobody", 0),
    "api-organisations": ("nobody", 1),
    "api-organisation": ("nobody", 1),
    "api-innovations": ("nobody", 1),
    "api-innovation": ("nobody", 4),
    "api-passports": ("nobody", 1),
    "api-passport": ("nobody", 3),
    "workplace": ("maker", 3),
    "describe": ("maker", 2),
    "start-pack": ("maker", 2),
    "pack": ("maker", 10),
    "answer": ("maker", 4),
    "add-certificate": ("maker", 2),
    "remove-certificate": ("maker", 3),
    "add-document": ("maker", 2),
    "submit-pack": ("maker", 2),
    "pack-assessments": ("maker", 2),
    "revise-pack": ("maker", 1),
    "nominations": ("nominator", 2),
    "nominate": ("nominator", 1),
    "withdraw-nomination": ("nominator", 2),
    "invitation": ("nobody", 2),
    "decline-invitation": ("maker", 1),
    "assessments": ("chair", 6),
    "assessment": ("chair", 13),
    "declare-interest": ("chair", 3),
    "score-section": ("chair", 6),
    "decide": ("chair", 5),
    "submit-to-compass": ("lead", 4),
    "submissions": ("operator", 2),
    "submission": ("operator", 7),
    "return-submission": ("operator", 2),
    "suspend-passport": ("operator", 9),
    "reinstate-passport": ("operator", 9),
    "withdraw-passport": ("operator", 9),
    "discharge-condition": ("operator", 10),
    "adopt": ("buyer", 2),
    "follow": ("buyer", 2),
    "adoptions": ("buyer", 1),
    "adoption": ("buyer", 2),
    "complete-check": ("buyer", 2),
    "end-adoption": ("buyer", 1),
    "subscriptions": ("buyer", 1),
    "stop-following": ("buyer", 1),
    "notices": ("buyer", 2),
    "read-notice": ("buyer", 1),
}


def spent(client, name: str, address: dict[str, object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse(name, kwargs=address))
        assert response.status_code == 200
    same = ("SAVEPOINT", "RELEASE", '"django_session"')
    person = 'FROM "accounts_user" WHERE "accounts_user"."id" ='
    return sum(not (any(s in q["sql"] for s in same) or person in q["sql"]) for q in queries.captured_queries)


def test_pages_keep_their_budget(client, db):
    world = World()
    people, addresses = world.people(), world.addresses()
    found = {}
    for name, (who, _) in BUDGETS.items():
        if people[who] is None:
            client.logout()
        else:
            client.force_login(people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        found[name] = spent(client, name, addresses.get(name, {}))
    assert {n: v for n, v in found.items() if v > BUDGETS[n][1]} == {}
    assert {n: v for n, v in found.items() if v < BUDGETS[n][1] - 1} == {}, "these became cheaper: lower the budget"
