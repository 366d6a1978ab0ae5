"""Reads one mark: text to :class:`ParsedMark`, with the span of every token and of everything that is wrong with it.

The words come from a marking system's data; this module knows shapes alone: something in the first place, then values,
separated by slashes (``//`` between categories, ``/`` within one; IC Markings System Register and Manual A.6), an
``ENTIRE TEXT`` suffix. A value is first assigned to a category by its words and only then judged by its place, so that
a misplaced control is "out of order" and not "unknown".
"""

from __future__ import annotations

import re
from functools import lru_cache

from markcheck.marks.constraints import Constraints
from markcheck.marks.leads import LeadReader, Opening
from markcheck.marks.order import in_order, merge_trees
from markcheck.marks.resemble import Resemblance
from markcheck.marks.sink import Sink
from markcheck.marks.values import Value, ValueReader
from markcheck.model.marking import Entry, Form, Marking, ParsedMark, Standing
from markcheck.rulebook.systems import MarkingSystem

LONGEST_MARK = 400
_ENTIRE_TEXT = re.compile(r"\s*-+\s*ENTIRE\s+TEXT\.?$", re.IGNORECASE)
_EYES = re.compile(r"(?<![A-Z])[A-Z]{3}(?:/[A-Z]{3}){1,8} EYES ONLY")
_WORD = re.compile(r"[A-Z]+")
_BLANKS = re.compile(r"\s{2,}|[^\S ]")

# Faults of form alone: the meaning is certain, so the mark may still release text.
FORM_FAULTS = frozenset(
    (
        "mark-case",
        "mark-code-retired",
        "mark-compound",
        "mark-controls-order",
        "mark-duplicate",
        "mark-early",
        "mark-form",
        "mark-indicator-repeated",
        "mark-list-and",
        "mark-list-order",
        "mark-list-separator",
        "mark-order",
        "mark-retired",
        "mark-separator",
        "mark-spacing",
        "mark-superseded",
    )
)
# What is said of a mark that is right.
ADVICE = frozenset(("mark-excludes-advised", "mark-legacy", "mark-requires-advised", "mark-unpublished"))


class Grammar:
    """The grammar of one marking system; parsing is cached by text and form, since marks repeat."""

    def __init__(self, system: MarkingSystem) -> None:
        self.system = system
        self.resemblance = Resemblance(system)
        self.constraints = Constraints(system)
        self.leads = {form: LeadReader(system, form) for form in Form}
        separators = {system.category_separator, system.value_separator}
        slashes = separators == {"//", "/"}
        self.separator = re.compile(
            "/+" if slashes else "|".join(re.escape(item) for item in sorted(separators, key=len, reverse=True))
        )
        self._values: dict[tuple[str, Form], ValueReader] = {}
        self._mixed = [
            (word, word.upper())
            for control in system.controls.values()
            for word in (*control.banner, *control.portion)
            if word != word.upper()
        ]
        self.parse = lru_cache(maxsize=65536)(self._parse)

    def values(self, lead: str, form: Form) -> ValueReader:
        """The reader of values for one kind of marking."""
        key = (lead, form)
        if key not in self._values:
            self._values[key] = ValueReader(self.system, lead, form)
        return self._values[key]

    def _parse(self, text: str, form: Form = Form.PORTION) -> ParsedMark:
        """Read ``text``: a portion mark with its parentheses, or a banner.

        Never raises; a string that is no mark at all comes back as ``PROSE``. Linear in the length of the text.
        """
        if len(text) > LONGEST_MARK:
            return ParsedMark(text, Standing.PROSE, None, "…")
        sink = Sink()
        inner = self._unwrap(text, form, sink)
        if inner is None:
            return ParsedMark(text, Standing.PROSE, None, "…")
        body = _ENTIRE_TEXT.sub("", inner) if "TEXT" in inner.upper() else inner
        entire = len(body) != len(inner)
        upper = body.upper()
        if upper != body and upper.isascii() and self._with_mixed(body) != upper:
            sink.fault("mark-case", -sink.shift, len(text) - sink.shift)
        if not upper.isascii():
            return self.resemblance.not_ascii(text)
        marking = _Reading(self, form, sink).read(upper)
        if marking is None and not self.resemblance.of(body):
            return ParsedMark(text, Standing.PROSE, None, "…")
        serious = marking is None or any(
            fault.code not in FORM_FAULTS and fault.code not in ADVICE for fault in sink.faults
        )
        standing = Standing.FAULTY if serious else Standing.VALID
        label = text if standing is Standing.VALID else self.resemblance.label(text)
        return ParsedMark(text, standing, marking, label, tuple(sink.faults), entire, tuple(sink.tokens))

    def _unwrap(self, text: str, form: Form, sink: Sink) -> str | None:
        """The mark without its parentheses and outer blanks; ``None`` where it has none."""
        if form is Form.BANNER:
            inner = text.strip()
            sink.shift = len(text) - len(text.lstrip())
            if inner != text and inner:
                sink.fault("mark-spacing", -sink.shift, len(text) - sink.shift)
            return inner or None
        if len(text) < 3 or text[0] != "(" or text[-1] != ")":
            return None
        bare = text[1:-1]
        inner = bare.strip()
        if not inner:
            return None
        sink.shift = 1 + len(bare) - len(bare.lstrip())
        if inner != bare:
            sink.fault("mark-spacing", -sink.shift, len(text) - sink.shift)
        return inner

    def _with_mixed(self, body: str) -> str:
        """``body`` with the forms that are written in mixed case put into capitals."""
        for word, upper in self._mixed:
            body = body.replace(word, upper)
        return body

    def opens(self, text: str, form: Form) -> bool:
        """Whether a text begins with a word that stands in the first place of this system's marks."""
        start = text.lstrip("([{< ").upper()
        for word in (*self.system.first[form], *self.system.prefixes):
            if start.startswith(word):
                rest = start[len(word) :]
                following = _WORD.search(rest)
                # Behind a hyphen a word may be joined that makes another one of it (OFFICIAL-INFORMAL).
                if not rest.startswith("-") or following is None or following.group() in self.system.vocabulary:
                    return not rest[:1].isalnum() or word[-1] == ":"
        return False

    def damaged(self, text: str) -> ParsedMark:
        """A string that stands for a mark but lost or changed a bracket: never a meaning, never a release."""
        return ParsedMark(text, Standing.FAULTY, None, self.resemblance.label(text))


