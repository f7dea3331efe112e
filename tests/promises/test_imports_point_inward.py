"""Imports point inward, and each contract that says so is seen to fail when it is broken."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
PACKAGES = SETTINGS["root_packages"]
CONTRACTS = {contract["id"]: contract["name"] for contract in SETTINGS["contracts"]}
NOT_SHIPPED = {"bench", "tests", "tools"}

BREACHES = {
    "layers": ("models/agency.py", "import service.errors"),
    "sealed-rows": ("models/officer.py", "import crypto.envelope"),
    "crypto-protected": ("migrations/env.py", "import crypto.primitives"),
    "edges": ("web/pages.py", "import models.agency"),
    "no-http-inside": ("service/errors.py", "import flask"),
    "tables-know-no-requests": ("models/clock.py", "import werkzeug"),
    "pure-rules": ("rules/clocks.py", "import marshmallow"),
    "pure-crypto": ("crypto/damm.py", "import sqlalchemy"),
    "raw-ciphers": ("service/sealing.py", "import cryptography.hazmat.primitives.hashes"),
    "frozen-migrations": ("migrations/env.py", "import service.views"),
}
"""One forbidden import a contract, and the file that it is planted in."""


def test_the_contracts_hold():
    verdict = _ask(ROOT)
    assert verdict.returncode == 0, verdict.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in verdict.stdout


def test_every_package_is_under_contract():
    found = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert found - NOT_SHIPPED == set(PACKAGES)


def test_every_contract_is_broken_here_once():
    assert set(BREACHES) == set(CONTRACTS)


@pytest.mark.parametrize("contract", BREACHES)
def test_a_broken_contract_is_noticed(tmp_path, contract):
    where, line = BREACHES[contract]
    _copy(tmp_path)
    planted = tmp_path / where
    planted.write_text(f"{planted.read_text('utf-8')}\n{line}\n", "utf-8")
    verdict = _ask(tmp_path)
    assert verdict.returncode != 0
    assert f"{CONTRACTS[contract]} BROKEN" in " ".join(verdict.stdout.split())


def _copy(folder: Path) -> None:
    for package in PACKAGES:
        unneeded = shutil.ignore_patterns("__pycache__", "static", "templates")
        shutil.copytree(ROOT / package, folder / package, ignore=unneeded)
    shutil.copy(ROOT / "pyproject.toml", folder)


def _ask(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the linter says of that folder; no cache, so that it reads what is there."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    environ = {"COLUMNS": "300", "PYTHONPATH": str(folder)}
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
