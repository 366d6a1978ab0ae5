"""Sets in one file: a row for each row, whatever is in it and however often a run is stopped. All is invented."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from markcheck import api
from markcheck.errors import UsageError
from markcheck.model.judging import PLAINLY
from markcheck.rows import forms
from markcheck.rows import run as rows_run
from markcheck.rows.run import SetRun
from program import Done, environment
from telegrams import of_marks

pa = pytest.importorskip("pyarrow")
from pyarrow import parquet  # noqa: E402

Run = Callable[..., Done[str]]
MARKS = (("U", "C"), ("C", "C//NF"), ("c", "U"), ("S", "U"), ("C", None))
WORD = "Zanzibarquux"
SUFFIXES = (".jsonl", ".csv", ".tsv", ".parquet")


def documents(count: int) -> list[dict[str, str]]:
    texts = [of_marks(*marks).data().decode() for marks in MARKS]
    return [
        {"id": f"E{number}", "text": texts[number % 5].replace("Tuesday", f"{WORD} {number}")}
        for number in range(count)
    ]


def put(path: Path, rows: list[dict[str, Any]], **names: str) -> Path:
    """The rows as a file of the form that its name tells."""
    rows = [{names.get(key, key): value for key, value in row.items()} for row in rows]
    if path.suffix == ".parquet":
        parquet.write_table(pa.Table.from_pylist(rows), path)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(rows)
    return path


def got(path: Path) -> list[dict[str, Any]]:
    """The rows of an output, alike for every form."""
    if path.suffix == ".parquet":
        return parquet.read_table(path).to_pylist()
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text().splitlines()]
    with path.open(newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))
    lists, numbers = ("findings", "unexamined"), ("errors", "warnings", "infos")
    return [
        {
            key: json.loads(value) if key in lists else int(value) if key in numbers else value or None
            for key, value in row.items()
        }
        for row in found
    ]


def a_run(source: Path, target: Path, **changes: Any) -> SetRun:
    return SetRun(source, target, "text", "id", PLAINLY, **{"workers": 1, **changes})


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_form_gives_what_validate_finds(suffix: str, markcheck: Run, tmp_path: Path) -> None:
    rows = documents(20)
    put(tmp_path / f"set{suffix}", rows)
    done = markcheck("rows", f"set{suffix}", "-o", f"out{suffix}", "--isolated")
    assert done.returncode == 1
    assert done.stderr.startswith("20 documents: ")
    found = got(tmp_path / f"out{suffix}")
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    for row, document in zip(found, rows, strict=True):
        examined = api.validate("x", document["text"].encode())
        assert [(item["rule"], item["line"]) for item in row["findings"]] == [
            (item.rule, item.line) for item in examined.findings
        ]
        assert row["errors"] == sum(item.severity == "error" for item in examined.findings)
        assert (row["genre"], row["date"]) == ("telegram", "2007-09-15")
        assert row["unexamined"] == []
    assert {row["level"] for row in found} == {"C", "S"}
    assert not (tmp_path / f"out{suffix}.parts").exists()


def test_forms_may_differ_and_columns_be_named(markcheck: Run, tmp_path: Path) -> None:
    put(tmp_path / "set.csv", documents(5), id="ref", text="body")
    assert markcheck("rows", "set.csv", "-o", "out.parquet", "--text", "body", "--id", "ref").returncode == 1
    assert markcheck("rows", "set.csv", "-o", "out.jsonl", "--text", "body", "--id", "").returncode == 1
    first, second = got(tmp_path / "out.parquet"), got(tmp_path / "out.jsonl")
    assert [row["id"] for row in second] == [None] * 5
    assert [row | {"id": None} for row in first] == second


def test_a_stream_goes_through(markcheck: Run, tmp_path: Path) -> None:
    data = put(tmp_path / "set.jsonl", documents(5)).read_bytes()
    done = markcheck("rows", "-", stdin=data)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["E0", "E1", "E2", "E3", "E4"]
    assert markcheck("rows", "-", "--fail-on", "never", stdin=data).returncode == 0


def test_no_row_is_lost(markcheck: Run, tmp_path: Path) -> None:
    sound = json.dumps(documents(1)[0])
    lines = [sound, "{" + WORD, '["a"]', "", '{"id": 7}', f'{{"id": 8, "text": ["{WORD}"]}}', '{"id": 9, "text": ""}',
             '{"id": "\\ud800", "text": "\\ud800 (S) x"}', '{"id": 10, "text": "1. (U) x", "more": NaN}',
             "\ufeff" + sound]  # fmt: skip
    (tmp_path / "set.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = markcheck("rows", "set.jsonl", "-o", "out.jsonl")
    assert done.returncode == 3
    assert WORD not in done.stdout + done.stderr + (tmp_path / "out.jsonl").read_text()
    found = got(tmp_path / "out.jsonl")
    assert [row["id"] for row in found] == ["E0", None, None, "7", "8", "9", "?", "10", "E0"]
    schema = Draft202012Validator(json.loads(markcheck("schema", "rows").stdout))
    assert all(schema.is_valid(row) for row in found)
    reasons = [[item["reason"] for item in row["unexamined"]] for row in found]
    assert reasons[:6] == [[], ["malformed"], ["malformed"], ["fields"], ["fields"], ["empty"]]


def test_bytes_of_a_csv_are_those_of_the_document(markcheck: Run, tmp_path: Path) -> None:
    text = documents(1)[0]["text"].replace(WORD, "Zo\u00eb").encode("cp1252")
    (tmp_path / "set.csv").write_bytes(b'id,text\nE0,"' + text.replace(b'"', b'""') + b'"\n')
    markcheck("rows", "set.csv", "-o", "out.jsonl")
    (row,) = got(tmp_path / "out.jsonl")
    assert "encoding-fallback" in {item["rule"] for item in row["findings"]}


def test_a_null_in_parquet_is_not_examined(tmp_path: Path) -> None:
    put(tmp_path / "set.parquet", [{"id": 1, "text": None}, {"id": 2, "text": "(U) Ha."}])
    counts = a_run(tmp_path / "set.parquet", tmp_path / "out.parquet").run()
    assert (counts["documents"], counts["unexamined"]) == (2, 1)
    assert [row["id"] for row in got(tmp_path / "out.parquet")] == ["1", "2"]


def test_nothing_in_it_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text("")
    for suffix in SUFFIXES:
        a_run(tmp_path / "set.jsonl", tmp_path / f"out{suffix}").run()
        assert got(tmp_path / f"out{suffix}") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.jsonl",), "none.jsonl"),
        (("set.txt",), ".parquet"),
        (("set.csv", "--text", "body"), "body"),
        (("set.csv", "-o", "set.csv", "--force"), "is the input"),
        (("set.csv", "-o", "there.csv"), "--force"),
        (("broken.parquet",), "Parquet"),
    ],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...], said: str, markcheck: Run, tmp_path: Path) -> None:
    put(tmp_path / "set.csv", documents(1))
    for name in ("set.txt", "there.csv", "broken.parquet"):
        (tmp_path / name).write_text(WORD)
    done = markcheck("rows", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert WORD not in done.stderr


# -- going on ----------------------------------------------------------------------------------------


class Stop(Exception):
    pass


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "ROWS", 4)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_stopped_run_goes_on_without_doing_work_twice(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target, whole = (
        put(tmp_path / f"a{suffix}", documents(30)),
        tmp_path / f"b{suffix}",
        tmp_path / f"c{suffix}",
    )
    a_run(source, whole).run()
    taken: list[str | None] = []
    row_of = rows_run.row_of
    monkeypatch.setattr(rows_run, "row_of", lambda name, *rest: taken.append(name) or row_of(name, *rest))

    stops = [8, 20]

    def seen(rows: int) -> None:
        if stops and len(taken) >= stops[0]:
            stops.pop(0)
            raise Stop

    for _ in range(2):
        with pytest.raises(Stop):
            a_run(source, target, seen=seen).run()
        assert not target.exists()
    a_run(source, target).run()
    assert sorted(map(str, taken)) == sorted(f"E{number}" for number in range(30))
    assert got(target) == got(whole)
    assert not (tmp_path / f"b{suffix}.parts").exists()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("stopped", ["open_atomically", "Path.replace", "shutil.rmtree"])
def test_a_run_that_is_stopped_at_its_very_end_goes_on(
    stopped: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the parts are joined, before the whole takes its place, and before the parts are gone."""
    source, target = put(tmp_path / "a.jsonl", documents(30)), tmp_path / "b.jsonl"

    def stop(*_: object, **__: object) -> None:
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(f"markcheck.rows.run.{stopped}", stop)
        with pytest.raises(Stop):
            a_run(source, target).run()
    assert target.exists() == (stopped == "shutil.rmtree")
    taken: list[str] = []
    monkeypatch.setattr(rows_run, "row_of", lambda name, *rest: taken.append(name))
    counts = a_run(source, target).run()
    assert not taken
    assert counts["documents"] == len(got(target)) == 30
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "b.jsonl"]
    with pytest.raises(UsageError, match="exists already"):
        a_run(source, target).run()


