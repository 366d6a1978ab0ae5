"""What validating costs, beside yardsticks from the same run.

Prints medians and their ratio to reading and decoding the same file, and how cost grows with length. Run it with
``make bench``; the documents are invented.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from markcheck import api
from markcheck.formats import read_bytes
from markcheck.structure import structure

HEADER = """\
VZCZCXRO1234
OO RUEHXX
DE RUEHZZ #0101/01 2581200
ZNY CCCCC ZZH
O 151200Z SEP 07
FM AMEMBASSY PORT ELARA
TO RUEHC/SECSTATE WASHDC IMMEDIATE 1234
INFO RUEHYY/AMEMBASSY BRONN PRIORITY 0456

C O N F I D E N T I A L PORT ELARA 000101

SIPDIS

E.O. 12958: DECL: 09/14/2017
TAGS: PREL, EFIS, XX
SUBJECT: HARBOR TALKS ENTER THEIR THIRD WEEK
REF: A. BRONN 77
     B. PORT ELARA 93

Classified By: Consul A. Person for reasons 1.4 (b) and (d).

"""
SENTENCE = "The harbor commission of Port Elara met again and agreed on the order of the ferries for the autumn. "


def telegram(size: int) -> bytes:
    """An invented telegram of about ``size`` bytes."""
    parts, length, number = [HEADER], len(HEADER), 0
    while length < size:
        number += 1
        mark = "U" if number % 3 == 1 else "C"
        paragraph = f"{number}. ({mark}) {SENTENCE * 6}\n\n"
        if number % 4 == 0:
            paragraph += f"-- {SENTENCE}\n\n-- {SENTENCE}\n\n"
        parts.append(paragraph)
        length += len(paragraph)
    return ("".join(parts) + "PERSON\n").encode()


def median(run: Callable[[], object], times: int) -> float:
    """The median of ``times`` runs, in microseconds, after a tenth as many to warm up."""
    for _ in range(max(1, times // 10)):
        run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1e6


def process(*arguments: str) -> float:
    """The median of eleven runs of a whole Python process, in milliseconds."""
    return median(lambda: subprocess.run([sys.executable, *arguments], capture_output=True, check=True), 11) / 1000


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "telegram.txt")
        data = telegram(6000)
        path.write_bytes(data)
        yardstick = median(lambda: path.read_bytes().decode(), 2000)
        rows = {
            "read and decode": yardstick,
            "inspect": median(lambda: api.inspect("telegram", path.read_bytes()), 1000),
            "validate": median(lambda: api.validate("telegram", path.read_bytes()), 1000),
            "redact": median(lambda: api.redact("telegram", path.read_bytes(), "U"), 500),
        }
        print(f"one telegram of {len(data)} bytes, warm")
        for name, value in rows.items():
            print(f"  {name:<16} {value:9.1f} us   {value / yardstick:6.1f} x read and decode")

        document = read_bytes("telegram", data)
        engine = api.engine()
        marked = structure(document, engine.book)
        structuring = median(lambda: structure(document, engine.book), 1000)
        rules = median(lambda: engine.judge(marked), 1000)
        print(f"  {len(engine.rules)} rules          {rules:9.1f} us   {rules / structuring:6.2f} x structuring")

        print(f"  redact with its second look is {rows['redact'] / rows['validate']:.2f} x validate")

        print("growth with length")
        for size in (10_000, 100_000, 1_000_000, 10_000_000):
            large = telegram(size)
            value = median(lambda large=large: api.validate("telegram", large), 3 if size > 10**6 else 15)
            print(f"  {len(large):>10} bytes  {value / 1000:9.2f} ms   {value / len(large) * 1000:7.1f} ns a byte")

        print("whole processes")
        base = process("-c", "import typer")
        for name, arguments in {
            "import typer": ("-c", "import typer"),
            "import typer, pydantic": ("-c", "import typer, pydantic"),
            "--version": ("-m", "markcheck", "--version"),
            "validate": ("-m", "markcheck", "validate", str(path)),
        }.items():
            value = process(*arguments)
            print(f"  {name:<22} {value:7.1f} ms   {value / base:5.2f} x import typer")


if __name__ == "__main__":
    main()
