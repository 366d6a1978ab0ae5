"""``markcheck redact``: where it writes, what it refuses, and that nothing is ever half done.

Every document in it is invented.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from markcheck import api, files
from markcheck.errors import RedactionRefused, UsageError
from markcheck.model.public import Passage
from program import Done
from telegrams import FILLER, MEMO, of_marks

Run = Callable[..., Done[str]]
MIXED = of_marks("U", "C", "U")


@pytest.fixture
def cable(tmp_path: Path) -> Path:
    path = tmp_path / "cable.txt"
    path.write_bytes(MIXED.data())
    return path


def listing(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_version_and_its_manifest_are_written_beside_the_input(markcheck: Run, cable: Path, tmp_path: Path) -> None:
    done = markcheck("redact", "cable.txt", "--max", "U")
    assert done.returncode == 0
    assert done.stdout == ""
    assert "2 portions released, 1 withheld" in done.stderr
    assert listing(tmp_path) == {"cable.txt", "cable.U.txt", "cable.U.txt.manifest.json"}
    assert cable.read_bytes() == MIXED.data()
    version = (tmp_path / "cable.U.txt").read_bytes()
    record = json.loads((tmp_path / "cable.U.txt.manifest.json").read_bytes())
    assert record["output"]["sha256"] == hashlib.sha256(version).hexdigest()
    assert b"[2. (C) withheld]" in version


def test_where_the_output_goes(markcheck: Run, cable: Path, tmp_path: Path) -> None:
    done = markcheck("redact", "cable.txt", "--max", "S//NF", "-o", "out.txt", "--manifest", "record.json", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert listing(tmp_path) == {"cable.txt", "out.txt", "record.json"}
    markcheck("redact", "cable.txt", "--max", "S//NF")
    assert "cable.S-NF.txt" in listing(tmp_path)


def test_standard_input_goes_to_standard_output(markcheck: Run, tmp_path: Path) -> None:
    done = markcheck("redact", "-", "--max", "U", stdin=MIXED.text())
    assert done.returncode == 0
    assert done.stdout.startswith("[Redacted version at UNCLASSIFIED")
    assert "[2. (C) withheld]" in done.stdout
    assert listing(tmp_path) == set()


def test_a_folder_takes_many(markcheck: Run, cable: Path, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    (tmp_path / "page.html").write_text(MIXED.page_html())
    done = markcheck("redact", "cable.txt", "memo.txt", "page.html", "--max", "U", "-o", "public/")
    assert done.returncode == 0
    names = {"cable.txt", "memo.txt", "page.txt"}
    assert listing(tmp_path / "public") == names | {f"{name}.manifest.json" for name in names}


def test_an_earlier_version_is_overwritten_only_with_force(markcheck: Run, cable: Path, tmp_path: Path) -> None:
    assert markcheck("redact", "cable.txt", "--max", "U").returncode == 0
    before = (tmp_path / "cable.U.txt").read_bytes()
    cable.write_bytes(MIXED.with_texts({0: "Something new."}).data())
    done = markcheck("redact", "cable.txt", "--max", "U")
    assert done.returncode == 2
    assert "--force" in done.stderr
    assert (tmp_path / "cable.U.txt").read_bytes() == before
    assert markcheck("redact", "cable.txt", "--max", "U", "--force").returncode == 0
    assert b"Something new." in (tmp_path / "cable.U.txt").read_bytes()


@pytest.mark.parametrize("output", ["cable.txt", "./cable.txt", "link.txt", "sub/../cable.txt"])
@pytest.mark.parametrize("option", ["-o", "--manifest"])
def test_never_over_the_input(markcheck: Run, cable: Path, tmp_path: Path, output: str, option: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.txt").symlink_to(cable)
    done = markcheck("redact", "cable.txt", "--max", "U", option, output, "--force")
    assert done.returncode == 2
    assert "is an input" in done.stderr
    assert cable.read_bytes() == MIXED.data()
    assert listing(tmp_path) <= {"cable.txt", "link.txt"}


def test_never_over_the_input_by_a_hard_link(markcheck: Run, cable: Path, tmp_path: Path) -> None:
    os.link(cable, tmp_path / "hard.txt")
    markcheck("redact", "cable.txt", "--max", "U", "-o", "hard.txt", "--force")
    assert cable.read_bytes() == MIXED.data()


def test_the_output_and_the_manifest_are_two_files(markcheck: Run, cable: Path, tmp_path: Path) -> None:
    done = markcheck("redact", "cable.txt", "--max", "U", "-o", "out.txt", "--manifest", "out.txt")
    assert done.returncode == 2
    assert listing(tmp_path) == {"cable.txt"}


def test_two_inputs_of_one_name_are_not_written_over_each_other(markcheck: Run, cable: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "cable.txt").write_bytes(MIXED.data())
    done = markcheck("redact", "cable.txt", "other/cable.txt", "--max", "U", "-o", "public/")
    assert done.returncode == 2
    assert "two inputs" in done.stderr
    assert listing(tmp_path / "public") == {"cable.txt", "cable.txt.manifest.json"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cable.txt", "cable.txt.", "--max", "U", "-o", "cable.txt"), "folder"),
        (("cable.txt", "memo.txt", "--max", "U", "--manifest", "m.json"), "--manifest"),
        (("cable.txt", "--max", "X"), "--max"),
        (("cable.txt",), "--max"),
        (("cable.txt", "--max", "U", "--date", "yesterday"), "--date"),
        (("cable.txt", "--max", "U", "-o", "cable.txt/sub/out.txt"), "cannot be"),
    ],
)
def test_wrong_usage(markcheck: Run, cable: Path, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "memo.txt").write_text(MEMO)
    done = markcheck("redact", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert listing(tmp_path) == {"cable.txt", "memo.txt"}


def test_what_cannot_be_read_is_told_and_the_others_are_done(markcheck: Run, cable: Path, tmp_path: Path) -> None:
    (tmp_path / "binary.bin").write_bytes(b"\0" * 100)
    done = markcheck("redact", "missing.txt", "binary.bin", "cable.txt", "--max", "U", "-o", "public/")
    assert done.returncode == 3
    assert "missing.txt: not examined" in done.stderr
    assert "binary.bin: not examined" in done.stderr
    assert "cable.txt" in listing(tmp_path / "public")


def test_a_written_file_has_the_usual_mode(markcheck: Run, cable: Path, tmp_path: Path) -> None:
    markcheck("redact", "cable.txt", "--max", "U")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "cable.U.txt").stat().st_mode) == 0o666 & ~mask


def test_a_write_that_fails_leaves_nothing_and_keeps_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.txt"
    target.write_bytes(b"before")

    def fail(_source: object, _target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(UsageError, match="No space left"):
        files.write_atomically(target, b"after")
    assert target.read_bytes() == b"before"
    assert listing(tmp_path) == {"out.txt"}


def test_a_write_goes_by_way_of_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The target is never open for writing: at the moment of replacing the whole of the new file exists beside it."""
    target = tmp_path / "out.txt"
    target.write_bytes(b"before")
    seen: list[tuple[bytes, bytes]] = []
    replace = os.replace

    def watch(source: str, destination: Path) -> None:
        seen.append((Path(source).read_bytes(), target.read_bytes()))
        replace(source, destination)

    monkeypatch.setattr(files.os, "replace", watch)
    files.write_atomically(target, b"after")
    assert seen == [(b"after", b"before")]
    assert target.read_bytes() == b"after"
    assert listing(tmp_path) == {"out.txt"}


