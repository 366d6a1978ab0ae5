"""``markcheck verify``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer
from msgspec import Struct

from markcheck import api
from markcheck.cli.settled import FieldsOf, no_fields
from markcheck.discover import read
from markcheck.errors import Unreadable, UsageError
from markcheck.exits import Exit
from markcheck.marks.ceiling import Ceiling
from markcheck.model.verified import Verified
from markcheck.outputs.contract import Trouble, VerifyReport


class VerifyRun(Struct):
    """One run of the command."""

    original: Path
    version: Path
    ceiling: Ceiling
    manifest: Path | None
    output_format: str
    day: str | None
    quiet: bool
    fields_of: FieldsOf = no_fields

    def run(self) -> Exit:
        """Look, report, and say how it went."""
        try:
            found = api.verify(
                str(self.original),
                read(str(self.original)),
                read(str(self.version)),
                self.ceiling,
                self._manifest(),
                date.fromisoformat(self.day) if self.day else None,
                self.fields_of(str(self.original)),
            )
        except Unreadable as error:
            typer.echo(f"markcheck: not examined: {error}", err=True)
            return Exit.UNEXAMINED
        if self.output_format == "json":
            typer.echo(self._report(found).model_dump_json(indent=2))
        elif not self.quiet or not found.holds:
            self._show(found)
        if not found.holds:
            return Exit.REFUSED
        return Exit.UNEXAMINED if found.unexamined else Exit.CLEAN

    def _manifest(self) -> bytes | None:
        """The manifest named, else the one beside the version."""
        if self.manifest is not None:
            try:
                return self.manifest.read_bytes()
            except OSError as error:
                raise UsageError(f"{self.manifest}: cannot be read: {error.strerror}") from None
        beside = self.version.with_name(f"{self.version.name}.manifest.json")
        return beside.read_bytes() if beside.is_file() else None

    def _report(self, found: Verified) -> VerifyReport:
        return VerifyReport(
            original=str(self.original),
            redacted=str(self.version),
            ceiling=self.ceiling.text,
            verified=found.holds and found.unexamined is None,
            words=found.words,
            added=found.added,
            unexamined=found.unexamined,
            problems=[
                Trouble(
                    kind=problem.trouble.value,
                    message=problem.message,
                    line=problem.line,
                    block=problem.block,
                    doubt=problem.doubt,
                )
                for problem in found.problems
            ],
        )

    def _show(self, found: Verified) -> None:
        for problem in found.problems:
            place = f"{self.version}:{problem.line}" if problem.line else str(self.version)
            typer.echo(f"{place}: {'doubt' if problem.doubt else problem.trouble.value}: {problem.message}")
        if found.unexamined:
            typer.echo(f"{self.version}: its marks and banner were not examined: {found.unexamined}", err=True)
        state = "NOT verified" if found.unexamined or not found.holds else "verified"
        typer.echo(f"{self.version}: {state} for {self.ceiling.text}: {found.words} words looked at")
