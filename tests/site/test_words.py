"""Words that people read are plain: sentences are short, and an abbreviation is explained where it first stands.

Short sentences are what a reading age of 12 asks for first (GOV.UK style: at most 25 words), common words what it asks
for next: the grade of Flesch and Kincaid (Kincaid and others, 1975) counts both, and a grade is an age less five. The
rest is read by people: this only keeps what they have mended.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment
from pyphen import Pyphen

ROOT = Path(__file__).resolve().parents[2]
MOST_WORDS = 25
READING_AGE = 12
# Of fewer words the grade says nothing.
ENOUGH_WORDS = 40
SYLLABLES = Pyphen(lang="en_GB")
# What people type into these pages is in the words of their trade; what the pages say to them is not.
TEMPLATES = ("account", "components", "errors", "evidence", "guide", "mail", "notices", "passports", "site", "trusts")
NOT_FOR_READING = ("workplace.jinja", "examples")  # pieces of which few stand together; programs to copy
PRESENTERS = (
    *(
        "compass/accounts/web",
        "compass/guide/presenters",
        "compass/guide/value",
        "compass/guide/web",
        "compass/notices/web",
        "compass/site/web",
    ),
    *("evidence/web", "passports/presenters", "passports/web", "trusts/web"),
)
EXPLAINED = {  # abbreviation: what must stand in the same file
    "DPIA": "data protection impact assessment",
    "DCB0160": "clinical risk management",
    "MHRA": "regulat",
    "FDA": "USA|recalls",
}
INLINE = {"a", "strong", "em", "code", "span", "time", "abbr", "mark"}


class _Blocks(HTMLParser):
    """The text of markup, a line for each block; what stands as code is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self._code = "", 0

    def handle_starttag(self, tag, attrs):
        self._code += tag in {"script", "style", "pre"}
        self.text += "" if tag in INLINE else "\n"

    def handle_endtag(self, tag):
        self._code -= tag in {"script", "style", "pre"}
        self.text += "" if tag in INLINE else "\n"

    def handle_data(self, data):
        self.text += "" if self._code else re.sub(r"\s+", " ", data)


def sentences(text: str) -> Iterator[str]:
    for block in text.split("\n"):
        yield from re.split(r"(?<=[.!?])\s+(?=[A-Z“])", block.strip())


def long_ones(text: str) -> list[str]:
    return [one for one in sentences(text) if len(re.findall(r"[\w’'&%£/-]+", one)) > MOST_WORDS]


def reading_age(text: str) -> float | None:
    """The age at which a text is read with ease; None for one that is too short to tell."""
    read = [words for one in sentences(text) if len(words := re.findall(r"[A-Za-z’']+", one)) > 3]
    words = [word for one in read for word in one]
    if len(words) < ENOUGH_WORDS:
        return None
    syllables = sum(1 + len(SYLLABLES.positions(word)) for word in words)
    return 0.39 * len(words) / len(read) + 11.8 * syllables / len(words) - 15.59 + 5


def of_template(source: str) -> str:
    """What a template says itself: each value counts as one word."""
    tokens = list(Environment(extensions=["jinja2.ext.do"]).lex(source))
    blocks = _Blocks()
    blocks.feed(
        "".join(value if kind == "data" else "X" for _, kind, value in tokens if kind in {"data", "variable_begin"})
    )
    said = [value[1:-1] for _, kind, value in tokens if kind == "string" and "<" not in value and value.count(" ") > 3]
    return "\n".join([blocks.text, *said])


def of_module(source: str) -> str:
    """Its string constants but for docstrings, a line each; each value inside of one counts as one word."""
    inside, said = set(), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr):
            inside.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            inside.update(node.values)
            said.append("".join(str(one.value) if isinstance(one, ast.Constant) else "X" for one in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
            said.append(node.value)
    return "\n".join(one for one in said if one.count(" ") > 3)


def read() -> dict[str, str]:
    templates = [p for folder in TEMPLATES for p in (ROOT / "templates" / folder).rglob("*.jinja")]
    modules = [p for folder in PRESENTERS for p in (ROOT / folder).rglob("*.py")]
    found = {p: of_template(p.read_text(encoding="utf-8")) for p in templates}
    found |= {p: of_module(p.read_text(encoding="utf-8")) for p in modules}
    return {
        str(path.relative_to(ROOT)): text
        for path, text in found.items()
        if not any(part in NOT_FOR_READING for part in path.parts)
    }


TEXTS = read()


def test_sentences_are_short():
    assert {path: long for path, text in TEXTS.items() if (long := long_ones(text))} == {}


def test_words_are_plain():
    ages = {path: age for path, text in TEXTS.items() if (age := reading_age(text)) is not None}
    assert len(ages) > 50
    assert {path: round(age, 1) for path, age in ages.items() if age > READING_AGE} == {}


@pytest.mark.parametrize("short", EXPLAINED)
def test_an_abbreviation_is_explained(short):
    used = {
        path: text for path, text in TEXTS.items() if path.startswith("templates/") and re.search(rf"\b{short}\b", text)
    }
    assert used
    assert [path for path, text in used.items() if not re.search(EXPLAINED[short], text, re.IGNORECASE)] == []


def test_what_is_measured():
    text = of_template(
        '<p>It is {{ name }}.\n  All <strong>good</strong>. {{ f("Said by a macro call here") }}</p>{# No. #}'
    )
    assert [one for one in sentences(text) if one] == ["It is X.", "All good.", "X", "Said by a macro call here"]
    assert long_ones("Word " * 25 + "end.") == ["Word " * 25 + "end."]
    assert long_ones("Word " * 24 + "end.") == []
    plain = "The panel reads what you send. It then says yes or no. " * 5
    heavy = "Organisational procurement necessitates comprehensive interoperability documentation consideration. " * 8
    assert reading_age(plain) < READING_AGE < reading_age(heavy)
    assert reading_age("Too short to tell.") is None
    assert of_module('"""One two three four five."""\nx = f"Six {y} eight nine ten"') == "Six X eight nine ten"
