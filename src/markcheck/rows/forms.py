"""The forms that a set may have as a file: how its rows are cut into chunks, read, written and joined.

Chunks are cut alike in every run over the same file, so that a run can go on where another one was stopped. What a
chunk holds is told apart in the worker that takes it, where it can be.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from markcheck.errors import UsageError
from markcheck.rows.row import COLUMNS, Row, encoded, unread

# A chunk ends with the row that reaches one of the two.
ROWS, CHARACTERS = 256, 4 << 20
Write = Callable[[bytes], object]
Named = tuple[str | None, str | bytes | None]


class Form(ABC):
    """One form. ``text`` and ``name`` are the columns of the documents' texts and names."""

    def __init__(self, text: str, name: str | None) -> None:
        self.text = text
        self.name = name

    @abstractmethod
    def chunks(self, path: Path | None) -> Iterator[Any]:
        """The file in chunks, or standard input; each can be sent to another process. Raises :class:`UsageError`."""

    @abstractmethod
    def documents(self, chunk: Any) -> Iterator[Named | Row]:
        """The documents of a chunk, each with its name; for what is none the row that says so."""

    @abstractmethod
    def render(self, rows: Sequence[Row]) -> bytes:
        """Rows as a part of the output."""

    @abstractmethod
    def join(self, parts: Iterable[Path], write: Write) -> None:
        """Write the parts as one file."""


def _cut(items: Iterable[Any], size: Callable[[Any], int]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    held = 0
    for item in items:
        chunk.append(item)
        held += size(item)
        if len(chunk) >= ROWS or held >= CHARACTERS:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk


def _copied(parts: Iterable[Path], write: Write) -> None:
    for part in parts:
        write(part.read_bytes())


class JsonLines(Form):
    """A JSON object a line."""

    def chunks(self, path: Path | None) -> Iterator[list[bytes]]:
        """Lines as they are; blank ones are none."""
        if path is None:
            yield from _cut(filter(bytes.strip, sys.stdin.buffer), len)
            return
        with path.open("rb") as file:
            yield from _cut(filter(bytes.strip, file), len)

    def documents(self, chunk: list[bytes]) -> Iterator[Named | Row]:
        """The object of each line."""
        for line in chunk:
            try:
                found = _decoded(line)
            except (ValueError, RecursionError):
                yield unread(None, "malformed", "the line is no JSON")
                continue
            if not isinstance(found, dict):
                yield unread(None, "malformed", "the line is no JSON object")
                continue
            name = None if self.name is None else found.get(self.name)
            text = found.get(self.text)
            if isinstance(text, str):
                yield _named(name), text
            else:
                why = "is no text" if self.text in found else "is not there"
                yield unread(_named(name), "fields", f"the field {self.text} {why}")

    def render(self, rows: Sequence[Row]) -> bytes:
        """A line a row."""
        return b"".join([_encoded(row) + b"\n" for row in rows])

    def join(self, parts: Iterable[Path], write: Write) -> None:
        """One part behind the other."""
        _copied(parts, write)


def _decoded(line: bytes) -> Any:
    """A value of JSON. What the fast reader refuses the lenient one may know: lone surrogates, NaN, a byte order mark.

    Raises :class:`ValueError`.
    """
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, ValueError):
        return json.loads(line)


def _encoded(row: Row) -> bytes:
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _named(name: object) -> str | None:
    return None if name is None else str(name)


