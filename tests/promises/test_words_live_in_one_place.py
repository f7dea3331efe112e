"""Thai stands in templates and in the rules; no other program file speaks to people."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THAI = re.compile("[\u0e00-\u0e7f]")
SPEAKING = ("rules/", "app/demo", "tests/", "bench/")
"""The rules hold the words; the demonstration, tests and measurements play people who type."""

FILES = sorted(
    file
    for folder in ROOT.iterdir()
    if (folder / "__init__.py").exists()
    for file in folder.rglob("*.py")
    if not file.relative_to(ROOT).as_posix().startswith(SPEAKING)
)
TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
OFFICERS_ROOMS = (
    "analysis", "assign", "case_papers", "clocks", "desk", "disclosure", "import_sheet", "inquiry",
    "intake", "joining", "keys", "line", "log", "mail", "paper_templates", "passkeys", "privacy",
    "readers", "recovery", "redact", "register", "release", "retention", "search", "sessions",
    "settings", "setup", "signin", "two_persons",
)  # fmt: skip
SCRIPTS_AND_STYLES = [
    file for file in (ROOT / "web" / "static").rglob("*") if file.suffix in (".css", ".js")
]


def _texts(tree: ast.Module) -> Iterator[str]:
    """Every text of a program that is not a docstring."""
    described = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in described:
            yield node.value


def test_there_is_something_to_look_at():
    assert len(FILES) > 80 and len(TEMPLATES) > 40


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_program_file_speaks_thai(file):
    spoken = [text for text in _texts(ast.parse(file.read_text("utf-8"))) if THAI.search(text)]
    assert spoken == []


def test_style_sheets_and_scripts_say_nothing_either():
    for file in SCRIPTS_AND_STYLES:
        assert not THAI.search(file.read_text("utf-8")), file.name


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_what_a_reporter_reads_is_said_in_both_languages(file):
    """Outside `say` and `said`, and outside the desk that is Thai alone, no template holds Thai."""
    if file.parent.name in OFFICERS_ROOMS or file.stem.startswith("desk"):
        return
    bare = re.sub(r"{#.*?#}", "", file.read_text("utf-8"), flags=re.S)
    bare = re.sub(r'<a [^>]*lang="th"[^>]*>[^<]*</a>', "", bare)  # the way into Thai
    for tag in re.findall(r"{[{%].*?[%}]}", bare, flags=re.S):
        if re.search(r"\b(say|said)\(", tag):
            bare = bare.replace(tag, "")
    assert [line for line in bare.splitlines() if THAI.search(line)] == []
