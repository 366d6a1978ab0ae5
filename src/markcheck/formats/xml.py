"""XML from files that nobody vouches for: no entities, no network, no document type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markcheck.errors import Unreadable

if TYPE_CHECKING:
    from lxml import etree


def parse(data: bytes) -> etree._Element:
    """The root of an XML text. Raises :class:`Unreadable`, which quotes nothing of it.

    A document type is refused: nothing of the field needs one.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("malformed", "a part of the file is broken XML: not examined") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("doctype", "a part of the file has a document type: not examined")
    return root
