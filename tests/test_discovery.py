"""What a run looks at: folders, patterns, lists, changes. Nothing is passed over in silence. All is invented."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from markcheck.discover import Target, Wanted, discover
from program import Done
from reading import SOUND

Run = Callable[..., Done[str]]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with documents in it and below it."""
    for name in ("a.txt", "b.log", "sub/c.txt", "sub/deep/d.txt", "build/e.txt", ".hidden/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SOUND.data())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def paths(*named: str, wanted: Wanted | None = None) -> list[str]:
    return [target.path for target in discover(named, wanted or Wanted())]


def problems(*named: str) -> dict[str, str]:
    return {target.path: target.problem.reason for target in discover(named) if target.problem}


def test_a_folder_gives_its_files_in_order(tree: Path) -> None:
    assert paths(".") == ["a.txt", "b.log", "build/e.txt", "sub/c.txt", "sub/deep/d.txt"]
    assert paths("sub", "a.txt", "sub/c.txt") == ["sub/c.txt", "sub/deep/d.txt", "a.txt"]


def test_ignore_files_count_from_their_folder(tree: Path) -> None:
    (tree / ".markcheckignore").write_text("*.log\n/build/\n")
    assert paths(".") == ["a.txt", "sub/c.txt", "sub/deep/d.txt"]
    (tree / "sub" / ".gitignore").write_text("*.txt\n!c.txt\n")
    assert paths(".") == ["a.txt", "sub/c.txt"]
    assert paths(".", wanted=Wanted(ignore_files=False)) == [
        "a.txt", "b.log", "build/e.txt", "sub/c.txt", "sub/deep/d.txt",
    ]  # fmt: skip


def test_ignore_files_above_count_within_a_repository(tree: Path) -> None:
    (tree / ".gitignore").write_text("deep/\n")
    assert paths("sub") == ["sub/c.txt", "sub/deep/d.txt"], "no repository, so what is above is somebody else's"
    (tree / ".git").mkdir()
    assert paths("sub") == ["sub/c.txt"]


def test_settings_leave_out_and_take_in(markcheck: Run, tree: Path) -> None:
    def seen(*named: str) -> list[str]:
        done = markcheck("validate", *named, "--format", "json")
        return [item["path"] for item in json.loads(done.stdout)["documents"]]

    (tree / "markcheck.toml").write_text('exclude = ["build/", "*.log"]')
    assert seen(".") == ["a.txt", "sub/c.txt", "sub/deep/d.txt"]
    assert seen("b.log", "a.txt") == ["b.log", "a.txt"], "what is named is meant"
    (tree / "markcheck.toml").write_text('exclude = ["*.log"]\nforce-exclude = true')
    assert seen("b.log", "a.txt") == ["a.txt"]
    (tree / "markcheck.toml").write_text('include = ["sub/**/*.txt"]')
    assert seen(".") == ["sub/c.txt", "sub/deep/d.txt"]


def test_a_file_list(markcheck: Run, tree: Path) -> None:
    (tree / "list").write_text("a.txt\nsub/c.txt\n")
    (tree / "list0").write_bytes(b"a.txt\0sub/c.txt\0")
    for arguments, stdin in (
        (("@list",), b""),
        (("@list0", "-0"), b""),
        (("@-",), b"a.txt\nsub/c.txt\n"),
        (("@-", "--null"), b"a.txt\0sub/c.txt\0"),
    ):
        done = markcheck("validate", *arguments, "--format", "json", stdin=stdin)
        assert [item["path"] for item in json.loads(done.stdout)["documents"]] == ["a.txt", "sub/c.txt"]
    done = markcheck("validate", "@nowhere")
    assert done.returncode == 2
    assert "file list" in done.stderr


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A. Person", "-c", "user.email=person@invented.example")
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


def test_only_what_has_changed(markcheck: Run, tree: Path) -> None:
    git(tree, "init", "-q")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "first")
    (tree / "sub" / "c.txt").write_text("UNCLASSIFIED\n\n1. (U) Changed.\n")
    (tree / "new name.txt").write_bytes(SOUND.data())
    (tree / "b.log").unlink()

    def seen(*arguments: str) -> list[str]:
        done = markcheck("validate", *arguments, "--format", "json")
        return [item["path"] for item in json.loads(done.stdout)["documents"]]

    assert seen(".", "--since", "HEAD") == ["new name.txt", "sub/c.txt"]
    assert seen("sub", "--since", "HEAD") == ["sub/c.txt"]
    assert seen("a.txt", "--since", "HEAD") == []
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "second")
    assert seen(".", "--since", "HEAD") == []
    assert seen(".", "--since", "HEAD~1") == ["new name.txt", "sub/c.txt"]
    for revision in ("nowhere", "--output=x"):
        done = markcheck("validate", ".", "--since", revision)
        assert done.returncode == 2
        assert "--since" in done.stderr
    assert not (tree / "x").exists()


