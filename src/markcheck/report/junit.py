"""JUnit XML: a suite for each document, a case for each finding.

Errors and warnings are failures; information is a case that passes and says so, since build servers turn red for every
failure. What was not examined is an error, what was passed over is skipped, with the reason. A document without any of
these is one case that passes.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from markcheck.model.result import Reported, Result, Tally
from markcheck.model.rule import Severity
from markcheck.report.interface import Report

# What XML 1.0 has no way to hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class JunitReport(Report):
    """All suites, with the counts at the top."""

    head_first = False

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self._cases = 0

    def head(self, tally: Tally) -> str:
        """The root with its counts."""
        failures = tally.errors + tally.warnings
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<testsuites name="markcheck" tests="{self._cases}" failures="{failures}" errors="{tally.unexamined}">\n'
        )

    def document(self, result: Result) -> str:
        """The suite of one document."""
        cases = [_error(result, item.reason, item.message) for item in result.unexamined]
        cases += [_case(result, item) for item in result.findings]
        if not cases:
            cases = [f'    <testcase classname={_attribute(result.path)} name="markings" time="0"/>\n']
        self._cases += len(cases)
        failures = sum(item.finding.severity is not Severity.INFO for item in result.open)
        return (
            f'  <testsuite name={_attribute(result.path)} tests="{len(cases)}" failures="{failures}" '
            f'errors="{len(result.unexamined)}" skipped="{len(result.suppressed)}" '
            f'timestamp="{self.setting.started:%Y-%m-%dT%H:%M:%S}" hostname="localhost" time="0">\n'
            f"{''.join(cases)}  </testsuite>\n"
        )

    def tail(self, tally: Tally) -> str:  # noqa: ARG002
        """The end of the root."""
        return "</testsuites>\n"


def _case(result: Result, item: Reported) -> str:
    finding = item.finding
    where = f"{result.path}:{finding.line}:{finding.column}"
    opening = f'    <testcase classname={_attribute(result.path)} name={_attribute(finding.rule)} time="0">'
    text = f"{where}: {finding.severity.value} {finding.rule}: {finding.message}"
    if item.suppression is not None:
        body = f"<skipped>{_text(f'{item.suppression.by}: {item.suppression.reason}')}</skipped>"
    elif finding.severity is Severity.INFO:
        body = f"<system-out>{_text(text)}</system-out>"
    else:
        message = _attribute(finding.message)
        body = f'<failure type="{finding.severity.value}" message={message}>{_text(text)}</failure>'
    return f"{opening}{body}</testcase>\n"


def _error(result: Result, reason: str, message: str) -> str:
    return (
        f'    <testcase classname={_attribute(result.path)} name="examined" time="0">'
        f"<error type={_attribute(reason)} message={_attribute(message)}/></testcase>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", text))


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text))
