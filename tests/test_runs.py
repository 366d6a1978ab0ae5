"""Runs over sets: the cache, workers, interruption, the terminal. Every document is invented."""

from __future__ import annotations

import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from markcheck.discover import Target
from markcheck.model.judging import PLAINLY, Judging
from markcheck.model.result import Result
from markcheck.runs import keys
from markcheck.runs.cache import Cache, Kept
from markcheck.runs.keys import basis, key_of
from markcheck.runs.pool import Means, results
from markcheck.runs.work import Job, work
from program import Done, environment, run_python
from reading import SOUND
from telegrams import FAULTY

Run = Callable[..., Done[str]]
COUNT = 80


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of so many documents that workers and the cache are used."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number:03}.txt").write_text(f"{FAULTY if number % 9 == 0 else SOUND.text()}\n{number} ends.\n")
    return folder


def jobs(folder: Path, *, whole: bool = True, judging: Judging = PLAINLY) -> list[Job]:
    return [Job(Target(str(path)), judging, whole, show_text=False) for path in sorted(folder.iterdir())]


# -- the cache ---------------------------------------------------------------------------------------


def test_a_warm_run_says_what_a_cold_one_said_without_judging(
    many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    means = Means(1, (), tmp_path / "cache")
    cold = list(results(jobs(many), means))

    def judged(job: Job) -> Result:
        raise AssertionError(job.target.path)

    monkeypatch.setattr("markcheck.runs.pool.work", judged)
    assert list(results(jobs(many), means)) == cold
    lean = list(results(jobs(many, whole=False), means))
    assert [item.findings[0].finding.rule for item in lean if item.findings] == [
        item.findings[0].finding.rule for item in cold if item.findings
    ]
    assert {item.outline for item in lean} == {None}


def test_what_a_result_depends_on_is_in_its_key() -> None:
    plain = basis(PLAINLY, "rules")
    others = [
        basis(PLAINLY, "other rules"),
        *(
            basis(judging, "rules")
            for judging in (
                Judging(frozenset({"paragraph-gap"})),
                Judging(severities=(("paragraph-gap", "error"),)),  # type: ignore[arg-type]
                replace(PLAINLY, limit="U"),
                replace(PLAINLY, limit="U", limit_level=True),
                replace(PLAINLY, policy=replace(PLAINLY.policy, strict=True)),
            )
        ),
    ]
    assert len({plain, *others}) == len(others) + 1
    assert key_of(b"one", plain) != key_of(b"two", plain)
    assert key_of(b"one", plain) != key_of(b"one", others[0])


def test_the_version_is_in_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = basis(PLAINLY, "rules")
    monkeypatch.setattr(keys, "__version__", "0.0.0")
    assert basis(PLAINLY, "rules") != before


def test_a_changed_document_is_looked_at_anew(many: Path, tmp_path: Path) -> None:
    means = Means(1, (), tmp_path / "cache")
    before = list(results(jobs(many), means))
    first = many / "001.txt"
    stat = first.stat()
    first.write_bytes(first.read_bytes().replace(b"\n3. (C)", b"\n4. (C)"))
    os.utime(first, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = list(results(jobs(many), means))
    rules = [[item.finding.rule for item in result.findings] for result in (before[1], after[1])]
    assert rules[1] == ["paragraph-gap", *rules[0]]
    assert after[2:] == before[2:]


def test_documents_with_the_same_bytes_keep_their_names(many: Path, tmp_path: Path) -> None:
    for path in many.iterdir():
        path.write_text(FAULTY)
    means = Means(1, (), tmp_path / "cache")
    for _ in range(2):
        assert [item.path for item in results(jobs(many), means)] == [str(path) for path in sorted(many.iterdir())]


def test_a_large_document_is_kept_too(many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("markcheck.runs.cache._CARRIED", 10)
    test_a_warm_run_says_what_a_cold_one_said_without_judging(many, tmp_path, monkeypatch)


def test_the_cache_holds_no_body_text(many: Path, tmp_path: Path) -> None:
    for path in many.iterdir():
        path.write_text(path.read_text().replace("ferries.", "ferries. SECRETWORD, (SECRETWORD)."))
    assert "SECRETWORD" in (many / "000.txt").read_text()
    list(results(jobs(many), Means(1, (), tmp_path / "cache")))
    files = list((tmp_path / "cache").iterdir())
    assert files
    assert all(b"SECRETWORD" not in path.read_bytes() for path in files)
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    # The check sees what is stored: marks are.
    assert any(b"paragraph-gap" in path.read_bytes() for path in files)


def test_what_shows_text_is_never_kept(markcheck: Run, many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    markcheck("validate", "many", "--show-text", MARKCHECK_CACHE_DIR=str(folder))
    assert not folder.exists()
    markcheck("validate", "many", "--no-cache", MARKCHECK_CACHE_DIR=str(folder))
    assert not folder.exists()
    markcheck("validate", "many", MARKCHECK_CACHE_DIR=str(folder))
    assert folder.exists()


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be one " * 50])
def test_a_broken_cache_is_made_anew(many: Path, tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / "results.sqlite").write_bytes(content)
    means = Means(1, (), folder)
    assert list(results(jobs(many), means)) == [work(job) for job in jobs(many)]
    with sqlite3.connect(folder / "results.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM results").fetchone() == (COUNT,)
    connection.close()


def test_a_row_that_cannot_be_read_does_not_count(many: Path, tmp_path: Path) -> None:
    means = Means(1, (), tmp_path / "cache")
    cold = list(results(jobs(many), means))
    with sqlite3.connect(tmp_path / "cache" / "results.sqlite") as connection:
        connection.execute("UPDATE results SET core = '[1, 2'")
    connection.close()
    assert list(results(jobs(many), means)) == cold


def test_a_place_where_nothing_can_be_kept(many: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert len(list(results(jobs(many), Means(1, (), tmp_path / "file" / "cache")))) == COUNT
    kept = Kept(tmp_path / "file" / "cache", "rules")
    job = jobs(many)[0]
    (asked,) = kept.find([job])
    assert isinstance(asked, Job)
    kept.keep(work(asked))
    kept.close()
    Cache(tmp_path / "file" / "cache").close()


# -- workers -----------------------------------------------------------------------------------------


def test_workers_give_what_one_process_gives(many: Path, tmp_path: Path) -> None:
    alone = list(results(jobs(many), Means(1)))
    assert list(results(jobs(many), Means(2))) == alone
    assert list(results(jobs(many), Means(2, (), tmp_path / "cache"))) == alone
    (many / "040.txt").write_text(SOUND.text())
    mixed = list(results(jobs(many), Means(2, (), tmp_path / "cache")))
    assert mixed == list(results(jobs(many), Means(1)))


CRASH = """
import os, sys
from markcheck.runs import work as module
original = module.validate
def validate(path, data, judging):
    if path.endswith("040.txt"):
        {deed}
    return original(path, data, judging)
module.validate = validate
sys.argv = ["markcheck", "validate", "many", "--jobs", {jobs!r}, "--no-cache"]
from markcheck.__main__ import main
main()
"""


def test_a_document_that_kills_its_process_is_reported_and_the_others_are_done(many: Path, tmp_path: Path) -> None:
    done = run_python("-c", CRASH.format(deed="os._exit(9)", jobs="2"), cwd=tmp_path)
    assert "many/040.txt: not examined: its process ended while it was examined" in done.stdout
    assert f"{COUNT} documents" in done.stdout
    assert done.returncode == 3


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_defect_stays_with_its_document(many: Path, tmp_path: Path, workers: str) -> None:
    done = run_python("-c", CRASH.format(deed="raise ValueError(data)", jobs=workers), cwd=tmp_path)
    assert "many/040.txt: not examined: a defect in markcheck: ValueError at <string>:" in done.stdout
    assert f"{COUNT} documents" in done.stdout
    assert "ferries" not in done.stdout + done.stderr
    assert done.returncode == 70


def test_memory_does_not_hold_the_set(many: Path) -> None:
    """Results are made as they are taken: no more jobs are under way than a few chunks."""
    asked = 0

    def counted() -> object:
        nonlocal asked
        for job in jobs(many) * 50:
            asked += 1
            yield job

    taken = 0
    for _ in results(counted(), Means(2)):  # type: ignore[arg-type]
        taken += 1
        assert asked - taken < 500
        if taken == 2000:
            break
    assert taken == 2000


# -- interruption and the terminal -------------------------------------------------------------------


@pytest.mark.parametrize("to", [os.killpg, os.kill], ids=["group", "process"])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_ends_at_once_and_leaves_nothing_half_written(
    many: Path, tmp_path: Path, workers: str, to: Callable[[int, int], None]
) -> None:
    slow = CRASH.format(deed="import time; time.sleep(60)", jobs=workers).replace(
        '"--no-cache"]', '"--no-cache", "--output", "json=out.json"]'
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slow],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(2)
    to(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.decode().splitlines() == ["markcheck: interrupted: the reports under way were not written"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many"]


def on_terminal(arguments: list[str], folder: Path) -> str:
    """What a terminal shows of a run, errors too."""
    shown = b""
    pid, handle = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, "-m", "markcheck", *arguments], environment(TERM="xterm"))
    while True:
        try:
            data = os.read(handle, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.waitpid(pid, 0)
    os.close(handle)
    return shown.decode()


def test_progress_on_a_terminal_and_none_when_quiet(many: Path, tmp_path: Path) -> None:
    shown = on_terminal(["validate", "many", "--no-cache"], tmp_path)
    assert f"{COUNT}/{COUNT}" in shown
    assert "documents/s" in shown
    assert "documents/s" not in on_terminal(["validate", "many", "--quiet"], tmp_path)


def test_no_progress_in_a_pipe(markcheck: Run, many: Path) -> None:
    assert markcheck("validate", "many").stderr == ""


def test_watching_looks_again(many: Path, tmp_path: Path) -> None:
    pytest.importorskip("watchfiles", reason="--watch needs watchfiles")
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.txt").write_text(SOUND.text())
    process = subprocess.Popen(
        [sys.executable, "-m", "markcheck", "validate", "one", "--watch"],
        cwd=tmp_path,
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    try:
        assert process.stdout.readline() == "1 document: no findings\n"
        assert "watching" in process.stderr.readline()
        time.sleep(0.5)
        (tmp_path / "one" / "a.txt").write_text(FAULTY)
        assert "one/a.txt" in process.stdout.readline()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130


def test_watching_needs_something_to_watch(markcheck: Run) -> None:
    done = markcheck("validate", "-", "--watch")
    assert done.returncode == 2
    assert "--watch" in done.stderr
