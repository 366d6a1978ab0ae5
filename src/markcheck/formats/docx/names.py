"""The names of WordprocessingML that reading and writing need (ECMA-376 part 1)."""

from __future__ import annotations

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Strict documents say the same in other namespaces.
STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": MAIN,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": OFFICE,
}


def w(name: str) -> str:
    """A name of the main vocabulary."""
    return f"{{{MAIN}}}{name}"


def local(tag: object) -> str:
    """A name without its namespace; empty for comments and processing instructions."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
