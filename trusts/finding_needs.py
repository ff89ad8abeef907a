"""Finding needs: by words, clinical area, region and organisation. Public; each question is one statement."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorExact, TrigramWordSimilarity
from django.db.models import BooleanField, Func, Q, QuerySet

from trusts.models import Need, Organisation, OrganisationKind
from trusts.models.needs import NEED_WORDS
from trusts.queries import needs
from trusts.states import NeedState

TEXT_MAX = 200
ALIKE_SHOWN = 10
# Shorter words begin or end too many others; more of them than these nobody types.
_WORD = re.compile(r"\w{4,}")
_WORDS = 8


@dataclass(frozen=True)
class Wanted:
    """What is looked for; whatever is empty leaves nothing out."""

    text: str = ""
    area: str = ""
    region: str = ""
    organisation: str = ""
    open_only: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything but closed needs is left out."""
        return replace(self, open_only=False) != Wanted()


def found(wanted: Wanted) -> QuerySet[Need, Any]:
    """The public facts of needs that have all of the words and pass the rest, as rows in no order."""
    rows = _filtered(wanted)
    return needs(rows.filter(having_words(wanted.text)) if wanted.text else rows)


def alike(wanted: Wanted) -> list[dict[str, Any]]:
    """For a text that nothing has: a few needs with some of its words, or a title like it; the likest first."""
    words = _WORD.findall(wanted.text)[:_WORDS]
    if not words:
        return []
    some = [having_words(" or ".join(words)), *(Q(title__trigram_word_similar=word) for word in words)]
    rows = _filtered(wanted).filter(_LikeEnough(), reduce(or_, some))
    likeness = TrigramWordSimilarity(wanted.text, "title")
    return list(needs(rows).order_by(likeness.desc(), "-id")[:ALIKE_SHOWN])


def having_words(text: str) -> Q:
    """That all words of a text stand in a need, quotes and a minus read as anybody would."""
    return Q(SearchVectorExact(NEED_WORDS, SearchQuery(text, config="english", search_type="websearch")))


def of_region(code: str) -> Q:
    """That a need is of an organisation in this NHS region, or of the region itself."""
    return Q(organisation__region__ods_code=code) | Q(organisation__ods_code=code)


def regions() -> list[tuple[str, str]]:
    """ODS code and name of each NHS region, by name."""
    rows = Organisation.objects.filter(kind=OrganisationKind.REGION, closed_on=None).order_by("name", "id")
    return list(rows.values_list("ods_code", "name"))


def _filtered(wanted: Wanted) -> QuerySet[Need]:
    rows = Need.objects.filter(state=NeedState.OPEN) if wanted.open_only else Need.objects.all()
    if wanted.area:
        rows = rows.filter(clinical_area=wanted.area)
    if wanted.organisation:
        rows = rows.filter(organisation__ods_code=wanted.organisation)
    return rows.filter(of_region(wanted.region)) if wanted.region else rows


class _LikeEnough(Func):
    """How alike words must be for this statement: PostgreSQL's own 0.6 misses two letters that changed places."""

    template = "(SELECT set_config('pg_trgm.word_similarity_threshold', '0.45', true)) IS NOT NULL"
    output_field = BooleanField()
