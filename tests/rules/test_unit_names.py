"""Typed words find the unit that is meant, and never one of two."""

import pytest

from rules.unit_names import unit_meant

UNITS = {
    "clerk": ("สำนักปลัด", "Office of the clerk"),
    "works": ("กองช่าง", "Works"),
    "treasury": ("กองคลัง", "Treasury"),
    "health": ("กองสาธารณสุขและสิ่งแวดล้อม", "Health"),
    "school1": ("โรงเรียนบ้านหนอง 1", ""),
    "school12": ("โรงเรียนบ้านหนอง 12", ""),
}


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("กองช่าง", "works"),
        (" กอง ช่าง ", "works"),
        ("กองช่าง อบต.ตัวอย่าง", "works"),
        ("works", "works"),
        ("WORKS department", "works"),
        ("สำนักปลัด (งานธุรการ)", "clerk"),
        ("สํานักปลัด", "clerk"),
        ("กองสาธารณสุข", "health"),
        ("กองสาธา", "health"),
        ("โรงเรียนบ้านหนอง ๑๒", "school12"),
        ("โรงเรียนบ้านหนอง ๑", "school1"),
        ("โรงเรียนบ้านหนอง 13", ""),
        ("โรงเรียนบ้านหนอง 1 ตำบลตัวอย่าง", "school1"),
        ("กอง", ""),
        ("กองการศึกษา", ""),
        ("โรงเรียนบ้านหนอง", ""),
        ("ฝ่ายช่างของอำเภอ", ""),
        ("ไม่ทราบ", ""),
        ("", ""),
        (" -./ ", ""),
    ],
)
def test_typed_words_mean_this_unit_or_none(typed: str, unit: str) -> None:
    assert unit_meant(typed, UNITS) == unit


def test_two_units_of_one_name_are_not_told_apart_by_guessing() -> None:
    assert unit_meant("กองช่าง", {"one": ("กองช่าง",), "two": ("กอง ช่าง",)}) == ""


def test_an_office_without_units_has_none() -> None:
    assert unit_meant("กองช่าง", {}) == ""
    assert unit_meant("กองช่าง", {"nameless": ("", "")}) == ""
