"""Whose passports the chairs of panels answer for."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from compass.accounts.models import User
from passports.models.passports import Passport
from trusts.models import PanelMember, Seat


def passports_chaired_by(person: User) -> QuerySet[Passport]:
    """The passports for whose assessment the person answers as chair, mergers of the trust followed."""
    seats = PanelMember.objects.filter(person_id=person.pk, seat=Seat.CHAIR)
    panels, organisations = seats.values("panel_id"), seats.values("panel__organisation_id")
    # Where the trust that assessed has closed, the chairs of whoever took over answer too.
    heirs = Q(assessed_by__closed_on__isnull=False, assessed_by__current_id__in=organisations)
    return Passport.objects.filter(Q(submission__decision__assessment__panel_id__in=panels) | heirs)