@pytest.mark.usefixtures("small")
def test_an_output_that_was_taken_away_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = put(tmp_path / "a.jsonl", documents(30)), tmp_path / "b.jsonl"
    with monkeypatch.context() as patch:
        patch.setattr("markcheck.rows.run.shutil.rmtree", lambda *_, **__: None)
        a_run(source, target).run()
    assert (tmp_path / "b.jsonl.parts").exists()
    target.unlink()
    a_run(source, target).run()
    assert len(got(target)) == 30


@pytest.mark.usefixtures("small")
def test_a_forced_run_that_was_stopped_asks_again_before_it_overwrites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = put(tmp_path / "a.jsonl", documents(30)), tmp_path / "b.jsonl"
    target.write_text("what was there before")

    def stop(*_: object) -> None:
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr("markcheck.rows.run.Path.replace", stop)
        with pytest.raises(Stop):
            a_run(source, target, force=True).run()
    with pytest.raises(UsageError, match="exists already"):
        a_run(source, target).run()
    assert target.read_text() == "what was there before"
    a_run(source, target, force=True).run()
    assert len(got(target)) == 30


@pytest.mark.usefixtures("small")
def test_what_another_run_left_is_not_taken_for_this_one(tmp_path: Path) -> None:
    source, target = put(tmp_path / "a.jsonl", documents(30)), tmp_path / "b.jsonl"

    def seen(rows: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        a_run(source, target, seen=seen).run()
    put(source, documents(29))
    with pytest.raises(UsageError, match="another input"):
        a_run(source, target).run()
    a_run(source, target, force=True).run()
    assert len(got(target)) == 29


@pytest.mark.usefixtures("small")
def test_parts_and_output_hold_no_text(tmp_path: Path) -> None:
    source, target = put(tmp_path / "a.jsonl", documents(30)), tmp_path / "b.jsonl"

    def seen(rows: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        a_run(source, target, seen=seen).run()
    parts = list((tmp_path / "b.jsonl.parts").iterdir())
    assert len(parts) >= 2
    assert all(WORD.encode() not in part.read_bytes() for part in parts)
    a_run(source, target).run()
    assert WORD not in target.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that cannot be caught")
def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    source = put(tmp_path / "a.jsonl", documents(3000))
    command = [sys.executable, "-m", "markcheck", "rows", "a.jsonl", "-o", "b.jsonl", "--isolated"]
    draw = random.Random(3)
    kills = 0
    groups = []
    for attempt in range(60):
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(timeout=draw.uniform(0.3, 1.0) + attempt / 10)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            groups.append(process.pid)
            time.sleep(0.05)
            if (tmp_path / "b.jsonl").exists() and not (tmp_path / "b.jsonl.parts" / "journal").exists():
                # It was done, and killed on its way out.
                break
    assert kills
    assert all(map(_ends, groups)), "workers outlived the process that was killed"
    assert process.returncode in (1, -signal.SIGKILL)
    assert [row["id"] for row in got(tmp_path / "b.jsonl")] == [f"E{number}" for number in range(3000)]
    assert source.exists()


def _ends(group: int) -> bool:
    """Whether the last process of a group ends soon."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_a_document_that_kills_its_process_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "ROWS", 4)
    monkeypatch.setitem(sys.modules, "pyarrow", sys.modules["pyarrow"])
    monkeypatch.delitem(sys.modules, "pyarrow")
    monkeypatch.setattr(rows_run, "row_of", _deadly)
    source = put(tmp_path / "a.jsonl", documents(20))
    counts = a_run(source, tmp_path / "b.jsonl", workers=2).run()
    assert (counts["documents"], counts["unexamined"]) == (20, 1)
    assert [row["unexamined"][0]["reason"] for row in got(tmp_path / "b.jsonl") if row["unexamined"]] == ["crashed"]


def _deadly(name: str, text: str, judging: Any) -> Any:
    from markcheck.rows.row import row_of

    if name == "E7":
        os.kill(os.getpid(), signal.SIGKILL)
    return row_of(name, text, judging)
