"""What stands in the first place of a mark: a level, with whatever codes and words belong to it."""

from __future__ import annotations

from msgspec import Struct

from markcheck.marks.codes import read_codes
from markcheck.marks.sink import Sink
from markcheck.model.marking import Entry, Form
from markcheck.rulebook.systems import First, MarkingSystem
from markcheck.rulebook.vocabulary import Control, Lead, Level


class Opening(Struct):
    """The first place as read: ``control`` where a control stands there alone and implies the lowest level."""

    lead: Lead
    level: Level
    owners: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    control: Control | None = None


class LeadReader:
    """Reads the first place in one form."""

    def __init__(self, system: MarkingSystem, form: Form) -> None:
        self.system = system
        self.form = form
        self._first = system.first[form]
        self._owned = [lead for lead in system.leads.values() if lead.owners != "none"]
        self._levels = {
            lead.id: {lead.word(name, form): system.levels[name] for name in lead.levels} for lead in self._owned
        }
        self._alone = {
            word.upper(): control
            for control in system.controls.values()
            if control.stands_alone
            for word in (*control.forms(form), *(control.short if form is Form.PORTION else ()))
        }
        self.slashed = sorted((word for word in self._alone if "/" in word), key=len, reverse=True)

    def read(self, text: str, start: int, sink: Sink) -> Opening | None:
        """The first place ``text``, the mark in front of it included; ``None`` where it is none."""
        first = self._first.get(text)
        if first is not None:
            return self._plain(first, text, start, sink)
        control = self._alone.get(text)
        if control is not None:
            return Opening(self.system.lead, self.system.lowest, control=control)
        note = self.system.foreign_levels.get(text)
        if note:
            sink.fault(note, start, start + len(text))
            return None
        for lead in self._owned:
            if text.startswith(lead.mark):
                read = self._after if lead.owners == "after" else self._before
                found = read(lead, text, start, sink)
                if found is not None:
                    return found
        return None

    def _plain(self, first: First, text: str, start: int, sink: Sink) -> Opening:
        end = start + len(text)
        lead, level = first.lead, first.level
        sink.token(start, end, "level", level.id)
        right = lead.word(level.id, self.form)
        if first.fit == "word" or (first.fit == "other" and lead is self.system.lead):
            code = "mark-level-word" if self.form is Form.PORTION else "banner-abbreviated"
            sink.fault(code, start, end, right=right)
        elif first.fit == "other":
            sink.fault("mark-form", start, end, right=right or lead.word(level.id, Form.BANNER))
        entries: tuple[Entry, ...] = ()
        if first.compound is not None:
            control = first.compound.control
            entries = (Entry(control),) if control else ()
            sink.fault(
                "mark-compound", start, end, since=first.compound.start, right=right, control=control,
                cite=first.compound.cite,
            )  # fmt: skip
        owners = (first.activity,) if first.activity else ()
        return Opening(lead, level, owners, entries)

    def _after(self, lead: Lead, text: str, start: int, sink: Sink) -> Opening | None:
        """``//JOINT SECRET AUS USA``: the level, then the codes."""
        rest = text[len(lead.mark) :]
        if rest[:1] != " ":
            return None
        at = start + len(lead.mark) + 1
        rest = rest[1:]
        levels = self._levels[lead.id]
        word = next((word for word in levels if rest == word or rest.startswith(word + " ")), None)
        if word is None:
            return self._wrong_word(lead, rest, at, sink)
        return self._owners_after(lead, levels[word], word, rest, at, sink)

    def _wrong_word(self, lead: Lead, rest: str, at: int, sink: Sink) -> Opening | None:
        """The level of the other form, or one that this kind of marking does not know."""
        other = Form.PORTION if self.form is Form.BANNER else Form.BANNER
        words = {lead.word(name, other): self.system.levels[name] for name in lead.levels}
        for word, level in words.items():
            if rest == word or rest.startswith(word + " "):
                code = "mark-level-word" if self.form is Form.PORTION else "banner-abbreviated"
                sink.fault(code, at, at + len(word), right=lead.word(level.id, self.form))
                return self._owners_after(lead, level, word, rest, at, sink)
        note = self.system.foreign_levels.get(rest.partition(" ")[0])
        if note:
            sink.fault(note, at, at + len(rest.partition(" ")[0]))
        return None

    def _owners_after(self, lead: Lead, level: Level, word: str, rest: str, at: int, sink: Sink) -> Opening:
        sink.token(at - len(lead.mark) - 1, at - 1, "lead", lead.id)
        sink.token(at, at + len(word), "level", level.id)
        listed = rest[len(word) + 1 :]
        behind = at + len(word) + 1
        if not listed:
            if self.form is Form.BANNER:
                sink.fault("mark-list-empty", at, at + len(word))
            return Opening(lead, level)
        owners = read_codes(self.system, listed, behind, " ", sink, home="place")
        if lead.owners_with_home and (self.system.home not in owners or len(owners) < 2):
            sink.fault("mark-owners", behind, behind + len(listed), home=self.system.home)
        return Opening(lead, level, owners)

    def _before(self, lead: Lead, text: str, start: int, sink: Sink) -> Opening | None:
        """``//CAN GBR SECRET``, ``(//FGI S)``: codes, or the word for concealed ones, then the level."""
        rest = text[len(lead.mark) :]
        at = start + len(lead.mark)
        levels = self._levels[lead.id]
        word = next((word for word in levels if rest.endswith(" " + word)), None)
        if word is None:
            other = Form.PORTION if self.form is Form.BANNER else Form.BANNER
            words = {lead.word(name, other): self.system.levels[name] for name in lead.levels}
            word = next((word for word in words if rest.endswith(" " + word)), None)
            if word is None:
                return None
            levels = words
            code = "mark-level-word" if self.form is Form.PORTION else "banner-abbreviated"
            sink.fault(code, at + len(rest) - len(word), at + len(rest), right=lead.word(levels[word].id, self.form))
        if rest.endswith(" TOP SECRET"):
            word = "TOP SECRET"
        level = levels[word]
        listed = rest[: -len(word) - 1]
        words_of_list = listed.split(" ")
        if words_of_list[0] == lead.concealed:
            if self.form is Form.BANNER:
                return None
            if len(words_of_list) > 1:
                sink.fault("mark-concealed-with-code", at, at + len(listed))
        elif not any(code in self.system.countries or code in self.system.organisations for code in words_of_list):
            return None
        for other_lead in self.system.leads.values():
            for source in other_lead.sources:
                if source in words_of_list and source in self.system.organisations:
                    sink.fault("mark-named-level", at, at + len(rest), right=other_lead.word(level.id, self.form) or "")
        sink.token(at + len(listed) + 1, at + len(rest), "level", level.id)
        if listed == lead.concealed:
            sink.token(at, at + len(listed), "lead", lead.id)
            return Opening(lead, level)
        codes_text = listed.removeprefix(lead.concealed).lstrip()
        owners = read_codes(self.system, codes_text, at + len(listed) - len(codes_text), " ", sink, home="place")
        if self.system.home in owners:
            sink.fault("mark-display-with-home", at, at + len(listed), home=self.system.home)
        return Opening(lead, level, owners)
