"""From what the user names to the documents meant: files, folders, globs, file lists, standard input."""

from markcheck.discover.find import discover, listed
from markcheck.discover.target import SIDECAR, STDIN, Target, read
from markcheck.discover.wanted import Wanted

__all__ = ["SIDECAR", "STDIN", "Target", "Wanted", "discover", "listed", "read"]
