"""One run of loading organisations: everything known is read once, changed in memory, and written by its caller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from trusts.models import Organisation, OrganisationKind, Succession, SuccessionKind
from trusts.ods import Row, SuccessionRow
from trusts.ods_lines import Parsed
from trusts.organisation_changes import Facts
from trusts.succession import Link, carriers, leads_to

_REFERRED = {"region": (OrganisationKind.REGION, "region"), "icb": (OrganisationKind.ICB, "integrated care board")}


@dataclass
class Report:
    """What a run did. `counts` has added, renamed, moved, closed, reopened, corrected, succeeded and unchanged."""

    counts: Counter[str] = field(default_factory=Counter)
    malformed: list[str] = field(default_factory=list)  # not loaded
    incomplete: list[str] = field(default_factory=list)  # loaded, but a region or board was not known
    left_out: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # trusts that we have and the file has not
    notes: list[str] = field(default_factory=list)
    stored: dict[str, tuple[int, int]] = field(default_factory=dict)  # kind: open, all
    stranded: dict[str, int] = field(default_factory=dict)  # organisation: its members, now carried by nobody


@dataclass(frozen=True)
class Files:
    """The parsed files of one run; `trusts` is None when those of an earlier, given file stand."""

    regions: Parsed[Row]
    boards: list[Parsed[Row]]
    trusts: Parsed[Row] | None
    given_successions: Parsed[SuccessionRow] | None
    shipped_successions: Parsed[SuccessionRow]
    shipped_successions_only_add: bool  # a given file was newer, so what is stored of a predecessor stands


class Intake:
    """One run: everything known is read once, changed in memory and written in bulk."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.report = Report()
        self.known = {organisation.ods_code: organisation for organisation in Organisation.objects.order_by("id")}
        self.codes = {organisation.pk: code for code, organisation in self.known.items()}
        stored = Succession.objects.select_related("predecessor", "successor").order_by("id")
        self.links = {(link.predecessor.ods_code, link.successor.ods_code): link for link in stored}
        self.before = {code: self.facts(organisation) for code, organisation in self.known.items()}
        self.linked_before = {pair: (link.on, link.kind) for pair, link in self.links.items()}
        self.named: set[str] = set()
        self.ids = self._new_ids()

    def _new_ids(self) -> Iterator[int]:
        # Taken beforehand, so that a new row is written once, complete with its `current`, and has one history event.
        parsed = (self.files.regions, *self.files.boards, self.files.trusts)
        new = {row.code for one in parsed if one for row in one.rows} - self.known.keys()
        with connection.cursor() as cursor:
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [Organisation._meta.db_table, len(new)])
            return iter([number for (number,) in cursor.fetchall()])

    def facts(self, organisation: Organisation) -> Facts:
        """What is stored of an organisation, with codes for other organisations."""
        return Facts(
            name=organisation.name,
            region=self.codes.get(organisation.region_id or 0, ""),
            icb=self.codes.get(organisation.icb_id or 0, ""),
            town=organisation.town,
            postcode=organisation.postcode,
            opened_on=organisation.opened_on,
            closed_on=organisation.closed_on,
            current=self.codes.get(organisation.current_id or 0, ""),
        )

    def organisations(self) -> None:
        """Take in regions, boards and trusts, in this order because each names the ones before."""
        self._take(OrganisationKind.REGION, self.files.regions)
        for boards in self.files.boards:
            self._take(OrganisationKind.ICB, boards)
        if self.files.trusts is None:
            self.report.notes.append(
                "Trusts stay as an earlier, given file said; those shipped with this release were not read. "
                "To load a file of trusts, give its path."
            )
            return
        held = {code for code, known in self.known.items() if known.kind == OrganisationKind.TRUST}
        self.report.missing = [self.label(code) for code in sorted(held - self.files.trusts.mentioned)]
        self._take(OrganisationKind.TRUST, self.files.trusts)

    def _take(self, kind: OrganisationKind, parsed: Parsed[Row]) -> None:
        self.report.malformed += map(str, parsed.problems)
        self.report.left_out += map(str, parsed.left_out)
        for row in parsed.rows:
            organisation = self.known.get(row.code)
            if organisation is not None and organisation.kind != kind:
                there = OrganisationKind(organisation.kind).label
                reason = f"{row.code} is kept as {there} {organisation.name}; a code is never re-used"
                self.report.malformed.append(f"{parsed.file}, line {row.line}: {reason}")
                continue
            if organisation is None:
                organisation = Organisation(pk=next(self.ids), ods_code=row.code, kind=kind)
                self.known[row.code], self.codes[organisation.pk] = organisation, row.code
            self.named.add(row.code)
            organisation.name, organisation.town, organisation.postcode = row.name, row.town, row.postcode
            organisation.opened_on, organisation.closed_on = row.opened_on, row.closed_on
            where = f"{parsed.file}, line {row.line}"
            if kind != OrganisationKind.REGION:
                self._refer(organisation, "region", row.region, where)
            if kind == OrganisationKind.TRUST:
                self._refer(organisation, "icb", row.icb, where)

    def _refer(self, holder: Organisation, name: str, code: str, where: str) -> None:
        """Point at a region or board; with one that is unknown or not given, the holder keeps what it had."""
        kind, word = _REFERRED[name]
        other = self.known.get(code)
        if other is not None and other.kind == kind:
            setattr(holder, f"{name}_id", other.pk)
            return
        why = f"the {word} {code[:20]!r} is not known" if code else f"no {word} is given"
        kept = self.codes.get(getattr(holder, f"{name}_id"), f"no {word}")
        self.report.incomplete.append(f"{where}: {why}, so {holder.ods_code} stays with {kept}")

    def successions(self) -> None:
        """Take in who took over from whom; for one predecessor a given file replaces what the shipped one says."""
        said = {predecessor for predecessor, _ in self.links} if self.files.shipped_successions_only_add else set()
        if self.files.given_successions is not None:
            said |= self._link(self.files.given_successions, lambda _: True)
        self._link(self.files.shipped_successions, lambda row: row.predecessor not in said)

    def _link(self, parsed: Parsed[SuccessionRow], wanted: Callable[[SuccessionRow], bool]) -> set[str]:
        linked = set()
        self.report.malformed += map(str, parsed.problems)
        for row in filter(wanted, parsed.rows):
            if reason := self._refusal(row):
                self.report.malformed.append(f"{parsed.file}, line {row.line}: {reason}")
                continue
            pair = (row.predecessor, row.successor)
            predecessor, successor = self.known[row.predecessor], self.known[row.successor]
            link = self.links.setdefault(pair, Succession(predecessor=predecessor, successor=successor))
            link.on, link.kind = row.on, row.kind
            linked.add(row.predecessor)
        self.named |= linked
        return linked

    def _refusal(self, row: SuccessionRow) -> str:
        predecessor, successor = self.known.get(row.predecessor), self.known.get(row.successor)
        if predecessor is None or successor is None:
            return f"no organisation has the code {row.predecessor if predecessor is None else row.successor}"
        if predecessor.kind != successor.kind:
            return f"{predecessor} and {successor} are not of the same kind"
        if leads_to(self.links, row.successor, row.predecessor):
            return (
                f"{row.successor} is already followed by {row.predecessor}: they cannot follow each other in a circle"
            )
        return ""

    def relinked(self) -> list[Succession]:
        """Successions that this run made or corrected."""
        return [link for pair, link in self.links.items() if self.linked_before.get(pair) != (link.on, link.kind)]

    def work_out_current(self, on: date) -> None:
        """Point each organisation at the one that carries it on at date `on`."""
        links = [
            Link(predecessor, successor, link.on, link.kind == SuccessionKind.SPLIT)
            for (predecessor, successor), link in self.links.items()
        ]
        closing = {code: organisation.closed_on for code, organisation in self.known.items()}
        for code, carrier in carriers(closing, links, on).items():
            self.known[code].current_id = self.known[carrier].pk if carrier else None
        for code in sorted({link.predecessor for link in links if link.on <= on and closing[link.predecessor] is None}):
            self.report.notes.append(f"{self.label(code)} has a successor but no closing date, so it acts for itself.")

    def label(self, code: str) -> str:
        """An organisation's name and code."""
        return f"{self.known[code].name} ({code})"
