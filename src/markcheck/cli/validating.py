"""``markcheck validate``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from markcheck.cli.documents import examine_all
from markcheck.cli.files import write_atomically
from markcheck.discover import discover
from markcheck.errors import UsageError
from markcheck.exits import Exit, worst
from markcheck.model.examined import Examined, count
from markcheck.model.rule import Severity
from markcheck.outputs.text import Paint, coloured, document_text, plain, summary_text
from markcheck.rulebook.book import Rulebook, rulebook

FORMATS = ("text", "json")
_PROGRESS_FROM = 20


@dataclass
class ValidateRun:
    """One run of the command."""

    paths: Sequence[str]
    output_format: str
    select: Sequence[str]
    ignore: Sequence[str]
    fail_on: str
    day: str | None
    outputs: Sequence[str]
    jobs: int
    show_text: bool
    quiet: bool

    def run(self) -> Exit:
        """Examine, report, and say how it went."""
        book = rulebook()
        rules = chosen_rules(book, self.select, self.ignore)
        files = [_output(item) for item in self.outputs]
        done = []
        paint = coloured if _colours() else plain
        for examined in self._examined(rules):
            done.append(examined)
            if self.output_format == "text":
                self._show(examined, book, paint)
        counts = count(done)
        if self.output_format == "json":
            typer.echo(_json(done, book))
        elif not self.quiet:
            typer.echo(summary_text(counts, paint))
        for name, file in files:
            text = _json(done, book) if name == "json" else _text(done, book, show_text=self.show_text)
            write_atomically(file, (text + "\n").encode())
        return self._exit(done)

    def _show(self, examined: Examined, book: Rulebook, paint: Paint) -> None:
        text = document_text(examined, book, paint, show_text=self.show_text)
        if text:
            typer.echo(text)

    def _examined(self, rules: frozenset[str] | None) -> Iterator[Examined]:
        targets = list(discover(self.paths))
        results = examine_all(targets, self.day, rules, self.jobs)
        if self.quiet or len(targets) < _PROGRESS_FROM or not sys.stderr.isatty():
            yield from results
            return
        with typer.progressbar(results, length=len(targets), label="validating", file=sys.stderr) as bar:
            yield from bar

    def _exit(self, done: Sequence[Examined]) -> Exit:
        codes = []
        if any(examined.unexamined for examined in done):
            codes.append(Exit.UNEXAMINED)
        if self.fail_on != "never":
            least = Severity(self.fail_on).weight
            if any(finding.severity.weight >= least for examined in done for finding in examined.findings):
                codes.append(Exit.FINDINGS)
        return worst(codes)


def chosen_rules(book: Rulebook, select: Sequence[str], ignore: Sequence[str]) -> frozenset[str] | None:
    """The names of the rules to apply, ``None`` for all. Raises :class:`UsageError` for an unknown name or group."""
    if not select and not ignore:
        return None
    chosen = _named(book, select) if select else set(book.rules)
    return frozenset(chosen - _named(book, ignore))


def _named(book: Rulebook, names: Sequence[str]) -> set[str]:
    from markcheck.outputs.rules import known_rule

    groups: dict[str, set[str]] = {}
    for rule in book.rules.values():
        groups.setdefault(rule.group, set()).add(rule.name)
    found: set[str] = set()
    for item in names:
        for name in filter(None, (part.strip() for part in item.split(","))):
            found |= groups.get(name) or {known_rule(book, name)}
    return found


def _output(text: str) -> tuple[str, Path]:
    name, _, file = text.partition("=")
    if name not in FORMATS or not file:
        raise UsageError(f"--output: expected FORMAT=FILE with one of {', '.join(FORMATS)}")
    return name, Path(file)


def _colours() -> bool:
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _json(done: Sequence[Examined], book: Rulebook) -> str:
    from markcheck.outputs.reports import validate_report

    return validate_report(done, book).model_dump_json(indent=2, by_alias=True)


def _text(done: Sequence[Examined], book: Rulebook, *, show_text: bool) -> str:
    parts = [document_text(examined, book, show_text=show_text) for examined in done]
    return "\n".join([*filter(None, parts), summary_text(count(done))])