class Csv(Form):
    """CSV with the names of its columns in the first line; lists are JSON in their column."""

    delimiter = ","

    def chunks(self, path: Path | None) -> Iterator[list[Named]]:
        """Rows by their columns."""
        csv.field_size_limit(sys.maxsize)
        assert path is not None
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            rows = csv.reader(file, delimiter=self.delimiter)
            try:
                head = next(rows, [])
                text, name = self._column(head, self.text), self._column(head, self.name)
                assert text is not None
                yield from _cut((_cells(row, text, name) for row in rows if row), lambda row: len(row[1] or ""))
            except csv.Error:
                raise UsageError(f"{path}: line {rows.line_num}: is no CSV") from None

    def _column(self, head: list[str], name: str | None) -> int | None:
        if name is None:
            return None
        if name not in head:
            raise UsageError(f"there is no column {name}; the columns are {', '.join(head)}")
        return head.index(name)

    def documents(self, chunk: list[Named]) -> Iterator[Named | Row]:
        """They were told apart as they were read."""
        for name, text in chunk:
            yield name, encoded(text) if isinstance(text, str) else text

    def render(self, rows: Sequence[Row]) -> bytes:
        """Lines without a head."""
        target = io.StringIO()
        lines = csv.writer(target, delimiter=self.delimiter, lineterminator="\n")
        lines.writerows([_cell(row[column]) for column in COLUMNS] for row in rows)
        return target.getvalue().encode("utf-8", "replace")

    def join(self, parts: Iterable[Path], write: Write) -> None:
        """The head, and one part behind the other."""
        write((self.delimiter.join(COLUMNS) + "\n").encode())
        _copied(parts, write)


class Tsv(Csv):
    """CSV with tabs."""

    delimiter = "\t"


def _cells(row: list[str], text: int, name: int | None) -> Named:
    cell = row[text] if text < len(row) else None
    return (row[name] if name is not None and name < len(row) else None), cell


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if isinstance(value, list) else value


class Parquet(Form):
    """Parquet, by pyarrow."""

    _GROUP = 16_384

    def chunks(self, path: Path | None) -> Iterator[Any]:
        """Batches of the two columns."""
        import pyarrow as pa
        from pyarrow import parquet

        assert path is not None
        wanted = [column for column in (self.text, self.name) if column]
        try:
            with parquet.ParquetFile(path) as file:
                there = file.schema_arrow.names
                for column in wanted:
                    if column not in there:
                        raise UsageError(f"there is no column {column}; the columns are {', '.join(there)}")
                yield from file.iter_batches(ROWS, columns=wanted)
        except pa.ArrowException:
            raise UsageError(f"{path}: cannot be read as Parquet") from None

    def documents(self, chunk: Any) -> Iterator[Named | Row]:
        """The rows of a batch."""
        from markcheck.rows.tables import documents

        yield from documents(chunk, self.text, self.name)

    def render(self, rows: Sequence[Row]) -> bytes:
        """A file of its own."""
        import pyarrow as pa
        from pyarrow import parquet

        from markcheck.rows.tables import SCHEMA

        target = io.BytesIO()
        parquet.write_table(pa.Table.from_pylist(list(rows), SCHEMA), target, compression="zstd")
        return target.getvalue()

    def join(self, parts: Iterable[Path], write: Write) -> None:
        """Row groups of many parts each."""
        import pyarrow as pa
        from pyarrow import parquet

        from markcheck.rows.tables import SCHEMA

        held: list[Any] = []
        with parquet.ParquetWriter(_Sink(write), SCHEMA, compression="zstd") as target:
            for part in parts:
                held.append(parquet.read_table(part, memory_map=False))
                if sum(map(len, held)) >= self._GROUP:
                    target.write_table(pa.concat_tables(held))
                    held = []
            target.write_table(pa.concat_tables([*held, SCHEMA.empty_table()]))


class _Sink(io.RawIOBase):
    """A function that writes, as a file that pyarrow can write to."""

    def __init__(self, write: Write) -> None:
        super().__init__()
        self._write = write

    def writable(self) -> bool:
        """It is made for that."""
        return True

    def write(self, data: Any) -> int:
        """Write all of it."""
        whole = bytes(data)
        self._write(whole)
        return len(whole)


FORMS: dict[str, type[Form]] = {
    ".jsonl": JsonLines,
    ".ndjson": JsonLines,
    ".csv": Csv,
    ".tsv": Tsv,
    ".parquet": Parquet,
}


def form_of(path: Path | None) -> type[Form]:
    """The form that a file's name tells; a stream has JSON Lines. Raises :class:`UsageError`."""
    if path is None:
        return JsonLines
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"{path}: the name must end in {', '.join(FORMS)}")
    if form is Parquet and find_spec("pyarrow") is None:
        raise UsageError(f"{path}: Parquet needs more: pip install 'markcheck[arrow]'")
    return form
