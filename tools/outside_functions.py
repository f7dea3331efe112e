"""Change what stands outside the functions of crypto/ and say which changes its tests notice.

mutmut changes the bodies of functions only. Labels, versions, codes, sizes, defaults and the marks
of dataclasses stand outside them, and a format hangs on each. Run by tools/mutants.py in a copy of
the tree; a mutant is only ever in the memory of a child process. A line each comes back:
"killed|survived|timeout FILE LINE: before -> after".
"""

import ast
import importlib.abc
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

# Loaded once, before the children are made: slow to import and never changed.
import cryptography.cobblestone
import cryptography.hazmat.primitives.hpke  # noqa: F401
import hypothesis
import pytest

TESTS = Path("tests/crypto")
# Its table would be 310 mutants, and all of them killed: they would only gild the score.
LEFT_OUT = ("damm.py",)
SECONDS_MOST = 300
SWAPPED: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Add(),
    ast.Pow: ast.Mult(),
    ast.BitOr: ast.BitAnd(),
}


@dataclass(frozen=True)
class Mutant:
    """One changed source."""

    file: Path
    line: int
    change: str
    source: bytes


def outside(tree: ast.Module) -> Iterator[ast.expr]:
    """The roots of what stands outside function bodies; annotations are no part of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from node.args.defaults
            yield from (default for default in node.args.kw_defaults if default)
            if "property" in [ast.unparse(mark) for mark in node.decorator_list]:
                yield from (one for one in ast.walk(node) if isinstance(one, ast.Subscript))
        if isinstance(node, ast.ClassDef):
            yield from node.decorator_list
        if isinstance(node, ast.Module | ast.ClassDef):
            assigned = (one for one in node.body if isinstance(one, ast.Assign | ast.AnnAssign))
            yield from (one.value for one in assigned if one.value)


def changes(node: ast.expr) -> Iterator[ast.expr]:
    """The node in other words that mean something else."""
    if isinstance(node, ast.Constant):
        yield from (ast.Constant(value) for value in other_values(node.value))
    elif isinstance(node, ast.BinOp) and type(node.op) in SWAPPED:
        yield ast.BinOp(node.left, SWAPPED[type(node.op)], node.right)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Tuple):
        for at in range(len(node.elts)):
            yield ast.Tuple(node.elts[:at] + node.elts[at + 1 :], ast.Load())
    elif isinstance(node, ast.Call):
        for at in range(len(node.keywords)):
            kept = node.keywords[:at] + node.keywords[at + 1 :]
            yield ast.Call(node.func, node.args, kept)


def other_values(value: object) -> Iterator[object]:
    """Other values of the same type."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        yield from {value + "X", value.swapcase()} - {value}
    elif isinstance(value, bytes):
        yield from {value + b"X", value.swapcase()} - {value}


def mutants(file: Path) -> Iterator[Mutant]:
    """Every changed source of one file."""
    source = file.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for root in outside(ast.parse(source)):
        for node in ast.walk(root):
            if isinstance(node, ast.expr) and node.end_lineno and node.end_col_offset:
                start = starts[node.lineno - 1] + node.col_offset
                end = starts[node.end_lineno - 1] + node.end_col_offset
                for other in changes(node):
                    text = ast.unparse(other)
                    # In brackets, that the words around it bind as before; a mark takes none.
                    put = text if isinstance(node, ast.Call) else f"({text})"
                    changed = source[:start] + put.encode() + source[end:]
                    yield Mutant(file, node.lineno, f"{ast.unparse(node)} -> {text}", changed)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module of `crypto` its changed source."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        """The changed module's, when it is asked for."""
        name = f"crypto.{self._mutant.file.stem}"
        return importlib.util.spec_from_loader(name, self) if fullname == name else None

    def exec_module(self, module: ModuleType) -> None:
        """The changed source, run."""
        exec(compile(self._mutant.source, self._mutant.file, "exec"), module.__dict__)  # noqa: S102


def tests_for(file: Path) -> list[str]:
    """All tests, those first that speak most of this file."""
    name = file.stem
    return sorted(
        (str(path) for path in TESTS.glob("test_*.py")),
        key=lambda path: (-Path(path).read_text("utf-8").count(name), path),
    )


def run_changed(mutant: Mutant, tests: list[str]) -> None:
    """Run tests over a mutant in this process, silently; it ends with their answer."""
    os.setsid()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.meta_path.insert(0, Changed(mutant))
    try:
        answer = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests])
    except BaseException:
        answer = pytest.ExitCode.INTERNAL_ERROR
    os._exit(int(answer))


def end_of(mutant: Mutant) -> str:
    """How a mutant ended: killed, survived or timeout."""
    tests = tests_for(mutant.file)
    # Nearly all die of the first four files; the others need not even be imported then.
    for some in (tests[:4], tests[4:]):
        end = end_under(mutant, some)
        if end != "survived":
            return end
    return "survived"


def end_under(mutant: Mutant, tests: list[str]) -> str:
    """How a mutant ended under these tests, in a process of its own."""
    child = os.fork()
    if not child:
        run_changed(mutant, tests)
    until = time.monotonic() + SECONDS_MOST
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return "survived" if status == 0 else "killed"
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


def main() -> int:
    """Print how every mutant ended; 2 when the tests fail over the sources as they are."""
    # A failure found is enough; it need not be made small.
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    hypothesis.settings.register_profile("mutants", phases=phases, database=None)
    hypothesis.settings.load_profile("mutants")
    found = sorted(path for path in Path("crypto").glob("*.py") if path.name not in LEFT_OUT)
    files = [Path(name) for name in sys.argv[1:]] or found
    if end_of(Mutant(files[-1], 0, "nothing", files[-1].read_bytes())) != "survived":
        print("the tests fail before anything is changed", file=sys.stderr)
        return 2
    for file in files:
        for mutant in mutants(file):
            end = end_of(mutant)
            print(f"{end} {file.name} {mutant.line}: {mutant.change}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
