"""A stored message to text."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from markcheck.errors import Unreadable
from markcheck.formats import html, plain
from markcheck.formats.decode import SAME_LENGTH
from markcheck.model.document import Document, Hidden, LineMap
from markcheck.model.unexamined import Unexamined

_SHOWN = ("From", "Sent", "To", "Cc", "Subject")


def read_message(path: str, data: bytes) -> Document:
    """The document of a message. Raises :class:`Unreadable`."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        fields = _fields(message)
        body, unexamined = _body(path, message)
        hidden = tuple(
            Hidden(0, 0, str(value)) for name, value in message.items() if name.title() not in (*_SHOWN, "Date")
        )
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        raise Unreadable("malformed", "the message is broken: not examined") from None
    if "\0" in body:
        raise Unreadable("binary", "NUL bytes: the message holds no text")
    text = f"{fields}\n\n{body}".translate(SAME_LENGTH)
    return Document(path, "mail", text, LineMap(text), (), None, hidden, tuple(unexamined))


def _fields(message: EmailMessage) -> str:
    """The fields as mail programs print them."""
    values = {name: " ".join(str(message[name]).split()) for name in _SHOWN if message[name] is not None}
    if message["Date"] is not None:
        day = parsedate_to_datetime(str(message["Date"]))
        values["Sent"] = f"{day:%A, %B} {day.day}, {day:%Y} {day:%H:%M}"
    return "\n".join(f"{name}: {values[name]}" for name in _SHOWN if name in values)


def _body(path: str, message: EmailMessage) -> tuple[str, list[Unexamined]]:
    shown = message.get_body(("plain", "html"))
    if not isinstance(shown, EmailMessage):
        raise Unreadable("empty", "the message has no text: not examined")
    text = _text(path, shown)
    left: list[Unexamined] = []
    other = message.get_body(("html",))
    if isinstance(other, EmailMessage) and other is not shown and _text(path, other).split() != text.split():
        left.append(Unexamined("part", "alternative", "the message has an HTML text that differs and is not read"))
    attached = sum(1 for part in message.walk() if not part.is_multipart() and part not in (shown, other))
    if attached:
        left.append(Unexamined("part", "attachment", f"attached files are not read ({attached})"))
    return text, left


def _text(path: str, part: EmailMessage) -> str:
    content = str(part.get_content()).replace("\r\n", "\n").replace("\r", "\n")
    if part.get_content_subtype() != "html":
        return content
    page = html if html.accepts(content) else plain
    document: Document = page.read(path, content, ())
    return document.text
