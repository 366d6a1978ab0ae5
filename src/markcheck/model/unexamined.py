"""What could not be looked at."""

from __future__ import annotations

from msgspec import Struct


class Unexamined(Struct, frozen=True):
    """Something that could not be looked at: what it is, a stable reason, and a sentence for people."""

    what: str
    reason: str
    message: str
