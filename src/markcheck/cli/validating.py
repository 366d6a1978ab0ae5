"""``markcheck validate``."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from markcheck.cli.progress import shown
from markcheck.cli.settled import NEAREST, Source, settle
from markcheck.days import today
from markcheck.discover import STDIN, Target, discover, listed
from markcheck.errors import UsageError
from markcheck.exits import Exit, ReaderGone, worst
from markcheck.files import write_atomically
from markcheck.model.result import Reported, Result, Tally
from markcheck.model.rule import Severity
from markcheck.report import REPORTS, make_report
from markcheck.report.interface import Setting, coloured, plain
from markcheck.rulebook.book import rulebook
from markcheck.runs.emit import emitting, emitting_to
from markcheck.runs.pool import Means, results
from markcheck.runs.work import Job
from markcheck.settings.resolved import Resolved
from markcheck.suppress.apply import Suppressor, entries_of
from markcheck.trace import tell

# Reports that show nothing of a document's outline.
_LEAN = ("text", "github", "junit", "markdown")


class ValidateRun(Struct):
    """One run of the command. ``flags`` are the settings that were given as flags."""

    paths: Sequence[str]
    output_format: str
    flags: Mapping[str, Any]
    source: Source = NEAREST
    day: str | None = None
    outputs: Sequence[str] = ()
    since: str | None = None
    null: bool = False
    write_baseline: Path | None = None
    force: bool = False
    show_text: bool = False
    quiet: bool = False
    _kept: list[tuple[Result, list[Reported]]] = []

    def run(self) -> Exit:
        """Examine, report, and say how it went."""
        names = listed(self.paths, null=self.null)
        resolved = settle(names, self.flags, self.source)
        files = [_output(item) for item in (*resolved.values["output"], *self.outputs)]
        suppressor = self._suppressor(resolved)
        whole = (
            any(name not in _LEAN for name in (self.output_format, *(name for name, _ in files)))
            or not suppressor.idle
            or self.write_baseline is not None
        )
        tally = Tally()
        with contextlib.ExitStack() as stack:
            emitters = [
                stack.enter_context(emitting_to(make_report(name, self._setting(plainly=True)), path))
                for name, path in files
            ]
            screen = make_report(self.output_format, self._setting(plainly=not _colours()))
            emitters.append(stack.enter_context(emitting(screen, _write)))
            for result in self._results(names, resolved, suppressor, whole=whole):
                tally.add(result)
                for emitter in emitters:
                    emitter.document(result)
            for emitter in reversed(emitters):
                emitter.close(tally)
        if self.write_baseline is not None:
            self._write_baseline(self.write_baseline)
        return self._exit(tally, resolved.values["fail-on"])

    def _suppressor(self, resolved: Resolved) -> Suppressor:
        chosen = resolved.values["baseline"]
        baseline = None
        if chosen is not None and self.write_baseline is None:
            from markcheck.suppress.baseline import read_baseline

            baseline = read_baseline(Path(chosen))
        entries = entries_of(resolved.values["suppress"], rulebook())
        partial = self.since is not None or not any(Path(path).is_dir() for path in self.paths)
        return Suppressor(entries, rulebook(), today(), baseline, partial=partial)

    def _setting(self, *, plainly: bool) -> Setting:
        root = Path.cwd().as_posix().rstrip("/") + "/"
        paint = plain if plainly else coloured
        return Setting(rulebook(), paint, show_text=self.show_text, quiet=self.quiet, root=root)

    def _results(
        self, names: Sequence[str], resolved: Resolved, suppressor: Suppressor, *, whole: bool
    ) -> Iterator[Result]:
        only = None
        if self.since is not None:
            from markcheck.discover.changed import changed_since

            only = changed_since(self.since, names)
        wanted = resolved.wanted(only, null=self.null)
        values = resolved.values
        folder = None
        if values["cache"] and not self.show_text:
            from markcheck.runs.folder import cache_folder

            folder = cache_folder(values["cache-dir"])
        means = Means(values["jobs"], tuple(Path(item) for item in values["rules"]), folder)
        day = date.fromisoformat(self.day) if self.day else None
        ahead: deque[tuple[Job, Target]] = deque()

        def jobs() -> Iterator[Job]:
            for target in discover(names, wanted, lists=False):
                judging = resolved.judging(target.path)
                if day is not None:
                    judging = replace(judging, day=day)
                job = Job(target, judging, whole or target.sidecar is not None, self.show_text)
                ahead.append((job, target))
                yield job

        total = (lambda: sum(1 for _ in discover(names, wanted, lists=False))) if STDIN not in names else None
        for result in shown(results(jobs(), means), total, quiet=self.quiet):
            job, target = ahead.popleft()
            applied = suppressor.apply(result, job.judging, target.sidecar)
            if self.write_baseline is not None and result.format is not None:
                self._kept.append((replace(result, outline=None, findings=()), _countable(applied)))
            yield applied
        tell(f"{len(names)} named", debug=True)
        yield from suppressor.stale(resolved.judging(str(resolved.merged.file or "")))

    def _write_baseline(self, path: Path) -> None:
        from markcheck.suppress.baseline import read_baseline

        baseline = read_baseline(path, missing_ok=True)
        baseline.update(self._kept, grow=self.force or not path.exists())
        write_atomically(path, baseline.text().encode())

    def _exit(self, tally: Tally, fail_on: str) -> Exit:
        codes = []
        if tally.defects:
            codes.append(Exit.DEFECT)
        if tally.unexamined:
            codes.append(Exit.UNEXAMINED)
        if self.write_baseline is None and fail_on != "never" and tally.reaches(Severity(fail_on)):
            codes.append(Exit.FINDINGS)
        return worst(codes)


def _countable(result: Result) -> list[Reported]:
    """The findings that a baseline may hold: those that nothing else passes over."""
    return [item for item in result.open if item.finding.rule not in ("suppression-stale", "baseline-stale")]


def _output(text: str) -> tuple[str, Path]:
    name, _, file = text.partition("=")
    if name not in REPORTS or not file:
        raise UsageError(f"--output: expected FORMAT=FILE with one of {', '.join(REPORTS)}")
    return name, Path(file)


def _colours() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _write(data: bytes) -> None:
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise ReaderGone from None
