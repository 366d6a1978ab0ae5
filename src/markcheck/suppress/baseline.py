"""The baseline: the findings that a set had when markcheck was taken up, so that only new ones count.

An entry holds the rule, the portion and a digest of the portion's words, no text. A finding in a portion that was
changed since is new. Whoever has the file can try out guesses of a short text against its digest, so it is kept as the
documents are.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from markcheck.errors import UsageError
from markcheck.model.result import Reported, Result

BASELINE_VERSION = 1
Key = tuple[str, str | None, str]


class Entry(BaseModel):
    """So many findings of one rule in one portion of a document."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    portion: str | None
    digest: str
    count: Annotated[int, Field(ge=1)] = 1


class BaselineFile(BaseModel):
    """A baseline; documents by their path from the folder of the file, with forward slashes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[int, Field(ge=1, le=BASELINE_VERSION)] = BASELINE_VERSION
    documents: dict[str, list[Entry]]


class Baseline:
    """The entries of a baseline, used up as findings match them."""

    def __init__(self, path: Path, entries: dict[str, Counter[Key]]) -> None:
        self.path = path
        self._folder = os.path.realpath(path.parent)
        self._entries = entries

    def name_of(self, document: str) -> str:
        """A document as the baseline names it."""
        return Path(os.path.relpath(os.path.realpath(document), self._folder)).as_posix()

    def left(self, document: str) -> Counter[Key]:
        """What the baseline holds of a document, to be counted down."""
        return self._entries.get(self.name_of(document), Counter()).copy()

    def update(self, results: Iterable[tuple[Result, list[Reported]]], *, grow: bool) -> None:
        """Put the findings of documents into the baseline.

        Without ``grow`` only what it has already stays; what is gone leaves it. Documents that were not looked at keep
        their entries.
        """
        for result, findings in results:
            name = self.name_of(result.path)
            found = Counter(key_of(item) for item in findings)
            kept = found if grow else found & self._entries.get(name, Counter())
            if kept:
                self._entries[name] = kept
            else:
                self._entries.pop(name, None)

    def text(self) -> str:
        """The file's text: one entry a line, in a stable order, so that a change reads well as a diff."""
        documents = {
            name: [
                {"rule": rule, "portion": portion, "digest": digest, "count": count}
                for (rule, portion, digest), count in sorted(entries.items(), key=lambda item: tuple(map(str, item[0])))
            ]
            for name, entries in sorted(self._entries.items())
        }
        lines = [
            f"    {json.dumps(name)}: [\n" + ",\n".join(f"      {json.dumps(entry)}" for entry in entries) + "\n    ]"
            for name, entries in documents.items()
        ]
        body = "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"
        return f'{{\n  "version": {BASELINE_VERSION},\n  "documents": {body}\n}}\n'


def key_of(item: Reported) -> Key:
    """What identifies a finding across runs."""
    return item.finding.rule, item.finding.portion, item.digest or ""


def read_baseline(path: Path, *, missing_ok: bool = False) -> Baseline:
    """The baseline in a file. Raises :class:`UsageError` with the place of what is wrong."""
    try:
        raw = json.loads(path.read_bytes())
        found = BaselineFile.model_validate(raw)
    except FileNotFoundError:
        if missing_ok:
            return Baseline(path, {})
        raise UsageError(f"{path}: there is no such baseline; --write-baseline makes one") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise UsageError(f"{path}: {place or 'top level'}: {error.errors()[0]['type'].replace('_', ' ')}") from None
    except ValueError:
        raise UsageError(f"{path}: no JSON, so no baseline") from None
    entries = {
        name: Counter({(item.rule, item.portion, item.digest): item.count for item in items})
        for name, items in found.documents.items()
    }
    return Baseline(path, entries)
