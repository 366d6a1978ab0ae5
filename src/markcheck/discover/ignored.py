"""Which files of a folder are not meant: ``.gitignore``, ``.markcheckignore``, and what settings leave out.

Patterns are git's, read by pathspec; a pattern counts from the folder of the file it stands in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from markcheck.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

OWN = ".markcheckignore"
GIT = ".gitignore"


class Patterns(Struct, frozen=True):
    """The patterns of one file, and the folder they count from, with a slash at its end."""

    base: str
    spec: GitIgnoreSpec

    def answer(self, path: str, *, folder: bool) -> bool | None:
        """Whether ``path`` is left out; ``None`` where no pattern is about it."""
        if not path.startswith(self.base):
            return None
        return self.spec.check_file(path[len(self.base) :] + ("/" if folder else "")).include


def patterns(base: str, lines: Iterable[str], named: str) -> Patterns:
    """Patterns that count from ``base``. Raises :class:`UsageError` for one that is none; ``named`` says where."""
    from pathspec import GitIgnoreSpec

    try:
        return Patterns(base.rstrip(os.sep) + os.sep, GitIgnoreSpec.from_lines(lines))
    except ValueError:
        raise UsageError(f"{named}: a pattern that cannot be read") from None


def patterns_in(folder: str, names: Iterable[str]) -> list[Patterns]:
    """The patterns of a folder's own files, git's first; ``folder`` is an absolute path, ``names`` what lies in it."""
    found = []
    for name in (GIT, OWN):
        if name in names:
            file = Path(folder, name)
            try:
                lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            except OSError:
                raise UsageError(f"{file}: cannot be read") from None
            found.append(patterns(folder, lines, str(file)))
    return found


def patterns_above(folder: str) -> list[Patterns]:
    """The patterns that hold for an absolute ``folder`` from outside: of the folders above it in its repository."""
    above: list[Path] = []
    for parent in Path(folder).parents:
        above.append(parent)
        if (parent / ".git").exists():
            break
    else:
        return []
    if (Path(folder) / ".git").exists():
        return []
    return [item for parent in reversed(above) for item in patterns_in(str(parent), {GIT, OWN} & _names(parent))]


def _names(folder: Path) -> set[str]:
    return {name for name in (GIT, OWN) if (folder / name).is_file()}


def left_out(path: str, stack: Sequence[Patterns], *, folder: bool) -> bool:
    """Whether the absolute ``path`` is left out: the last of ``stack`` that has an answer decides."""
    for item in reversed(stack):
        answer = item.answer(path, folder=folder)
        if answer is not None:
            return answer
    return False
