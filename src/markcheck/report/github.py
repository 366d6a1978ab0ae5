"""Annotations of GitHub Actions: workflow commands, a line a finding.

The commands and their escapes are those of GitHub's documentation "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from markcheck.model.result import Result
from markcheck.model.rule import Severity
from markcheck.report.interface import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class GithubReport(Report):
    """``::error file=…,line=…::message`` for each finding; what was passed over is left out."""

    def document(self, result: Result) -> str:
        """The annotations of one document."""
        path = _property("stdin" if result.path == "-" else result.path.removeprefix("./"))
        lines = [f"::error file={path},title=not examined::{_data(item.message)}\n" for item in result.unexamined]
        for item in result.open:
            finding = item.finding
            columns = ""
            # GitHub takes columns only where an annotation stays on one line.
            if finding.line == finding.end_line:
                columns = f",col={finding.column},endColumn={finding.end_column}"
            lines.append(
                f"::{_COMMANDS[finding.severity]} file={path},line={finding.line},endLine={finding.end_line}{columns},"
                f"title={_property(finding.rule)}::{_data(finding.message)}\n"
            )
        return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
