"""Places in the status lists: each passport's own, drawn at random, held by the tables."""

from __future__ import annotations

import secrets

import pgtrigger
import pytest
from django.db import transaction

from passports.models import Passport, StatusPlace
from passports.operations.status_places import DRAWS, place_passport
from passports.status_lists import LENGTH
from tests.foundation.racing import Elsewhere
from tests.foundation.raw_writes import Case, assert_held
from tests.story import Story


def test_each_passport_has_its_own_place(story):
    first, second = story.passport(), story.next_version("2.0").passport()
    places = {(p.list_number, p.place) for p in StatusPlace.objects.filter(passport__in=[first, second])}
    assert len(places) == 2
    again = place_passport(passport=first)
    assert again == StatusPlace.objects.get(passport=first)


def displaced(passport: Passport) -> None:
    with pgtrigger.ignore("passports.StatusPlace:never_deleted"):
        StatusPlace.objects.filter(passport=passport).delete()


def test_a_taken_place_is_drawn_again_and_a_full_list_makes_way_for_the_next(story, monkeypatch):
    first, second = story.passport(), story.next_version("2.0").passport()
    taken = first.status_place.place
    displaced(second)
    draws = iter([taken] * (DRAWS - 1) + [taken + 1 if taken + 1 < LENGTH else 0])
    with monkeypatch.context() as patched:
        patched.setattr(secrets, "randbelow", lambda _: next(draws))
        assert place_passport(passport=second).list_number == 0
    displaced(second)
    with monkeypatch.context() as patched:
        patched.setattr(secrets, "randbelow", lambda _: taken)
        placed = place_passport(passport=second)
    assert (placed.list_number, placed.place) == (1, taken)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_draw_one_place_at_once_the_second_waits_and_draws_again(story, monkeypatch):
    first, second = story.passport(), story.next_version("2.0").passport()
    for passport in (first, second):
        displaced(passport)
    draws = iter([7, 7, 8])
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(draws))
    with transaction.atomic():
        place_passport(passport=first)
        late = Elsewhere(lambda: place_passport(passport=second).place).goes_as_far_as_it_can()
        assert late.is_alive(), "it did not wait for the first draw"
    assert late.result() == 8
    assert StatusPlace.objects.get(passport=first).place == 7


PLACED = "FROM passports_statusplace WHERE id = {place}"
PUT = "INSERT INTO passports_statusplace (passport_id, list_number, place) SELECT {bare}, list_number, "
PLACES = [
    Case("status_place_of_one_passport", f"{PUT} place {PLACED}", f"{PUT} (place + 1) % 131072 {PLACED}"),
    Case("status_place_within_its_list", f"{PUT} 131072 {PLACED}", f"{PUT} 131071 {PLACED}"),
    Case("passports_statusplace.never_changed", "UPDATE passports_statusplace SET place = 1 WHERE id = {place}", ""),
    Case("passports_statusplace.never_deleted", "DELETE FROM passports_statusplace WHERE id = {place}", ""),
]


def test_places_hold_their_rules(story):
    placed, bare = story.passport(), Story(now=story.now).passport()
    displaced(bare)
    assert_held(PLACES, place=placed.status_place.pk, bare=bare.pk)
