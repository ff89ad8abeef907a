"""Fetching what regulators publish, from fixed addresses on fixed hosts. Nobody chooses an address at run time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

from compass.foundation.clock import civil_date
from compass.foundation.words import plural
from passports.models import NoticeSource
from passports.operations.safety_notices import import_notices, record_missing, record_read_back
from passports.queries.safety import all_known, missing_of, revisions_of
from passports.safety.govuk import SITE, wanted_paths
from passports.safety.notices import Reading
from passports.safety.reading import BYTES_MAX, is_list, read_file, search_results

HOSTS = frozenset({"www.gov.uk", "api.fda.gov"})
# Pages of one run; the next run fetches the rest.
PAGES_MAX = 50
# Lines of a page of a list, as its address asks, and the pages of a list that one run reads at most.
LINES, LISTS_MAX = 100, 10
_TIMEOUT = urllib3.Timeout(connect=5, read=20)  # seconds
_WHOLE = 120  # seconds for one answer, however it drips
_PIECE = 64 * 1024
_log = logging.getLogger(__name__)


class UnreachableError(Exception):
    """An address gave no usable answer, or may not be asked."""


class NothingThereError(UnreachableError):
    """There is nothing at an address: so the FDA says that it has no recall of some days."""


def check_address(address: str) -> tuple[str, str]:
    """The host and the rest of an address that may be asked; raises UnreachableError for any other."""
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.netloc not in HOSTS:
        raise UnreachableError(f"{parts.scheme}://{parts.netloc} is not an address of a regulator.")
    return parts.netloc, f"{parts.path}?{parts.query}" if parts.query else parts.path


def fetch(address: str) -> bytes:
    """The answer of one of the regulators' addresses; raises UnreachableError."""
    host, target = check_address(address)
    with urllib3.HTTPSConnectionPool(host, maxsize=1) as pool:
        return download(pool, target)


def fetch_page(get: Callable[[str], bytes], address: str) -> bytes:
    """A page of a regulator's list; raises UnreachableError also when the answer is none: no list ends there."""
    answer = get(address)
    if not is_list(answer):
        raise UnreachableError("The answer is not a page of a list.")
    return answer


def download(pool: urllib3.HTTPConnectionPool, target: str) -> bytes:
    """The body of an answer: no redirect is followed, nothing longer or slower than allowed is read."""
    begun = time.monotonic()
    try:
        response = pool.urlopen(
            "GET",
            target,
            headers={"User-Agent": f"MedTech Compass ({settings.SITE_URL})", "Accept-Encoding": "identity"},
            redirect=False,
            retries=False,
            timeout=_TIMEOUT,
            preload_content=False,
            decode_content=False,
        )
        if response.status == HTTPStatus.NOT_FOUND:
            raise NothingThereError("The answer was 404.")
        if response.status != HTTPStatus.OK:
            raise UnreachableError(f"The answer was {response.status}.")
        pieces, length = [], 0
        for piece in response.stream(_PIECE, decode_content=False):
            pieces.append(piece)
            length += len(piece)
            if length > BYTES_MAX or time.monotonic() - begun > _WHOLE:
                response.close()
                raise UnreachableError("The answer is too long or too slow.")
    except urllib3.exceptions.HTTPError as error:
        raise UnreachableError(str(error)) from error
    return b"".join(pieces)


def month_after(day: date) -> date:
    """The first day of the month after the one of a day."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def take_in_published(*, now: datetime, get: Callable[[str], bytes] = fetch) -> list[str]:
    """Take in what is new at every regulator, and say what was done; one that cannot be reached stops no other.

    Whatever a list names and a run leaves out is kept in the change log, and the next run looks for it.
    """
    done = []
    for source, readings in ((NoticeSource.GOVUK, _govuk), (NoticeSource.FDA, _fda)):
        missing: list[str] = []
        found = readings(get, bool(missing_of(source)), missing)
        done += [import_notices(reading=reading, now=now).sentence for reading in found]
        if source == NoticeSource.FDA and beyond() in missing:
            record_read_back(source=source, month=month_after(civil_date(now)), now=now)
        record_missing(source=source, missing=missing, now=now)
    return done


def _govuk(get: Callable[[str], bytes], behind: bool, missing: list[str]) -> Iterator[Reading]:
    """The pages of GOV.UK that are new or revised, the newest first."""
    new: list[str] = []

    def look(answer: bytes) -> tuple[int, bool]:
        results = search_results(answer)
        wanted = wanted_paths(results)
        had = revisions_of([path for path, _ in wanted])
        found = [path for path, at in wanted if path not in had or (at is not None and at > had[path])]
        new.extend(path for path in found if path not in new)
        return len(results), not found

    _listed(get, f"{settings.SAFETY_NOTICE_ADDRESSES['GOVUK']}&start=", look, behind, missing)
    lost = 0
    for path in new[:PAGES_MAX]:
        answer = _try(get, f"{SITE}/api/content{path}")
        lost += not answer
        yield read_file(answer)
    if left := lost + len(new[PAGES_MAX:]):
        missing.append(f"{plural(left, 'page')} of notices still to be fetched")


def _fda(get: Callable[[str], bytes], behind: bool, missing: list[str]) -> Iterator[Reading]:
    """What the FDA lists up to what is here, the oldest first: a run that is killed leaves the newest to the next."""
    readings: list[Reading] = []

    def look(answer: bytes) -> tuple[int, bool]:
        reading = read_file(answer)
        readings.append(reading)
        return reading.count, all_known(reading.notices)

    _listed(get, f"{settings.SAFETY_NOTICE_ADDRESSES['FDA']}&skip=", look, behind, missing)
    yield from reversed(readings)


def _listed(
    get: Callable[[str], bytes], address: str, look: Callable[[bytes], tuple[int, bool]], behind: bool,
    missing: list[str],
) -> None:  # fmt: skip
    """Go through a list, the newest first, up to its end or the first page that is all known, but not for ever.

    `look` says how many lines a page has and whether all of them are known. After a run that left something out, what
    is known ends nothing.
    """
    all_here = False
    for number in range(LISTS_MAX):
        answer = _try(partial(fetch_page, get), f"{address}{number * LINES}")
        if not answer:
            missing.append(f"page {number + 1} of the list could not be fetched")
            return
        lines, all_here = look(answer)
        if lines < LINES or (all_here and not behind):
            return
    if not all_here:
        missing.append(beyond())


def beyond() -> str:
    """What is said of a list that was not read up to what is known."""
    return f"the list goes on beyond the {LISTS_MAX * LINES:,} lines that were read"


def _try(get: Callable[[str], bytes], address: str) -> bytes:
    """The answer of an address, or an empty one: the next run tries again."""
    try:
        return get(address)
    except UnreachableError as error:
        _log.warning("safety notices not fetched: %s: %s", address.partition("?")[0], error)
        return b""
