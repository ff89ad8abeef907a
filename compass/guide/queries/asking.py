"""Conditions of the database for what a text asks: its words, what they are also called, and the facts that say so.

They are put to `SearchEntry`. A word may stand in what is written of the technology, in its public claims, at the start
of a word of its maker's name, in the code or title of its device category, in the title or reference of guidance on it,
or in the words of a benefit or place of care.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import CombinedSearchQuery, SearchHeadline, SearchQuery, SearchVector
from django.db.models import BooleanField, Func, IntegerField, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.db.models.lookups import Exact

from compass.guide.search import is_exact
from compass.guide.spelling import START, STOP
from compass.guide.vocabulary import Meaning, either, wanted
from evidence.models import Claim, DeviceScheme, EmdnCode, GuidanceOn, Identifier, Innovator
from passports.validity import USABLE

Query = SearchQuery | CombinedSearchQuery

# As guidance is called: letters and a number.
_REFERENCE = re.compile(r"[A-Za-z]{2,5}-?\d{1,4}")
# A device category and all that lies below it; a letter alone is too much.
_CATEGORY = re.compile(r"[A-Z](?:[0-9]{2}){1,6}", re.ASCII)
_MINUSES = re.compile(r"(?:-\s*){3,}")
# A single letter begins too many makers' names.
_MAKER_LENGTH = 2
# Of a longer text the plain words between known phrases are looked for together.
_MOST = 8


# Of the claims that matched, as many are named.
_CLAIMS = 2
_TITLE = SearchVector("guidance__title", config="english")


class AnyOf(Func):
    """`column = ANY(array)`: Django's own `in` lookup makes a subquery, which no index scan can share an OR with."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


def ids(rows: QuerySet[Any, Any], field: str = "pk") -> ArraySubquery:
    """Their ids as an array, looked up once for the whole statement."""
    return ArraySubquery(rows.values(field))


def whole(text: str) -> Query:
    """The text as one query for the words that are written of a technology."""
    if is_exact(text):
        return _words(text)
    return reduce(or_, [reduce(and_, [_called(meaning) for meaning in wanted(part)]) for part in either(text)])


def all_of(text: str) -> Q:
    """That everything which the text asks for is found somewhere; what says exactly what is meant is only read."""
    if is_exact(text):
        return Q(search=_words(text)) | Q(made_by(text))
    parts = [
        reduce(and_, [_met(meaning) | Q(_says_nothing(meaning.typed)) for meaning in _one_by_one(part)])
        for part in either(text)
    ]
    return (reduce(or_, parts) & ~Q(_says_nothing(text))) | Q(made_by(text))


def some_of(text: str, words: list[str]) -> tuple[Q, list[tuple[Q, int]]]:
    """That something of it is found; and each single thing with its weight, the number of its words."""
    known = [meaning for meaning in wanted(text) if meaning.known]
    each = [(Q(search=_words(word)), 1) for word in words]
    each += [(_met(meaning), len(meaning.typed.split())) for meaning in known]
    # One condition for all plain words reads the index once.
    return reduce(or_, [Q(search=_words(" or ".join(words))), *map(_met, known)]), each


def made_by(text: str) -> AnyOf:
    """That a word of the maker's name begins the text."""
    named = Q(name__istartswith=text) | Q(name__icontains=f" {text}")
    return AnyOf("innovator_id", ids(Innovator.objects.filter(named)))


