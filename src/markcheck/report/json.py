"""The report for programs: the JSON contract whole, or a line a document."""

from __future__ import annotations

import json
from typing import Any

from markcheck.model.result import Outline, Reported, Result, Tally
from markcheck.report.interface import Report, Setting

VERSION = 1


class JsonReport(Report):
    """``{"version", "documents": [...], "summary": {...}}``, as the published schema has it."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._first = True

    def head(self, tally: Tally) -> str:  # noqa: ARG002
        """The opening, before any document."""
        return f'{{\n  "version": {VERSION},\n  "documents": ['

    def document(self, result: Result) -> str:
        """One document, indented as a part of the whole."""
        comma, self._first = "" if self._first else ",", False
        text = json.dumps(document_json(result), indent=2, ensure_ascii=False).replace("\n", "\n    ")
        return f"{comma}\n    {text}"

    def tail(self, tally: Tally) -> str:
        """The counts and the end."""
        close = "]" if self._first else "\n  ]"
        summary = json.dumps(summary_json(tally), indent=2).replace("\n", "\n  ")
        return f'{close},\n  "summary": {summary}\n}}\n'


class JsonLinesReport(Report):
    """One line a document; no summary, so that the lines of several runs can be joined."""

    def document(self, result: Result) -> str:
        """The document on a line of its own."""
        return json.dumps(document_json(result), ensure_ascii=False, separators=(",", ":")) + "\n"


def document_json(result: Result) -> dict[str, Any]:
    """One document as the JSON contract has it; ``suppressed`` is there where a finding was passed over."""
    suppressed = [_suppressed(item) for item in result.suppressed]
    return {
        "path": result.path,
        "format": result.format,
        "genre": result.genre,
        "date": result.date,
        "banner": result.banner,
        "required_banner": result.required_banner,
        "portions": [_portion(item) for item in result.outline or () if item.portion],
        "authority": result.authority,
        "findings": [finding_json(item) for item in result.open],
        **({"suppressed": suppressed} if suppressed else {}),
        "unexamined": [
            {"what": item.what, "reason": item.reason, "message": item.message} for item in result.unexamined
        ],
    }


def finding_json(item: Reported) -> dict[str, Any]:
    """One finding as the JSON contract has it."""
    finding = item.finding
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "portion": finding.portion,
        "fix": finding.fix,
    }


def summary_json(tally: Tally) -> dict[str, int]:
    """The counts as the JSON contract has them."""
    return {
        "documents": tally.documents,
        "errors": tally.errors,
        "warnings": tally.warnings,
        "infos": tally.infos,
        "unexamined": tally.unexamined,
        "suppressed": tally.suppressed,
    }


def _suppressed(item: Reported) -> dict[str, Any]:
    assert item.suppression is not None
    return {**finding_json(item), "by": item.suppression.by, "reason": item.suppression.reason}


def _portion(item: Outline) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.number,
        "mark": item.mark,
        "level": item.level,
        "inherited": item.mark is None,
        "line": item.line,
        "end_line": item.reach,
    }
