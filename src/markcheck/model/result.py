"""What a run keeps of one document: everything its reports need, and nothing of its body unless that was asked for.

A result crosses from a worker process to the reports and lies in the cache, so it holds plain values alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from msgspec import Struct

from markcheck.model.rule import Finding, Severity
from markcheck.model.unexamined import Unexamined

# The reason of what was not examined because of markcheck itself.
DEFECT = "defect"
# The format of a settings file, which has findings but is no document.
SETTINGS = "settings"


class Excerpt(NamedTuple):
    """The line that a finding is about as it may be shown, and how many characters of it to point at.

    ``caret`` counts from 0; a ``width`` of 0 says that the place is not in what is shown.
    """

    text: str
    caret: int
    width: int


class Suppression(Struct, frozen=True):
    """Why a finding does not count: ``by`` is ``settings``, ``sidecar`` or ``baseline``."""

    by: str
    reason: str


class Reported(NamedTuple):
    """A finding as reports show it.

    ``digest`` identifies the text of the portion it is about, so that a suppression falls when the text changes;
    ``None`` where nobody asked for it.
    """

    finding: Finding
    excerpt: Excerpt
    digest: str | None = None
    suppression: Suppression | None = None


class Outline(NamedTuple):
    """One block of a document: where it stands and what level it has.

    ``reach`` is the last line of what hangs on it. ``text`` is there only where it was asked for.
    """

    id: str
    kind: str
    number: int | None
    mark: str | None
    level: str | None
    inherited_from: str | None
    line: int
    end_line: int
    reach: int
    portion: bool
    text: str | None = None


class Result(Struct, frozen=True):
    """One document of a run.

    ``headline`` says in words what it is. ``level`` is the highest that its banner or a portion has; ``banner`` has
    the keys of the JSON contract, as has ``authority``. ``outline`` is ``None`` where no report needs it. ``key`` is
    what the result is to be kept under, if it is.
    """

    path: str
    format: str | None = None
    genre: str | None = None
    date: str | None = None
    headline: str = ""
    level: str | None = None
    banner: dict[str, Any] | None = None
    required_banner: str | None = None
    authority: dict[str, Any] | None = None
    outline: tuple[Outline, ...] | None = None
    findings: tuple[Reported, ...] = ()
    unexamined: tuple[Unexamined, ...] = ()
    key: bytes | None = None

    @property
    def defect(self) -> bool:
        """Whether markcheck itself failed on it."""
        return any(item.reason == DEFECT for item in self.unexamined)

    @property
    def open(self) -> tuple[Reported, ...]:
        """The findings that count."""
        return tuple(item for item in self.findings if item.suppression is None)

    @property
    def suppressed(self) -> tuple[Reported, ...]:
        """The findings that somebody gave a reason to pass over."""
        return tuple(item for item in self.findings if item.suppression is not None)


class Tally(Struct):
    """Counts over the documents of a run."""

    documents: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    unexamined: int = 0
    suppressed: int = 0
    defects: int = 0

    def add(self, result: Result) -> None:
        """Count one document."""
        self.documents += result.format != SETTINGS
        self.unexamined += len(result.unexamined)
        self.defects += result.defect
        for item in result.findings:
            severity = item.finding.severity
            if item.suppression is not None:
                self.suppressed += 1
            elif severity is Severity.ERROR:
                self.errors += 1
            elif severity is Severity.WARNING:
                self.warnings += 1
            else:
                self.infos += 1

    def reaches(self, least: Severity) -> bool:
        """Whether a finding is as bad as ``least``."""
        counts = ((Severity.ERROR, self.errors), (Severity.WARNING, self.warnings), (Severity.INFO, self.infos))
        return any(number and severity.weight >= least.weight for severity, number in counts)


def tally(results: Iterable[Result]) -> Tally:
    """The counts over ``results``."""
    counts = Tally()
    for result in results:
        counts.add(result)
    return counts
