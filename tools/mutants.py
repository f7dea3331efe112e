"""Change the cryptography in thousands of small ways and count which ones its tests notice.

    make mutants                        everything, in a copy: half an hour on two cores
    make mutants ARGS='--list'          and the survivors' changes

mutmut changes what stands inside functions; what it leaves alone (labels, codes, sizes, defaults)
is changed by tools/outside_functions.py. The oracle is tests/crypto and nothing else. The tree is
copied first: a mutant never stands among the sources. docs/mutation.md says what survives and why.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTMUT = ROOT / ".venv" / "mutmut"
SETTINGS = """
[tool.pytest.ini_options]
pythonpath = ["."]
addopts = ["--import-mode=importlib", "-p", "pytest_timeout"]
timeout = 120

[tool.mutmut]
source_paths = ["crypto"]
pytest_add_cli_args_test_selection = ["tests/crypto"]
"""
# The long test of flips would be run for every survivor: a few bytes of each thing do.
FEW_FLIPS = "20"
NOTICED = ("killed", "timeout", "segfault", "suspicious", "caught by type check")

Results = dict[str, Counter[str]]


def copied(to: Path) -> None:
    """A tree of its own, with the cryptography, its tests and no other settings."""
    leave = shutil.ignore_patterns("__pycache__")
    for folder in ("crypto", "tests/crypto", "tools"):
        shutil.copytree(ROOT / folder, to / folder, ignore=leave)
    (to / "tests" / "__init__.py").touch()
    (to / "pyproject.toml").write_text(SETTINGS, "utf-8")


def environment(folder: Path) -> dict[str, str]:
    """The environment of every run: mutmut in reach, nothing written outside the copy."""
    return {
        **os.environ,
        "PYTHONPATH": f"{folder}{os.pathsep}{MUTMUT}",
        "PRONGSAI_TEST_FLIPS": FEW_FLIPS,
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "TMPDIR": str(folder.parent),
    }


def mutmut(folder: Path, *args: str) -> str:
    """What mutmut printed; its progress goes to the terminal while it runs."""
    command = [sys.executable, "-m", "mutmut", *args]
    shown = None if args[0] == "run" else subprocess.PIPE
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment(folder), stdout=shown, text=True, check=True
    )
    return done.stdout or ""


def inside_functions(folder: Path, workers: int, listed: bool) -> Results:
    """How mutmut's mutants ended, by file."""
    mutmut(folder, "run", "--max-children", str(workers))
    results: Results = {}
    found = re.findall(
        r"^\s*(crypto\.(\w+)\.\S+): (.+)$", mutmut(folder, "results", "--all", "true"), re.M
    )
    for name, module, end in found:
        results.setdefault(f"{module}.py", Counter())[end] += 1
        if listed and end not in NOTICED:
            print(f"\n{name}: {end}\n{mutmut(folder, 'show', name)}")
    return results


def outside_functions(folder: Path, listed: bool) -> Results:
    """How the mutants of tools/outside_functions.py ended, by file."""
    command = [sys.executable, "tools/outside_functions.py"]
    results: Results = {}
    with subprocess.Popen(  # noqa: S603
        command, cwd=folder, env=environment(folder), stdout=subprocess.PIPE, text=True
    ) as running:
        for line in running.stdout or ():
            end, module, _ = line.split(" ", 2)
            results.setdefault(module, Counter())[end] += 1
            if listed and end not in NOTICED:
                print(line, end="", flush=True)
    if running.returncode:
        raise SystemExit(running.returncode)
    return results


def shown(title: str, results: Results) -> float:
    """The share that was noticed, in per cent, with a table on the way."""
    print(f"\n{title}\n{'file':<20}{'mutants':>8}{'noticed':>8}{'late':>6}{'left':>6}{'score':>8}")
    total: Counter[str] = sum(results.values(), Counter())
    for name, ends in [*sorted(results.items()), ("all", total)]:
        count, noticed = ends.total(), sum(ends[end] for end in NOTICED)
        score = f"{100 * noticed / count:.1f} %"
        print(f"{name:<20}{count:>8}{noticed:>8}{ends['timeout']:>6}{count - noticed:>6}{score:>8}")
    return 100 * sum(total[end] for end in NOTICED) / total.total()


def main() -> int:
    """Print both tables; the exit code says whether either score is under 90 %."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--workers", type=int, default=2, help="processes that mutmut may use")
    parser.add_argument("--list", action="store_true", help="print each survivor's change")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutants-") as made:
        folder = Path(made) / "tree"
        copied(folder)
        outside = outside_functions(folder, chosen.list)
        inside = inside_functions(folder, chosen.workers, chosen.list)
    scores = [
        shown("Inside functions (mutmut)", inside),
        shown("Outside functions (labels, codes, sizes, defaults)", outside),
    ]
    return 0 if min(scores) >= 90 else 1


if __name__ == "__main__":
    sys.exit(main())
