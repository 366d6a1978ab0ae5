"""The vocabulary of ``rules/`` as compiled patterns.

Every pattern that looks for line starts begins with a literal line feed and runs over the text with one line feed put
in front: that form is four times as fast as a multi-line ``^``. The offset of such a match's start is therefore the
offset of the line in the text itself, and that of a group is one too high.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from msgspec import Struct

from markcheck.kept import kept
from markcheck.marks.language import Language
from markcheck.model.marking import Form, Marking
from markcheck.rulebook.book import Rulebook
from markcheck.structure.codes import Codes

_MOST_BANNER_WORDS = 8
# Shorter words may be part of any name.
_LONGEST_CODE = 3
_MARK = r"\([^()\n]{1,300}\)"
# What may stand at the start of a line in any case, beside labels: see :meth:`Words._events`.
_SMALL_OPENERS = ("declassified/released", "end")
# A long list may go on on the next line.
_WRAPPED_MARK = r"\([^()\n]{1,300}(?:\n[ \t]{0,20}[A-Z][^()\n]{1,300})?\)"


def _spaced(text: str, gap: str) -> str:
    return r"[ ]*".join(gap.join(re.escape(letter) for letter in word) for word in text.split())


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _begun(words: Iterable[str]) -> str:
    """A pattern of the first two signs of ``words`` in any case, which is cheaper than that of the words."""
    pairs = sorted({word[:2].upper() for word in words})
    return "|".join(
        "".join(f"[{sign}{sign.lower()}]" if sign.isalpha() else re.escape(sign) for sign in pair) for pair in pairs
    )


class Words:
    """Everything the genre readers look for."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.system = book.system
        self.orders = book.orders
        self.language = Language(book.systems.values())
        telegram = book.genres["telegram"]
        memo = book.genres["memo"]
        self._marks()
        self._banner_vocabulary()
        self._line_levels(telegram)
        self._captions(telegram)
        self._keywords(telegram)
        self._memo(memo)
        self.instruction_codes = Codes(self.orders).find
        self.genre_signs = _signs(book.genres)
        self.pivot: int = telegram["date"]["pivot"]
        self.titles = frozenset(telegram["classifier"]["titles"])
        warning = telegram["security_warning"]
        self.warning_signals: dict[str, list[str]] = warning["signals"]
        self.warning_letters: dict[str, str] = warning["letters"]
        self.warning_lines: dict[str, str] = warning["write"]
        columns: list[str] = telegram["page"]["columns"]
        self.page_columns = "\t".join(columns)
        joined = r"[ \t|]+".join(re.escape(column) for column in columns)
        self.page_head = re.compile(rf"\n[ \t|]*(?P<columns>{joined})[ \t|]*(?=\n)")
        self.page_equivalents: dict[str, str] = telegram["page"]["equivalents"]
        self.tag_codes = frozenset(telegram["tags"]["codes"])
        self._post_aliases = {_folded(old): _folded(new) for old, new in telegram["posts"]["aliases"].items()}
        self.post = kept(self._post)
        self._missions = re.compile(rf"\b(?:{_any(telegram['posts']['missions'])})\b")
        self.written_lines: dict[str, str] = telegram["write"]["line"]
        self.written_spaced = frozenset(telegram["write"]["spaced"])
        structural = {*telegram["headings"]["structural"], *memo["headings"]["structural"]}
        self.structural = frozenset(structural)
        self.misplaced = re.compile(rf"[ \t]*(?:{_any(structural)})[ \t]*[:.]?[ \t]*(?P<mark>{_MARK})", re.IGNORECASE)
        self._labels = memo["labels"]["words"]
        self.events = self._events()

    def _line_levels(self, telegram: dict[str, list[dict[str, str]]]) -> None:
        self.line_markings: dict[str, Marking] = {}
        for item in telegram["line_level"]:
            parsed = self.language.parse(item["marking"], Form.BANNER)
            if parsed.marking is None:
                raise ValueError(item["marking"])
            self.line_markings[item["text"].replace(" ", "")] = parsed.marking
        texts = [item["text"] for item in telegram["line_level"]]
        close = "|".join(_spaced(text, r"[ ]?") for text in texts)
        wide = "|".join(_spaced(text, r"[ ]") for text in texts)
        self._level = rf"(?:{close}|(?i:{wide}))"
        # Most lines are prose: the second letter alone turns them away.
        self.line_level = re.compile(
            rf"\n[ \t]*+(?=[A-Za-z][^a-z])(?P<level>{self._level})(?![A-Za-z])(?P<rest>[^\n]*)"
        )

    def _marks(self) -> None:
        """How a portion mark begins, whole or with its brackets lost or changed, in any of the systems."""
        firsts: set[str] = set()
        for system in self.book.systems.values():
            firsts |= {
                word for word, first in system.first[Form.PORTION].items() if first.fit == "own" and word[0] != "/"
            }
            firsts |= {control.portion[0] for control in system.controls.values() if control.stands_alone}
        short = {*self.system.level_by_portion, *(word for word in firsts if word.isupper() and len(word) > 1)}
        first = _any(sorted(short))
        # With other brackets and separators it is damaged, and a mark all the same.
        self.mark_opening = (
            rf"[(\[{{\uff08](?://|(?:{_any(sorted(firsts))})(?:[/)\]}}\\|\uff09\uff0f\u2215\u2044]|[ ]-))"
        )
        self.damaged_mark = re.compile(
            rf"[ \t]*(?:[\[{{<][ ]?(?:{first})(?:/{{1,2}}[A-Z ,-]{{1,30}})?[ ]?[\]}}>)]"
            rf"|\([ ]?(?:{first})(?:/{{1,2}}[A-Z]{{1,8}})?[ ]?(?:[\]}}>]|(?=[ ][A-Z][a-z]))"
            rf"|(?:{first})(?:/{{1,2}}[A-Z]{{1,8}})?\))"
        )
        self.level_and_more = re.compile(rf"\((?:(?:{_any(self.system.level_by_portion)})[/ ,-]|//)")
        self.run_on = re.compile(rf"[ \t](?P<head>\d{{1,2}}\.[ ]?{self.mark_opening})")
        self.subject_stop = re.compile(
            rf"\n[ \t]*(?:[-=]{{4,}}|SENSITIVE BUT UNCLASSIFIED|(?i:this is an action request)|{self.mark_opening})"
            rf"|[ \t]\d{{1,2}}\.[ ]?{self.mark_opening}"
        )
        self.tags_stop = re.compile(rf"\n[ \t]*{self.mark_opening}|[ \t\n]\d{{1,2}}\.[ ]?{self.mark_opening}")

    def says_banner(self, line: str) -> bool:
        """Whether a line is made of the words of banners alone, a classified level among them, and is none."""
        words = line.replace("/", " ").replace(",", " ").split()
        return (
            1 < len(words) <= _MOST_BANNER_WORDS
            and self._banner_words >= set(words)
            and bool(self._level_words.intersection(words))
        )

    def _post(self, text: str) -> str:
        """A post's name in capitals without blanks and without the kind of mission, by its usual name."""
        name = _folded(self._missions.sub(" ", text.upper()))
        return next((new + name[len(old) :] for old, new in self._post_aliases.items() if name.startswith(old)), name)

    def line_marking(self, text: str) -> Marking | None:
        """The marking of a level as a classification line writes it, blanks between letters or not."""
        return self.line_markings.get(text.replace(" ", "").upper())

    def banner_marking(self, text: str) -> Marking | None:
        """The marking of a bare banner line: a level alone, spaced or not, or a whole banner."""
        return self.language.parse(text, Form.BANNER).marking if "//" in text else self.line_marking(text)

    def _banner_vocabulary(self) -> None:
        forms: set[str] = set()
        for system in self.book.systems.values():
            for level in system.levels.values():
                forms.add(level.banner)
            for lead in system.leads.values():
                forms.update(banner for banner, _ in lead.forms.values())
            for control in system.controls.values():
                forms.update(control.banner)
        self._banner_words = frozenset(word for form in forms for word in form.replace("/", " ").split())
        levels = (level for system in self.book.systems.values() for level in system.levels.values())
        self._level_words = frozenset(word for level in levels if level.classified for word in level.banner.split())

    def _captions(self, telegram: dict[str, list[dict[str, str]]]) -> None:
        self.captions = {item["name"]: item for item in telegram["caption"]}
        self.caption = re.compile(rf"(?:{_any(self.captions)})(?![A-Za-z])")
        attention: dict[str, list[str]] = telegram["attention"]  # type: ignore[assignment]
        self.restricting = frozenset(self._restricting(telegram))
        self.attention = re.compile(rf"(?<![A-Za-z])(?:{_any(attention['words'])})(?![A-Za-z])")

    def _restricting(self, telegram: dict[str, list[dict[str, str]]]) -> Iterable[str]:
        """Words of captions and controls that are no part of a post's name."""
        for item in telegram["caption"]:
            if "control" in item or item.get("kind") == "restrictive":
                yield from (word for word in item["name"].split() if len(word) > _LONGEST_CODE)
        for system in self.book.systems.values():
            for control in system.controls.values():
                if control.shape == "word":
                    yield from (
                        form
                        for form in (*control.banner, *control.portion)
                        if form.isalpha() and len(form) > _LONGEST_CODE and form == form.upper()
                    )

    def _keywords(self, telegram: dict[str, dict[str, list[str]]]) -> None:
        keywords = telegram["keywords"]
        tags, subject, reference = (_any(keywords[name]) for name in ("tags", "subject", "reference"))
        authority = _any(keywords["authority"])
        # The first letters alone turn most places away, and the letters within words most of the others.
        first = "".join(sorted({word[0] for words in keywords.values() for word in words}))
        self.keywords = re.compile(
            rf"(?=[1E({first}e{first.lower()}])(?:(?<![A-Za-z])|(?=REF:|\())(?:"
            rf"(?P<order>(?<![A-Za-z0-9.])1?(?i:E\.?[ ]?[O0]\.?)[ ]?(?P<number>\d{{4,6}}|\d\d[ ]\d{{3}})(?!\d))"
            rf"|(?P<tags>(?<![A-Za-z])(?i:{tags})(?:[ ]?[:;,]|(?<=\nTAGS)(?=[ \t])))"
            rf"|(?P<subject>(?<![A-Za-z/])(?i:{subject})(?:[ ]?:|(?<=\nSUBJECT)(?=[ \t])))"
            rf"|(?P<reference>(?:(?<![A-Za-z(])(?i:{reference})[ ]?:|(?<=\n)REFS?(?=[ \t]+[A-Z0-9(])|REF:(?=[ ]?A\.)))"
            rf"|(?P<authority>(?:{_MARK}[ \t]*)?(?<![A-Za-z])(?i:{authority})(?![A-Za-z])))"
        )
        self.element_line = re.compile(
            rf"\n[ \t\u00b61]*(?:(?i:{tags})[ ]?[:;,]|TAGS[ ]|(?i:{subject})[ ]?:|SUBJECT[ ]"
            rf"|(?i:{reference})[ ]?:|REFS?[ ][A-Z(]"
            rf"|(?:\d[ ]?\.[ ]*)?(?:{_MARK}[ \t]*)?(?i:{authority})(?![A-Za-z])"
            rf"|(?:{_any(self.captions)})[ \t]*(?=\n|\Z))"
        )
        self.order_keyword = re.compile(r"\n[ \t]*[\u00b61]?(?i:E\.?[ ]?[O0]\.?)[ ]?\d\d[ ]?\d{2,4}(?!\d)")
        self.tags_keyword = re.compile(rf"\n[ \t]*(?:{tags})[ ]?[:;]", re.IGNORECASE)
        self.first_mark = re.compile(
            rf"\n[ \t]*+(?=[^A-Za-z])(?:[\u00b6\ufffd]?[ \t]*\d{{1,6}}[ ]?\.[ \t]*)?{self.mark_opening}"
        )
        self.authority_opener = re.compile(rf"(?:{authority})(?![A-Za-z])", re.IGNORECASE)

    def _memo(self, memo: dict[str, dict[str, list[str]]]) -> None:
        fields = memo["fields"]
        roles = {word: role for role, names in fields.items() if role != "opening" for word in names}
        self.memo_roles = roles
        self.memo_field = re.compile(rf"\n[ \t]*(?P<label>(?i:{_any(roles)}))[ \t]*:[ \t]*(?P<value>[^\n]*)")
        self.memo_opening = re.compile(rf"\n[ \t]*(?P<opening>(?i:{_any(fields['opening'])})\b[^\n]*)")
        # A telegram names its post and its time in lines of their own, without a colon.
        correspondents = [word for role in ("from", "to", "date") for word in fields[role]]
        self.correspondent = re.compile(rf"\n[ \t]*(?i:{_any(correspondents)})[ \t]*:")
        self.authority_roles = frozenset(role.replace("_", "-") for role in memo["authority"])
        labels = {
            name.upper(): role.replace("_", "-")
            for block in ("authority", "designation")
            for role, names in memo[block].items()
            for name in names
        }
        self.memo_labels = labels
        # A label of its own line that a telegram's classifier paragraph has not.
        own = [name for name in labels if not name.startswith("CLASSIFIED BY")]
        self.memo_block = re.compile(rf"\n[ \t]*(?i:{_any(own)})[ \t]*:")
        self.memo_label = re.compile(rf"[\n;][ \t]*+(?={_begun(labels)})(?P<label>(?i:{_any(labels)}))[ \t]*:[ \t]*")
        self.banner_label = re.compile(
            rf"\n[ \t]*(?P<label>(?i:{_any(memo['banner_label']['labels'])}))[ \t]*:[ \t]*(?P<line>[A-Z][^\n]*)"
        )
        self.page_banner = lru_cache(maxsize=64)(_page_banner)
        self.transmittal: list[str] = memo["transmittal"]["phrases"]
        self.source_list = re.compile(
            rf"\n[ \t]*\n[ \t]*(?:{_MARK}[ \t]*)?(?P<heading>(?i:{_any(memo['source_list']['headings'])})[ \t]*"
            r"(?::(?=[ \t]*(?:\n|\d{1,2}[.)][ \t]))|(?=\n)))"
        )

    def _events(self) -> re.Pattern[str]:
        """What may open a block at the start of a line of a body; the order of the alternatives matters.

        Most lines are prose: unless they may be an opener in small letters, their second letter turns them away.
        """
        begun = _begun((*self._labels, *_SMALL_OPENERS))
        return re.compile(
            rf"\n[ \t|\u00ad\u200b-\u200f\u2060\ufeff]*+(?:(?![A-Za-z][a-z])|(?={begun}))(?:"
            r"(?P<blank>(?:\n[ \t]*)*(?=\n)|\Z)"
            rf"|(?P<stamp>(?:\[(?:(?P<stamp_number>\d{{1,6}})\.[ ])?(?:(?P<stamp_mark>{_MARK})[ ])?"
            r"withheld(?:: [^\]\n]{0,200})?\]|(?:(?P<bar_number>\d{1,6})\.[ ])?\u2588{10})[ \t]*(?=\n|\Z))"
            r"|(?P<rule>[-=_*~]{4,}(?:[ \t|+:]+[-=_*~]+)*[ \t|+:]*(?=\n|\Z))"
            r"|(?P<page>[A-Z][A-Z .]{0,24}?[ \t]+\d{8}[ \t]+\d{3}(?:\.\d+)?[ \t]+OF[ \t]+"
            r"(?P<page_total>\d{3})(?!\d)[^\n]*)"
            r"|(?P<old_page>PAGE[ \t]\d{1,3}[ \t]+[A-Z][^\n]*)"
            rf"|(?P<head>(?:(?P<before>{_MARK})[ \t]*)?[\u00b6\ufffd]?[ \t]*"
            rf"(?P<number>\d{{1,6}})(?:[ ]?\.(?!\d|[ ]?[45][ ]?\()|[ ]?[,):]?(?=[ \t|]*{self.mark_opening}))"
            rf"(?:(?P<space>[ \t|]*(?:\n[ \t]*)?)(?P<mark>{_WRAPPED_MARK})|(?P<bare_space>[ \t]*)))"
            rf"|(?P<item>(?P<bullet>-{{1,2}}|[*\u2022]|[\u00b6\ufffd]?[A-Za-z][.)]|\((?:[a-z]{{1,2}}|\d{{1,2}})\)"
            rf"|(?:\[\d{{1,3}}\]|\d{{1,3}}/|(?i:{_any(self._labels)})[ ]?\d{{0,3}}[.:]?)(?=[ \t]+{self.mark_opening}))"
            rf"[ \t]+(?P<item_mark>{_WRAPPED_MARK})?)"
            rf"|(?P<bare>{_WRAPPED_MARK})"
            rf"|(?P<level>{self._level}(?://[A-Z][A-Z0-9 ,/-]{{0,80}})?)[ \t]*(?=\n|\Z)"
            rf"|(?P<section>{self._level}[ \t]+(?:SECTION[^\n]{{0,20}}[ \t]+)?"
            r"[A-Z][A-Z .]{1,30}[ \t]\d{4,8}[ \t]*(?=\n|\Z))"
            r"|(?P<end>(?:NNNN?|BT|#\d{4}|GP-?\d|EXEMPT|<<[ ]?END OF DOCUMENT[ ]?>>"
            r"|(?i:declassified/released)[^\n]*)[ \t]*(?=\n|\Z))"
            r"|(?P<closer>(?i:end[ ](?:of[ ])?(?:text|points?|quote|summary|comment|note|translation))"
            r"[^\n]{0,20}(?=\n|\Z))"
            r")"
        )


