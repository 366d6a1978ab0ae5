"""JSON with marking fields, where settings say which they are: a portion is a text with the mark of its field.

Portions are numbered, so that one without a mark stands by itself: it takes the banner's, not that of the portion
before it. A mark that cannot be read, or two for one text, leave the document unexamined. Everything else in the
document is a hidden text. Public versions are plain text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from markcheck.errors import Unreadable
from markcheck.formats.decode import SAME_LENGTH, decode
from markcheck.formats.fielded import banner_of, certain, marked, notes_of
from markcheck.formats.paragraphs import Line, ParagraphMap, joined
from markcheck.model.document import Document, Hidden
from markcheck.model.json_fields import JsonFields
from markcheck.model.unexamined import Unexamined

NAME = "json"
_HEAD = {"date": "DATE", "subject": "SUBJECT"}
_AUTHORITY = {
    "classified_by": "Classified By",
    "derived_from": "Derived From",
    "reason": "Reason",
    "declassify_on": "Declassify On",
}
_EVERY = "*"


def accepts(data: bytes) -> bool:
    """Whether the bytes begin like JSON."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read(path: str, data: bytes, fields: JsonFields) -> Document:
    """The document of a JSON text. Raises :class:`Unreadable`, also where it has no portions under their name."""
    text, _ = decode(data)
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Unreadable("malformed", "the JSON is broken: not examined") from None
    reader = _Reader(value, fields)
    lines = list(reader.lines())
    if not reader.portions:
        raise Unreadable("fields", f"the JSON has no text under {_named(fields)}: not examined")
    text, starts = joined(lines, lambda above, below: above.joined and below.joined)
    source = ParagraphMap(text, lines, starts, "line")
    hidden = tuple(Hidden(0, 0, str(item)) for place, item in _leaves(value, "") if place not in reader.seen)
    return Document(path, NAME, text, source, notes_of(source), None, hidden, tuple(reader.unexamined))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; one with two fields of a name says two things, and only one of them would be read."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _named(fields: JsonFields) -> str:
    return ".".join(filter(None, (fields.portions, fields.text)))


class _Reader(Struct):
    """Reads a value; ``seen`` are the places that the text has, or that a mark came from."""

    value: Any
    fields: JsonFields
    portions: int = 0
    seen: set[str] = set()
    unexamined: list[Unexamined] = []

    def lines(self) -> Iterator[Line]:
        """The lines of the document in its order."""
        banners = [banner_of(f"({text.strip('() ')})") for _, text in self._texts(self.fields.banner, self.value, "")]
        yield from (self._line(banner, "") for banner in banners)
        yield from self._labelled(_HEAD)
        for place, portion in _under(self.value, self.fields.portions, ""):
            yield from self._portion(place, portion)
        yield from self._labelled(_AUTHORITY)
        yield from (self._line(banner, "") for banner in banners)

    def _labelled(self, labels: dict[str, str]) -> Iterator[Line]:
        for name, label in labels.items():
            for place, text in self._texts(getattr(self.fields, name), self.value, ""):
                yield self._line(f"{label}: {text}", place, joined=True)

    def _portion(self, place: str, portion: Any) -> Iterator[Line]:
        mark = self._mark(place, portion)
        for at, text in self._texts(self.fields.text, portion, place):
            self.portions += 1
            number = f"{self.portions}. "
            said, own_mark = marked(mark, text)
            yield self._line(number + said, at, own_mark=own_mark and len(number) + own_mark)

    def _mark(self, place: str, portion: Any) -> str:
        """The mark of a portion, empty where it has none. Raises :class:`Unreadable` for anything but one mark."""
        values = [value for _, value in _under(portion, self.fields.mark, place) if value not in (None, "")]
        if not all(isinstance(value, str) for value in values) or len(set(values)) > 1:
            raise Unreadable("field-mark", f"{place or '/'}: its mark cannot be read: not examined")
        self.seen.update(at for at, _ in _under(portion, self.fields.mark, place))
        return certain(f"({values[0].strip('() ')})", place or "/") if values else ""

    def _texts(self, name: str | None, value: Any, place: str) -> Iterator[tuple[str, str]]:
        """The texts under a name with their places; what is there and no text is reported."""
        if name is None:
            return
        for at, found in _under(value, name, place):
            if isinstance(found, str):
                self.seen.add(at)
                text = " ".join(found.split())
                if text:
                    yield at, text
            elif found is not None:
                self.unexamined.append(Unexamined("part", "fields", f"{at or '/'}: is no text and not read"))

    def _line(self, text: str, place: str, *, joined: bool = False, own_mark: int = 0) -> Line:
        shown = text.translate(SAME_LENGTH)
        return Line(shown, None, place or "/", 1, joined=joined, own_mark=own_mark)


def _under(value: Any, name: str, place: str) -> Iterator[tuple[str, Any]]:
    """What stands under a name of fields, with its place as a JSON pointer (RFC 6901)."""
    first, _, rest = name.partition(".")
    if not first:
        yield place, value
    elif first == _EVERY:
        for key, item in _items(value):
            yield from _under(item, rest, f"{place}/{_escaped(key)}")
    elif isinstance(value, dict) and first in value:
        yield from _under(value[first], rest, f"{place}/{_escaped(first)}")


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from ((str(number), item) for number, item in enumerate(value))


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Every value that holds no other."""
    for key, item in _items(value):
        at = f"{place}/{_escaped(key)}"
        if isinstance(item, (dict, list)):
            yield from _leaves(item, at)
        elif item is not None:
            yield at, item


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
