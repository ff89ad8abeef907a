"""Fetching what regulators publish, from fixed addresses on fixed hosts. Nobody chooses an address at run time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

import urllib3
from django.conf import settings

from passports.operations.safety_notices import import_notices
from passports.queries.safety import revisions_of
from passports.safety.govuk import SITE, wanted_paths
from passports.safety.notices import Reading
from passports.safety.reading import BYTES_MAX, read_file, search_results

HOSTS = frozenset({"www.gov.uk", "api.fda.gov"})
# Pages of one run; the next run fetches the rest.
PAGES_MAX = 50
_TIMEOUT = urllib3.Timeout(connect=5, read=20)  # seconds
_WHOLE = 120  # seconds for one answer, however it drips
_PIECE = 64 * 1024
_log = logging.getLogger(__name__)


class UnreachableError(Exception):
    """An address gave no usable answer, or may not be asked."""


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


def take_in_published(*, now: datetime, get: Callable[[str], bytes] = fetch) -> list[str]:
    """Take in what is new at every regulator, and say what was done; one that cannot be reached stops no other."""
    return [import_notices(reading=reading, now=now).sentence for reading in _readings(get)]


def _readings(get: Callable[[str], bytes]) -> Iterator[Reading]:
    listed = _try(get, settings.SAFETY_NOTICE_ADDRESSES["GOVUK"])
    wanted = wanted_paths(search_results(listed))
    had = revisions_of([path for path, _ in wanted])
    new = [path for path, at in wanted if path not in had or (at is not None and at > had[path])]
    for path in new[:PAGES_MAX]:
        yield read_file(_try(get, f"{SITE}/api/content{path}"))
    yield read_file(_try(get, settings.SAFETY_NOTICE_ADDRESSES["FDA"]))


def _try(get: Callable[[str], bytes], address: str) -> bytes:
    """The answer of an address, or an empty one: the next run tries again."""
    try:
        return get(address)
    except UnreachableError as error:
        _log.warning("safety notices not fetched: %s: %s", address.partition("?")[0], error)
        return b""
