"""What has changed since a revision, as git tells."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from markcheck.errors import UsageError


def changed_since(revision: str, named: Iterable[str]) -> frozenset[str]:
    """The real paths of the files that differ from ``revision`` or are new, in the repositories of what was named.

    Raises :class:`UsageError` where git or the repository is missing, or the revision is unknown.
    """
    found: set[str] = set()
    for top in {_top(_folder_of(name)) for name in named}:
        for arguments in (
            ("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", "--end-of-options", revision, "--"),
            ("ls-files", "--others", "--exclude-standard", "-z"),
        ):
            output = _git(top, *arguments)
            found |= {os.path.realpath(Path(top, os.fsdecode(name))) for name in output.split(b"\0") if name}
    return frozenset(found)


def _folder_of(name: str) -> Path:
    path = Path(name)
    while not path.is_dir() and path != path.parent:
        path = path.parent
    return path


def _top(folder: Path) -> str:
    return os.fsdecode(_git(str(folder), "rev-parse", "--show-toplevel")).rstrip("\n")


def _git(folder: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 -- git itself, with a revision that is no option
            ["git", "-C", folder, *arguments],  # noqa: S607
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError:
        raise UsageError("--since: needs git, which is not installed") from None
    if done.returncode:
        first = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UsageError(f"--since: {first.removeprefix('fatal: ') or 'git failed'}")
    return done.stdout
