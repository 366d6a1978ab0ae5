"""The JSON that other programs read: models with a published schema. The inside may change, these may not."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

VERSION = 1


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Banner(_Model):
    """The document's banner: in canonical form with all its controls, its level, and the line it stands on."""

    text: str
    level: str | None
    line: int


class Portion(_Model):
    """A portion: ``mark`` as written, ``level`` the effective one, ``inherited`` where it has no mark of its own."""

    id: str
    number: int | None
    mark: str | None
    level: str | None
    inherited: bool
    line: int
    end_line: int


class Reason(_Model):
    """A cited section and its letters, lower case."""

    section: str
    letters: list[str]


class DeclassifyOn(_Model):
    """A declassification instruction.

    ``kind`` is date, event, exemption, schedule, not-applicable, declassified or unknown.
    """

    kind: str
    date: str | None
    event: str | None
    exemption: str | None
    text: str


class Authority(_Model):
    """The authority block: the order's number, the names of classifiers, reasons, sources, instruction."""

    order: str | None
    classified_by: list[str]
    reasons: list[Reason]
    derived_from: list[str]
    declassify_on: DeclassifyOn | None


class Finding(_Model):
    """A rule that fired. Lines and columns count from 1; the end column is the one behind the last character.

    ``fix`` is the form that the whole mark should have, null where that is not certain.
    """

    rule: str
    severity: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    portion: str | None
    fix: str | None


class Unexamined(_Model):
    """Something that could not be looked at."""

    what: str
    reason: str
    message: str


class Suppressed(Finding):
    """A finding that does not count: ``by`` settings, sidecar or baseline, for a ``reason``."""

    by: str
    reason: str


class Row(_Model):
    """One document of a set in one file, as ``markcheck rows`` writes it; dates are ISO.

    ``id`` is the name that the set gives it. ``level`` is the highest of a banner or a portion. What could not be
    examined has nulls and an ``unexamined`` entry.
    """

    id: str | None
    format: str | None
    genre: str | None
    date: str | None
    level: str | None
    banner: str | None
    required_banner: str | None
    declassify_on: str | None
    errors: int
    warnings: int
    infos: int
    findings: list[Finding]
    unexamined: list[Unexamined]


class Document(_Model):
    """One validated document; what could not be read at all has nulls and an ``unexamined`` entry."""

    path: str
    format: str | None
    genre: str | None
    date: str | None
    banner: Banner | None
    required_banner: str | None
    portions: list[Portion]
    authority: Authority | None
    findings: list[Finding]
    suppressed: list[Suppressed] = []
    unexamined: list[Unexamined]


class Summary(_Model):
    """Counts over all documents."""

    documents: int
    errors: int
    warnings: int
    infos: int
    unexamined: int
    suppressed: int = 0


class ValidateReport(_Model):
    """``markcheck validate --format json``."""

    version: int = VERSION
    documents: list[Document]
    summary: Summary


class MarkFinding(_Model):
    """What is wrong with a mark, or worth knowing; ``start`` and ``end`` count characters of its text from 0."""

    rule: str
    severity: str
    message: str
    start: int
    end: int


class MarkAnswer(_Model):
    """One line of ``markcheck parse --jsonl``.

    ``valid`` tells whether the mark conforms in form and substance to the register of its date. ``canonical``,
    ``banner`` and ``portion`` are null where the meaning is not certain; ``suggestion`` is the one mark that the text
    may have been meant as, null where there is none or more than one.
    """

    text: str
    read_as: str = Field(alias="as")
    valid: bool
    canonical: str | None
    level: str | None
    banner: str | None
    portion: str | None
    findings: list[MarkFinding]
    suggestion: str | None


class ParseReport(_Model):
    """``markcheck parse --format json``."""

    version: int = VERSION
    marks: list[MarkAnswer]


class BannerPart(_Model):
    """A part of a required banner, and the ids of the portions that cause it."""

    part: str
    portions: list[str]


class RequiredBanner(_Model):
    """The banner one document needs. ``agrees`` tells whether the stated one means the same."""

    path: str
    required_banner: str | None
    level: str | None
    banner: str | None
    agrees: bool | None
    parts: list[BannerPart]
    notes: list[str]
    unexamined: list[Unexamined]


class BannerReport(_Model):
    """``markcheck banner --format json``."""

    version: int = VERSION
    documents: list[RequiredBanner]


class Fix(_Model):
    """A mark that does not conform: as it may be shown, its one right form, and what it may have been meant as.

    ``applied`` tells that the right form was, or with ``--write`` would be, put in place.
    """

    line: int
    column: int
    end_column: int
    mark: str
    right: str | None
    applied: bool
    candidates: list[str]


class FixedDocument(_Model):
    """One document that was looked at for marks to mend."""

    path: str
    fixes: list[Fix]
    unexamined: list[Unexamined]


class FixReport(_Model):
    """``markcheck fix --format json``."""

    version: int = VERSION
    documents: list[FixedDocument]


class Date(_Model):
    """The document's date and where it was found."""

    value: str | None
    source: str | None


class Header(_Model):
    """What the header says; absent parts are null or empty."""

    reference_id: str | None
    created: str | None
    released: str | None
    classification: str | None
    origin: str | None
    sender: str | None = Field(alias="from")
    to: list[str]
    info: list[str]
    captions: list[str]
    tags: list[str]
    subject: str | None
    subject_mark: str | None
    refs: list[str]


class Block(_Model):
    """One block. ``inherited_from`` is the id of the block that governs it, or ``banner``."""

    id: str
    kind: str
    number: int | None
    mark: str | None
    level: str | None
    inherited_from: str | None
    line: int
    end_line: int


class Inspected(_Model):
    """One document as markcheck sees it."""

    path: str
    format: str | None
    genre: str | None
    date: Date
    header: Header | None
    authority: Authority | None
    blocks: list[Block]
    unexamined: list[Unexamined]


class InspectReport(_Model):
    """``markcheck inspect --format json``."""

    version: int = VERSION
    documents: list[Inspected]


class Trouble(_Model):
    """Something wrong with a public version.

    ``kind`` is leak, word, mark, banner or manifest; ``block`` is the id of the original's block that the text
    belongs to. A ``doubt`` alone does not make a version unverified.
    """

    kind: str
    message: str
    line: int | None
    block: str | None
    doubt: bool


class VerifyReport(_Model):
    """``markcheck verify --format json``. ``added`` counts words of the version that the original has nowhere.

    ``unexamined`` says why its marks could not be read.
    """

    version: int = VERSION
    original: str
    redacted: str
    ceiling: str
    verified: bool
    words: int
    added: int
    unexamined: str | None
    problems: list[Trouble]


class Echo(_Model):
    """A place (a block's id, or what it is) that repeats a run of so many words of a withheld block."""

    place: str
    source: str
    words: int


class ReviewedBlock(_Model):
    """One block of the original and what became of it; texts are null unless they were asked for."""

    id: str
    kind: str
    number: int | None
    mark: str | None
    decision: str
    reason: str
    doubt: bool
    line: int
    end_line: int
    sha256: str | None
    text: str | None
    public: str | None


class ReviewReport(_Model):
    """``markcheck redact --report``: for the reviewer alone."""

    version: int = VERSION
    notice: str
    path: str
    ceiling: str
    result: str
    original: str | None
    compilation: bool
    blocks: list[ReviewedBlock]
    echoes: list[Echo]
    unexamined: list[str]
