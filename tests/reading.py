"""Short ways to read an invented document and to say what was read."""

from __future__ import annotations

from msgspec.structs import replace

from markcheck import api
from markcheck.model.message import Message
from telegrams import FILLER, MARKED_HEADER, Telegram, of_marks

PLAIN = of_marks("U", "C", "C")
SOUND = of_marks("U", "C", "C", **MARKED_HEADER)
THREE = [(1, "(U)"), (2, "(C)"), (3, "(C)")]


def read(source: str | bytes | Telegram) -> Message:
    """The first message of a document."""
    if isinstance(source, Telegram):
        source = source.text()
    return api.inspect("invented", source.encode() if isinstance(source, str) else source).messages[0]


def portions(message: Message) -> list[tuple[int | None, str | None]]:
    """Number and mark of each portion."""
    return [(block.number, block.mark.parsed.text if block.mark else None) for block in message.portions]


def numbered(*openers: str, text: str = FILLER) -> str:
    """A telegram whose paragraphs start with the given openers."""
    body = replace(PLAIN, paragraphs=()).text().removesuffix("BRANT\n")
    return body + "\n\n".join(f"{opener} {text}" for opener in openers) + "\n\nBRANT\n"
