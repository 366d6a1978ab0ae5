"""Reads one mark: text to :class:`ParsedMark`, with the span of everything that is wrong with it.

The words come from a marking system's data; this module knows shapes alone: a level, then controls, separated by
slashes (``//`` between categories, ``/`` within one; IC Markings System Register and Manual A.6), a release list, an
``ENTIRE TEXT`` suffix. A piece is first assigned to a control by its word and only then judged by its place, so that
a misplaced control is "out of order" and not "unknown".
"""

from __future__ import annotations

import re
from functools import lru_cache

from markcheck.marks.render import render_portion
from markcheck.model.marking import Fault, Form, Marking, ParsedMark, Standing
from markcheck.rulebook.systems import Control, Level, MarkingSystem

LONGEST_MARK = 200
_ENTIRE_TEXT = re.compile(r"\s*-+\s*ENTIRE\s+TEXT\.?$", re.IGNORECASE)
_PIECE = re.compile(r"(/+)|[^/]+")
_WORD = re.compile(r"[^\s/,:\-()]+")
_CODES = re.compile(r",|\s+")
_SHORT_WORD = 3
_LONGEST_RESEMBLANCE = 60


class Grammar:
    """The grammar of one marking system; parsing is cached by text and form, since marks repeat."""

    def __init__(self, system: MarkingSystem) -> None:
        self.system = system
        self._shown = self.system.words | self.system.codes | {"ENTIRE", "TEXT"}
        self.parse = lru_cache(maxsize=65536)(self._parse)
        self._lead = re.compile(
            "|".join(
                re.escape(form) for form in sorted(system.control_by_portion, key=len, reverse=True) if "/" in form
            )
            or r"(?!)"
        )

    def _parse(self, text: str, form: Form = Form.PORTION) -> ParsedMark:
        """Read ``text``: a portion mark with its parentheses, or a banner.

        Never raises; a string that is no mark at all comes back as ``PROSE``. Linear in the length of the text.
        """
        if len(text) > LONGEST_MARK:
            return ParsedMark(text, Standing.PROSE, None, "…")
        inner, shift, faults = self._unwrap(text, form)
        if inner is None:
            return ParsedMark(text, Standing.PROSE, None, "…")
        reading = _Reading(self.system, form, faults, shift)
        body = _ENTIRE_TEXT.sub("", inner)
        entire = len(body) != len(inner)
        upper = body.upper()
        if upper != body and upper.isascii():
            faults.append(Fault("mark-case", 0, len(text), {}))
        if not upper.isascii():
            return self._not_ascii(text)
        marking = self._read(upper, reading)
        if marking is None and not self._resembles_mark(body):
            return ParsedMark(text, Standing.PROSE, None, "…")
        serious = [fault for fault in faults if fault.code not in FORM_FAULTS]
        standing = Standing.FAULTY if serious or marking is None else Standing.VALID
        label = self._label(text)
        suggestion = render_portion(self.system, marking) if marking and form is Form.PORTION else ""
        done = tuple(
            Fault(fault.code, fault.start, fault.end, {"mark": label, "suggestion": suggestion, **fault.fields})
            for fault in faults
        )
        return ParsedMark(text, standing, marking, label, done, entire)

    def _unwrap(self, text: str, form: Form) -> tuple[str | None, int, list[Fault]]:
        """The mark without its parentheses and outer blanks, its offset in ``text``, and the spacing faults."""
        if form is Form.BANNER:
            return text.strip(), len(text) - len(text.lstrip()), []
        if len(text) < 3 or text[0] != "(" or text[-1] != ")":
            return None, 0, []
        bare = text[1:-1]
        inner = bare.strip()
        if not inner:
            return None, 0, []
        faults = [Fault("mark-spacing", 0, len(text), {})] if inner != bare else []
        return inner, 1 + len(bare) - len(bare.lstrip()), faults

    def _read(self, text: str, reading: _Reading) -> Marking | None:
        lead = self._lead.match(text)
        if lead and reading.form is Form.PORTION and (lead.end() == len(text) or text[lead.end()] == "/"):
            reading.take(lead.group(), lead.start(), self.system.control_by_portion[lead.group()])
            rest = lead.end()
        else:
            rest = 0
        separator = ""
        for match in _PIECE.finditer(text, rest):
            if match.group(1):
                separator = match.group()
                reading.separator(separator, match.start(), match.end(), len(text))
                continue
            raw = match.group()
            piece = raw.strip()
            start = match.start() + len(raw) - len(raw.lstrip())
            if piece != raw:
                reading.fault("mark-spacing", match.start(), match.end())
            if piece:
                reading.piece(piece, start)
        return reading.result()

    def _not_ascii(self, text: str) -> ParsedMark:
        """A mark with a letter that only looks like one; prose with an accent is prose."""
        letters = [char for char in text if char.isalnum()]
        strange = [char for char in letters if not char.isascii()]
        if len(letters) > 2 * _SHORT_WORD and len(strange) * 2 < len(letters):
            return ParsedMark(text, Standing.PROSE, None, "…")
        label = "".join(char if char.isascii() else "?" for char in text) if len(letters) <= _SHORT_WORD else "…"
        return ParsedMark(text, Standing.FAULTY, None, label, (Fault("mark-lookalike", 0, len(text), {"mark": label}),))

    def damaged(self, text: str) -> ParsedMark:
        """A string that stands for a mark but lost or changed a bracket: never a meaning, never a release."""
        return ParsedMark(text, Standing.FAULTY, None, self._label(text))

    def _resembles_mark(self, body: str) -> bool:
        """Whether a string that does not parse was meant as a mark.

        In capitals one word of the marking language, a double slash or a very short word is enough; in mixed case all
        words must be of the language. The doubt goes towards a mark: prose in that place is rare, and taking a mark
        for prose would give its paragraph the banner's level.
        """
        words = _WORD.findall(body)
        if len(body) > _LONGEST_RESEMBLANCE:
            return False
        if body != body.upper():
            return bool(words) and all(word.upper() in self.system.words for word in words)
        if "//" in body or any(word in self.system.words for word in words):
            return True
        return len(words) == 1 and len(words[0]) <= _SHORT_WORD and words[0].isalpha()

    def _label(self, text: str) -> str:
        words = _WORD.findall(text)
        known = self._shown
        if all(word.upper() in known or len(word) <= _SHORT_WORD for word in words):
            return text
        return _WORD.sub(lambda word: word[0] if word[0].upper() in known or len(word[0]) <= _SHORT_WORD else "…", text)


