"""The lists of choices, and their codes that rows and exports keep."""

import pytest

from rules import categories
from rules.categories import Category, codes, find

LISTS = {
    "CATEGORIES": "procurement neglect_of_duty embezzlement bribery false_claim personnel_matter "
    "conflict_of_interest state_property unusual_wealth misconduct other",
    "GRIEVANCE_CATEGORIES": "roads lights waste water nuisance welfare service other",
    "RELATIONS": "injured_party eyewitness staff bidder service_user other undisclosed",
    "NOT_ACCEPTED_REASONS": "insufficient_facts no_jurisdiction no_conduct_or_person "
    "before_other_agency already_decided withdrawn",
    "SCREENING_POINTS": "evidence_stated circumstances_clear witness_named",
    "OFFICE_POSTS": "head deputy_head clerk deputy_clerk division_director complaint_officer other",
    "LAO_KINDS": "sao subdistrict_municipality town_municipality city_municipality pao special "
    "district_office province state_agency",
}


@pytest.mark.parametrize(("name", "expected"), LISTS.items())
def test_the_codes_of_a_list_keep_their_order_and_their_numbers(name: str, expected: str) -> None:
    choices: tuple[Category, ...] = getattr(categories, name)
    assert codes(choices) == tuple(expected.split())
    assert [choice.number for choice in choices] == list(range(1, len(choices) + 1))


@pytest.mark.parametrize("name", LISTS)
def test_every_choice_has_words_of_its_own_in_both_languages(name: str) -> None:
    choices: tuple[Category, ...] = getattr(categories, name)
    assert len({choice.words.th for choice in choices}) == len(choices)
    assert len({choice.words.en for choice in choices}) == len(choices)
    assert all(choice.words.en.isascii() for choice in choices)


def test_a_choice_is_found_by_its_code_and_an_unknown_code_is_not_guessed() -> None:
    assert find(categories.CATEGORIES, "bribery").number == 4
    with pytest.raises(KeyError):
        find(categories.CATEGORIES, "roads")
