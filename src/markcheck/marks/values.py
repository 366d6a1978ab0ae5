"""One value of a mark: a control, with its compartments, names or codes.

Values are told by their words, not by their place: whether the place is right is judged afterwards.
"""

from __future__ import annotations

import re

from msgspec import Struct

from markcheck.marks.codes import read_codes
from markcheck.marks.order import sorted_subs
from markcheck.marks.sink import Sink, day_after
from markcheck.model.marking import Entry, Form, Tree
from markcheck.rulebook.systems import MarkingSystem, Word
from markcheck.rulebook.vocabulary import Control

_IDENT = re.compile(r"[A-Z0-9]+")
_HAS_DIGIT = re.compile(r"\d")
# Digits that are taken for letters.
_MISREAD = str.maketrans("0158", "OISB")
_EYES = re.compile(r"(?P<codes>[A-Z0-9]+(?:/[A-Z0-9]+)*) EYES ONLY")
# An unpublished system beside a listed one has no more letters: longer ones are damaged words.
_LONGEST_LETTERS = 3


class Value(Struct):
    """A value that was read: its entry, the control at its root, its span, and what its place in the order is."""

    entry: Entry
    control: Control
    start: int
    end: int
    sort: str


class ValueReader:
    """Reads the values of one kind of marking in one form."""

    def __init__(self, system: MarkingSystem, lead: str, form: Form) -> None:
        self.system = system
        self.lead = lead
        self.form = form
        self.words = system.words(lead, form)
        shapes = {
            name: [control for control in controls if lead in control.leads]
            for name, controls in system.by_shape.items()
        }
        self._trees = frozenset(control.id for control in shapes.get("tree", ()))
        self._programs = shapes.get("program", [])
        self._named = shapes.get("named", [])
        self._unlisted = shapes.get("unlisted", [])
        self._eyes = next(iter(shapes.get("eyes", [])), None)
        self._lists = sorted(
            ((text, word) for text, word in self.words.items() if word.control.shape == "codes"),
            key=lambda item: -len(item[0]),
        )
        # Old names of compartments, with sub-compartments behind them: KDK-BLFH 12AB.
        self._old = [
            (text, word)
            for text, word in self.words.items()
            if word.superseded is not None and not word.superseded.joiner and "-" in text
        ]
        self._joined = [
            (item.form + item.joiner, Word(system.controls[item.to], "superseded", item))
            for item in system.superseded
            if item.joiner
        ]

    def read(self, text: str, start: int, before: Value | None, sink: Sink) -> Value | None:
        """The value ``text``, which begins at ``start``; ``None`` where it is none.

        ``before`` is the value in front of it in the same category group: a name may stand alone behind its
        indicator, and an unlisted control system beside a listed one.
        """
        word = self.words.get(text)
        if word is not None and word.control.shape not in ("codes", "eyes", "program"):
            return self._word(word, text, start, sink)
        return (
            self._list(text, start, sink)
            or self._tree(text, start, sink)
            or self._program(text, start, before, sink)
            or self._name(text, start, sink)
            or self._unpublished(text, start, before, sink)
        )

    # -- words --------------------------------------------------------------------------------

    def _word(self, word: Word, text: str, start: int, sink: Sink) -> Value:
        end = start + len(text)
        control = word.control
        self._fit(word, start, end, sink)
        if control.parent:
            root = self.system.controls[control.parent]
            sink.token(start, end, "compartment", control.id)
            part = control.forms(Form.PORTION)[0]
            return Value(Entry(root.id, "", ((part, ()),)), root, start, end, root.portion[0])
        sink.token(start, end, "control", control.id)
        sort = control.forms(self.form)[0].upper() if control.forms(self.form) else control.id
        return Value(Entry(control.id), control, start, end, sort)

    def _fit(self, word: Word, start: int, end: int, sink: Sink) -> None:
        """Report a word that is another form's, an old one, or none."""
        control = word.control
        if word.fit == "superseded":
            assert word.superseded is not None
            sink.fault(
                "mark-superseded", start, end, since=word.superseded.start, successor=control.id,
                cite=word.superseded.cite,
            )  # fmt: skip
        elif word.fit != "own":
            forms = control.forms(self.form)
            sink.fault("mark-form", start, end, right=forms[0] if forms else control.id)

    # -- lists --------------------------------------------------------------------------------

    def _list(self, text: str, start: int, sink: Sink) -> Value | None:
        eyes = self._read_eyes(text, start, sink) if self._eyes is not None else None
        if eyes is not None:
            return eyes
        for form, word in self._lists:
            if text == form or (text.startswith(form) and text[len(form)] == " "):
                return self._listed(form, word, text, start, sink)
        return None

    def _listed(self, form: str, word: Word, text: str, start: int, sink: Sink) -> Value:
        control = word.control
        end = start + len(text)
        sink.token(start, start + len(form), "control", control.id)
        bare = len(text) == len(form)
        short = form in control.short
        if not (short and bare and self.form is Form.PORTION) and (word.fit != "own" or short):
            self._fit(Word(control, "other"), start, start + len(form), sink)
        codes: tuple[str, ...] = ()
        if not bare:
            at = start + len(form) + 1
            joiner = " " if control.list == "sources" else ", "
            leads = control.list == "display" and text.startswith(self.system.home or " ", len(form) + 1)
            home = "first" if control.list == "release" or leads else "place"
            codes = read_codes(self.system, text[len(form) + 1 :], at, joiner, sink, home=home)
        if control.list == "release":
            if (bare and not (short and self.form is Form.PORTION)) or (
                not bare and (codes[:1] != (self.system.home,) or len(codes) < 2 or not _starts(text, form, codes[0]))
            ):
                sink.fault("mark-rel-without-usa", start, end)
        elif control.list == "display":
            if bare:
                sink.fault("mark-list-empty", start, end)
            elif self.system.home in codes and self.lead != "cui":
                sink.fault("mark-display-with-home", start, end, home=self.system.home)
        elif control.list == "sources" and self.system.home in codes:
            sink.fault("mark-display-with-home", start, end, home=self.system.home)
        return Value(Entry(control.id, codes=codes), control, start, end, control.forms(self.form)[0])

    def _read_eyes(self, text: str, start: int, sink: Sink) -> Value | None:
        control = self._eyes
        assert control is not None
        end = start + len(text)
        if text in control.short:
            sink.token(start, end, "control", control.id)
            if self.form is Form.BANNER:
                sink.fault("mark-rel-without-usa", start, end)
            return Value(Entry(control.id), control, start, end, control.id)
        match = _EYES.fullmatch(text)
        if match is None:
            return None
        sink.token(match.end("codes") + 1 + start, end, "control", control.id)
        codes = read_codes(self.system, match["codes"].replace("/", " "), start, " ", sink, home="first")
        if codes[:1] != (self.system.home,) or len(codes) < 2 or not match["codes"].startswith(self.system.home):
            sink.fault("mark-rel-without-usa", start, end)
        if not control.members.issuperset(codes):
            sink.fault("mark-eyes-code", start, end)
        return Value(Entry(control.id, codes=codes), control, start, end, control.id)

    # -- trees and names ----------------------------------------------------------------------

    def _tree(self, text: str, start: int, sink: Sink) -> Value | None:
        for opening, word in self._joined:
            if text.startswith(opening) and len(text) > len(opening):
                return self._old_tree(word, text, start, sink)
        for form, word in self._old:
            if text.startswith(form) and text[len(form) : len(form) + 1] in (" ", "-"):
                return self._behind_old(word, text, len(form), start, sink)
        head, hyphen, rest = text.partition("-")
        found = self.words.get(head)
        if found is None or not hyphen or found.control.id not in self._trees:
            return None
        control = found.control
        sink.token(start, start + len(head), "control", control.id)
        self._fit(found, start, start + len(head), sink)
        tree = self._compartments(control, rest, start + len(head) + 1, sink)
        if tree is None:
            return None
        return Value(Entry(control.id, "", tree), control, start, start + len(text), control.portion[0])

    def _behind_old(self, word: Word, text: str, length: int, start: int, sink: Sink) -> Value | None:
        """An old compartment name at the head of ``text``; what follows it hangs on the new one."""
        value = self._word(word, text[:length], start, sink)
        rest = text[length:]
        part = value.entry.tree[0][0] if value.entry.tree else ""
        tree = self._compartments(value.control, part + rest, start + length - len(part), sink)
        if tree is None:
            return None
        return Value(Entry(value.control.id, "", tree), value.control, start, start + len(text), value.sort)

    def _old_tree(self, word: Word, text: str, start: int, sink: Sink) -> Value | None:
        """``SI-ECI ABC-ECI EFG``: a grouping word that is never written any more."""
        control = word.control
        assert word.superseded is not None
        grouping = word.superseded.form.split("-")[-1]
        end = start + len(text)
        sink.fault(
            "mark-superseded", start, end, since=word.superseded.start, successor=control.id, cite=word.superseded.cite
        )
        names = [part.removeprefix(grouping).strip() for part in text[text.index("-") + 1 :].split("-")]
        sink.token(start, end, "control", control.id)
        tree = self._compartments(control, "-".join(filter(None, names)), start, Sink())
        return Value(Entry(control.id, "", tree), control, start, end, control.portion[0]) if tree else None

    def _compartments(self, control: Control, text: str, start: int, sink: Sink) -> Tree | None:
        """``G MNOP WXYZ-QAB``: compartments and their sub-compartments, sorted; ``None`` where one is none."""
        known = self.system.children.get(control.id, {})
        found: dict[str, tuple[str, ...]] = {}
        order: list[str] = []
        at = start
        for part in text.split("-"):
            words = part.split(" ")
            child = known.get(part) or known.get(words[0])
            whole = part in known
            name = child.forms(Form.PORTION)[0] if child else words[0]
            name_end = at + (len(part) if whole else len(words[0]))
            if child is not None:
                written = part if whole else words[0]
                if written not in child.forms(self.form):
                    sink.fault("mark-form", at, name_end, right=child.forms(self.form)[0])
            elif control.compartments is None or not control.compartments.fullmatch(name):
                return None
            sink.token(at, name_end, "compartment", child.id if child else f"{control.id}-{name}")
            subs = [] if whole else words[1:]
            if not self._subs(child, subs, name_end, sink):
                return None
            if name in found:
                sink.fault("mark-duplicate", at, name_end, value=name)
            else:
                order.append(name)
            found[name] = sorted_subs({*found.get(name, ()), *subs})
            at += len(part) + 1
        if not _sorted(order):
            sink.fault("mark-order", start, start + len(text), category="compartments")
        return tuple((name, found[name]) for name in sorted(order))

    def _subs(self, child: Control | None, subs: list[str], at: int, sink: Sink) -> bool:
        below = child.below if child else None
        if below is not None and below.required and not subs:
            sink.fault("mark-list-empty", at - 1, at)
            return True
        start = at
        for sub in subs:
            at += 1
            end = at + len(sub)
            if below is not None and below.retired is not None and below.retired.fullmatch(sub):
                sink.fault("mark-retired", at, end, since=below.retired_from, value=sub, cite=below.cite)
            elif below is None:
                if child is not None or not _IDENT.fullmatch(sub):
                    return False
            elif not below.pattern.fullmatch(sub):
                return False
            sink.token(at, end, "sub-compartment", sub)
            at = end
        if len(set(subs)) != len(subs):
            sink.fault("mark-duplicate", start + 1, at, value=max(subs, key=subs.count))
        if tuple(subs) != sorted_subs(subs) and subs != sorted(subs):
            sink.fault("mark-order", start + 1, at, category="sub-compartments")
        return True

    def _program(self, text: str, start: int, before: Value | None, sink: Sink) -> Value | None:
        end = start + len(text)
        for control in self._programs:
            for fit, forms in (("own", control.forms(self.form)), ("other", control.banner)):
                for form in forms:
                    if text == form and form in control.short and self.form is Form.PORTION:
                        sink.token(start, end, "control", control.id)
                        return Value(Entry(control.id), control, start, end, "")
                    if not text.startswith(form + "-"):
                        continue
                    at = len(form) + 1
                    sink.token(start, start + at - 1, "control", control.id)
                    if fit == "other":
                        self._fit(Word(control, "other"), start, start + at - 1, sink)
                    if before is not None and before.control is control:
                        since = day_after(control.indicator_repeats_until)
                        sink.fault("mark-indicator-repeated", start, start + at, since=since)
                    return self._programme(control, text[at:], start + at, start, sink)
            if before is not None and before.control is control:
                return self._programme(control, text, start, start, sink)
        return None

    def _programme(self, control: Control, text: str, at: int, start: int, sink: Sink) -> Value | None:
        name, hyphen, rest = text.partition("-")
        if control.names is None or not control.names.fullmatch(name):
            return None
        sink.token(at, at + len(name), "name", name)
        if self.form is Form.PORTION and " " in name and control.category == "sap":
            sink.fault("mark-form", at, at + len(name), right="its abbreviation")
        tree: Tree = ()
        if hyphen:
            found = self._compartments(control, rest, at + len(name) + 1, sink)
            if found is None:
                return None
            tree = found
        return Value(Entry(control.id, name, tree), control, start, at + len(text), name)

    def _name(self, text: str, start: int, sink: Sink) -> Value | None:
        """A member of a set of names: a CUI category."""
        end = start + len(text)
        for control in self._named:
            if not text.startswith(control.prefix) or (control.prefix == "" and text in self.words):
                continue
            name = text[len(control.prefix) :]
            named = self.system.named[control.named_set].get(name)
            if named is None:
                if control.prefix and _IDENT.fullmatch(name):
                    sink.token(start, end, "control", control.id)
                    sink.fault("mark-category-unknown", start, end)
                    return Value(Entry(control.id, name), control, start, end, name)
                continue
            sink.token(start, end, "control", f"{control.prefix}{name}")
            if control.kind not in named.kinds:
                sink.fault("mark-category-kind", start, end, value=name, kind=control.kind, right=named.kinds[0])
            return Value(Entry(control.id, name), control, start, end, name)
        return None

    def _unpublished(self, text: str, start: int, before: Value | None, sink: Sink) -> Value | None:
        """An SCI system that the public register does not list: with a digit, or beside a listed system."""
        for control in self._unlisted:
            name, hyphen, rest = text.partition("-")
            if control.names is None or not control.names.fullmatch(name) or name in self.system.codes:
                continue
            beside = before is not None and before.control.category == control.category
            # What the register describes by its form alone needs no further sign.
            sure = not control.advice
            if not sure and not _HAS_DIGIT.search(name) and not (beside and len(name) <= _LONGEST_LETTERS):
                continue
            if name.translate(_MISREAD) in self.words:
                # N0FORN is a control with a wrong character, no system of that name.
                continue
            tree: Tree = ()
            sink.token(start, start + len(name), "control", control.id)
            if hyphen:
                found = self._compartments(control, rest, start + len(name) + 1, sink)
                if found is None:
                    return None
                tree = found
            end = start + len(text)
            if control.advice:
                sink.fault(control.advice, start, end, cite=control.cite)
            return Value(Entry(control.id, name, tree), control, start, end, name)
        return None


def _starts(text: str, form: str, home: str) -> bool:
    return text[len(form) :].lstrip().startswith(home)


def _sorted(names: list[str]) -> bool:
    return names == sorted(names) or (all(name.isdigit() for name in names) and names == sorted(names, key=int))
