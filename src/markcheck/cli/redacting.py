"""``markcheck redact``."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from markcheck.api import Redaction
from markcheck.api import redact as make_version
from markcheck.cli.files import write_atomically
from markcheck.discover import STDIN, Target, discover, read
from markcheck.errors import RedactionRefused, Unreadable, UsageError
from markcheck.exits import Exit, worst
from markcheck.marks.ceiling import read_ceiling
from markcheck.model.plan import Decision
from markcheck.rulebook.book import rulebook
from markcheck.structure.words import words_of

_TEXT_SUFFIX = ".txt"
_PAGES = (".html", ".htm", ".xhtml")


@dataclass
class RedactRun:
    """One run of the command."""

    paths: Sequence[str]
    ceiling: str
    output: str | None
    manifest: Path | None
    day: str | None
    force: bool
    quiet: bool

    def run(self) -> Exit:
        """Redact every input; gives the exit code."""
        read_ceiling(self.ceiling, words_of(rulebook()).language)
        targets = list(discover(self.paths))
        many = len(targets) > 1 or any(Path(path).is_dir() for path in self.paths)
        if many and self.manifest is not None:
            raise UsageError("--manifest: takes one input; with several each manifest lies beside its output")
        if many and self.output is not None and not self._is_folder():
            raise UsageError("-o: several inputs need a folder")
        inputs = {Path(target.path).resolve() for target in targets if target.path != STDIN}
        taken: set[Path] = set()
        return worst([self._one(target, many, inputs, taken) for target in targets])

    def _is_folder(self) -> bool:
        assert self.output is not None
        return self.output.endswith("/") or Path(self.output).is_dir() or not Path(self.output).exists()

    def _one(self, target: Target, many: bool, inputs: set[Path], taken: set[Path]) -> Exit:
        try:
            if target.problem is not None:
                raise target.problem
            data = read(target.path)
            output = self._output_of(target.path, many)
            manifest = self._manifest_of(output)
            for path in filter(None, (output, manifest)):
                self._may_write(path, inputs, taken)
            redaction = make_version(
                target.path, data, self.ceiling, date.fromisoformat(self.day) if self.day else None
            )
            self._write(redaction, output, manifest)
        except Unreadable as error:
            typer.echo(f"{target.path}: not examined: {error}", err=True)
            return Exit.UNEXAMINED
        except RedactionRefused as error:
            typer.echo(f"{target.path}: refused: {error}", err=True)
            return Exit.REFUSED
        except UsageError as error:
            typer.echo(f"markcheck: {error}", err=True)
            return Exit.USAGE
        if not self.quiet:
            typer.echo(self._said(target.path, output, redaction), err=True)
        return Exit.CLEAN

    # -- where to ------------------------------------------------------------------------------

    def _output_of(self, path: str, many: bool) -> Path | None:
        """The file to write, ``None`` for standard output."""
        if self.output == STDIN or (self.output is None and path == STDIN):
            return None
        if self.output is not None:
            into_folder = many or self.output.endswith("/") or Path(self.output).is_dir()
            if not into_folder:
                return Path(self.output)
            name = Path(path).name if path != STDIN else f"stdin{_TEXT_SUFFIX}"
            return Path(self.output, self._text_name(name))
        source = Path(path)
        label = re.sub(r"[^A-Za-z0-9]+", "-", self.ceiling).strip("-")
        named = Path(self._text_name(source.name))
        return source.with_name(f"{named.stem}.{label}{named.suffix or _TEXT_SUFFIX}")

    def _text_name(self, name: str) -> str:
        """The public version of a page is text."""
        path = Path(name)
        return f"{path.stem}{_TEXT_SUFFIX}" if path.suffix.lower() in _PAGES else name

    def _manifest_of(self, output: Path | None) -> Path | None:
        if self.manifest is not None:
            return self.manifest
        return output.with_name(f"{output.name}.manifest.json") if output is not None else None

    def _may_write(self, path: Path, inputs: set[Path], taken: set[Path]) -> None:
        resolved = path.resolve()
        if resolved in inputs:
            raise UsageError(f"{path}: is an input; a public version is a new file")
        if resolved in taken:
            raise UsageError(f"{path}: two inputs would be written to it")
        if path.exists() and not self.force:
            raise UsageError(f"{path}: exists already; --force overwrites it")
        taken.add(resolved)

    # -- writing -------------------------------------------------------------------------------

    def _write(self, redaction: Redaction, output: Path | None, manifest: Path | None) -> None:
        if output is None:
            sys.stdout.buffer.write(redaction.data)
            sys.stdout.buffer.flush()
        else:
            try:
                output.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UsageError(f"{output.parent}: cannot be made: {error.strerror}") from None
            write_atomically(output, redaction.data)
        if manifest is not None:
            from markcheck.redact.manifest import make_manifest

            record = make_manifest(redaction.plan, redaction.data, redaction.book)
            write_atomically(manifest, (record.model_dump_json(indent=2) + "\n").encode())

    def _said(self, path: str, output: Path | None, redaction: Redaction) -> str:
        portions = [unit for unit in redaction.plan.units if unit.first.is_portion]
        kept = sum(unit.decision is Decision.RELEASED for unit in portions)
        withheld = sum(unit.decision is Decision.WITHHELD for unit in portions)
        where = output or "standard output"
        text = f"{path} -> {where}: {kept} portion{'' if kept == 1 else 's'} released, {withheld} withheld"
        if not kept:
            text += "; nothing of the text could be released"
        language = words_of(redaction.book).language
        ceiling = redaction.plan.ceiling
        if language.classified(ceiling) and not ceiling.controls and not redaction.plan.level_only:
            country = language.system_of(ceiling).home
            text += f"; {ceiling.level} without a release marking is read as for {country} readers alone"
        return text
