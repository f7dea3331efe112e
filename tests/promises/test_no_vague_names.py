"""A file is named after what it does."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAGUE = {
    "base_utils", "common", "core", "data", "helper", "helpers", "info", "lib", "manager",
    "managers", "misc", "shared", "stuff", "tools", "util", "utils",
}  # fmt: skip
ALLOWED = {"tools"}
"""The folder of what builds the house; its files have names of their own."""


def test_no_module_and_no_package_has_a_vague_name():
    packages = {file.parent for file in ROOT.glob("*/**/*.py") if ".venv" not in file.parts}
    names = {
        one
        for package in packages
        for path in (package, *package.glob("*.py"))
        for one in (path.relative_to(ROOT).with_suffix("").parts)
    }
    vague = {name for name in names if name in VAGUE - ALLOWED or name.rsplit("_", 1)[-1] in VAGUE}
    assert vague - ALLOWED == set()
