"""What the tables of accounts refuse to SQL itself."""

from __future__ import annotations

from datetime import timedelta

from compass.accounts.models import MachineToken
from compass.accounts.operations import issue_token, make_client, revoke_client
from tests.factories import NOON, PersonFactory
from tests.foundation.raw_writes import Case, assert_held, copy_of, declared

CLIENT, TOKEN = "accounts_machineclient", "accounts_machinetoken"
ANOTHER = {"client_id": "'another'", "name": "'Another'"}
REVOKED = "revoked_at = now(), revoked_by_id = {person}"

CASES = [
    Case(
        "person_email_lower_case",
        "UPDATE accounts_user SET email = 'Somebody@maker.example' WHERE id = {person}",
        "UPDATE accounts_user SET email = 'somebody@maker.example' WHERE id = {person}",
    ),
    Case(
        "machine_client_id_once",
        copy_of(CLIENT, "{client}", name="'Another'"),
        copy_of(CLIENT, "{client}", **ANOTHER),
    ),
    Case(
        "machine_client_name_once_in_use",
        copy_of(CLIENT, "{client}", client_id="'another'"),
        copy_of(CLIENT, "{client}", client_id="'another'", revoked_at="now()", revoked_by_id="{person}"),
    ),
    Case(
        "machine_client_secret_hashed",
        f"UPDATE {CLIENT} SET secret_hash = 'in the clear' WHERE id = {{client}}",
        f"UPDATE {CLIENT} SET secret_hash = repeat('a', 64) WHERE id = {{client}}",
    ),
    Case(
        "machine_client_acts_for_somebody",
        f"UPDATE {CLIENT} SET acts_for = 'innovator:0' WHERE id = {{client}}",
        f"UPDATE {CLIENT} SET acts_for = 'innovator:9' WHERE id = {{client}}",
    ),
    Case(
        "machine_client_scopes_known",
        f"UPDATE {CLIENT} SET scopes = '{{{{everything}}}}' WHERE id = {{client}}",
        f"UPDATE {CLIENT} SET scopes = '{{{{packs:write}}}}' WHERE id = {{client}}",
    ),
    Case("machine_client_scopes_known", f"UPDATE {CLIENT} SET scopes = '{{{{}}}}' WHERE id = {{client}}", ""),
    Case(
        "machine_client_expires_later",
        f"UPDATE {CLIENT} SET expires_at = made_at WHERE id = {{client}}",
        f"UPDATE {CLIENT} SET expires_at = made_at + interval '1 second' WHERE id = {{client}}",
    ),
    Case(
        "machine_client_revoked_whole",
        f"UPDATE {CLIENT} SET revoked_at = now() WHERE id = {{client}}",
        f"UPDATE {CLIENT} SET {REVOKED} WHERE id = {{client}}",
    ),
    Case(
        f"{CLIENT}.revoked_never_changed",
        f"UPDATE {CLIENT} SET revoked_at = NULL, revoked_by_id = NULL WHERE id = {{revoked}}",
        f"UPDATE {CLIENT} SET last_used_at = now() WHERE id = {{client}}",
    ),
    Case(f"{CLIENT}.never_deleted", f"DELETE FROM {CLIENT} WHERE id = {{revoked}}", ""),
    Case(
        "machine_token_once",
        copy_of(TOKEN, "{token}"),
        copy_of(TOKEN, "{token}", token_hash="repeat('b', 64)"),
    ),
    Case(
        "machine_token_hashed",
        f"UPDATE {TOKEN} SET token_hash = 'mtc_token_x' WHERE id = {{token}}",
        f"UPDATE {TOKEN} SET token_hash = repeat('c', 64) WHERE id = {{token}}",
    ),
    Case(
        "machine_token_scopes_known",
        f"UPDATE {TOKEN} SET scopes = '{{{{}}}}' WHERE id = {{token}}",
        f"UPDATE {TOKEN} SET scopes = '{{{{packs:read,packs:write}}}}' WHERE id = {{token}}",
    ),
    Case(
        "machine_token_expires_later",
        f"UPDATE {TOKEN} SET expires_at = issued_at WHERE id = {{token}}",
        f"UPDATE {TOKEN} SET expires_at = issued_at + interval '1 second' WHERE id = {{token}}",
    ),
]


def test_the_tables_hold_their_rules(db):
    person = PersonFactory()
    given = {"owner": person, "acts_for": "innovator:1", "scopes": ["packs:read"], "now": NOON}
    client, secret = make_client(name="In use", **given)
    revoked, _ = make_client(name="Ended", **given)
    revoke_client(client=revoked, by=person, now=NOON + timedelta(days=1))
    issue_token(client_id=client.client_id, secret=secret, scope="", now=NOON)
    ids = {"client": client.pk, "revoked": revoked.pk, "person": person.pk, "token": MachineToken.objects.get().pk}
    assert_held(CASES, **ids)


def test_every_rule_of_the_tables_is_tried():
    assert {case.rule for case in CASES} == declared("accounts")
