"""The jobs for clusters, each on this machine alone, where their libraries are installed. All is invented."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from program import ROOT, environment
from telegrams import of_marks

pa = pytest.importorskip("pyarrow")
from pyarrow import parquet  # noqa: E402

from markcheck.arrow import validate_table  # noqa: E402

JOBS = ROOT / "examples" / "cluster"
MARKS = (("U", "C"), ("c", "U"), ("S", "C"))
TABLE = pa.table(
    {
        "id": [f"E{number:03}" for number in range(60)],
        "text": [of_marks(*MARKS[number % 3]).data().decode() for number in range(60)],
    }
)


def assert_done(job: str, tmp_path: Path, **names: str) -> None:
    parquet.write_table(TABLE, tmp_path / "in.parquet")
    command = [sys.executable, str(JOBS / job), str(tmp_path / "in.parquet"), str(tmp_path / "out")]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(**names), capture_output=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rows = parquet.read_table(tmp_path / "out").to_pylist()
    assert sorted(rows, key=lambda row: row["id"]) == validate_table(TABLE).to_pylist()


@pytest.mark.skipif(find_spec("pyspark") is None, reason="Spark is not installed: pip install pyspark")
@pytest.mark.skipif(shutil.which("java") is None, reason="Java, which Spark needs, is not installed")
def test_spark(tmp_path: Path) -> None:
    assert_done("spark_job.py", tmp_path, PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install 'ray[data]'")
def test_ray(tmp_path: Path) -> None:
    names = {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    assert_done("ray_job.py", tmp_path, **names)
