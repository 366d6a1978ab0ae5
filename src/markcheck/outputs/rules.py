"""The rules for people and programs: listed, or one with its sources and cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markcheck.rulebook.book import Rulebook
from markcheck.rulebook.names import known_rule


def rules_text(book: Rulebook) -> str:
    """All rules, a line each, by group."""
    width = max(len(name) for name in book.rules)
    lines = []
    group = ""
    for rule in sorted(book.rules.values(), key=lambda rule: (rule.group, rule.name)):
        if rule.group != group:
            group = rule.group
            lines.append(f"{group}:")
        lines.append(f"  {rule.name:<{width}}  {rule.severity.value:<7}  {rule.summary}")
    return "\n".join(lines) + f"\n\n{len(book.rules)} rules; markcheck rules NAME explains one.\n"


def rules_json(book: Rulebook, name: str | None = None) -> list[dict[str, Any]]:
    """The rules' data, or one rule's."""
    names = [known_rule(book, name)] if name else sorted(book.rules)
    return [{"name": item, **book.raw["checks"][item]} for item in names]


def rule_text(book: Rulebook, name: str) -> str:
    """One rule with its severities, rationale, source and cases."""
    raw = book.raw["checks"][known_rule(book, name)]
    lines = [f"{name} ({raw['severity']}): {raw['summary']}", "", *raw["rationale"].strip().splitlines(), ""]
    for entry in raw.get("applies", ()):
        conditions = [f"{key} {value}" for key, value in entry.items() if key != "severity"]
        lines.append(f"  {entry['severity']}: {', '.join(conditions)}")
    if raw.get("applies"):
        lines.append("")
    lines.append("Source:")
    lines.extend(f"  {_source(source)}" for source in raw["source"])
    for case in raw["case"]:
        expect = "is found" if case["expect"] == "fail" else "passes"
        where = f" on line {', '.join(map(str, case['lines']))}" if case.get("lines") else ""
        lines.extend(("", f"{case['name']}: {expect}{where}"))
        lines.extend(f"    {line}" for line in case["text"].rstrip("\n").splitlines())
    return "\n".join(lines) + "\n"


def rules_md(book: Rulebook, link: str = "") -> str:
    """All rules as Markdown tables by group, then those that were declined.

    ``link`` is a folder that holds a page for each rule; without one the names are plain.
    """
    parts = []
    for group in sorted({rule.group for rule in book.rules.values()}):
        parts.append(f"## {group}\n\n" + "\n".join(_rows(book, group, link)))
    if book.declined:
        rows = "\n".join(
            f"| {item['name']} | {_cell(item['summary'])} | {_cell(item['reason'])} |" for item in book.declined
        )
        head = "## Declined\n\n| Check | What it would find | Why there is no such rule |\n| --- | --- | --- |\n"
        parts.append(head + rows)
    return "\n\n".join(parts) + "\n"


def _rows(book: Rulebook, group: str, link: str) -> Iterator[str]:
    yield "| Rule | Severity | What is wrong |"
    yield "| --- | --- | --- |"
    for rule in sorted(book.rules.values(), key=lambda rule: rule.name):
        if rule.group == group:
            name = f"[{rule.name}]({link}/{rule.name}.md)" if link else rule.name
            yield f"| {name} | {rule.severity.value}{' *' if rule.applies else ''} | {_cell(rule.summary)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "&#124;")


def rule_md(book: Rulebook, name: str) -> str:
    """One rule's page: severities, rationale, sources, cases."""
    raw = book.raw["checks"][known_rule(book, name)]
    parts = [f"# {name}", f"{raw['summary'][0].upper()}{raw['summary'][1:]}.", f"**Severity:** {_severities(raw)}"]
    parts.append(raw["rationale"].strip())
    parts.append("## Sources\n\n" + "\n".join(f"- {_source(source)}" for source in raw["source"]))
    parts.append("## Cases")
    for case in raw["case"]:
        where = f"found on line {', '.join(map(str, case['lines']))}" if case.get("lines") else "passes"
        level = f" as {case['severity']}" if "severity" in case else ""
        parts.append(
            f"{case['name'][0].upper()}{case['name'][1:]}: {where}{level}.\n\n```text\n{case['text'].strip()}\n```"
        )
    return "\n\n".join(parts) + "\n"


def _severities(raw: dict[str, Any]) -> str:
    others = []
    for entry in raw.get("applies", ()):
        conditions = ", ".join(f"{key} is {value}" for key, value in entry.items() if key != "severity")
        others.append(f"{entry['severity']} where {conditions}")
    return "; ".join([raw["severity"], *others])


def _source(source: dict[str, str]) -> str:
    extra = [source[key] for key in ("note", "standing") if key in source]
    return source["cite"] + (f" ({'; '.join(extra)})" if extra else "")
