"""What of the named things is wanted."""

from __future__ import annotations

from msgspec import Struct

from markcheck.discover.ignored import Patterns


class Wanted(Struct, frozen=True):
    """How folders are searched.

    ``include`` and ``exclude`` are patterns of the settings. ``ignore_files`` says whether ``.gitignore`` and
    ``.markcheckignore`` count, ``named_too`` whether what is left out stays out when it is named itself. ``only``,
    where given, holds the real paths that are wanted at all. ``own`` are real paths of files that belong to the run
    itself, such as its baseline. ``null`` says that the paths of a file list end with NUL.
    """

    include: Patterns | None = None
    exclude: Patterns | None = None
    ignore_files: bool = True
    named_too: bool = False
    only: frozenset[str] | None = None
    own: frozenset[str] = frozenset()
    null: bool = False


EVERYTHING = Wanted()