class _Reading:
    """One parse: what was understood so far."""

    __slots__ = ("form", "grammar", "opening", "separator", "sink", "system", "values")

    def __init__(self, grammar: Grammar, form: Form, sink: Sink) -> None:
        self.grammar = grammar
        self.system = grammar.system
        self.form = form
        self.sink = sink
        self.opening: Opening | None = None
        self.values: list[Value] = []
        self.separator: tuple[str, int, int] | None = None

    def read(self, text: str) -> Marking | None:
        """The marking of ``text``, which is in capitals and has no outer blanks."""
        start = self._open(text)
        opening = self.opening
        if opening is None:
            return None
        # What stands alone is read with the words of the home system, so as to say that nothing belongs beside it.
        reader = self.grammar.values(self.system.lead.id if opening.lead.bare else opening.lead.id, self.form)
        failed = False
        whole = _EYES.search(text, start) if "EYES" in text else None
        at = start
        for match in self.grammar.separator.finditer(text, start):
            if whole is not None and whole.start() <= match.start() < whole.end():
                continue
            if match.start() > at:
                failed = not self._value(text[at : match.start()], at, reader) or failed
            self._separate(match.group(), match.start(), match.end(), len(text))
            at = match.end()
        if at < len(text):
            failed = not self._value(text[at:], at, reader) or failed
        if self.separator is not None:
            self.sink.fault("mark-separator-stray", self.separator[1], self.separator[2])
        return None if failed else self._result(opening)

    # -- the first place ----------------------------------------------------------------------

    def _open(self, text: str) -> int:
        """Read the first place; gives the offset behind it."""
        leads = self.grammar.leads[self.form]
        for word in leads.slashed:
            if text.startswith(word) and text[len(word) : len(word) + 1] in ("", "/"):
                return self._opened(leads, word, 0)
        separator = self.grammar.separator.match(text)
        mark = separator.end() if separator else 0
        if mark > 2:
            self._unknown(0, mark)
            return len(text)
        first = self.grammar.separator.search(text, mark)
        end = first.start() if first else len(text)
        return self._opened(leads, text[:end], end)

    def _opened(self, leads: LeadReader, text: str, end: int) -> int:
        end = end or len(text)
        clean = _clean(text)
        if clean != text:
            self.sink.fault("mark-spacing", 0, len(text))
        known = len(self.sink.faults)
        self.opening = leads.read(clean, 0, self.sink)
        if self.opening is None:
            if len(self.sink.faults) == known:
                self._unknown(0, max(1, len(text)))
            return end
        control = self.opening.control
        if control is not None:
            self.sink.token(0, len(clean), "control", control.id)
            self.values.append(Value(Entry(control.id), control, 0, len(clean), control.forms(self.form)[0]))
        return end

    # -- values -------------------------------------------------------------------------------

    def _separate(self, text: str, start: int, end: int, length: int) -> None:
        if end == length or self.separator is not None or text not in self._separators():
            self.sink.fault("mark-separator-stray", start, end)
            if end == length:
                return
        self.separator = (text, start, end)

    def _separators(self) -> tuple[str, str]:
        return (self.system.category_separator, self.system.value_separator)

    def _value(self, raw: str, start: int, reader: ValueReader) -> bool:
        clean = _clean(raw)
        if clean != raw:
            self.sink.fault("mark-spacing", start, start + len(raw))
        if not clean:
            return True
        at = start + len(raw) - len(raw.lstrip())
        separator = self.separator
        self.separator = None
        same = separator is not None and separator[0] == self.system.value_separator and bool(self.values)
        before = self.values[-1] if same else None
        faults = len(self.sink.faults)
        value = reader.read(clean, at, before, self.sink)
        if value is None:
            del self.sink.faults[faults:]
            self._unknown(at, at + len(clean))
            return False
        self._place(value, separator)
        self.values.append(value)
        return True

    def _place(self, value: Value, separator: tuple[str, int, int] | None) -> None:
        """Judge the separator in front of a value, and its place behind the one before."""
        assert self.opening is not None
        lead = self.opening.lead
        category = self.system.category_of(value.control, lead.id)
        last = self.values[-1] if self.values else None
        if separator is not None and separator[0] not in self._separators():
            # It is reported as stray already.
            separator = None
        if last is None:
            if separator is not None and separator[0] != self.system.category_separator:
                self.sink.fault("mark-separator", separator[1], separator[2])
            return
        before = self.system.category_of(last.control, lead.id)
        if separator is not None:
            wanted = self.system.value_separator if before == category else self.system.category_separator
            if separator[0] != wanted:
                self.sink.fault("mark-separator", separator[1], separator[2])
        rank, other = self.system.rank_of_category[category], self.system.rank_of_category[before]
        order = lead.order.get(category, self.system.categories[category].order)
        if rank < other or (rank == other and not _in_order(last, value, order)):
            title = self.system.categories[category].title if rank == other else "categories"
            self.sink.fault("mark-controls-order", value.start, value.end, category=title)

    def _unknown(self, start: int, end: int) -> None:
        self.sink.fault("mark-unknown", start, end)

    # -- the whole ----------------------------------------------------------------------------

    def _result(self, opening: Opening) -> Marking | None:
        merged = self._merged()
        lead = opening.lead
        entries = [value.entry for value in merged]
        entries += [entry for entry in opening.entries if entry.control not in (other.control for other in entries)]
        ordered = in_order(self.system, lead.id, entries) if len(entries) > 1 else tuple(entries)
        marking = Marking(opening.level.id, ordered, lead.id, opening.owners)
        level = next((token for token in self.sink.tokens if token.kind == "level"), None)
        shift = self.sink.shift
        span = (level.start - shift, level.end - shift) if level else (0, 1)
        self.grammar.constraints.judge(marking, lead, merged, span, self.sink)
        return marking

    def _merged(self) -> list[Value]:
        """The values, each once; one that is there already is reported, and what it adds joins the first."""
        found: dict[tuple[str, str], Value] = {}
        for value in self.values:
            key = (value.entry.control, value.entry.name)
            first = found.get(key)
            if first is None:
                found[key] = value
                continue
            code = "mark-duplicate" if value.entry.codes == first.entry.codes else "mark-lists-differ"
            self.sink.fault(code, value.start, value.end, value=value.sort)
            tree = merge_trees(first.entry.tree, value.entry.tree)
            codes = first.entry.codes or value.entry.codes
            first.entry = Entry(first.entry.control, first.entry.name, tree, codes)
        return list(found.values())


def _clean(text: str) -> str:
    text = text.strip()
    return _BLANKS.sub(" ", text) if _BLANKS.search(text) else text


def _in_order(first: Value, second: Value, order: str) -> bool:
    if order == "alphanumeric":
        if first.control.after != second.control.after:
            return second.control.after
        if first.sort.isdigit() and second.sort.isdigit() and int(first.sort) <= int(second.sort):
            return True
        return first.sort <= second.sort
    if order == "alphabetical":
        return first.sort <= second.sort
    return (first.control.order, first.entry.name) <= (second.control.order, second.entry.name)
