"""``markcheck banner``: the banner that the portions of a document require."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import typer
from msgspec import Struct

from markcheck import api
from markcheck.cli.settled import FieldsOf, no_fields
from markcheck.discover import discover, read
from markcheck.errors import Unreadable
from markcheck.exits import Exit, worst
from markcheck.model.rolled import Policy
from markcheck.outputs.contract import BannerReport, RequiredBanner, Unexamined
from markcheck.outputs.marks import required_banner


class BannerRun(Struct):
    """One run of the command."""

    paths: Sequence[str]
    output_format: str
    day: str | None
    policy: Policy
    why: bool
    fields_of: FieldsOf = no_fields

    def run(self) -> Exit:
        """Roll up every document; gives the exit code."""
        done = [self._one(target.path, target.problem) for target in discover(self.paths)]
        if self.output_format == "json":
            typer.echo(BannerReport(documents=done).model_dump_json(indent=2))
        else:
            for item in done:
                self._show(item, alone=len(done) == 1)
        return worst([Exit.UNEXAMINED] if any(item.unexamined for item in done) else [])

    def _one(self, path: str, problem: Unreadable | None) -> RequiredBanner:
        try:
            if problem is not None:
                raise problem
            day = date.fromisoformat(self.day) if self.day else None
            found = api.require(path, read(path), self.policy, day, self.fields_of(path))
        except Unreadable as error:
            unexamined = [Unexamined(what="document", reason=error.reason, message=str(error))]
            return RequiredBanner(
                path=path, required_banner=None, level=None, banner=None, agrees=None, parts=[], notes=[],
                unexamined=unexamined,
            )  # fmt: skip
        return required_banner(path, found, api.engine().language)

    def _show(self, item: RequiredBanner, *, alone: bool) -> None:
        for missing in item.unexamined:
            typer.echo(f"{item.path}: not examined: {missing.message}", err=True)
        if item.required_banner is None:
            return
        typer.echo(item.required_banner if alone else f"{item.path}: {item.required_banner}")
        if self.why:
            for part in item.parts:
                typer.echo(f"  {part.part}: {', '.join(part.portions)}")
            for note in item.notes:
                typer.echo(f"  note: {note}")
