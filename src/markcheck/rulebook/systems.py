"""A marking system: the vocabulary of one or more folders of ``rules/markings`` with the look-ups the grammar needs."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from msgspec import Struct

from markcheck.model.marking import Form
from markcheck.rulebook import vocabulary
from markcheck.rulebook.vocabulary import Compound, Constraint, Control, Lead, Level, Superseded

CLASSIFIED_LEADS = ("us", "joint", "foreign", "nato")


class Word(Struct, frozen=True):
    """What one text stands for in one form: a control, and how well the text fits the form.

    ``fit`` is ``own`` (this form's), ``other`` (the other form's) or ``loose`` (met, but no form of it).
    """

    control: Control
    fit: str
    superseded: Superseded | None = None


class First(Struct, frozen=True):
    """What a text in the first place stands for; ``fit`` as in :class:`Word`, or ``word``, or ``compound``."""

    lead: Lead
    level: Level
    fit: str
    compound: Compound | None = None
    activity: str = ""


class MarkingSystem:
    """One system: its levels, leads, categories and controls, and tables from texts to them."""

    def __init__(self, name: str, raw: dict[str, Any]) -> None:
        self.name = name
        self.title: str = raw["title"]
        self.home: str = raw.get("home", "")
        self.category_separator: str = raw["category_separator"]
        self.value_separator: str = raw["value_separator"]
        self.levels = {item["id"]: vocabulary.level(item) for item in raw["level"]}
        self.leads = {item["id"]: vocabulary.lead(item, self.levels) for item in raw["lead"]}
        self.categories = _categories(raw.get("category", ()))
        self.rank_of_category = {name: rank for rank, name in enumerate(self.categories)}
        self.controls: dict[str, Control] = {}
        default = CLASSIFIED_LEADS if "us" in self.leads else tuple(self.leads)
        for order, item in enumerate(raw.get("control", ())):
            parent = self.controls.get(item.get("parent", ""))
            self.controls[item["id"]] = vocabulary.control(order, item, default, parent)
        self.constraints: dict[str, list[Constraint]] = {}
        for item in raw.get("constraint", ()):
            found = vocabulary.constraint(item)
            self.constraints.setdefault(found.on, []).append(found)
        self.superseded = tuple(vocabulary.superseded(item) for item in raw.get("superseded", ()))
        self.compounds = tuple(vocabulary.compound(item) for item in raw.get("compound", ()))
        self.countries = frozenset((*raw.get("countries", ()), *raw.get("former_countries", ())))
        self.organisations = {item["code"]: vocabulary.organisation(item) for item in raw.get("organisation", ())}
        self.codes = self.countries | self.organisations.keys()
        self.aliases = {item["code"]: item["means"] for item in raw.get("alias", ())}
        self.named: dict[str, dict[str, vocabulary.Named]] = {}
        for item in raw.get("named", ()):
            entry = vocabulary.Named(item["name"], item["title"], tuple(item["kinds"]))
            self.named.setdefault(item["set"], {})[entry.name] = entry
        self.foreign_levels = {form: item["note"] for item in raw.get("foreign_level", ()) for form in item["forms"]}
        self.lead = next(iter(self.leads.values()))
        own = [self.levels[name] for name in self.lead.levels]
        self.own_levels = tuple(own)
        self.level_by_portion = {level.portion: level for level in own}
        self.level_by_banner = {level.banner: level for level in own}
        self.level_by_word = {word: level for level in own for word in level.words}
        self.lowest = min(own, key=lambda level: level.rank)
        self.by_shape: dict[str, tuple[Control, ...]] = {}
        for control in self.controls.values():
            if not control.parent:
                self.by_shape[control.shape] = (*self.by_shape.get(control.shape, ()), control)
        self.children: dict[str, dict[str, Control]] = {}
        for control in self.controls.values():
            if control.parent:
                forms = dict.fromkeys((*control.banner, *control.portion), control)
                self.children.setdefault(control.parent, {}).update(forms)
        self._words: dict[tuple[str, Form], dict[str, Word]] = {}

    # -- the first place ----------------------------------------------------------------------

    @cached_property
    def first(self) -> dict[Form, dict[str, First]]:
        """What may stand in the first place, without codes and without the mark in front, by form."""
        tables: dict[Form, dict[str, First]] = {}
        for form in Form:
            table = tables[form] = {}
            other = Form.BANNER if form is Form.PORTION else Form.PORTION
            for word, level in self.level_by_word.items():
                table[word] = First(self.lead, level, "word")
            for fit, written in (("other", other), ("own", form)):
                for lead in self.leads.values():
                    if lead.owners != "none":
                        continue
                    for name in lead.levels:
                        word = lead.word(name, written)
                        if word:
                            table[lead.mark + word] = First(lead, self.levels[name], fit)
            for lead in self.leads.values():
                for word, name in lead.also.items():
                    table[word] = First(lead, self.levels[name], "own" if form is Form.BANNER else "other")
                self._activities(lead, table)
            for compound in self.compounds:
                lead = self.leads[compound.lead]
                for word in compound.forms:
                    table.setdefault(lead.mark + word, First(lead, self.levels[compound.level], "compound", compound))
        return tables

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """What all first words of the system begin with, up to a colon (TLP:)."""
        return frozenset(word.partition(":")[0] + ":" for table in self.first.values() for word in table if ":" in word)

    def _activities(self, lead: Lead, table: dict[str, First]) -> None:
        for name, letters in lead.activities.items():
            for level in map(self.levels.__getitem__, lead.activity_levels):
                found = First(lead, level, "own", None, name)
                banner = lead.activity_banner.format(activity=name, level=level.banner)
                portion = lead.activity_portion.format(letters=letters, level=level.portion)
                table[lead.mark + banner] = table[lead.mark + portion] = found

    # -- values -------------------------------------------------------------------------------

    def words(self, lead: str, form: Form) -> dict[str, Word]:
        """Texts of whole values, and heads of trees, lists and programs, in a marking of the kind ``lead``."""
        key = (lead, form)
        if key not in self._words:
            self._words[key] = self._make_words(lead, form)
        return self._words[key]

    def _make_words(self, lead: str, form: Form) -> dict[str, Word]:
        table: dict[str, Word] = {}
        other = Form.BANNER if form is Form.PORTION else Form.PORTION
        controls = [control for control in self.controls.values() if not control.parent and lead in control.leads]
        for control in controls:
            if control.shape in ("named", "unlisted"):
                continue
            for word in control.loose:
                table.setdefault(word.upper(), Word(control, "loose"))
            for word in (*control.forms(other), *(control.short if form is Form.BANNER else ())):
                table.setdefault(word.upper(), Word(control, "other"))
        for control in controls:
            if control.shape in ("named", "unlisted"):
                continue
            for word in (*control.forms(form), *(control.short if form is Form.PORTION else ())):
                table[word.upper()] = Word(control, "own")
        for item in self.superseded:
            target = self.controls[item.to]
            root = self.controls[target.parent] if target.parent else target
            if lead in root.leads:
                table.setdefault(item.form, Word(target, "superseded", item))
        return table

    def category_of(self, control: Control, lead: str) -> str:
        """The category that a control stands in, in a marking of the kind ``lead``."""
        return control.category_in.get(lead, control.category)

    # -- vocabulary for looking at text -------------------------------------------------------

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the marking language: all that may be shown of a mark."""
        forms = [*self.signals, *self.codes, *(lead.concealed for lead in self.leads.values()), "JOINT"]
        for control in self.controls.values():
            forms += [control.title, *control.banner, *control.portion, *control.loose]
        forms += [name for names in self.named.values() for name in names]
        return frozenset(_split(forms))

    @cached_property
    def signals(self) -> frozenset[str]:
        """The texts that tell a mark from prose: levels, what stands in the first place, short forms of controls."""
        forms: list[str] = [*self.level_by_portion, *self.level_by_word, *self.foreign_levels]
        for table in self.first.values():
            forms += [word.removeprefix("//") for word in table]
        for control in self.controls.values():
            if not control.parent and control.shape not in ("named", "unlisted"):
                forms += [*control.portion, *control.short, *(form for form in control.banner[:1] if " " not in form)]
                if control.stands_alone:
                    forms += control.banner
        return frozenset(form.upper() for form in forms)

    def expanded(self, codes: tuple[str, ...]) -> frozenset[str]:
        """``codes`` with the members of those organisations that a roll-up may expand (Register Table 3, rule 23)."""
        found = set(codes)
        for code in codes:
            organisation = self.organisations.get(code)
            if organisation is not None and organisation.expandable:
                found.update(organisation.members)
        return frozenset(found)

    def beyond(self, codes: frozenset[str], listed: frozenset[str]) -> frozenset[str]:
        """Those of the expanded ``codes`` that ``listed`` leaves out; the members of an organisation stand for it."""
        return frozenset(
            code
            for code in codes - listed
            if not (
                (organisation := self.organisations.get(code)) is not None
                and organisation.expandable
                and listed.issuperset(organisation.members)
            )
        )

    def code_key(self, code: str) -> tuple[int, str]:
        """The sort key of a code in a list: countries before organisations, each alphabetical."""
        return (1 if code in self.organisations else 0, code)


def _categories(raw: Any) -> dict[str, vocabulary.Category]:
    ordered: list[dict[str, Any]] = []
    for item in raw:
        at = next((index for index, other in enumerate(ordered) if other["id"] == item.get("before")), len(ordered))
        ordered.insert(at, item)
    return {
        item["id"]: vocabulary.Category(item["id"], item["title"], item.get("order", "register"), item["cite"])
        for item in ordered
    }


def _split(forms: list[str]) -> set[str]:
    words: set[str] = set()
    for form in forms:
        words.update(form.upper().replace("/", " ").replace("-", " ").replace(".", " ").split())
    return words
