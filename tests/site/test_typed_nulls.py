"""A null byte in any field of a form comes back as a sentence beside it: PostgreSQL cannot store one."""

from __future__ import annotations

import pytest
from django.urls import reverse

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize("field", ["organisation", "technology_name", "kind", "clinical_area", "problem",
                                   "innovator_name", "contact_email"])  # fmt: skip
def test_a_null_in_a_form_is_refused(client, story, field):
    client.force_login(story.nominator, backend=BACKEND)
    sent = {"organisation": story.trust.ods_code, "technology_name": "Sensor", "kind": "DEVICE",
            "clinical_area": "SURGERY", "problem": "Late.", "innovator_name": "Maker",
            "contact_email": "new@maker.example"}  # fmt: skip
    answer = client.post(reverse("nominate"), sent | {field: sent[field] + "\x00x"})
    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()


@pytest.mark.parametrize("route", ["account_login", "account_reset_password"])
def test_a_null_in_front_of_the_door_is_refused(client, db, route):
    nulls = {"login": "a\x00@nhs.example", "password": "a\x00b", "email": "a\x00@nhs.example"}
    answer = client.post(reverse(route), nulls)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
