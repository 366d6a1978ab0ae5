"""What the program does, told to whoever listens: names, counts and marks, never a document's text."""

from __future__ import annotations

from collections.abc import Callable

# Each gets (debug, message); empty unless somebody asked, so that telling costs nothing.
listeners: list[Callable[[bool, str], None]] = []


def tell(message: str, *, debug: bool = True) -> None:
    """Tell every listener; without ``debug`` it is of interest to users too."""
    for listener in listeners:
        listener(debug, message)


def place_of(error: BaseException) -> str:
    """What kind of error it is and where it rose; its message may quote a document and is left out."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    name = place.tb_frame.f_code.co_filename.rpartition("/")[2] if place else "unknown"
    return f"{type(error).__name__} at {name}:{place.tb_lineno if place else 0}"
