"""Rules against a marked document: findings, in the order of the text."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from markcheck.checks import verified
from markcheck.checks.facts import Facts
from markcheck.checks.noted import hit_of
from markcheck.checks.registry import Check, Given
from markcheck.errors import RulebookError
from markcheck.marks.ceiling import Ceiling
from markcheck.marks.language import Language
from markcheck.model.document import NO_SUGGESTION, Document, Note
from markcheck.model.marking import Fault, Form, ParsedMark
from markcheck.model.message import MarkedDocument, Message
from markcheck.model.rolled import Policy
from markcheck.model.rule import Finding, Hit, Rule, Severity
from markcheck.rulebook.book import Rulebook
from markcheck.structure.words import words_of

_MOST_KEPT = 4096
# Facts that hold more are those of one message alone.
_MOST_PARTS, _MOST_LETTERS = 64, 400


class _Kind:
    """The rules of one check kind, and which of them found something in messages of the same facts."""

    __slots__ = ("_function", "_spoke", "_turns_on", "rules")

    def __init__(self, check: Check) -> None:
        self._function = check.function
        self._turns_on = check.turns_on
        self._spoke: dict[Hashable, list[Rule]] = {}
        self.rules: list[Rule] = []

    def hits(self, facts: Facts) -> Sequence[tuple[Rule, Hit]]:
        """What the rules find in a message that has what the kind is given."""
        if self._turns_on is None:
            return self._asked(self.rules, facts)
        on = self._turns_on(facts)
        spoke = self._spoke.get(on)
        if spoke is not None:
            return self._asked(spoke, facts) if spoke else ()
        found = self._asked(self.rules, facts)
        if not _is_small(on):
            return found
        if len(self._spoke) >= _MOST_KEPT:
            self._spoke.clear()
        names = {rule.name for rule, _ in found}
        self._spoke[on] = [rule for rule in self.rules if rule.name in names]
        return found

    def _asked(self, rules: Iterable[Rule], facts: Facts) -> list[tuple[Rule, Hit]]:
        function = self._function
        return [(rule, hit) for rule in rules for hit in function(facts, rule.params)]


def _is_small(facts: object) -> bool:
    if isinstance(facts, tuple | frozenset):
        return len(facts) <= _MOST_PARTS and all(map(_is_small, facts))
    return not isinstance(facts, str) or len(facts) <= _MOST_LETTERS


class Engine:
    """The chosen rules of a rulebook, ready to judge documents."""

    def __init__(
        self,
        book: Rulebook,
        chosen: Iterable[str] | None = None,
        severities: Mapping[str, Severity] | None = None,
        policy: Policy | None = None,
        limit: Ceiling | None = None,
    ) -> None:
        self._severities = severities or {}
        self._policy = policy
        self._limit = limit
        names = set(book.rules if chosen is None else chosen)
        self.book = book
        self.rules = [rule for name, rule in book.rules.items() if name in names]
        checks = {rule.name: verified(rule) for rule in self.rules}
        self._words = words_of(book)
        # Over the whole book: a rule for one key of a note takes it from the rule for the others, chosen or not.
        self._by_note: dict[str, list[Rule]] = {}
        for rule in book.rules.values():
            if rule.check == "noted":
                for code in rule.params["notes"]:
                    self._by_note.setdefault(code, []).append(rule)
        self._chosen = names
        # Kinds that are given the same are asked about together.
        self._kinds: dict[Given, dict[str, _Kind]] = {}
        for rule in self.rules:
            if rule.check != "noted":
                kind = checks[rule.name]
                kinds = self._kinds.setdefault(kind.given, {})
                kinds.setdefault(rule.check, _Kind(kind)).rules.append(rule)

    @property
    def language(self) -> Language:
        """The marking language of the rulebook."""
        return self._words.language

    def judge_fault(
        self, parsed: ParsedMark, fault: Fault, form: Form, day: date | None, suggestion: str | None = None
    ) -> Iterator[tuple[Rule, Severity, str]]:
        """The rules that a fault of a mark by itself falls under, each with its severity and message."""
        # The one who asks about a mark by itself gave its text.
        fields = {"mark": parsed.text, "suggestion": suggestion or NO_SUGGESTION, **fault.fields}
        note = Note(fault.code, fault.start, fault.end, fields)
        banner = "missing"
        if parsed.marking is not None:
            banner = "classified" if self.language.classified(parsed.marking) else "unclassified"
        for rule in self.rules_for(note):
            severity = severity_of(rule, day or date.max, banner, form.value, fault.code)
            if severity is not Severity.OFF:
                yield rule, severity, rule.message.format_map(_Fields(fields))

    def facts(self, document: Document, message: Message, policy: Policy | None = None) -> Facts:
        """The facts of one message of ``document``; its roll-up depends on ``policy``, its date and banner."""
        return Facts(document, message, self._words, policy or self._policy, self._limit)

    def facts_of(self, marked: MarkedDocument) -> list[Facts]:
        """The facts of every message; what was odd about the document's bytes belongs to the first."""
        notes = marked.document.notes
        first, *others = marked.messages
        whole = replace(first, notes=(*notes, *first.notes)) if notes else first
        return [self.facts(marked.document, message) for message in (whole, *others)]

    def judge(self, marked: MarkedDocument, known: list[Facts] | None = None) -> tuple[Finding, ...]:
        """Every finding of every message, in the order of the text; ``known`` are its facts, where they are made."""
        found: list[Finding] = []
        for facts in known or self.facts_of(marked):
            for given, kinds in self._kinds.items():
                if given is not None and not given(facts):
                    continue
                for kind in kinds.values():
                    for rule, hit in kind.hits(facts):
                        self._add(found, marked, facts, rule, hit)
            if facts.message.notes:
                self._noted(found, marked, facts)
        found.sort(key=lambda finding: (finding.start, finding.rule))
        return tuple(found)

    def rules_for(self, note: Note) -> list[Rule]:
        """The chosen rules that a note falls under: those for its code and key, else those for its code."""
        specific = self._by_note.get(f"{note.code}:{note.fields['key']}") if "key" in note.fields else None
        rules = self._by_note.get(note.code, ()) if specific is None else specific
        return [rule for rule in rules if rule.name in self._chosen]

    def _noted(self, found: list[Finding], marked: MarkedDocument, facts: Facts) -> None:
        for note in facts.message.notes:
            for rule in self.rules_for(note):
                self._add(found, marked, facts, rule, hit_of(facts, note))

    def _add(self, found: list[Finding], marked: MarkedDocument, facts: Facts, rule: Rule, hit: Hit) -> None:
        severity = severity_of(rule, facts.date, facts.banner_class, facts.message.form, hit.variant)
        if severity is Severity.OFF:
            return
        severity = self._severities.get(rule.name, severity)
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
                _right_form(hit),
                anchor.address,
            )
        )


def _right_form(hit: Hit) -> str | None:
    """The form that a mark should have, where its meaning is certain."""
    suggestion = hit.fields.get("suggestion") if "mark" in hit.fields else None
    return suggestion if suggestion and suggestion != NO_SUGGESTION else None


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
