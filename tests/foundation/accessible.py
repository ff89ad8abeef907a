"""What a program can see of PDF/UA-1 (ISO 14289-1) in a file: that it says so, and has the parts that make it true.

Not all of the standard: whether the order of reading and the words are right, only people can see.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
SHOWING = {"Tj", "TJ", "'", '"', "Do", "f", "f*", "S", "s", "B", "B*", "b", "b*", "sh"}


def faults(content: bytes) -> list[str]:
    """What is missing or wrong, in words; empty for a file that has every part."""
    with pikepdf.open(BytesIO(content)) as file:
        return [*_of_the_document(file), *_of_the_tree(file), *_of_the_pages(file)]


def _of_the_document(file: pikepdf.Pdf) -> Iterator[str]:
    root, meta = file.Root, file.open_metadata()
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "It does not say that its content is marked."
    if not str(root.get("/Lang", "")):
        yield "Its language is not said."
    if not meta.get("dc:title"):
        yield "It has no title."
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "Its file name is shown in place of its title."
    if meta.get("pdfuaid:part") != "1":
        yield "It does not claim PDF/UA-1."
    if "/StructTreeRoot" not in root:
        yield "It has no structure."


def _elements(node: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every element of the structure in the order of reading, with the kinds of those it stands in."""
    kind = str(node.get("/S", ""))
    if kind:
        yield node, above
    inside = node.get("/K", [])
    for one in inside if isinstance(inside, pikepdf.Array) else [inside]:
        if (isinstance(one, pikepdf.Dictionary) and "/Type" not in one) or (
            isinstance(one, pikepdf.Dictionary) and (one.get("/Type") == "/StructElem")
        ):
            yield from _elements(one, (*above, kind))


def _of_the_tree(file: pikepdf.Pdf) -> Iterator[str]:
    tree = file.Root.get("/StructTreeRoot", {})
    found = list(_elements(tree))
    level = 0
    for node, above in found:
        kind = str(node.S)
        if kind == "/Figure" and not str(node.get("/Alt", "")):
            yield "A figure has no words in its place."
        if kind in HEADINGS:
            here = HEADINGS.index(kind) + 1
            if here > level + 1:
                yield f"A heading of level {here} follows one of level {level}."
            level = here
        if kind in {"/TH", "/TD"} and above[-1] != "/TR":
            yield "A cell stands in no row."
        if kind == "/TH" and "/Scope" not in _attributes(node):
            yield "A heading of a table does not say which cells it is for."
        if kind == "/LI" and above[-1] != "/L":
            yield "A line of a list stands in no list."
    if found and str(found[0][0].S) != "/Document":
        yield "The structure does not begin with the document."


def _attributes(node: Any) -> set[str]:
    given = node.get("/A", [])
    return {key for one in (given if isinstance(given, pikepdf.Array) else [given])
            if isinstance(one, pikepdf.Dictionary) for key in one}  # fmt: skip


def _of_the_pages(file: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, 1):
        if "/StructParents" not in page.obj:
            yield f"Page {number} does not lead to the structure."
        if not _all_is_marked(page):
            yield f"Something on page {number} is neither content nor decoration."
        for note in page.get("/Annots", []):
            if "/StructParent" not in note or not str(note.get("/Contents", "")):
                yield f"A link on page {number} has no place in the structure, or no words of its own."
            if page.obj.get("/Tabs") != "/S":
                yield f"The links of page {number} are not gone through in the order of reading."
        for font in page.resources.get("/Font", {}).values():
            yield from _of_the_typeface(font)


def _all_is_marked(page: pikepdf.Page) -> bool:
    """Whether all that is drawn stands between marks, which say what it is."""
    depth = 0
    for _, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        depth += (name in {"BDC", "BMC"}) - (name == "EMC")
        if name in SHOWING and not depth:
            return False
    return True


def _of_the_typeface(font: Any) -> Iterator[str]:
    described = (font.DescendantFonts[0] if "/DescendantFonts" in font else font).get("/FontDescriptor", {})
    if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield "A typeface is not in the file."
    if "/ToUnicode" not in font:
        yield "What the characters of a typeface mean is not said."
