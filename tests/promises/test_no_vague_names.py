"""A file is named after what it does."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAGUE = {
    "base", "common", "core", "data", "helper", "helpers", "info", "lib", "manager", "managers",
    "misc", "shared", "util", "utils",
}  # fmt: skip
MEANT = {"models/base"}
"""SQLAlchemy's own word for the parent of every table."""


def test_no_module_and_no_package_has_a_vague_name():
    modules = {
        file.relative_to(ROOT).with_suffix("").as_posix()
        for folder in ROOT.iterdir()
        if folder.is_dir() and not folder.name.startswith(".") and folder.name != "var"
        for file in folder.rglob("*.py")
    }
    assert len(modules) > 150
    vague = {module for module in modules - MEANT if VAGUE & set(module.split("/"))}
    assert vague == set()


def test_no_function_and_no_class_is_called_after_its_shelf():
    """`UserManager`, `load_data`: a name that says where it was put, not what it does."""
    found = []
    for file in ROOT.glob("*/**/*.py"):
        if file.parts[len(ROOT.parts)] in (".venv", "var"):
            continue
        for line in file.read_text("utf-8").splitlines():
            word = line.strip().partition("(")[0].rstrip(":")
            if word.startswith("class ") and word.endswith(("Manager", "Helper", "Info", "Utils")):
                found.append(f"{file.name}: {word}")
    assert found == []
