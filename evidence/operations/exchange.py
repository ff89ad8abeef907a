"""Stage 2 of the journey, for machines and for many answers at once: taking a whole pack out and bringing one in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from compass.accounts.models import User
from compass.foundation.errors import Invalid, Refused
from compass.foundation.history import record_change
from compass.foundation.received_json import pointer
from compass.foundation.sealing import content_hash
from evidence import exchange, policies, queries
from evidence.certificates import normal_number
from evidence.exchange import Problem
from evidence.models import Claim, Pack, Support
from evidence.operations.answers import InvalidAnswersError, answer_questions, read_answers
from evidence.operations.certificates import add_certificate, remove_certificate
from evidence.operations.claims import state_claim
from evidence.operations.cost_model import save_cost_model
from evidence.operations.exchange_parts import InvalidPackError, certificate_facts, claim_facts, documents_of_claim
from evidence.operations.packs import lock_pack
from evidence.product_versions import version_key
from evidence.queries.identifiers import identifiers_of
from evidence.queries.standards import asked_of


@dataclass(frozen=True)
class Counts:
    """How many entries of one part of a given pack are new, say something else, or say what the pack says already."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def written(self) -> int:
        return self.new + self.changed


@dataclass(frozen=True)
class BroughtIn:
    """What bringing a pack in does: counts by part, `before` and `after` are content hashes of the pack.

    `unknown_documents` are named in what was given and are not in the pack (SHA-256 and title); `notes` are sentences.
    """

    counts: Mapping[str, Counts]
    before: str
    after: str
    unknown_documents: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        return sum(one.written for one in self.counts.values())


def export_pack(pack: Pack) -> tuple[dict[str, Any], str]:
    """A pack in the published form, and its content hash; the caller has already passed the policy of its road."""
    content = queries.content_of(pack)
    identifiers = [{"scheme": one.scheme, "value": one.value} for one in identifiers_of(pack.innovation)]
    return exchange.from_content(content, identifiers), content_hash(content)


@transaction.atomic
def import_pack(*, pack: Pack, given: Any, by: User, now: datetime, seen: str = "") -> BroughtIn:
    """Bring in a whole pack: adds and changes, all or none; what is not mentioned stays. Nothing is ever removed.

    `seen` is the content hash that the writer had before them, empty for none. Raises Refused when the pack is frozen
    or has another hash by now, InvalidPackError with every problem at once.
    """
    return _Import(pack, given, by, now, seen).run()


@transaction.atomic
def preview_import(*, pack: Pack, given: Any, by: User, now: datetime, seen: str = "") -> BroughtIn:
    """What `import_pack` would do or raise, by doing it and taking it back."""
    found = _Import(pack, given, by, now, seen).run()
    transaction.set_rollback(True)
    return found


