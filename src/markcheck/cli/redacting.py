"""``markcheck redact``."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typer
from msgspec import Struct, field
from msgspec.structs import replace

from markcheck import api
from markcheck.cli.settled import FieldsOf, no_fields
from markcheck.discover import STDIN, Target, discover, read
from markcheck.errors import RedactionRefused, Unreadable, UsageError
from markcheck.exits import Exit, worst
from markcheck.files import write_atomically
from markcheck.marks.ceiling import Ceiling
from markcheck.model.plan import Decision
from markcheck.redact.planner import Options

_TEXT_SUFFIX = ".txt"
# Their public versions are plain text.
_READ_ONLY = (".html", ".htm", ".xhtml", ".eml", ".xml", ".json")
_REPORTS = {".json": "json", ".html": "html", ".htm": "html"}


class RedactRun(Struct):
    """One run of the command: a version of every input for every ceiling."""

    paths: Sequence[str]
    ceilings: Sequence[Ceiling]
    output: str | None
    manifest: Path | None
    day: str | None
    force: bool
    quiet: bool
    wishes: api.Wishes = field(default_factory=api.Wishes)
    report: Path | None = None
    key: Path | None = None
    show_text: bool = False
    fields_of: FieldsOf = no_fields

    def run(self) -> Exit:
        """Redact every input; gives the exit code."""
        targets = list(discover(self.paths))
        many = len(targets) > 1 or any(Path(path).is_dir() for path in self.paths)
        several = many or len(self.ceilings) > 1
        for name, value in (("--manifest", self.manifest), ("--report", self.report)):
            if several and value is not None:
                raise UsageError(f"{name}: takes one input and one ceiling; with more each lies beside its output")
        if several and self.output is not None and not self._is_folder():
            raise UsageError("-o: several versions need a folder")
        secret = self._secret()
        inputs = {Path(target.path).resolve() for target in targets if target.path != STDIN}
        taken: set[Path] = set()
        return worst(
            [
                self._one(target, ceiling, several, inputs, taken, secret)
                for target in targets
                for ceiling in self.ceilings
            ]
        )

    def _is_folder(self) -> bool:
        assert self.output is not None
        return self.output.endswith("/") or Path(self.output).is_dir() or not Path(self.output).exists()

    def _secret(self) -> bytes | None:
        if self.key is None:
            return None
        try:
            return self.key.read_bytes()
        except OSError as error:
            raise UsageError(f"{self.key}: cannot be read: {error.strerror}") from None

    def _one(
        self, target: Target, ceiling: Ceiling, several: bool, inputs: set[Path], taken: set[Path], secret: bytes | None
    ) -> Exit:
        try:
            if target.problem is not None:
                raise target.problem
            data = read(target.path)
            output = self._output_of(target.path, ceiling, several)
            manifest = self._manifest_of(output)
            for path in filter(None, (output, manifest, self.report)):
                self._may_write(path, inputs, taken)
            day = date.fromisoformat(self.day) if self.day else None
            redaction = api.redact(target.path, data, ceiling, day, self._named(target.path, output))
            self._write(redaction, output, manifest, data, secret)
            self._report(target.path, redaction, ceiling)
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

    def _named(self, path: str, output: Path | None) -> api.Wishes:
        """The wishes with the names that travel with a version: a file's name may repeat its text."""
        names = {"file name": " ".join(re.findall(r"[A-Za-z0-9]+", output.stem))} if output is not None else {}
        names |= {"input's file name": " ".join(re.findall(r"[A-Za-z0-9]+", Path(path).stem))} if path != STDIN else {}
        options = self.wishes.options or Options()
        return replace(self.wishes, options=replace(options, names=names), fields=self.fields_of(path))

    # -- where to ------------------------------------------------------------------------------

    def _output_of(self, path: str, ceiling: Ceiling, several: bool) -> Path | None:
        """The file to write, ``None`` for standard output."""
        if self.output == STDIN or (self.output is None and path == STDIN):
            return None
        label = f".{label_of(ceiling)}" if self.output is None or len(self.ceilings) > 1 else ""
        if self.output is not None:
            into_folder = several or self.output.endswith("/") or Path(self.output).is_dir()
            if not into_folder:
                return Path(self.output)
            name = Path(path).name if path != STDIN else f"stdin{_TEXT_SUFFIX}"
            return Path(self.output, self._labelled(name, label))
        return Path(path).with_name(self._labelled(Path(path).name, label))

    def _labelled(self, name: str, label: str) -> str:
        """The name with the ceiling before its suffix; the public version of a page is text."""
        path = Path(name)
        suffix = _TEXT_SUFFIX if path.suffix.lower() in _READ_ONLY else path.suffix
        return f"{path.stem}{label}{suffix or (_TEXT_SUFFIX if label else '')}"

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

    def _write(
        self, redaction: api.Redaction, output: Path | None, manifest: Path | None, data: bytes, secret: bytes | None
    ) -> None:
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
            import hmac

            from markcheck.redact.manifest import make_manifest

            keyed = hmac.new(secret, data, "sha256").hexdigest() if secret is not None else None
            record = make_manifest(redaction.plan, redaction.data, redaction.book, keyed)
            write_atomically(manifest, (record.model_dump_json(indent=2) + "\n").encode())

    def _report(self, path: str, redaction: api.Redaction, ceiling: Ceiling) -> None:
        """The reviewer's report: its suffix says whether it is JSON, a page or text."""
        if self.report is None:
            return
        from markcheck.outputs.reviews import review_html, review_report, review_text

        review = api.review(path, redaction, ceiling, show_text=self.show_text)
        kind = _REPORTS.get(self.report.suffix.lower(), "text")
        if kind == "json":
            text = review_report(review).model_dump_json(indent=2) + "\n"
        else:
            text = review_html(review) if kind == "html" else review_text(review)
        write_atomically(self.report, text.encode("utf-8", "replace"))

    def _said(self, path: str, output: Path | None, redaction: api.Redaction) -> str:
        plan = redaction.plan
        portions = [unit for unit in plan.units if unit.first.is_portion]
        kept = sum(unit.decision is Decision.RELEASED for unit in portions)
        withheld = sum(unit.decision is Decision.WITHHELD for unit in portions)
        doubts = sum(ground.doubt for ground in plan.causes.values())
        where = output or "standard output"
        text = f"{path} -> {where}: {kept} portion{'' if kept == 1 else 's'} released, {withheld} withheld"
        if doubts:
            text += f"; {doubts} withheld in doubt"
        if plan.echoes:
            text += f"; {len(plan.echoes)} echo{'' if len(plan.echoes) == 1 else 'es'}"
        if not kept:
            text += "; nothing of the text could be released"
        if plan.compilation:
            text += "; the banner is above every portion, so the whole may be classified by compilation"
        language = api.engine().language
        if language.classified(plan.ceiling) and not plan.ceiling.controls and not plan.level_only:
            country = language.system_of(plan.ceiling).home
            text += f"; {plan.ceiling.level} without a release marking is read as for {country} readers alone"
        return text


def label_of(ceiling: Ceiling) -> str:
    """A ceiling as a part of a file's name: ``U``, ``S-NF``, ``level-S``."""
    written = ceiling.language.portion(ceiling.marking).strip("()")
    name = re.sub(r"[^A-Za-z0-9]+", "-", written).strip("-")
    return f"level-{name}" if ceiling.level_only else name
