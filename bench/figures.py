"""How figures are taken and printed."""

import gc
import math
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

Cell = str | int | float


def print_machine() -> None:
    """Print what measured, and how busy it was with other things."""
    cpus = {
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    }
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    print(f"{os.cpu_count()} cores ({', '.join(sorted(cpus))}); load before: {load}\n", flush=True)


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Print a table as Markdown, ready for docs/benchmarks.md."""
    print(f"### {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(_shown(cell) for cell in row) + " |")
    print(flush=True)


def percentile(values: Sequence[float], part: float) -> float:
    """The value that this part of all values does not exceed."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


def milliseconds(call: Callable[[], object], times: int) -> float:
    """The median of so many calls, in milliseconds, after one that warms up."""
    call()
    gc.collect()
    return median(_once(call) for _ in range(times))


def _once(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def _shown(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:,.2f}" if cell < 10 else f"{cell:,.0f}"
    return f"{cell:,}" if isinstance(cell, int) else cell
