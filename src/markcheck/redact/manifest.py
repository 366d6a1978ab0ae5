"""The manifest beside a public version: what was decided and why, releasable like the version itself.

It holds nothing that depends on withheld text: no digest of the original, no count of what hangs on a withheld portion,
no position in the original.
"""

from __future__ import annotations

import hashlib
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from markcheck import __version__
from markcheck.marks.ceiling import Ceiling
from markcheck.model.marking import Standing
from markcheck.model.message import Block, Kind
from markcheck.model.plan import Decision, RedactionPlan, Unit
from markcheck.redact.stamps import shown_mark
from markcheck.rulebook.book import Rulebook
from markcheck.structure.words import words_of

MANIFEST_VERSION = 1


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ManifestUnit(_Model):
    """One decision: on a released block, or on a withheld portion with all that hangs on it."""

    id: str = Field(description="The paragraph's number behind a p, else the place in the manifest behind a u.")
    kind: str
    number: int | None = Field(description="The paragraph's number.")
    mark: str | None = Field(
        description="The portion mark in canonical form; null where there is none or it is not valid."
    )
    decision: Decision
    reason: str


class ManifestOutput(_Model):
    """The public version."""

    sha256: str
    bytes: int
    banner: str


class ManifestDecision(_Model):
    """What a reviewer decided on one portion."""

    portion: str
    decision: str = Field(description="release or withhold")
    by: str
    on: date
    reason: str


class Manifest(_Model):
    """A releasable record of one redaction."""

    version: int
    tool: str
    rules: str = Field(description="SHA-256 of the rules the decisions rest on.")
    ceiling: str
    original_level: str | None = Field(description="The highest level stated in the original.")
    original_hmac_sha256: str | None = Field(
        default=None, description="Keyed digest of the original, on request: a bare one would let a guess be tested."
    )
    output: ManifestOutput
    decisions: list[ManifestDecision] = []
    units: list[ManifestUnit]


def make_manifest(plan: RedactionPlan, data: bytes, book: Rulebook, original_hmac: str | None = None) -> Manifest:
    """The manifest of the public version ``data``; ``original_hmac`` is the keyed digest of the original."""
    language = words_of(book).language
    return Manifest(
        version=MANIFEST_VERSION,
        tool=f"markcheck {__version__}",
        rules=book.digest,
        ceiling=Ceiling(plan.ceiling, language, plan.level_only).text,
        original_hmac_sha256=original_hmac,
        original_level=language.level(plan.original).banner if plan.original else None,
        output=ManifestOutput(
            sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), banner=language.banner(plan.result)
        ),
        decisions=[
            ManifestDecision(
                portion=item.portion,
                decision="release" if item.release else "withhold",
                by=item.by,
                on=item.on,
                reason=item.reason,
            )
            for item in plan.decided
        ],
        units=[_unit(index, unit, book) for index, unit in enumerate(plan.units, start=1)],
    )


def _unit(index: int, unit: Unit, book: Rulebook) -> ManifestUnit:
    block: Block = unit.first
    mark = None
    if block.mark is not None and block.mark.parsed.standing is Standing.VALID and block.mark.parsed.marking:
        mark = shown_mark(words_of(book).language, block.mark.parsed)
    name = f"p{block.number}" if block.number is not None else f"u{index}"
    # What a withheld paragraph turned out to be rests on its text.
    kind = Kind.PORTION if block.number is not None and unit.decision is Decision.WITHHELD else block.kind
    return ManifestUnit(
        id=name, kind=kind.value, number=block.number, mark=mark, decision=unit.decision, reason=unit.reason
    )
