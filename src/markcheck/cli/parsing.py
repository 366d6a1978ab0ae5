"""``markcheck parse``: marks by themselves, named on the command line or as a stream of JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import typer
from msgspec import Struct

from markcheck import api
from markcheck.errors import UsageError
from markcheck.exits import Exit, worst
from markcheck.marks.judged import form_of, repair_mark
from markcheck.model.marking import Form
from markcheck.outputs.contract import MarkAnswer, ParseReport
from markcheck.outputs.marks import answer, answer_text
from markcheck.report.interface import coloured, plain


class ParseRun(Struct):
    """One run of the command. ``form`` is ``portion``, ``banner`` or ``auto``."""

    marks: Sequence[str]
    form: str
    output_format: str
    day: str | None
    jsonl: bool
    long: bool = False

    def run(self) -> Exit:
        """Judge every mark; gives the exit code, 1 where one does not conform."""
        if self.jsonl:
            if self.marks:
                raise UsageError("--jsonl: reads the marks from standard input; name none")
            return self._stream(sys.stdin.buffer)
        if not self.marks:
            raise UsageError("name a mark, or give --jsonl and a stream of them")
        answers = [self._judge(text) for text in self.marks]
        if self.output_format == "json":
            typer.echo(ParseReport(marks=answers).model_dump_json(indent=2, by_alias=True))
        else:
            paint = coloured if sys.stdout.isatty() else plain
            typer.echo("\n".join(self._text(item, paint) for item in answers), nl=False)
        return worst([Exit.FINDINGS] if not all(item.valid for item in answers) else [])

    def _form(self, text: str) -> Form:
        return form_of(text) if self.form == "auto" else Form(self.form)

    def _judge(self, text: str) -> MarkAnswer:
        form = self._form(text)
        day = date.fromisoformat(self.day) if self.day else None
        return answer(api.engine(), api.judge(text, form, day), self.day)

    def _text(self, item: MarkAnswer, paint: Any) -> str:
        candidates: list[str] = []
        if not item.valid and not item.suggestion:
            day = date.fromisoformat(self.day) if self.day else None
            found = repair_mark(api.engine().language, item.text, Form(item.read_as), day)
            candidates = [candidate.text for candidate in found.candidates]
        shown = answer_text(item, candidates, paint)
        if self.long and item.banner:
            titles = api.long_title(item.text, Form(item.read_as))
            shown += f"  titles   {titles}\n" if titles else ""
        return shown

    # -- streams ------------------------------------------------------------------------------

    def _stream(self, lines: Iterable[bytes]) -> Exit:
        """A line in, a line out, in order; a line that cannot be read is answered as such."""
        write = sys.stdout.write
        invalid = unread = False
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                item = self._asked(line)
            except UsageError as error:
                unread = True
                typer.echo(f"markcheck: line {number}: {error}", err=True)
                write(json.dumps(_unread()) + "\n")
                continue
            invalid = invalid or not item.valid
            write(item.model_dump_json(by_alias=True) + "\n")
        sys.stdout.flush()
        return worst(_codes(invalid, unread))

    def _asked(self, line: bytes) -> MarkAnswer:
        try:
            asked = json.loads(line)
        except ValueError:
            raise UsageError("not JSON") from None
        if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
            raise UsageError('expected {"text": MARK, "as": "banner" or "portion", "date": optional}')
        text = asked["text"].encode("utf-8", "replace").decode()
        form = asked.get("as") or self.form
        if form not in ("portion", "banner", "auto"):
            raise UsageError('"as": expected banner or portion')
        day = asked.get("date") or self.day
        try:
            when = date.fromisoformat(day) if day else None
        except (TypeError, ValueError):
            raise UsageError('"date": not an ISO date such as 2009-09-15') from None
        chosen = form_of(text) if form == "auto" else Form(form)
        return answer(api.engine(), api.judge(text, chosen, when), day)


def _codes(invalid: bool, unread: bool) -> Iterator[Exit]:
    if invalid:
        yield Exit.FINDINGS
    if unread:
        yield Exit.UNEXAMINED


def _unread() -> dict[str, Any]:
    """The answer to a line that could not be read; it quotes nothing of it."""
    return {
        "text": None, "as": None, "valid": False, "canonical": None, "level": None, "banner": None, "portion": None,
        "findings": [], "suggestion": None,
    }  # fmt: skip
