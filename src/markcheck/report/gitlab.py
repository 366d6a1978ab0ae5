"""GitLab's code quality report: a JSON array of issues with a fingerprint each.

The members are those of GitLab's documentation "Code Quality report format".
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from markcheck.model.result import Result, Tally
from markcheck.model.rule import Severity
from markcheck.report.interface import Report, Setting

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class GitlabReport(Report):
    """Issues one a line. What was not examined is a blocker; what was passed over is left out."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._first = True

    def head(self, tally: Tally) -> str:  # noqa: ARG002
        """The opening of the array."""
        return "["

    def document(self, result: Result) -> str:
        """The issues of one document."""
        issues = [
            (f"not examined: {item.message}", f"not-examined-{item.reason}", "blocker", 1, item.what)
            for item in result.unexamined
        ]
        issues += [
            (
                item.finding.message,
                item.finding.rule,
                _SEVERITIES[item.finding.severity],
                item.finding.line,
                f"{item.finding.portion}/{item.digest}",
            )
            for item in result.open
        ]
        path = "stdin" if result.path == "-" else result.path.removeprefix("./")
        seen: dict[str, int] = {}
        text = []
        for description, name, severity, line, identity in issues:
            base = f"{path}\0{name}\0{identity}"
            seen[base] = seen.get(base, 0) + 1
            issue: dict[str, Any] = {
                "description": description,
                "check_name": name,
                "fingerprint": hashlib.sha256(f"{base}\0{seen[base]}".encode("utf-8", "replace")).hexdigest(),
                "severity": severity,
                "location": {"path": path, "lines": {"begin": line}},
            }
            comma, self._first = "" if self._first else ",", False
            text.append(f"{comma}\n  {json.dumps(issue, ensure_ascii=False)}")
        return "".join(text)

    def tail(self, tally: Tally) -> str:  # noqa: ARG002
        """The end of the array."""
        return "]\n" if self._first else "\n]\n"
