"""Office packages: a ZIP archive of parts, opened within limits, its XML read without entities or a network."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from markcheck.errors import Unreadable
from markcheck.formats.xml import parse

if TYPE_CHECKING:
    from lxml import etree

_TYPES = "[Content_Types].xml"
# More than documents have; a bomb has more still.
_MOST_PARTS = 10_000
_MOST_BYTES = 512 << 20
_ENCRYPTED = 1
# What a damaged archive raises.
_BROKEN = (
    zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, zlib.error, ValueError, EOFError,
    struct.error,
)  # fmt: skip
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE_DOCUMENT = "/officeDocument"


def types_in(data: bytes) -> bytes:
    """What an office package says its parts are; empty for any other archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            info = archive.getinfo(_TYPES)
            return archive.read(info) if info.file_size <= _MOST_BYTES else b""
    except _BROKEN:
        return b""


class Relation(Struct, frozen=True):
    """What a part points to: the kind's last word, the target's name in the package, or its address outside."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a package. Raises :class:`Unreadable` for what cannot be opened safely."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise Unreadable("malformed", "the package is broken: not examined") from None
        infos = self._archive.infolist()
        if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_BYTES:
            raise Unreadable("too-large", "the package unpacks to more than a document has: not examined")
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise Unreadable("encrypted", "parts of the package are encrypted: not examined")
        self.names = [info.filename for info in infos]

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        try:
            return self._archive.read(name)
        except _BROKEN:
            raise Unreadable("malformed", "a part of the package cannot be read: not examined") from None

    def xml(self, name: str) -> etree._Element:
        """The root of a part."""
        return parse(self.read(name))

    def relations(self, part: str) -> dict[str, Relation]:
        """What ``part`` points to, by the ids of the relations; the package itself is the part with the empty name."""
        folder, name = posixpath.split(part)
        file = posixpath.join(folder, "_rels", f"{name}.rels")
        if file not in self.names:
            return {}
        found = {}
        for item in self.xml(file).iter(_RELATIONS):
            external = item.get("TargetMode") == "External"
            target = item.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:]
            found[item.get("Id", "")] = Relation(item.get("Type", "").rpartition("/")[2], target, external)
        return found

    @cached_property
    def main(self) -> str:
        """The name of the main part."""
        for relation in self.relations("").values():
            if relation.kind == _OFFICE_DOCUMENT[1:] and relation.target in self.names:
                return relation.target
        raise Unreadable("malformed", "the package has no main part: not examined")
