"""The codes and criteria of the three disclosure items, year by year."""

import pytest

from rules.disclosure_items import (
    ITEM_ROLES,
    NACC_LAO,
    SCHEMES,
    item,
    unnumbered,
)
from rules.guideline_blocks import ANCHORS


@pytest.mark.parametrize(
    ("fiscal_year", "codes"),
    [
        *((fiscal_year, "O29 O30 O31") for fiscal_year in range(2563, 2567)),
        (2567, "O26 O27 O28"),
        (2568, "O17 O18 O19"),
        (2569, "O16 O17 O18"),
    ],
)
def test_each_year_has_its_own_codes(fiscal_year: int, codes: str) -> None:
    found = [item(NACC_LAO, fiscal_year, role).code for role in ITEM_ROLES]
    assert found == codes.split()


@pytest.mark.parametrize("fiscal_year", [2570, 2571, 2600])
@pytest.mark.parametrize("role", ITEM_ROLES)
def test_a_year_whose_manual_is_not_out_has_no_code_and_still_its_criteria(
    fiscal_year: int, role: str
) -> None:
    found = item(NACC_LAO, fiscal_year, role)
    assert (found.code, found.announced) == (None, False)
    assert found.criteria == item(NACC_LAO, 2569, role).criteria


def test_what_was_never_an_item_is_not_made_up() -> None:
    for key in ((NACC_LAO, 2562, "channel"), ("obec", 2568, "channel"), (NACC_LAO, 2568, "o17")):
        with pytest.raises(KeyError):
            item(*key)


def test_every_year_names_the_three_roles_with_words_and_criteria() -> None:
    for year in SCHEMES.values():
        assert tuple(year) == ITEM_ROLES
        for role, found in year.items():
            assert found.role == role
            assert found.label.th
            assert found.label.en
            assert len(found.criteria) >= 3


def test_an_item_cannot_be_given_another_code_while_the_service_runs() -> None:
    with pytest.raises(AttributeError):
        item(NACC_LAO, 2568, "channel").code = "O99"  # type: ignore[misc]


def test_the_channel_is_tested_for_being_online_apart_and_linked() -> None:
    criteria = [one.words.th for one in item(NACC_LAO, 2568, "channel").criteria]
    assert len(criteria) == 3
    assert "ออนไลน์" in criteria[0]
    assert "แยกต่างหาก" in criteria[1]
    assert "เว็บไซต์หลัก" in criteria[2]


@pytest.mark.parametrize("role", ITEM_ROLES)
@pytest.mark.parametrize("fiscal_year", range(2563, 2571))
def test_the_wording_says_which_year_it_was_read_in(fiscal_year: int, role: str) -> None:
    read_in = 2567 if role == "channel" and fiscal_year >= 2567 else 2566
    assert item(NACC_LAO, fiscal_year, role).wording_of == read_in


def test_four_elements_until_2566_and_the_union_of_four_and_five_after() -> None:
    def asked(fiscal_year: int) -> list[tuple[str, str]]:
        criteria = item(NACC_LAO, fiscal_year, "guideline").criteria
        return [(one.check.partition("_")[2], one.basis) for one in criteria if one.is_asked]

    seen = [(name, "seen") for name in ("filing", "steps", "unit", "time")]
    assert asked(2566) == seen
    union = [("prepare", "recalled"), seen[0], ("channels", "recalled"), *seen[1:]]
    assert asked(2567) == asked(2569) == asked(2570) == union


def test_the_whole_year_before_is_practice_since_2569_and_nobodys_demand() -> None:
    for fiscal_year in range(2563, 2571):
        criteria = item(NACC_LAO, fiscal_year, "statistics").criteria
        whole = [one for one in criteria if one.check == "statistics_whole_year"]
        assert len(whole) == (fiscal_year >= 2569)
        assert not any(one.is_asked for one in whole)


def test_another_scheme_has_the_same_pages_and_no_numbers() -> None:
    for role in ITEM_ROLES:
        assert unnumbered(role).code is None
        assert unnumbered(role).criteria == item(NACC_LAO, 2570, role).criteria


def test_the_guideline_page_shows_the_union_of_all_versions() -> None:
    assert set(ANCHORS) >= {
        "prepare", "how-to-file", "channels", "steps", "unit", "time", "protection",
    }  # fmt: skip
