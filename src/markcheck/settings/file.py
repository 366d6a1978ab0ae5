"""A settings file: ``markcheck.toml``, or the table ``[tool.markcheck]`` of ``pyproject.toml``."""

from __future__ import annotations

import difflib
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from markcheck.errors import UsageError

Level = Literal["error", "warning", "info", "off"]


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_kebab, populate_by_name=False)


class JsonTable(_Table):
    """Which fields of a JSON document hold its marks and texts."""

    portions: str = Field(description="Where the portions are, such as `body.*`; `*` is every item.")
    mark: str = Field(description="The field of a portion that has its mark, with or without parentheses.")
    text: str = Field(description="The field of a portion that has its text.")
    banner: str | None = Field(default=None, description="The field that has the banner.")
    date: str | None = Field(default=None, description="The field that has the document's date.")
    subject: str | None = Field(default=None, description="The field that has the subject.")
    classified_by: str | None = Field(default=None, description="The field that says who classified it.")
    derived_from: str | None = Field(default=None, description="The field that names its sources.")
    reason: str | None = Field(default=None, description="The field that has the reason.")
    declassify_on: str | None = Field(default=None, description="The field that has the declassification instruction.")


class _Judging(_Table):
    select: list[str] = Field(default=[], description="Only these rules or groups.")
    ignore: list[str] = Field(default=[], description="Not these rules or groups.")
    severity: dict[str, Level] = Field(default={}, description="Severities by the name of a rule or group.")
    max: str | None = Field(default=None, description="The marking that a document may have here at most.")
    max_level: str | None = Field(default=None, description="The level that a document may have here at most.")
    date: _Date = Field(default=None, description="The date to judge by where a document does not say its own.")
    analytic_product: bool = Field(default=False, description="Documents are disseminated analytic products.")
    strict: bool = Field(default=False, description="Unclassified portions with a control alone count too.")
    profile: Literal["ic", "dod"] = Field(default="ic", description="Whose roll-up rules hold where they differ.")
    json_: JsonTable | None = Field(default=None, alias="json", description="Where JSON has its marks; a table, below.")


_Date = date | None


class PathTable(_Judging):
    """How documents of some paths are judged."""

    paths: list[str] = Field(min_length=1, description="Patterns of git, from the folder of the settings file.")


class SuppressTable(_Table):
    """Findings to pass over in some paths, for a reason."""

    paths: list[str] = Field(min_length=1, description="Patterns of git, from the folder of the settings file.")
    rules: list[str] = Field(min_length=1, description="Names of rules or groups.")
    reason: str = Field(min_length=3, description="Why.")
    until: _Date = Field(default=None, description="The last day on which it holds.")


class RedactTable(_Table):
    """What ``redact`` does unless its flags say otherwise."""

    stamp: Literal["plain", "reason", "bar", "drop"] | None = Field(
        default=None, description="What stands for withheld text."
    )
    codes: list[str] | None = Field(default=None, description="Codes for the stamp, such as 'FOIA (b)(1)'.")
    on_doubt: Literal["withhold", "refuse"] | None = Field(
        default=None, description="What to do where marks leave a doubt."
    )
    on_echo: Literal["report", "withhold", "refuse"] | None = Field(
        default=None, description="What to do where released text repeats withheld text."
    )
    echo_words: int | None = Field(default=None, ge=2, description="How many words in a row make an echo.")


class SettingsFile(_Judging):
    """A settings file of markcheck."""

    extend: str | None = Field(default=None, description="Another settings file that this one builds on.")
    fail_on: Literal["error", "warning", "info", "never"] = Field(
        default="error", description="Exit with 1 for findings of this severity or worse."
    )
    rules: list[str] = Field(default=[], description="Folders of the organisation's own rules.")
    include: list[str] = Field(default=[], description="Only files of these patterns, of those found in folders.")
    exclude: list[str] = Field(default=[], description="No files of these patterns.")
    ignore_files: bool = Field(default=True, description="Whether .gitignore and .markcheckignore count.")
    force_exclude: bool = Field(default=False, description="Whether excluded files stay out when they are named.")
    jobs: int = Field(default=0, ge=0, description="Worker processes; 0 for one a core.")
    cache: bool = Field(default=True, description="Whether results are kept for the next run.")
    cache_dir: str | None = Field(default=None, description="Where they are kept.")
    output: list[str] = Field(default=[], description="Reports to write, as FORMAT=FILE.")
    baseline: str | None = Field(default=None, description="The file of findings that are known and passed over.")
    suppress: list[SuppressTable] = []
    redact: RedactTable = RedactTable()
    paths: list[PathTable] = []


for _model in (_Judging, PathTable, SuppressTable, SettingsFile):
    _model.model_rebuild()


def checked(raw: dict[str, Any], named: str) -> dict[str, Any]:
    """The settings of one file, those that are set alone, with the keys as the file has them.

    ``named`` says which file it is. Raises :class:`UsageError` for an unknown key, with the nearest one, or a value
    that does not fit, which is not quoted.
    """
    try:
        found = SettingsFile.model_validate(raw)
    except ValidationError as error:
        raise UsageError(f"{named}: {_problem(error)}") from None
    return found.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _problem(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{place}: there is no such key{_nearest(first['loc'])}"
    if first["type"] == "literal_error":
        return f"{place}: use one of {first['ctx']['expected']}"
    return f"{place or 'top level'}: {first['msg'][:1].lower()}{first['msg'][1:]}"


_TABLES: dict[str, type[_Table]] = {
    "paths": PathTable,
    "suppress": SuppressTable,
    "redact": RedactTable,
    "json": JsonTable,
}


def _nearest(place: tuple[int | str, ...]) -> str:
    table = _TABLES.get(str(place[0]), SettingsFile) if len(place) > 1 else SettingsFile
    known = [str(field.alias) for field in table.model_fields.values()]
    near = difflib.get_close_matches(str(place[-1]), known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; the keys are {', '.join(sorted(known))}"