def why(text: str) -> dict[str, Any]:
    """What to read of a technology that was found: its texts with what matched marked, and the facts that matched."""
    asked = [meaning for part in either(text) for meaning in _one_by_one(part)]
    any_of = reduce(or_, map(_called, asked))
    guided = reduce(or_, [_guidance(meaning, _called(meaning)) for meaning in asked])
    own = GuidanceOn.objects.annotate(words=_TITLE).filter(guided, innovation=OuterRef("pk"))
    claims = Claim.objects.annotate(words=SearchVector("outcome", "population", config="english")).filter(
        words=any_of,
        pack__passport__innovation=OuterRef("pk"),
        pack__passport__is_current=True,
        pack__passport__status__in=list(USABLE),
    )
    typed = reduce(or_, [_below("code", meaning) for meaning in asked], Q(words=any_of))
    categories = EmdnCode.objects.annotate(words=SearchVector("title", config="english")).filter(
        typed, code__in=Identifier.objects.filter(innovation=OuterRef(OuterRef("pk"))).values("value")
    )
    return {
        "marked_summary": _marked("summary", any_of, highlight_all=True),
        "marked_text": _marked(
            Concat("problem", Value(" "), "description", output_field=TextField()),
            any_of,
            max_fragments=1,
            max_words=24,
            min_words=8,
        ),
        "benefits": "benefits",
        "care_settings": "care_settings",
        "why_guidance": ArraySubquery(own.order_by("guidance__reference").values("guidance__reference")),
        "why_claims": ArraySubquery(claims.order_by("pk").values("outcome")[:_CLAIMS]),
        "why_category": ArraySubquery(categories.order_by("code").values("title")),
    }


def _marked(text: Any, query: Query, **options: Any) -> SearchHeadline:
    return SearchHeadline(text, query, config="english", start_sel=START, stop_sel=STOP, **options)


def _one_by_one(text: str) -> list[Meaning]:
    """Known phrases whole; each plain word on its own, for one may be written and the next be the maker's."""
    found: list[Meaning] = []
    for meaning in wanted(text):
        found += [meaning] if meaning.known else [Meaning(word) for word in meaning.typed.split()]
    return found if len(found) <= _MOST else wanted(text)


def _met(meaning: Meaning) -> Q:
    called = _called(meaning)
    met = Q(search=called) | Q(AnyOf("pk", ids(_in_category(meaning, called), "innovation_id")))
    met |= Q(AnyOf("pk", ids(_guided(meaning, called), "innovation_id")))
    if len(meaning.typed) >= _MAKER_LENGTH:
        met |= Q(made_by(meaning.typed))
    if meaning.benefits:
        met |= Q(tags__overlap=[f"benefit:{value}" for value in meaning.benefits])
    if meaning.settings:
        met |= Q(tags__overlap=[f"setting:{value}" for value in meaning.settings])
    if meaning.areas:
        met |= Q(clinical_area__in=list(meaning.areas))
    return met


def _in_category(meaning: Meaning, called: Query) -> QuerySet[Identifier]:
    titles = EmdnCode.objects.annotate(words=SearchVector("title", config="english")).filter(words=called)
    named = Q(value__in=titles.values("code")) | _below("value", meaning)
    return Identifier.objects.filter(named, scheme=DeviceScheme.EMDN)


def _below(field: str, meaning: Meaning) -> Q:
    """That a category is, or lies below, the one whose code was typed."""
    code = meaning.typed.upper()
    return Q(**{f"{field}__startswith": code}) if _CATEGORY.fullmatch(code) else Q()


def _guided(meaning: Meaning, called: Query) -> QuerySet[GuidanceOn]:
    return GuidanceOn.objects.annotate(words=_TITLE).filter(_guidance(meaning, called))


def _guidance(meaning: Meaning, called: Query) -> Q:
    named = Q(words=called)
    if _REFERENCE.fullmatch(meaning.typed):
        reference = meaning.typed.upper().replace("-", "")
        named |= Q(guidance__reference=reference) | Q(guidance__aliases__contains=[reference])
    return named


def _called(meaning: Meaning) -> Query:
    others = [SearchQuery(other, search_type="phrase", config="english") for other in meaning.others]
    return reduce(or_, others, _words(meaning.typed))


def _says_nothing(text: str) -> Exact[Any]:
    """That no word of it counts ("the", "of"), which PostgreSQL works out before it looks at any row."""
    return Exact(Func(_words(text), function="numnode", output_field=IntegerField()), 0)


def _words(text: str) -> SearchQuery:
    # A row of minus signs negates again and again, deeper than PostgreSQL follows.
    text = _MINUSES.sub(" ", text)
    # websearch: quotes, `or` and `-` mean what they mean elsewhere, and no text is a syntax error.
    return SearchQuery(text, search_type="websearch", config="english")
