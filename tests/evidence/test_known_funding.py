"""Real technologies that a programme pays for: each with its source, and loading them again changes nothing."""

from __future__ import annotations

from compass.foundation.models import Change
from evidence.models import Funding, Innovation, PublicFact
from evidence.operations.known_funding import load_known_funding
from tests.factories import NOON


def test_each_has_its_programme_and_its_source(db, client):
    assert load_known_funding(now=NOON) == Funding.objects.count() == PublicFact.objects.count()
    told = Change.objects.count()
    load_known_funding(now=NOON)
    assert Change.objects.count() == told
    assert not Funding.objects.filter(source_url="").exists()
    assert not Innovation.objects.filter(innovator__is_demonstration=True).exists()
    page = client.get(f"/innovations/{Innovation.objects.get(name='Rezum').slug}/").content.decode()
    for said in (
        "MedTech Funding Mandate</a>",
        "Paid by the commissioner of the care",
        "End date not stated.",
        "has supported it since 1 April 2022.",
        "Company not stated in the source",
        "No passport",
    ):
        assert said in page, said