def test_since_needs_a_repository(markcheck: Run, tree: Path) -> None:
    done = markcheck("validate", ".", "--since", "HEAD", GIT_CEILING_DIRECTORIES=str(tree.parent))
    assert done.returncode == 2
    assert "repository" in done.stderr


def test_links_and_special_files(tree: Path) -> None:
    (tree / "sub" / "round").symlink_to(tree, target_is_directory=True)
    (tree / "sub" / "again.txt").symlink_to(tree / "a.txt")
    (tree / "sub" / "gone.txt").symlink_to(tree / "nowhere")
    os.mkfifo(tree / "pipe")
    assert paths(".") == [
        "a.txt", "b.log", "pipe", "build/e.txt", "sub/again.txt", "sub/c.txt", "sub/gone.txt",
        "sub/deep/d.txt",
    ]  # fmt: skip
    assert problems(".") == {"pipe": "not-a-file", "sub/gone.txt": "missing"}
    assert problems("sub") == {"sub/gone.txt": "missing", "sub/round": "link"}, "it leads out of what was named"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_that_may_not_be_read(tree: Path) -> None:
    (tree / "sub" / "deep").chmod(0)
    try:
        assert problems(".") == {"sub/deep": "permission"}
    finally:
        (tree / "sub" / "deep").chmod(0o700)


def test_a_folder_that_cannot_be_read(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("deep"):
            raise PermissionError(13, "denied")
        return original(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert problems(".") == {"sub/deep": "permission"}


def test_a_deep_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    Path("x.txt").write_bytes(SOUND.data())
    os.chdir(tmp_path)
    try:
        assert len(paths(".")) == 1
    finally:
        # Whoever takes the folder away afterwards may go down by recursion.
        subprocess.run(["rm", "-r", "d"], check=True)


def test_archives_are_reported_and_not_opened(markcheck: Run, tree: Path) -> None:
    (tree / "z.zip").write_bytes(b"PK\x03\x04 cables/one.txt")
    done = markcheck("validate", ".")
    assert done.returncode == 3
    assert "z.zip: not examined: a ZIP archive is not opened" in done.stdout


def test_what_markcheck_keeps_is_no_document(tree: Path) -> None:
    for name in ("markcheck.toml", "markcheck-baseline.json", "a.txt.markcheck.toml", "a.U.txt.manifest.json"):
        (tree / name).write_text("")
    assert paths(".") == ["a.txt", "b.log", "build/e.txt", "sub/c.txt", "sub/deep/d.txt"]
    assert [target.sidecar for target in discover(["."]) if target.path == "a.txt"] == ["a.txt.markcheck.toml"]
    assert list(discover(["a.txt"])) == [Target("a.txt", None, "a.txt.markcheck.toml")]


def test_content_decides_not_the_name(markcheck: Run, tree: Path) -> None:
    (tree / "picture.txt").write_bytes(b"\x89PNG\r\n")
    (tree / "cable").write_bytes(SOUND.data())
    done = json.loads(markcheck("validate", "picture.txt", "cable", "--format", "json").stdout)["documents"]
    assert [(item["path"], item["genre"], len(item["unexamined"])) for item in done] == [
        ("picture.txt", None, 1),
        ("cable", "telegram", 0),
    ]