def _folded(name: str) -> str:
    return "".join(char for char in name.upper() if char.isalnum())


class Sign(Struct, frozen=True):
    """What tells a genre: roles of fields, a line of its head, a least number of page banners."""

    genre: str
    fields: frozenset[str]
    line: re.Pattern[str] | None
    pages: int


def _signs(genres: dict[str, dict[str, Any]]) -> tuple[Sign, ...]:
    """The signs of all genres that have any, in the order in which they are tried."""
    found = []
    for name, genre in sorted(genres.items(), key=lambda item: item[1].get("signs", {}).get("order", 0)):
        signs = genre.get("signs")
        if signs:
            lines = signs.get("lines", ())
            pattern = re.compile(rf"\n[ \t]*(?i:{_any(lines)})\b") if lines else None
            found.append(Sign(name, frozenset(signs.get("fields", ())), pattern, signs.get("pages", 0)))
    return tuple(found)


def _page_banner(first: str) -> re.Pattern[str]:
    """Lines that a page of a document may show whose first banner is ``first``: the same kind of banner, alone."""
    word = re.escape(first.lstrip("/").split("//")[0].split(":")[0].split()[0])
    return re.compile(
        rf"\n[ \t]*(?P<line>(?://)?(?:{word}|UNCLASSIFIED|CONFIDENTIAL|SECRET|TOP SECRET)"
        r"(?:[:/ ][A-Z0-9 ,:/-]{0,120})?)[ \t]*(?=\n|\Z)"
    )


@lru_cache(maxsize=4)
def words_of(book: Rulebook) -> Words:
    """The compiled vocabulary of a rulebook."""
    return Words(book)
