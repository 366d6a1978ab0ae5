"""``markcheck fix``."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import typer
from msgspec import Struct

from markcheck import api
from markcheck.cli.settled import FieldsOf, no_fields
from markcheck.discover import STDIN, Target, discover, read
from markcheck.errors import Unreadable, UsageError
from markcheck.exits import Exit, worst
from markcheck.files import write_atomically
from markcheck.fix.done import Fixed
from markcheck.outputs.contract import FixedDocument, FixReport
from markcheck.outputs.fixes import fixed_document, fixes_text, hidden_lines


class FixRun(Struct):
    """One run of the command. Without ``write`` no file is touched."""

    paths: Sequence[str]
    output_format: str
    day: str | None
    diff: bool
    write: bool
    show_text: bool
    quiet: bool
    fields_of: FieldsOf = no_fields

    def run(self) -> Exit:
        """Mend every document; gives the exit code, 1 where something could be mended or is left to a person."""
        if self.diff and self.output_format == "json":
            raise UsageError("--diff: is text; leave out --format json")
        if self.output_format == "json" and self.write and STDIN in self.paths:
            raise UsageError("--write: the mended text of standard input goes to standard output, so not with JSON")
        done = [self._one(target) for target in discover(self.paths)]
        if self.output_format == "json":
            typer.echo(FixReport(documents=done).model_dump_json(indent=2, by_alias=True))
        return worst(_codes(done, written=self.write))

    def _one(self, target: Target) -> FixedDocument:
        try:
            if target.problem is not None:
                raise target.problem
            data = read(target.path)
            day = date.fromisoformat(self.day) if self.day else None
            fixed = api.fix(target.path, data, day, self.fields_of(target.path))
        except Unreadable as error:
            typer.echo(f"{target.path}: not examined: {error}", err=True)
            return fixed_document(target.path, None, str(error), error.reason)
        stream = self.write and target.path == STDIN
        if stream:
            sys.stdout.buffer.write(fixed.data)
            sys.stdout.buffer.flush()
        elif self.write and fixed.applied:
            write_atomically(Path(target.path), fixed.data)
        report = fixed_document(target.path, fixed, None, None)
        if stream:
            if not self.quiet:
                typer.echo(fixes_text(report, written=True), nl=False, err=True)
        elif self.diff:
            typer.echo("".join(self._diff(target.path, data, fixed)), nl=False)
        elif self.output_format == "text" and not self.quiet:
            typer.echo(fixes_text(report, written=self.write), nl=False)
        return report

    def _diff(self, path: str, data: bytes, fixed: Fixed) -> Iterator[str]:
        """A unified diff; without ``--show-text`` the lines hold the marks alone."""
        before, after = (content.decode("utf-8", "replace").splitlines(keepends=True) for content in (data, fixed.data))
        if not self.show_text:
            before, after = hidden_lines(before, fixed.spans_before), hidden_lines(after, fixed.spans_after)
        yield from difflib.unified_diff(before, after, path, path, n=3 if self.show_text else 0)


def _codes(done: Sequence[FixedDocument], *, written: bool) -> Iterator[Exit]:
    for document in done:
        if document.unexamined:
            yield Exit.UNEXAMINED
        if any(not (written and fix.applied) for fix in document.fixes):
            yield Exit.FINDINGS
