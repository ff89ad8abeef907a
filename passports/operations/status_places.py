"""A place in the status lists, given once when a passport is issued."""

from __future__ import annotations

import secrets

from django.db.models import Max

from passports.models import Passport, StatusPlace
from passports.status_lists import LENGTH

# Draws before a list counts as full: it then is about half full, and is left for the next one.
DRAWS = 8


def place_passport(*, passport: Passport) -> StatusPlace:
    """Draw a free place at random for a passport that has none, in the transaction that issues it.

    Random (W3C Bitstring Status List v1.0, section 6), so that a place tells nothing about the order of issue. Of two
    draws of one place at once the second waits for the first, sees it taken and draws again.
    """
    newest = StatusPlace.objects.aggregate(newest=Max("list_number"))["newest"] or 0
    for draw in range(DRAWS + 1):
        place = StatusPlace(passport=passport, list_number=newest + draw // DRAWS, place=secrets.randbelow(LENGTH))
        StatusPlace.objects.bulk_create([place], ignore_conflicts=True)
        found = StatusPlace.objects.filter(passport=passport).first()
        if found is not None:
            return found
    raise RuntimeError("No place is free in a list that was just begun.")
