"""Characters that the typefaces at hand cannot show: found, and written out in brackets."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

import typst

STANDARD: Final = "ua-1"
_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Joiners and variation selectors say nothing once the character beside them is written out.
_JOINERS = "\u200d\ufe0e\ufe0f"
# So many symbols in a row are named one by one; of more, and of letters, only the number is told.
_SPELT = 8
_CONTROLS = {code for code in (*range(32), 127) if chr(code) not in "\t\n"}
# Each on a line of its own, so that none changes how its neighbour is shaped.
_PROBE = b'#set document(title: "Probe")\n#for one in json(bytes(sys.inputs.data)) { par(one) }'


@cache
def typefaces() -> typst.Fonts:
    """Those inside the `typst` wheel, none of the machine's."""
    return typst.Fonts(include_system_fonts=False)


def sound(told: Any) -> Any:
    """The same JSON value without control characters, lone surrogates and what Unicode has not assigned."""
    characters = _characters(told)
    odd = {ord(c): "\ufffd" for c in characters if not c.isascii() and unicodedata.category(c) in {"Cs", "Cn"}}
    odd |= {ord(c): "\ufffd" for c in characters if ord(c) in _CONTROLS}
    return _mended(told, odd) if odd else told


def _characters(told: Any) -> set[str]:
    """Which characters occur, however often: a long text has few different ones."""
    if isinstance(told, str):
        return set(told)
    inside = told.values() if isinstance(told, Mapping) else told if isinstance(told, list | tuple) else ()
    return set().union(*map(_characters, inside))


def _mended(told: Any, odd: Mapping[int, str]) -> Any:
    if isinstance(told, str):
        return told.translate(odd)
    if isinstance(told, Mapping):
        return {key: _mended(value, odd) for key, value in told.items()}
    return [_mended(one, odd) for one in told] if isinstance(told, list | tuple) else told


def without_glyph(text: str) -> set[str]:
    """The characters of the text that no typeface here can show."""
    beyond = sorted(c for c in set(text) if c > "\u024f")
    if not beyond:
        return set()
    told = {"data": json.dumps(beyond, ensure_ascii=False)}
    try:
        typst.compile(_PROBE, font_paths=typefaces(), sys_inputs=told, format="pdf", pdf_standards=STANDARD)
    except typst.TypstError as error:
        return named(error)
    return set()


def named(error: typst.TypstError) -> set[str]:
    """The characters that a refused compilation names."""
    found = _NO_GLYPH.findall(error.diagnostic)
    return set("".join(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), one) for one in found))


def written_out(text: str, missing: Collection[str]) -> str:
    """The text with `[grinning face]` for a symbol, and a count for letters of a script that is not at hand."""
    gone = set(missing)
    if not gone:
        return text
    either = "".join(re.escape(c) for c in sorted(gone | set(_JOINERS)))
    return re.sub(f"[{either}]+", lambda run: _words(run[0], gone), text)


def _words(run: str, missing: set[str]) -> str:
    if not missing & set(run):
        return run
    left = [c for c in run if c not in _JOINERS]
    if len(left) > _SPELT or any(unicodedata.category(c)[0] in "LMN" for c in left):
        return f"[{len(left)} {'character' if len(left) == 1 else 'characters'} not in this typeface]"
    return " ".join(f"[{unicodedata.name(c, f'U+{ord(c):04X}').lower()}]" for c in left)
