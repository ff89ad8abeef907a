"""A bar code scanned or pasted into the search box: which public technology it names, and what to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from compass.foundation.words import civil_date
from evidence.identifiers import WrongIdentifierError
from evidence.queries.identifiers import innovation_by_identifier
from evidence.scans import Scan, UnknownFormError, read_scan


@dataclass(frozen=True)
class Scanned:
    """`slug` of the technology, empty when none is found; `note` to say above the results, empty for mere words."""

    slug: str = ""
    note: str = ""


def look_up(text: str, *, on: date) -> Scanned:
    """What a search text names as an identifier; at most one query, none for words. Raises nothing."""
    try:
        scan = read_scan(text, on=on)
    except UnknownFormError:
        return Scanned()
    except WrongIdentifierError as error:
        return Scanned(note=f"Read as an identifier: {error.message} {error.next_step}")
    slug = innovation_by_identifier(scan.scheme, scan.di)
    if slug is None:
        return Scanned(note=f"No technology here has the identifier {scan.di}.")
    return Scanned(slug, " ".join([f"Found by its identifier {scan.di}.", *_of_this_item(scan, on)]))


def _of_this_item(scan: Scan, on: date) -> list[str]:
    """What the label says of the one item that was scanned, which nobody here has recorded."""
    said = [f"lot {scan.lot}"] if scan.lot else []
    said += [f"serial number {scan.serial}"] if scan.serial else []
    if scan.expires_on:
        said.append(f"{'expired on' if scan.expires_on < on else 'to be used by'} {civil_date(scan.expires_on)}")
    return [f"The label of this item says: {', '.join(said)}."] if said else []
