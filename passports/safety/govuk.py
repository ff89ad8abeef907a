"""Safety notices on GOV.UK: documents of its content API, and the lists of its search API and feed. Pure.

The MHRA publishes medicine recalls, round-ups and weekly lists under the same document type (`medical_safety_alert`):
those about medicines are left out, a weekly list is read item by item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from passports.safety import index_pages, wording
from passports.safety.markup import lines_of
from passports.safety.notices import (
    BODY_MAX,
    TITLE_MAX,
    Found,
    LeftOut,
    ReadNotice,
    Source,
    line,
    lines,
    malformed,
    part,
    prose,
    read_day,
    read_moment,
    said,
    sealed,
)

SITE = "https://www.gov.uk"
KIND = "medical_safety_alert"
# The only place where such notices stand; also what may be asked of GOV.UK for one of them.
PATH = re.compile(r"/drug-device-alerts/[a-z0-9-]{1,250}", re.ASCII)
_MEDICINES = re.compile(r"drug|medicine", re.IGNORECASE)
_ROUND_UP = re.compile(
    r"^letters and (?:medicine|drug)|round-?up|^drug safety update|^medical device safety information produced",
    re.IGNORECASE,
)
# A national patient safety alert may be about either; these words are said of medicines only.
_OF_MEDICINES = re.compile(
    r"\bmedicines? (?:recall|defect|shortage)|\b(?:tablets?|capsules?|oral suspension)\b", re.IGNORECASE
)


def read_document(item: Mapping[str, Any]) -> Iterator[Found]:
    """A document of the content API."""
    path, title = said(item, "base_path"), line(said(item, "title"), TITLE_MAX)
    kind = said(item, "document_type", "schema_name")
    if kind and kind != KIND:
        yield LeftOut(line(path, 300), f"A GOV.UK document of the kind “{line(kind, 60)}”.")
        return
    details = part(item, "details")
    types = said(part(details, "metadata"), "alert_type")
    if not PATH.fullmatch(path):
        yield malformed(Source.GOVUK, path or title, "The document has no address of a safety notice.", item)
    elif not title:
        yield malformed(Source.GOVUK, path, "The document has no title.", item)
    elif reason := _not_of_devices(title, types, said(item, "description")):
        yield LeftOut(path, reason)
    elif not said(details, "body"):
        yield malformed(Source.GOVUK, path, "The document has no text.", item)
    else:
        yield from _from_document(item, path, title, said(details, "body"))


def _from_document(item: Mapping[str, Any], path: str, title: str, body: str) -> Iterator[Found]:
    seen = lines_of(body)
    issued = said(part(part(item, "details"), "metadata"), "issued_date")
    published = read_day(issued) or read_day(said(item, "first_published_at", "public_updated_at"))
    revised = read_moment(said(item, "public_updated_at"))
    if index_pages.is_index(title):
        yield from index_pages.read_index(seen, path=path, url=SITE + path, published=published, revised=revised)
        return
    description = said(item, "description")
    whole = "\n".join([description, *(one.text for one in seen)])
    yield sealed(
        ReadNotice(
            source=Source.GOVUK,
            source_id=path,
            title=title,
            published_on=published,
            url=SITE + path,
            maker=line(wording.maker_in((title, description), seen), 200),
            products=lines((*wording.products_in_title(title), *wording.products_in_tables(seen))),
            identifiers=wording.identifiers_in(whole),
            lots=wording.lots_in(whole),
            body=prose(whole, BODY_MAX),
            revised_at=revised,
            is_withdrawn=bool(part(item, "withdrawn_notice")),
        ),
        whole,
    )


def read_result(item: Mapping[str, Any]) -> Iterator[Found]:
    """A line of a search result or feed: enough to know of a notice, not what it says."""
    path, title = path_of(said(item, "link", "base_path")), line(said(item, "title"), TITLE_MAX)
    kind, description = said(item, "format", "document_type"), said(item, "description")
    if kind and kind != KIND:
        yield LeftOut(line(path, 300), f"A GOV.UK document of the kind “{line(kind, 60)}”.")
    elif not PATH.fullmatch(path):
        yield malformed(Source.GOVUK, path or title, "The line has no address of a safety notice.", item)
    elif not title:
        yield malformed(Source.GOVUK, path, "The line has no title.", item)
    elif reason := _not_of_devices(title, _types(item), description):
        yield LeftOut(path, reason)
    elif index_pages.is_index(title):
        yield LeftOut(path, "A weekly list without its items: import the page itself.")
    else:
        published = read_day(said(item, "public_timestamp"))
        yield sealed(
            ReadNotice(
                source=Source.GOVUK,
                source_id=path,
                title=title,
                published_on=published,
                url=SITE + path,
                maker=line(wording.maker_in((title, description), ()), 200),
                products=wording.products_in_title(title),
                identifiers=wording.identifiers_in(f"{title}\n{description}"),
                lots=(),
                body=prose(description, BODY_MAX),
                is_summary=True,
            ),
            description,
        )


def wanted_paths(items: list[Mapping[str, Any]]) -> list[tuple[str, Any]]:
    """The pages of device notices in a search result, each with the instant of its last revision (None: not said)."""
    found: dict[str, Any] = {}
    for item in items:
        path, title = path_of(said(item, "link", "base_path")), line(said(item, "title"), TITLE_MAX)
        if PATH.fullmatch(path) and not _not_of_devices(title, _types(item), said(item, "description")):
            found.setdefault(path, read_moment(said(item, "public_timestamp")))
    return list(found.items())


def path_of(link: str) -> str:
    """The path of a link to GOV.UK, or the path itself; empty for a link to anywhere else."""
    if link.startswith("/"):
        return link
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    return parts.path if (parts.scheme, parts.netloc) == ("https", "www.gov.uk") else ""


def _types(item: Mapping[str, Any]) -> str:
    given = item.get("alert_type")
    if isinstance(given, list):
        return " ".join(said(one, "value", "label") if isinstance(one, dict) else str(one)[:100] for one in given[:20])
    return said(item, "alert_type")


def _not_of_devices(title: str, types: str, description: str) -> str:
    """Why a document is left out; empty for one about devices, or one that does not say."""
    if _ROUND_UP.search(title):
        return "A round-up: it repeats notices that were published by themselves."
    if _MEDICINES.search(types):
        return "About medicines."
    if not re.search("device|field", types) and _OF_MEDICINES.search(f"{title} {description[:2000]}"):
        return "About medicines."
    return ""
