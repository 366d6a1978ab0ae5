"""What tells an office package, before anything is loaded that opens one."""

from __future__ import annotations

_MAGIC = b"PK\x03\x04"


def content_types(data: bytes) -> bytes:
    """What an office package says its parts are; empty for everything else."""
    if not data.startswith(_MAGIC):
        return b""
    from markcheck.formats.package import types_in

    return types_in(data)
