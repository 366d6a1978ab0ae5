"""Rules against a marked document: findings, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from markcheck.checks import verified
from markcheck.checks.facts import Facts
from markcheck.checks.noted import noted
from markcheck.errors import RulebookError
from markcheck.model.message import MarkedDocument, Message
from markcheck.model.rule import Finding, Hit, Rule, Severity
from markcheck.rulebook.book import Rulebook
from markcheck.structure.words import words_of


class Engine:
    """The chosen rules of a rulebook, ready to judge documents."""

    def __init__(self, book: Rulebook, chosen: Iterable[str] | None = None) -> None:
        names = set(book.rules if chosen is None else chosen)
        self.book = book
        self.rules = [rule for name, rule in book.rules.items() if name in names]
        checks = {rule.name: verified(rule) for rule in self.rules}
        self._words = words_of(book)
        codes: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.check == "noted":
                for code in rule.params["notes"]:
                    codes.setdefault(code, []).append(rule)
        self._by_note = codes
        self._others = [(rule, checks[rule.name].function) for rule in self.rules if rule.check != "noted"]

    def facts(self, message: Message) -> Facts:
        """The facts of one message."""
        return Facts(message, self._words.system, self._words.orders, self._words.lattice)

    def judge(self, marked: MarkedDocument) -> tuple[Finding, ...]:
        """Every finding of every message, in the order of the text."""
        found: list[Finding] = []
        notes = marked.document.notes
        for index, message in enumerate(marked.messages):
            whole = replace(message, notes=(*notes, *message.notes)) if notes and index == 0 else message
            facts = self.facts(whole)
            for rule, function in self._others:
                for hit in function(facts, rule.params):
                    self._add(found, marked, facts, rule, hit)
            if whole.notes:
                self._noted(found, marked, facts)
        found.sort(key=lambda finding: (finding.start, finding.rule))
        return tuple(found)

    def _noted(self, found: list[Finding], marked: MarkedDocument, facts: Facts) -> None:
        rules = {rule.name: rule for note in facts.message.notes for rule in self._by_note.get(note.code, ())}
        for rule in rules.values():
            for hit in noted(facts, rule.params):
                self._add(found, marked, facts, rule, hit)

    def _add(self, found: list[Finding], marked: MarkedDocument, facts: Facts, rule: Rule, hit: Hit) -> None:
        severity = severity_of(rule, facts.date, facts.banner_class, facts.message.form, hit.variant)
        if severity is Severity.OFF:
            return
        anchor = marked.document.anchor(hit.start, hit.end)
        found.append(
            Finding(
                rule.name,
                severity,
                rule.message.format_map(_Fields(hit.fields)),
                anchor.line,
                anchor.column,
                anchor.end_line,
                anchor.end_column,
                hit.portion,
                hit.start,
                hit.end,
            )
        )


class _Fields(dict[str, str]):
    """Message fields; a field that a hit does not fill is a defect in the rule and shows as such in its tests."""

    def __missing__(self, key: str) -> str:
        raise RulebookError(f"a rule's message asks for {{{key}}}, which its check does not give")


def severity_of(rule: Rule, day: date | None, banner: str, form: str, variant: str | None) -> Severity:
    """The severity of a rule in the circumstances of one hit.

    The first entry whose conditions all hold decides. Where the date is unknown and an entry that turns on it would
    otherwise decide, the finding is information only.
    """
    for entry in rule.applies:
        if entry.variant is not None and entry.variant != variant:
            continue
        if entry.banner is not None and entry.banner != banner:
            continue
        if entry.form is not None and entry.form != form:
            continue
        if entry.start is not None or entry.until is not None:
            if day is None:
                return Severity.INFO
            if (entry.start is not None and day < entry.start) or (entry.until is not None and day > entry.until):
                continue
        return entry.severity
    return rule.severity