def test_a_version_that_fails_the_second_look_is_refused(
    cable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A writer with a defect that copies everything is caught before anything is written."""
    from markcheck.api import releasing
    from markcheck.cli.redacting import RedactRun
    from markcheck.exits import Exit

    monkeypatch.setattr(releasing, "passages", lambda marked, *_: (Passage("", marked.document.text),))
    with pytest.raises(RedactionRefused):
        releasing.redact("cable.txt", MIXED.data(), "U")
    run = RedactRun([str(cable)], "U", str(tmp_path / "out.txt"), None, None, force=False, quiet=False)
    assert run.run() is Exit.REFUSED
    assert "refused" in capsys.readouterr().err
    assert listing(tmp_path) == {"cable.txt"}


def test_a_ceiling_that_contradicts_itself_leads_to_no_version() -> None:
    """Behind a dissemination list those who may be shown a text do not count: the banner is above such a ceiling."""
    mark = "CUI//DISPLAY ONLY AUS/DL ONLY"
    text = f"{mark}\n\nMEMORANDUM FOR A. PERSON (invented)\n\n1. ({mark}) {FILLER}\n\n2. (U) {FILLER}\n\n{mark}\n"
    with pytest.raises(RedactionRefused, match="above the ceiling"):
        api.redact("memo.txt", text.encode(), mark)
    assert api.redact("memo.txt", text.encode(), "CUI//DL ONLY").data


def test_a_version_with_a_mark_above_the_ceiling_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from markcheck.api import releasing

    text = f"UNCLAS PORT ELARA 000101\n\n1. (U) {FILLER}\n\n2. (C) {FILLER}\n"
    monkeypatch.setattr(releasing, "passages", lambda *_: (Passage("", text),))
    with pytest.raises(RedactionRefused, match=r"leave|mark"):
        releasing.redact("cable.txt", MIXED.data(), "U")
