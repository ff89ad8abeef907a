"""`prepare`: what servers need, once; the demonstration only where it is allowed."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from compass.demo import play
from compass.foundation import clock
from compass.foundation.models import Change
from evidence.models import RequirementSet
from trusts.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_state(settings, tmp_path):
    settings.STATE_DIR = tmp_path


def prepare() -> str:
    said = StringIO()
    call_command("prepare", stdout=said)
    return said.getvalue()


def test_a_second_run_has_nothing_to_do(settings):
    settings.DEMONSTRATION = False
    prepare()
    there = RequirementSet.objects.count(), Organisation.objects.count(), Change.objects.count()
    assert min(there) > 0
    assert prepare() == ""
    assert (RequirementSet.objects.count(), Organisation.objects.count(), Change.objects.count()) == there


def test_sign_ins_are_shown_only_in_a_demonstration(settings):
    play._mark(play.LOADED, clock.today(), "Loaded.", clock.now())
    assert "chair@demo.example" in prepare()
    settings.DEMONSTRATION = False
    assert "demo.example" not in prepare()
