"""What the program does, told to whoever listens: names, counts and marks, never a document's text."""

from __future__ import annotations

from collections.abc import Callable

# Each gets (debug, message); empty unless somebody asked, so that telling costs nothing.
listeners: list[Callable[[bool, str], None]] = []


def tell(message: str, *, debug: bool = True) -> None:
    """Tell every listener; without ``debug`` it is of interest to users too."""
    for listener in listeners:
        listener(debug, message)