# Faults of form alone: the meaning is certain, so the mark may still release text.
FORM_FAULTS = frozenset({"mark-case", "mark-spacing", "mark-separator", "mark-controls-order"})


class _Reading:
    """The state of one parse: what was understood so far, and the faults."""

    __slots__ = (
        "_last",
        "_order",
        "_separator",
        "codes",
        "controls",
        "failed",
        "faults",
        "form",
        "level",
        "shift",
        "system",
    )

    def __init__(self, system: MarkingSystem, form: Form, faults: list[Fault], shift: int) -> None:
        self.system = system
        self.form = form
        self.faults = faults
        self.shift = shift
        self.level: Level | None = None
        self.controls: list[str] = []
        self.codes: tuple[str, ...] = ()
        self.failed = False
        self._separator: tuple[str, int, int] | None = None
        self._last: Control | None = None
        self._order = -1

    def fault(self, code: str, start: int, end: int, **fields: str) -> None:
        self.faults.append(Fault(code, start + self.shift, end + self.shift, fields))

    def unknown(self, start: int, end: int) -> None:
        if not self.failed:
            self.fault("mark-unknown", start, end)
        self.failed = True

    def separator(self, text: str, start: int, end: int, length: int) -> None:
        if start == 0 or end == length or len(text) > 2 or self._separator:
            self.unknown(start, end)
        self._separator = (text, start, end)

    def piece(self, piece: str, start: int) -> None:
        end = start + len(piece)
        if self.level is None and not self.controls:
            self._first(piece, start, end)
            self._separator = None
            return
        forms, others = self.system.control_by_portion, self.system.control_by_banner
        if self.form is Form.BANNER:
            forms, others = others, {}
        control = forms.get(piece) or others.get(piece)
        if control is None or control.takes_codes:
            control = self._list(piece, start)
        if control is None:
            self.unknown(start, end)
        else:
            self.take(piece, start, control)
        self._separator = None

    def _first(self, piece: str, start: int, end: int) -> None:
        by_form = self.system.level_by_portion if self.form is Form.PORTION else self.system.level_by_banner
        level = by_form.get(piece)
        if level is not None:
            self.level = level
            return
        controls = self.system.control_by_portion if self.form is Form.PORTION else self.system.control_by_banner
        control = controls.get(piece)
        if control is not None and control.stands_alone:
            self.take(piece, start, control)
            return
        word = self.system.level_by_word.get(piece)
        if word is not None:
            self.level = word
            self.fault("mark-level-word" if self.form is Form.PORTION else "banner-abbreviated", start, end)
            return
        if self.form is Form.BANNER and piece in self.system.level_by_portion:
            self.level = self.system.level_by_portion[piece]
            self.fault("banner-abbreviated", start, end, suggestion=self.level.banner)
            return
        if piece in self.system.foreign_levels:
            self.failed = True
            self.fault(self.system.foreign_levels[piece], start, end)
            return
        self.unknown(start, end)

    def _list(self, piece: str, start: int) -> Control | None:
        """A control that carries a list of codes (``REL TO USA, GBR``)."""
        for control in self.system.controls.values():
            if not control.takes_codes:
                continue
            for form in sorted((*control.portion, *control.banner, *control.short), key=len, reverse=True):
                if piece != form and not piece.startswith(form + " "):
                    continue
                listed = piece[len(form) :]
                codes = tuple(code for code in _CODES.split(listed) if code)
                if not codes and form in control.short and self.form is Form.PORTION:
                    return control
                if codes[:1] != (self.system.releasing_country,) or len(codes) < 2:
                    self.fault("mark-rel-without-usa", start, start + len(piece))
                elif self.system.codes and not self.system.codes.issuperset(codes):
                    self.fault("mark-rel-bad-code", start, start + len(piece))
                elif listed != " " + ", ".join(codes) or len(set(codes)) != len(codes):
                    self.fault("mark-separator", start, start + len(piece))
                # An unknown word may be prose: it is neither kept nor shown.
                self.codes = tuple(code for code in codes if code in self.system.codes)
                return control
        return None

    def take(self, piece: str, start: int, control: Control) -> None:
        end = start + len(piece)
        if control.id in self.controls or any(other in control.forbids for other in self.controls):
            self.unknown(start, end)
        if self._separator and self._last is not None:
            wanted = "/" if self._last.category == control.category else "//"
            if self._separator[0] != wanted:
                self.fault("mark-separator", self._separator[1], self._separator[2])
        elif self._separator and self.level is not None and self._separator[0] != "//":
            self.fault("mark-separator", self._separator[1], self._separator[2])
        if control.order < self._order:
            self.fault("mark-controls-order", start, end)
        self._order = max(self._order, control.order)
        self._last = control
        self.controls.append(control.id)

    def result(self) -> Marking | None:
        if self.failed or (self.level is None and not self.controls):
            return None
        if self._separator:
            return None
        level = self.level or self.system.lowest
        order = self.system.controls
        if any(level.id not in order[control].levels for control in self.controls):
            self.fault("mark-level-control", 0, 1)
        controls = tuple(sorted(self.controls, key=lambda control: order[control].order))
        return Marking(level.id, controls, self.codes)
