"""What every report format is: text made from results as they come, so that memory does not grow with the set."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime

from msgspec import Struct, field

from markcheck.model.result import Result, Tally
from markcheck.rulebook.book import Rulebook

Paint = Callable[[str, str], str]


def plain(text: str, _colour: str) -> str:
    """No colours."""
    return text


def coloured(text: str, colour: str) -> str:
    """ANSI colours."""
    import typer

    return typer.style(text, bold=True) if colour == "bold" else typer.style(text, fg=colour)


class Setting(Struct, frozen=True):
    """What a report may know of its run.

    ``paint`` colours text for a terminal; ``show_text`` tells whether results carry body text; ``root`` is the folder
    that relative paths start from, with a slash at its end.
    """

    book: Rulebook
    paint: Paint = plain
    show_text: bool = False
    quiet: bool = False
    root: str = ""
    started: datetime = field(default_factory=lambda: datetime.now(UTC))


class Report(ABC):
    """One report under way. It gives text and writes nothing.

    The whole is ``head(tally)``, then what :meth:`document` gives for each result in the order of the set, then
    ``tail(tally)``. Where ``head_first`` holds the head does not look at the counts and is asked for before the first
    document; otherwise it is asked for when all documents are through, and stands before them all the same.
    """

    head_first = True

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def head(self, tally: Tally) -> str:  # noqa: ARG002
        """What stands before the documents."""
        return ""

    @abstractmethod
    def document(self, result: Result) -> str:
        """What one document adds; empty for nothing."""

    def tail(self, tally: Tally) -> str:  # noqa: ARG002
        """What stands behind the documents."""
        return ""
