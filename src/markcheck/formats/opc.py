"""Writing office packages: parts, their types and what they point to, always the same bytes for the same parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import cast

from lxml import etree

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_VENDOR = "application/vnd.openxmlformats-officedocument"
_DEFAULTS = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_bytes(root: etree._Element) -> bytes:
    """The bytes of a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def xml_text(text: str) -> str:
    """A text without what XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)


def relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    """The relations of a part: for each id the last word of its kind, and the target."""
    root = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap=cast("dict[str, str]", {None: _PACKAGE}))
    for name, (kind, target) in targets.items():
        attributes = {"Id": name, "Type": f"{_OFFICE}/{kind}", "Target": target}
        etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", attributes)
    return xml_bytes(root)


def package(parts: Mapping[str, bytes], kinds: Mapping[str, str]) -> bytes:
    """The bytes of a package; ``kinds`` are the types of its parts behind what all of them begin with."""
    root = etree.Element(f"{{{_TYPES}}}Types", nsmap=cast("dict[str, str]", {None: _TYPES}))
    for extension, kind in _DEFAULTS.items():
        etree.SubElement(root, f"{{{_TYPES}}}Default", {"Extension": extension, "ContentType": kind})
    for name, kind in kinds.items():
        attributes = {"PartName": f"/{name}", "ContentType": f"{_VENDOR}.{kind}+xml"}
        etree.SubElement(root, f"{{{_TYPES}}}Override", attributes)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"[Content_Types].xml": xml_bytes(root), **parts}.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target.getvalue()
