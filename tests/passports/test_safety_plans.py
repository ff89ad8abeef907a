"""Matching a notice by name looks up companies in an index: its cost does not grow with how many there are."""

from __future__ import annotations

from django.db import connection

from passports.models import SafetyNotice
from passports.operations.safety_matching import LEAST_SCORE, MOST
from passports.operations.safety_statements import MATCH_NOTICES
from tests.passports.safety_cases import about, take_in


def test_companies_are_found_by_the_index_of_trigrams(story):
    story.passport()
    take_in(story, about(story))
    given = {
        "notices": [SafetyNotice.objects.get().pk], "by_name": True, "changed": [], "now": story.now,
        "least": LEAST_SCORE, "most": MOST, "unjudged": [], "identifiable": [], "looked_at_again": [],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a few rows are read faster without an index
        cursor.execute(f"EXPLAIN {MATCH_NOTICES}", given)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on innovator_name_alike" in plan
