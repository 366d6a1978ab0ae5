"""A Markdown summary, as for ``$GITHUB_STEP_SUMMARY``: counts, then the findings of each document in a table."""

from __future__ import annotations

import re

from markcheck.model.result import Result, Tally
from markcheck.model.rule import Severity
from markcheck.report.interface import Report, Setting

# GitHub takes a summary of 1 MiB at most; what goes beyond this is counted instead.
_ROOM = 900_000
_SIGNS = re.compile(r"([\\`*_{}\[\]()#+!|<>&~$@:-])")
_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


class MarkdownReport(Report):
    """Documents with something to say; those without are in the counts alone."""

    head_first = False

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._used = 0
        self._cut = 0

    def head(self, tally: Tally) -> str:
        """The title and the counts."""
        rows = [
            ("documents", tally.documents),
            ("errors", tally.errors),
            ("warnings", tally.warnings),
            ("notes", tally.infos),
            ("suppressed", tally.suppressed),
            ("not examined", tally.unexamined),
        ]
        names = " | ".join(name for name, _ in rows)
        counts = " | ".join(str(number) for _, number in rows)
        lines = ["# Markings", "", f"| {names} |", f"|{' ---: |' * len(rows)}", f"| {counts} |", ""]
        return "\n".join(lines) + "\n"

    def document(self, result: Result) -> str:
        """A section for a document with findings, or that was not examined."""
        rows = [f"| not examined | | | {_cell(item.message)} |" for item in result.unexamined]
        rows += [
            f"| {_NAMES[item.finding.severity]} | {item.finding.line} | `{item.finding.rule}` | "
            f"{_cell(item.finding.message)} |"
            for item in result.open
        ]
        if not rows:
            return ""
        table = "\n".join(["| | line | rule | |", "| --- | ---: | --- | --- |", *rows])
        text = f"## {_cell(result.path)}\n\n{table}\n\n"
        size = len(text.encode("utf-8", "replace"))
        if self._used + size > _ROOM:
            self._cut += 1
            return ""
        self._used += size
        return text

    def tail(self, tally: Tally) -> str:  # noqa: ARG002
        """What had no room."""
        return f"{self._cut} more documents with findings had no room here.\n" if self._cut else ""


def _cell(text: str) -> str:
    """Text in which nothing is markup and no line ends."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
