"""What a run over ten thousand documents costs: cold and warm, on one process and on all cores, and its memory.

Prints ratios to reading every file once, and of the warm run to the cold one. Part of ``make bench``; the documents are
invented.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from bench import telegram

COUNTS = (1_000, 10_000)
_FOLDERS = 100


def make(folder: Path, count: int) -> None:
    """So many distinct telegrams of some five kilobytes each."""
    for number in range(count):
        place = folder / f"{number % _FOLDERS:02}"
        place.mkdir(exist_ok=True)
        data = telegram(4000 + number % 20 * 100)
        (place / f"{number:05}.txt").write_bytes(data.replace(b"PERSON\n", f"PERSON {number}\n".encode()))


def reading(folder: Path) -> float:
    """Seconds that reading every file takes."""
    start = time.perf_counter()
    for path in folder.rglob("*.txt"):
        path.read_bytes()
    return time.perf_counter() - start


def run(folder: Path, cache: Path, *arguments: str) -> tuple[float, float]:
    """Seconds and mebibytes at most of one process of a run over ``folder``."""
    command = [sys.executable, "-m", "markcheck", "validate", str(folder), "--quiet", *arguments]
    # An installed program has its modules compiled; so has this one, whatever the environment says.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(cache / "modules")}
    environment = {**os.environ, **compiled, "XDG_CACHE_HOME": str(cache)}
    start = time.perf_counter()
    sink = os.open(os.devnull, os.O_WRONLY)
    child = os.posix_spawn(sys.executable, command, environment, file_actions=[(os.POSIX_SPAWN_DUP2, sink, 1)])
    _, status, usage = os.wait4(child, 0)
    os.close(sink)
    taken = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit("a run failed")
    return taken, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as name:
            folder, cache = Path(name, "set"), Path(name, "cache")
            folder.mkdir()
            make(folder, count)
            yardstick = reading(folder)
            print(f"{count} documents, read in {yardstick * 1000:.0f} ms")
            rows = {
                "one process, no cache": run(folder, cache, "--jobs", "1", "--no-cache"),
                "all cores, cold": run(folder, cache),
                "all cores, warm": run(folder, cache),
            }
            for title, (taken, memory) in rows.items():
                rate = f"{count / taken:8.0f} a second {memory:5.0f} MiB"
                print(f"  {title:<22} {taken:7.2f} s {taken / yardstick:7.1f} x reading {rate}")
            cold, warm = rows["all cores, cold"][0], rows["all cores, warm"][0]
            print(f"  warm is {warm / cold:.3f} x cold")


if __name__ == "__main__":
    main()
