"""Report formats, one module each; :data:`REPORTS` names them. A format's module is loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

from markcheck.report.interface import Report, Setting

# Name -> module and class. A new format is a module here and a line below.
REPORTS = {
    "text": ("text", "TextReport"),
    "json": ("json", "JsonReport"),
    "jsonl": ("json", "JsonLinesReport"),
    "sarif": ("sarif", "SarifReport"),
    "junit": ("junit", "JunitReport"),
    "github": ("github", "GithubReport"),
    "gitlab": ("gitlab", "GitlabReport"),
    "markdown": ("markdown", "MarkdownReport"),
    "html": ("html", "HtmlReport"),
}


def make_report(name: str, setting: Setting) -> Report:
    """The report called ``name``, ready to begin."""
    module, kind = REPORTS[name]
    report: Report = getattr(import_module(f"markcheck.report.{module}"), kind)(setting)
    return report
