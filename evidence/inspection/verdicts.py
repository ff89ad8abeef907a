"""What an inspection can end in: a kind of file, or a refusal with its reason and the next step. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Content type of what is accepted, with the ending that a download of it gets.
ENDINGS = {
    "application/pdf": ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "text/csv": ".csv",
}

SAVE_AGAIN = "Open it in the program that made it, save it again and upload the new copy."


class UnacceptableError(Exception):
    """The file is not taken: a sentence for the person who sent it, and what to do next."""

    def __init__(self, sentence: str, next_step: str = SAVE_AGAIN) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step


@dataclass(frozen=True)
class Found:
    """An acceptable file: its content type, and what its readers should know."""

    content_type: str
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Drawn:
    """A picture made anew: a WebP file, the SHA-256 of its bytes, and its size in pixels."""

    content: bytes
    sha256: str
    width: int
    height: int
