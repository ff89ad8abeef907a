"""What machines of readers fetch: Atom feeds of changes and calendars of the dates on which passports end.

All public, except a person's own calendar: its address is signed, and whoever holds it may read it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from icalendar import Calendar, Event

from compass.foundation.clock import today
from compass.foundation.signed_links import value_of
from compass.notices import calendar_links, queries
from evidence.models import Innovation
from passports.states import PassportState
from passports.web.passports import load_passport

_CALLED_OFF = (PassportState.WITHDRAWN, PassportState.SUPERSEDED)
_FRESH = 300  # seconds for which a copy may be used unasked


def _answer(request: HttpRequest, response: HttpResponse, *, private: bool = False) -> HttpResponse:
    """The response with its ETag, or 304 for whoever has it already."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    if not private:
        patch_cache_control(response, public=True, max_age=_FRESH)
    answer: HttpResponse = get_conditional_response(request, etag=etag, response=response) or response
    return answer


def _feed(request: HttpRequest, title: str, page: str, changes: list[Any]) -> HttpResponse:
    """An Atom feed of changes (of `told_changes`), each entry with the change's own number for ever."""
    about = queries.numbers_of(changes)
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    feed = Atom1Feed(
        title=title,
        link=settings.SITE_URL + page,
        description=title,
        language="en-GB",
        feed_url=settings.SITE_URL + request.path,
    )
    for change in changes:
        passport = about[change.subject_id]
        feed.add_item(
            title=f"{passport.innovation}: passport {passport}",
            link=settings.SITE_URL + reverse("passport", args=[passport.number]),
            description=change.sentence,
            unique_id=f"tag:{host},2026:change/{change.pk}",
            pubdate=change.told_at,
            updateddate=change.told_at,
        )
    return _answer(request, HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type))


def everything(request: HttpRequest) -> HttpResponse:
    """The newest changes of all passports."""
    return _feed(request, "Changes of Innovator Passports", reverse("innovations"), queries.told_changes())


def of_passport(request: HttpRequest, number: str) -> HttpResponse:
    """The newest changes of one passport; raises Http404."""
    passport = load_passport(number)
    page = reverse("passport", args=[passport.number])
    title = f"Changes of passport {passport} for {passport.innovation}"
    return _feed(request, title, page, queries.told_changes(passport=passport))


def of_innovation(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest changes of a technology's passports; raises Http404."""
    try:
        innovation = queries.public_innovation(slug)
    except Innovation.DoesNotExist as error:
        raise Http404 from error
    page = reverse("innovation", args=[slug])
    return _feed(request, f"Changes of passports for {innovation}", page, queries.told_changes(innovation=innovation))


def _calendar(request: HttpRequest, name: str, passports: Iterable[Any], *, private: bool = False) -> HttpResponse:
    """One event of a whole day for each passport (`queries.dated`): the last day on which it counts, as things stand.

    The day of one that was withdrawn or superseded is called off. RFC 5545: a later revision has a higher SEQUENCE.
    """
    calendar = Calendar()
    for key, value in (
        ("PRODID", "-//MedTech Compass//Passport dates//EN"),
        ("VERSION", "2.0"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", name),
    ):
        calendar.add(key, value)
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    for passport in passports:
        event = Event()
        event.add("UID", f"{passport.number}-until@{host}")
        event.add("DTSTAMP", passport.said_at.astimezone(UTC))
        event.add("LAST-MODIFIED", passport.said_at.astimezone(UTC))
        event.add("SEQUENCE", passport.revisions)
        event.add("STATUS", "CANCELLED" if passport.state in _CALLED_OFF else "CONFIRMED")
        event.add("DTSTART", passport.until)
        event.add("DTEND", passport.until + timedelta(days=1))
        event.add("SUMMARY", f"Last day of passport {passport} for {passport.innovation}")
        said = [f"Status: {passport.get_status_display()}.", *passport.reasons]
        event.add("DESCRIPTION", "\n".join(said))
        event.add("URL", settings.SITE_URL + reverse("passport", args=[passport.number]))
        event.add("TRANSP", "TRANSPARENT")
        calendar.add_component(event)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="passports.ics"'
    return _answer(request, response, private=private)


def dates_of_passport(request: HttpRequest, number: str) -> HttpResponse:
    """The last day of one passport; raises Http404."""
    passport = load_passport(number)
    return _calendar(request, f"Passport {passport}", queries.dated_passport(passport))


def dates_of_person(request: HttpRequest, token: str) -> HttpResponse:
    """The last days of what a person's organisations adopted or follow; raises Http404 for a link that is not ours."""
    person = queries.calendar_owner(value_of(calendar_links.HEAD, token))
    if person is None:
        raise Http404
    return _calendar(request, "Passports you follow", queries.dated_passports_of(person, today()), private=True)
