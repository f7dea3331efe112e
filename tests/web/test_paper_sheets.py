"""The sheets hold what must be typed back, one to a page, and no file is written to make them."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from crypto.paper import from_paper, to_paper
from tests.pdf_digits import digits_on
from web import paper_sheets
from web.paper_sheets import SHEETS, agency_papers, key_file_sheets

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 23)
A4 = (595.3, 841.9)


@pytest.fixture
def digits() -> dict[str, str]:
    return {name: to_paper(os.urandom(32)) for name in SHEETS}


def boxes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    found = re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width), 1), round(float(height), 1)) for width, height in found]


def test_each_sheet_stands_on_its_own_page_of_a4_with_its_own_digits(digits):
    pdf = agency_papers("เทศบาลตำบลตัวอย่าง", DAY, digits)
    assert boxes(pdf) == [A4] * 5
    assert [from_paper(one) for one in digits_on(pdf)] == [
        from_paper(digits[name]) for name in SHEETS
    ]


def test_every_digit_can_be_printed():
    for secret in (bytes(32), b"\xff" * 32, bytes(range(32))):
        pdf = agency_papers("ก", DAY, dict.fromkeys(SHEETS, to_paper(secret)))
        assert [from_paper(one) for one in digits_on(pdf)] == [secret] * 5


@pytest.mark.parametrize(
    "name",
    [
        "องค์การบริหารส่วนตำบลปู่ย่าที่นี่น้ำใส" * 5,
        '#read("/etc/passwd") *x* $a$ @b <c> \\ " \' ] }',
        "ก" * 200,
    ],
)
def test_any_name_of_an_office_is_printed_as_it_is_and_breaks_no_page(digits, name):
    pdf = agency_papers(name, DAY, digits)
    assert len(boxes(pdf)) == 5
    assert [len(one) for one in digits_on(pdf)] == [80] * 5


def test_the_key_file_has_a_sheet_for_each_pepper():
    peppers = tuple(to_paper(os.urandom(32)) for _ in range(2))
    for owner in ("complaints.example.go.th", ""):
        pdf = key_file_sheets(owner, DAY, peppers)
        assert boxes(pdf) == [A4] * 2
        assert digits_on(pdf) == ["".join(one.split()) for one in peppers]


def test_fonts_travel_inside_so_that_any_printer_prints_thai(digits):
    pdf = agency_papers("เทศบาลตำบลตัวอย่าง", DAY, digits)
    names = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z-]+)", pdf))
    assert names == {b"Sarabun-Regular", b"Sarabun-Bold"}
    assert pdf.count(b"/FontFile2") == 2
    assert b"pdfaid" in pdf  # it says which archive standard it keeps


def test_the_same_sheets_can_be_looked_at_as_pictures(digits):
    given = paper_sheets._given("ก", DAY, list(digits.items()))
    assert [one[:8] for one in paper_sheets.pictures(given)] == [b"\x89PNG\r\n\x1a\n"] * 5


def test_not_a_byte_is_written_to_any_file_while_sheets_are_made():
    """The child may not write a single byte to a file: the kernel would end it."""
    program = """
import os, resource, signal, sys
from datetime import date
from web.paper_sheets import SHEETS, agency_papers
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
digits = dict.fromkeys(SHEETS, " ".join(["1234"] * 20))
sys.stdout.buffer.write(agency_papers("x", date(2026, 11, 23), digits))
"""
    made = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, timeout=60,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert made.returncode == 0, made.stderr.decode()[-500:]
    assert digits_on(made.stdout) == ["1234" * 20] * 5