class _Import:
    """One bringing in, inside a transaction. Each part is tried; the problems of all are gathered."""

    def __init__(self, pack: Pack, given: Any, by: User, now: datetime, seen: str) -> None:
        self.pack, self.by, self.now, self.seen = lock_pack(pack), by, now, seen
        self.given: dict[str, Any] = given
        self.problems: list[Problem] = []
        self.unknown: list[dict[str, str]] = []

    def run(self) -> BroughtIn:
        policies.check_editable(self.by, self.pack)
        if wrong := exchange.shape_problems(self.given):
            raise InvalidPackError(wrong)
        content = queries.content_of(self.pack)
        before = content_hash(content)
        if self.seen and self.seen != before:
            raise Refused(
                "The pack was changed after you looked at it.",
                next_step="Look at what would change now, and send it again.",
            )
        self.standing = exchange.from_content(content)
        self.documents = {one.sha256: one for one in queries.documents_of(self.pack)}
        self._check_whose()
        counts = {
            "answers": self._answers(),
            "claims": self._claims(),
            "certificates": self._certificates(),
            "cost_model": self._cost_model(),
            "documents": self._documents(),
        }
        if self.problems:
            raise InvalidPackError(self.problems)
        written = sum(one.written for one in counts.values())
        if written:
            entries = f"{written} {'entry' if written == 1 else 'entries'}"
            data = {part: one.written for part, one in counts.items()}
            record_change(
                "pack_brought_in", self.pack, f"{entries} came from a file.", by=self.by, now=self.now, data=data
            )
        after = content_hash(queries.content_of(self.pack)) if written else before
        return BroughtIn(counts, before, after, self.unknown, self._notes())

    @contextmanager
    def _gathering(self, *path: str | int) -> Iterator[None]:
        """Turn a refusal of one entry into problems of its place, and take back what it wrote."""
        try:
            with transaction.atomic():
                yield
        except Refused as refusal:
            self.problems += _problems_of(refusal, *path)

    def _check_whose(self) -> None:
        technology = self.given.get("technology")
        if technology and technology["slug"] != self.pack.innovation.slug:
            self.problems.append(
                Problem(
                    "/technology/slug",
                    f"This is the pack of another technology than {self.pack.innovation}.",
                    "Choose the right file, or take “technology” out of it if its answers hold for both.",
                )
            )
        version = self.given.get("product_version")
        if version and version_key(version) != version_key(self.pack.product_version):
            self.problems.append(
                Problem(
                    "/product_version",
                    f"This is the pack of version {version}, not of {self.pack.product_version}.",
                    "Choose the right file, or take “product_version” out of it if its answers hold for both.",
                )
            )

    def _notes(self) -> list[str]:
        pinned = {one["code"]: one["version"] for one in self.standing["standards"]}
        return [
            f"It was taken out under {one['code']} {one['version']}; this pack is asked "
            f"{'version ' + pinned[one['code']] if one['code'] in pinned else 'nothing of that standard'}."
            for one in self.given.get("standards", ())
            if pinned.get(one["code"]) != one["version"]
        ]

    def _answers(self) -> Counts:
        given, standing = self.given.get("answers", {}), self.standing["answers"]
        # What stands already is never refused, also where its question is asked no longer.
        others = {question: answer for question, answer in given.items() if standing.get(question) != answer}
        try:
            values = read_answers(asked_of(self.pack), others)
        except InvalidAnswersError as error:
            self.problems += _problems_of(error, "answers")
            return Counts()
        changed = {question: value for question, value in values.items() if standing.get(question, {}) != value}
        if changed:
            answer_questions(pack=self.pack, given=changed, by=self.by, now=self.now)
        new = len(set(changed) - set(standing))
        return Counts(new, len(changed) - new, len(given) - len(changed))

    def _claims(self) -> Counts:
        given = self.given.get("claims", [])
        if not given:
            return Counts()
        claims = {claim.pk: claim for claim in queries.claims_of(self.pack)}
        standing = dict(zip(claims, self.standing["claims"], strict=True))
        tally = []
        for place, (one, found, same) in enumerate(exchange.matched_claims(given, standing)):
            tally.append("unchanged" if same else "changed" if found else "new")
            if not same:
                with self._gathering("claims", place):
                    self._state(one, claims[found] if found else None)
        return _counted(tally)

    def _state(self, one: Mapping[str, Any], claim: Claim | None) -> None:
        documents = documents_of_claim(one, self.documents)
        state_claim(pack=self.pack, facts=claim_facts(one), documents=documents, by=self.by, now=self.now, claim=claim)

    def _certificates(self) -> Counts:
        given = self.given.get("certificates", [])
        if not given:
            return Counts()
        rows = {(one.kind, one.number): one for one in self.pack.certificates.order_by("id")}
        standing = {(one["kind"], one["number"]): one for one in self.standing["certificates"]}
        tally, before = [], set()
        for place, one in enumerate(given):
            key = (one["kind"], normal_number(one["kind"], one["number"]))
            old = standing.get(key)
            said = {**(old or {}), **one, "number": key[1]}
            tally.append("new" if old is None else "unchanged" if said == old else "changed")
            with self._gathering("certificates", place):
                if key in before:
                    raise Invalid("This certificate stands twice.", next_step="Keep one of them.", field="number")
                before.add(key)
                if tally[-1] == "changed":
                    remove_certificate(certificate=rows[key], by=self.by, now=self.now)
                if tally[-1] != "unchanged":
                    facts = certificate_facts(said, self.documents)
                    add_certificate(pack=self.pack, by=self.by, now=self.now, **facts)
        return _counted(tally)

    def _cost_model(self) -> Counts:
        model = self.given.get("cost_model")
        if model is None:
            return Counts()
        standing, revision = queries.cost_model_of(self.pack)
        if revision and model == standing:
            return Counts(unchanged=1)
        with self._gathering("cost_model"):
            save_cost_model(pack=self.pack, model=model, revision=revision, by=self.by, now=self.now)
        return Counts(changed=1) if revision else Counts(new=1)

    def _documents(self) -> Counts:
        """Titles and the questions they are put to; a document that is not in the pack is only named."""
        given = self.given.get("documents", [])
        if not given:
            return Counts()
        asked = {one.question for one in asked_of(self.pack) if one.kind == "DOCUMENT"}
        standing = {one["sha256"]: one for one in self.standing["documents"]}
        tally, supports = [], []
        for place, one in enumerate(given):
            sha256 = one["sha256"]
            if sha256 not in self.documents:
                self.unknown.append({"sha256": sha256, "title": one.get("title", "")})
                continue
            document, old = self.documents[sha256], standing.pop(sha256, None)
            if old is None:
                self.problems.append(
                    Problem(pointer("documents", place), "This document stands twice.", "Keep one of them.")
                )
                continue
            more = [question for question in one.get("supports", ()) if question not in old["supports"]]
            self.problems += [
                Problem(
                    pointer("documents", place, "supports"),
                    f"This pack asks for no document under “{question}”.",
                    "Take it out, or correct it.",
                )
                for question in more
                if question not in asked
            ]
            supports += [
                Support(pack=self.pack, document=document, question=question) for question in sorted(set(more))
            ]
            retitled = one.get("title", old["title"]) != old["title"]
            if retitled:
                document.title = one["title"]
                document.save(update_fields=["title"])
            tally.append("changed" if more or retitled else "unchanged")
        Support.objects.bulk_create(supports)
        return _counted(tally)


def _counted(tally: Sequence[str]) -> Counts:
    return Counts(tally.count("new"), tally.count("changed"), tally.count("unchanged"))


def _problems_of(refusal: Refused, *path: str | int) -> list[Problem]:
    """The problems of one entry: by field where the refusal names fields."""
    if isinstance(refusal, InvalidPackError):
        return [Problem(pointer(*path) + one.where, one.problem, one.next_step) for one in refusal.problems]
    fields: Mapping[str, str] = getattr(refusal, "problems", {})
    if fields:
        return [Problem(pointer(*path, name), text) for name, text in fields.items()]
    where = pointer(*path, refusal.field) if refusal.field else pointer(*path)
    return [Problem(where, refusal.sentence, refusal.next_step)]
