"""What pipelines take from here: the hook, the action, the snippets, the image; without their servers.

Every document is invented.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from program import ROOT, Done, environment, run_markcheck, run_python
from reading import SOUND
from telegrams import FAULTY

yaml = pytest.importorskip("yaml", reason="needs PyYAML: make dev installs it")
Run = Callable[..., Done[str]]
CI = ROOT / "examples" / "ci"
BASH = shutil.which("bash")
FILES = ["action.yml", ".pre-commit-hooks.yaml", *(f"examples/ci/{path.name}" for path in sorted(CI.glob("*.y*ml")))]


def content(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A checkout with a sound document and a faulty one, and the program on the path as a runner has it."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "sound.txt").write_bytes(SOUND.data())
    (tmp_path / "documents" / "faulty.txt").write_text(FAULTY)
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "markcheck"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m markcheck "$@"\n')
    program.chmod(0o755)
    return tmp_path


def bash(script: str, place: Path, **variables: str) -> Done[str]:
    path = f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [BASH or "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=place,
        env=environment(PATH=path, **variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.args, done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_yaml(name: str) -> None:
    assert content(name)


@pytest.mark.parametrize("name", [*FILES, "examples/ci/README.md", "Dockerfile"])
def test_commands_name_flags_that_there_are(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    known = run_markcheck("validate", "--help").stdout
    used = {flag for line in text.splitlines() if "markcheck validate" in line or "reports" in line
            for flag in re.findall(r"(?<!\S)(--[a-z-]+)", line)}  # fmt: skip
    used -= {"--rm", "--volume", "--tag"}
    assert all(flag in known for flag in used), used


# -- the action --------------------------------------------------------------------------------------


def action(place: Path, **inputs: str) -> tuple[Done[str], str, str]:
    """The action's second step, its summary and its outputs."""
    step = content("action.yml")["runs"]["steps"][1]
    defaults = {name: item["default"] for name, item in content("action.yml")["inputs"].items()}
    values = {**defaults, **{name.replace("_", "-"): value for name, value in inputs.items()}}
    variables = {
        name: values[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", text)[1]]  # type: ignore[index]
        for name, text in step["env"].items()
    }
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        variables[name] = str(place / name)
    (place / "temp").mkdir(exist_ok=True)
    done = bash(step["run"], place, RUNNER_TEMP=str(place / "temp"), **variables)
    summary = (place / "GITHUB_STEP_SUMMARY").read_text() if (place / "GITHUB_STEP_SUMMARY").exists() else ""
    return done, summary, (place / "GITHUB_OUTPUT").read_text()


@pytest.mark.skipif(BASH is None, reason="needs bash")
def test_the_action_annotates_summarises_and_fails(place: Path) -> None:
    done, summary, outputs = action(place, paths="documents", sarif="out.sarif")
    assert done.returncode == 1
    assert "::warning file=documents/faulty.txt,line=" in done.stdout
    assert summary.startswith("# Markings")
    assert "rollup-banner-too-low" in summary
    assert outputs == "exit-code=1\n"
    assert json.loads((place / "out.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.skipif(BASH is None, reason="needs bash")
def test_the_action_takes_more_arguments_and_no_commands(place: Path) -> None:
    done, _, outputs = action(place, paths="documents/sound.txt documents/faulty.txt", fail_on="never", args="--quiet")
    assert (done.returncode, outputs) == (0, "exit-code=0\n")
    done, _, outputs = action(place, paths="$(touch owned) documents/sound.txt; touch owned")
    assert done.returncode == 3
    assert not (place / "owned").exists()


def test_no_input_stands_in_a_script() -> None:
    for step in content("action.yml")["runs"]["steps"]:
        assert "${{" not in step["run"]


def test_workflows_ask_for_no_more_rights_than_they_need() -> None:
    workflow = content("examples/ci/github-workflow.yml")
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["markings"]["permissions"] == {"contents": "read"}
    inputs = workflow["jobs"]["markings"]["steps"][-1]["with"]
    assert set(inputs) <= set(content("action.yml")["inputs"])


# -- GitLab, pre-commit, the image -------------------------------------------------------------------


@pytest.mark.skipif(BASH is None, reason="needs bash")
def test_the_gitlab_job_writes_its_reports(place: Path) -> None:
    job = content("examples/ci/gitlab-ci.yml")["markings"]
    install, command = job["script"]
    assert install.startswith("pip install")
    assert bash(command, place).returncode == 1
    reports = job["artifacts"]["reports"]
    assert json.loads((place / reports["codequality"]).read_text())
    assert ET.parse(place / reports["junit"]).getroot().tag == "testsuites"
    assert all((place / path).exists() for path in job["artifacts"]["paths"])


def test_the_hook_is_one_that_pre_commit_takes() -> None:
    pytest.importorskip("pre_commit", reason="needs pre-commit: make dev installs it")
    assert run_python("-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")).returncode == 0
    assert run_python("-m", "pre_commit", "validate-config", str(CI / "pre-commit-config.yaml")).returncode == 0
    hooks = {hook["id"] for hook in content(".pre-commit-hooks.yaml")}
    assert {hook["id"] for hook in content("examples/ci/pre-commit-config.yaml")["repos"][0]["hooks"]} <= hooks


@pytest.mark.skipif(BASH is None, reason="needs bash")
def test_the_hook_checks_the_files_it_is_given(place: Path) -> None:
    hook, _ = content(".pre-commit-hooks.yaml")
    assert bash(f"{hook['entry']} documents/sound.txt", place).returncode == 0
    assert bash(f"{hook['entry']} documents/sound.txt documents/faulty.txt", place).returncode == 1
    (place / "markcheck.toml").write_text('exclude = ["faulty.txt"]')
    assert bash(f"{hook['entry']} documents/sound.txt documents/faulty.txt", place).returncode == 0


def test_the_office_hook_brings_its_libraries() -> None:
    _, hook = content(".pre-commit-hooks.yaml")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert sorted(hook["additional_dependencies"]) == sorted({*extras["docx"], *extras["pptx"], *extras["pdf"]})
    assert re.search(hook["files"], "folder/memo.docx")
    assert not re.search(hook["files"], "folder/memo.txt")


def test_the_example_settings_hold(place: Path) -> None:
    shutil.copy(CI / "markcheck.toml", place / "markcheck.toml")
    done = run_markcheck("validate", "documents", cwd=place)
    assert done.returncode == 1
    assert "level-above-limit" in done.stdout


def test_the_image_takes_what_there_is() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        *sources, _ = line.split()
        assert all((ROOT / source).exists() for source in sources)
    assert re.search(r"^USER markcheck$", text, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert not {"src", "rules", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE"} & set(ignored)
