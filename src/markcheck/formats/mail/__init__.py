"""E-mail as mail programs store it (RFC 5322): the fields that people see, then the text of the message.

Attached files and a second version of the text that says something else are not examined; fields that mail programs do
not show are hidden texts.
"""

from __future__ import annotations

import re

from markcheck.model.document import Document

NAME = "mail"
# A typed copy of a message has From and To as well; these three only mail programs write.
_HEAD = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_OWN = re.compile(rb"^(?:MIME-Version|Message-ID|Received):", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(rb"^(?:From|Sender):", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEAD = 256 << 10


def accepts(data: bytes) -> bool:
    """Whether the bytes begin with the fields of a stored message."""
    head = _HEAD.match(data, 0, _LONGEST_HEAD)
    return head is not None and bool(_OWN.search(head.group())) and bool(_FROM.search(head.group()))


def read(path: str, data: bytes) -> Document:
    """The document of a message. Raises :class:`~markcheck.errors.Unreadable`."""
    from markcheck.formats.mail.reader import read_message

    return read_message(path, data)
