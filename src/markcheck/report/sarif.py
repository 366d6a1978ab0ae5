"""SARIF 2.1.0: for code scanning and every viewer that reads it.

The format is OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0". Results stream; the
rules stand behind them, since the order of members says nothing in JSON. No snippet is ever given.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from markcheck import __version__
from markcheck.model.result import Reported, Result, Tally
from markcheck.model.rule import Severity
from markcheck.report.interface import Report, Setting

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.OFF: "none"}


class SarifReport(Report):
    """One run, with every rule of the rulebook and what was not examined as notifications."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._indices = {name: index for index, name in enumerate(setting.book.rules)}
        self._first = True
        self._notifications: list[dict[str, Any]] = []

    def head(self, tally: Tally) -> str:  # noqa: ARG002
        """From the opening to the results."""
        return (
            f'{{\n  "$schema": "{SCHEMA}",\n  "version": "2.1.0",\n  "runs": [\n    {{\n'
            '      "columnKind": "unicodeCodePoints",\n      "results": ['
        )

    def document(self, result: Result) -> str:
        """The results of one document, each on a line."""
        location = self._artifact(result.path)
        for left in result.unexamined:
            self._notifications.append(
                {
                    "level": "error",
                    "descriptor": {"id": f"not-examined/{left.reason}"},
                    "message": {"text": f"not examined: {left.message}"},
                    "locations": [{"physicalLocation": {"artifactLocation": location}}],
                }
            )
        parts = []
        seen: dict[str, int] = {}
        for item in result.findings:
            comma, self._first = "" if self._first else ",", False
            fingerprint = f"{item.finding.rule}/{item.finding.portion or ''}/{item.digest or ''}"
            seen[fingerprint] = seen.get(fingerprint, 0) + 1
            made = self._result(item, location, f"{fingerprint}:{seen[fingerprint]}")
            parts.append(f"{comma}\n        {json.dumps(made, ensure_ascii=False)}")
        return "".join(parts)

    def tail(self, tally: Tally) -> str:
        """From the end of the results: the rules, and how the run went."""
        run = {
            "tool": {"driver": self._driver()},
            "invocations": [
                {"executionSuccessful": not tally.unexamined, "toolExecutionNotifications": self._notifications}
            ],
            "originalUriBaseIds": {"ROOT": {"uri": _uri(f"file://{self.setting.root}")}},
        }
        rest = json.dumps(run, indent=2, ensure_ascii=False)[1:].replace("\n", "\n      ")
        return f"\n      ],{rest.rstrip()[:-1].rstrip()}\n    }}\n  ]\n}}\n"

    def _artifact(self, path: str) -> dict[str, str]:
        if path == "-":
            return {"uri": "stdin", "uriBaseId": "ROOT"}
        if path.startswith("/"):
            return {"uri": _uri(f"file://{path}")}
        return {"uri": _uri(path.removeprefix("./")), "uriBaseId": "ROOT"}

    def _result(self, item: Reported, location: dict[str, str], fingerprint: str) -> dict[str, Any]:
        finding = item.finding
        region = {
            "startLine": finding.line,
            "startColumn": finding.column,
            "endLine": finding.end_line,
            "endColumn": finding.end_column,
        }
        place: dict[str, Any] = {"physicalLocation": {"artifactLocation": location, "region": region}}
        if finding.portion:
            place["logicalLocations"] = [{"name": finding.portion, "kind": "portion"}]
        made: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self._indices[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": finding.message},
            "locations": [place],
            "partialFingerprints": {"portionDigest/v1": fingerprint},
        }
        if item.suppression is not None:
            made["suppressions"] = [
                {
                    "kind": "external",
                    "justification": item.suppression.reason,
                    "properties": {"by": item.suppression.by},
                }
            ]
        return made

    def _driver(self) -> dict[str, Any]:
        return {
            "name": "markcheck",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": [self._rule(name) for name in self.setting.book.rules],
        }

    def _rule(self, name: str) -> dict[str, Any]:
        rule, raw = self.setting.book.rules[name], self.setting.book.raw["checks"][name]
        rationale = " ".join(raw["rationale"].split())
        sources = [item["cite"] for item in raw["source"]]
        listed = "".join(f"\n- {source}" for source in sources)
        return {
            "id": name,
            "shortDescription": {"text": f"{rule.summary[:1].upper()}{rule.summary[1:]}."},
            "fullDescription": {"text": rationale},
            "help": {
                "text": f"{rationale} Source: {'; '.join(sources)}.",
                "markdown": f"{rationale}\n\n**Source**\n{listed}",
            },
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {"tags": [rule.group]},
        }


def _uri(text: str) -> str:
    """A URI with whatever may not stand in one encoded; bytes that are no Unicode too."""
    return quote(text, safe="/:", errors="surrogateescape")
