"""A process that is killed at any moment leaves no half of a file, and its input as it was. All is invented."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from markcheck import files
from program import environment
from telegrams import of_marks

RUNS = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 20
_RUN = "import sys; sys.argv[0] = 'markcheck'; from markcheck.__main__ import main; main()"


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _RUN, "redact", "cable.txt", "--max", "U", "-o", "out/"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that cannot be caught")
def test_a_killed_redaction_leaves_nothing_or_all(tmp_path: Path) -> None:
    original = of_marks(*["U", "C"] * 200).data()
    (tmp_path / "cable.txt").write_bytes(original)
    (tmp_path / "out").mkdir()
    begun = time.perf_counter()
    assert start(tmp_path).wait() == 0
    whole = time.perf_counter() - begun
    made = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert set(made) == {"cable.txt", "cable.txt.manifest.json"}
    draw = random.Random(5)
    for _ in range(RUNS):
        for path in (tmp_path / "out").iterdir():
            path.unlink()
        process = start(tmp_path)
        # Most of the time goes into starting; the writing is at the end.
        time.sleep(whole * draw.uniform(0.5, 1.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        left = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
        assert left.items() <= made.items()
        assert (tmp_path / "cable.txt").read_bytes() == original
        assert sorted(path.name for path in tmp_path.iterdir()) == ["cable.txt", "out"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "version.txt"
    for data in (b"first", b"second, and longer"):
        files.write_atomically(path, data)
        assert path.read_bytes() == data
        assert [item.name for item in tmp_path.iterdir()] == ["version.txt"]


def test_a_system_without_nameless_files_does_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    path = tmp_path / "version.txt"
    for data in (b"first", b"second"):
        files.write_atomically(path, data)
        assert path.read_bytes() == data
        assert [item.name for item in tmp_path.iterdir()] == ["version.txt"]
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
