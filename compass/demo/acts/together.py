"""What the colleagues of a company do on one draft: comment, and now and then get in one another's way."""

from __future__ import annotations

from datetime import datetime

from compass.demo.cast import Cast
from compass.demo.chance import pick
from compass.demo.library import Journey, products
from compass.demo.replies import replies, reply
from compass.foundation.clock import civil_date
from evidence.operations.answers import answer_question
from evidence.operations.comments import add_comment, resolve_comment
from evidence.operations.innovators import add_colleague
from evidence.queries import answer_of, pack_lines
from evidence.queries.colleagues import comment_topics
from evidence.queries.standards import asked_of

_COMMENTS = 4
# What the second of two writers adds, by the kind of question.
_MORE = {"TEXT": " See also the attached report, page 4.", "LINK": "-2026"}


def join(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """The second person of a company joins the first."""
    company = products()[journey.technology].company
    add_colleague(
        innovator=cast.innovation(journey.technology).innovator,
        person=cast.person(f"colleague@{company}"),
        by=cast.person(f"maker@{company}"),
        now=now,
    )


def comment(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Some remarks on the draft; the first is dealt with."""
    company, pack = products()[journey.technology].company, cast.pack(journey)
    topics = list(comment_topics(pack))
    for place in range(_COMMENTS):
        by = cast.person(f"{('colleague', 'maker')[place % 2]}@{company}")
        text = replies()["comment"][place]["text"]
        written = add_comment(
            pack=pack, topic=pick(topics, journey.technology, "comment", place), text=text, by=by, now=now
        )
        if place == 0:
            resolve_comment(comment=written, by=cast.person(f"maker@{company}"), now=now)


def collide(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """Both write two answers at once: the colleague's stand, the maker's are set aside."""
    product, pack = products()[journey.technology], cast.pack(journey)
    lines = [line.asked for line in pack_lines(pack, civil_date(now)) if line.asked.kind in _MORE]
    lines = [asked for asked in lines if answer_of(pack, asked.question) is None][:2]
    for asked in lines:
        wrote = str(reply(product, journey.version, asked.question, asked.kind))
        for part, given in (("colleague", wrote), ("maker", wrote + _MORE[asked.kind])):
            answer_question(
                pack=pack, question=asked.question, given=given, seen=0, by=cast.person(f"{part}@{product.company}"),
                now=now,
            )  # fmt: skip


def change_of_mind(cast: Cast, journey: Journey, *, now: datetime) -> None:
    """A follow-up was answered, and then the answer that had called for it changed: it is parked."""
    product, pack = products()[journey.technology], cast.pack(journey)
    maker = cast.person(f"maker@{product.company}")
    said: tuple[tuple[str, object], ...] = (
        ("company-country", "UK"),
        ("company-number", str(reply(product, journey.version, "company-number", "TEXT"))),
        ("company-country", "EEA"),
    )
    known = {asked.question for asked in asked_of(pack)}
    for question, given in said:
        if question in known:
            standing = answer_of(pack, question)
            answer_question(
                pack=pack, question=question, given=given, seen=standing.revision if standing else 0, by=maker, now=now
            )
