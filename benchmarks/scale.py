"""What a set in one file costs, up to a hundred thousand documents, and one document up to fifty megabytes.

Both stand beside yardsticks from the same run: reading and decoding, one pass of a paragraph-head pattern, ``wc``. Part
of ``make bench``. ``--most 250000`` goes further; ``--write`` puts the table and a plot into docs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import telegram
from corpus import SEED, write_jsonl

from markcheck import api

COUNTS = (1_000, 10_000, 100_000, 250_000, 1_000_000)
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000)
HEAD = re.compile(r"\n[ \t\u00b6]*\d{1,3}\.[ \t]*(?:\([^()\n]{1,40}\))?")
DOCS = Path(__file__).resolve().parents[1] / "docs"


def seconds(run: Callable[[], object]) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def each(path: Path, use: Callable[[str], object]) -> None:
    """Use the text of every document."""
    with path.open("rb") as file:
        for line in file:
            use(json.loads(line)["text"])


def words(path: Path) -> None:
    """Run ``wc``."""
    subprocess.run(["/usr/bin/env", "wc", path], capture_output=True, check=True)


def whole(path: Path, folder: Path, jobs: int) -> tuple[float, float]:
    """Seconds and mebibytes of the largest process of a run over the set."""
    target = folder / "out.jsonl"
    target.unlink(missing_ok=True)
    command = [sys.executable, "-m", "markcheck", "rows", str(path), "-o", str(target), "-q", "--isolated"]
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "modules")}
    start = time.perf_counter()
    child = os.posix_spawn(sys.executable, [*command, "--jobs", str(jobs)], {**os.environ, **compiled})
    _, status, usage = os.wait4(child, 0)
    taken = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit("a run failed")
    return taken, usage.ru_maxrss / 1024


def growth_with_documents(most: int) -> list[dict[str, Any]]:
    """A row for each number of documents."""
    rows = []
    for count in (count for count in COUNTS if count <= most):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = folder / "set.jsonl"
            size = write_jsonl(path, count)
            row: dict[str, Any] = {"documents": count, "bytes": size}
            row["read"] = seconds(lambda path=path: each(path, len))
            row["heads"] = seconds(lambda path=path: each(path, HEAD.findall))
            row["wc"] = seconds(
                lambda path=path: subprocess.run(["/usr/bin/env", "wc", path], capture_output=True, check=True)
            )
            row["one"], row["memory_one"] = whole(path, folder, 1) if count <= 10_000 else (None, None)
            row["all"], row["memory"] = whole(path, folder, 0)
            rows.append(row)
            print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    return rows


def growth_with_length() -> list[dict[str, Any]]:
    """A row for each length of one document."""
    rows = []
    for size in SIZES:
        data = telegram(size)
        times = 200 if size < 10**5 else 3
        taken = min(seconds(lambda data=data: api.validate("x", data)) for _ in range(times))
        read = min(seconds(lambda data=data: data.decode()) for _ in range(times))
        rows.append({"bytes": len(data), "validate": taken, "read": read})
    return rows


def table(documents: list[dict[str, Any]], lengths: list[dict[str, Any]]) -> str:
    """The figures as Markdown."""
    lines = [
        "| Documents | MB | Cores | Documents/s | MB/s | x read and decode | x paragraph heads | x `wc` | MiB |",
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in documents:
        for cores, taken, memory in (("one", row["one"], row["memory_one"]), ("all", row["all"], row["memory"])):
            if taken is not None:
                ratios = " | ".join(f"{taken / row[name]:.1f}" for name in ("read", "heads", "wc"))
                lines.append(
                    f"| {row['documents']:,} | {row['bytes'] / 1e6:.1f} | {cores} | {row['documents'] / taken:,.0f} "
                    f"| {row['bytes'] / taken / 1e6:.1f} | {ratios} | {memory:.0f} |"
                )
    lines += ["", "| Bytes of one document | ns a byte | x decoding |", "| ---: | ---: | ---: |"]
    for row in lengths:
        a_byte = row["validate"] / row["bytes"] * 1e9
        lines.append(f"| {row['bytes']:,} | {a_byte:.0f} | {row['validate'] / row['read']:.0f} |")
    return "\n".join(lines)


def plot(documents: list[dict[str, Any]], lengths: list[dict[str, Any]], path: Path) -> None:
    """Both growths, in logarithms: what grows in proportion is a straight line of slope one."""
    import matplotlib as mpl  # noqa: PLC0415 -- only for the plot

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "markcheck", "font.size": 9})
    from matplotlib import pyplot  # noqa: PLC0415

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    counts = [row["documents"] for row in documents]
    for name, label in (
        ("all", "markcheck rows, all cores"),
        ("heads", "paragraph heads"),
        ("read", "read and decode"),
    ):
        left.loglog(counts, [row[name] for row in documents], marker="o", label=label)
    left.set(xlabel="documents", ylabel="seconds")
    memory = left.twinx()
    memory.plot(counts, [row["memory"] for row in documents], color="grey", linestyle=":", label="MiB (right)")
    memory.set_ylim(0, max(200, *(row["memory"] * 1.5 for row in documents)))
    memory.set_ylabel("MiB")
    left.legend(loc="upper left")
    for name, label in (("validate", "validate"), ("read", "decode")):
        right.loglog([row["bytes"] for row in lengths], [row[name] for row in lengths], marker="o", label=label)
    right.set(xlabel="bytes of one document", ylabel="seconds")
    right.legend()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Print the tables; write them where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=100_000, help="the largest set")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and docs/benchmarks.svg")
    asked = parser.parse_args()
    print(f"sets in one file, seed {SEED}")
    # In this order: a process begins with the peak of the one that started it.
    documents = growth_with_documents(asked.most)
    lengths = growth_with_length()
    text = table(documents, lengths)
    print(text)
    if asked.write:
        page = DOCS / "benchmarks.md"
        head, mark, rest = page.read_text().partition("<!-- figures -->\n")
        tail = rest.partition("<!-- end of figures -->\n")[2]
        page.write_text(f"{head}{mark}\n{text}\n\n<!-- end of figures -->\n{tail}")
        plot(documents, lengths, DOCS / "benchmarks.svg")


if __name__ == "__main__":
    main()
