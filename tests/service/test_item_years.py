"""The numbers and criteria of a year, edited by the office over what the program ships."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from models.disclosure import ItemRow
from rules.disclosure_items import ITEM_ROLES, NACC_LAO, OWN, Criterion, item
from rules.permissions import Role
from rules.words import Words
from service.actors import AgencyClerk
from service.errors import InvalidInput, NotAllowed, NotFound
from service.item_years import (
    disclosure_item,
    edit_item,
    edit_numbers,
    item_year,
    item_years,
    own_criterion,
    reset_item,
)
from tests.office import Office

LABEL = Words("ข้อมูลสถิติเรื่องร้องเรียน ฉบับปีใหม่", "Statistics, as the new manual calls them")


@pytest.fixture
def publisher(office: Office) -> Office:
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    return office


def number(office: Office, fiscal_year: int, *codes: str, scheme: str = NACC_LAO) -> None:
    with office.desk("publisher1") as work:
        edit_numbers(work, fiscal_year, scheme, dict(zip(ITEM_ROLES, codes, strict=True)))


def codes(office: Office, fiscal_year: int) -> list[str | None]:
    with office.public() as work:
        return [disclosure_item(work, fiscal_year, role).code for role in ITEM_ROLES]


def rows(office: Office) -> int:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.session.scalars(select(func.count(ItemRow.id))).one()


def test_a_new_year_gets_its_numbers_without_a_programmer(publisher: Office) -> None:
    assert codes(publisher, 2570) == [None, None, None]
    number(publisher, 2570, "O15", " ๐๑๖ ", "017")
    assert codes(publisher, 2570) == ["O15", "๐๑๖", "017"]
    assert codes(publisher, 2569) == ["O16", "O17", "O18"], "other years are as they were"


def test_a_number_that_is_emptied_is_the_shipped_one_again(publisher: Office) -> None:
    number(publisher, 2569, "O99", "O17", "")
    assert codes(publisher, 2569) == ["O99", "O17", "O18"]
    assert rows(publisher) == 1, "what is as shipped is not kept"
    number(publisher, 2569, "", "", "")
    assert codes(publisher, 2569) == ["O16", "O17", "O18"]
    assert rows(publisher) == 0


def test_the_next_year_can_be_numbered_and_is_no_page_before_it_has_come(
    publisher: Office,
) -> None:
    number(publisher, 2571, "O1", "O2", "O3")
    with publisher.public() as work:
        years = item_years(work)
        assert [one.fiscal_year_be for one in years] == list(range(2571, 2562, -1))
        assert not years[0].has_begun and years[0].items[2].code == "O3"
        with pytest.raises(NotFound):
            disclosure_item(work, 2571, "channel")
    publisher.clock.now = datetime(2027, 10, 1, 3, tzinfo=UTC)
    assert codes(publisher, 2571) == ["O1", "O2", "O3"]


@pytest.mark.parametrize("fiscal_year", [2562, 2572, 0])
def test_a_year_that_is_none_is_not_found(publisher: Office, fiscal_year: int) -> None:
    with pytest.raises(NotFound):
        number(publisher, fiscal_year, "O1", "O2", "O3")
    with publisher.public() as work, pytest.raises(NotFound):
        disclosure_item(work, fiscal_year, "channel")


def test_another_scheme_holds_for_the_years_after_it_and_has_numbers_of_its_own(
    publisher: Office,
) -> None:
    school = "สพฐ. สำหรับสถานศึกษา"
    number(publisher, 2566, "O27", "O28", "O29", scheme=school)
    assert codes(publisher, 2565) == ["O29", "O30", "O31"]
    assert codes(publisher, 2566) == ["O27", "O28", "O29"]
    assert codes(publisher, 2569) == [None, None, None], "the other scheme's are not guessed"
    with publisher.public() as work:
        assert item_year(work, 2569).scheme == school
        assert disclosure_item(work, 2569, "channel").label == item(NACC_LAO, 2569, "channel").label
    number(publisher, 2568, "", "", "")
    assert codes(publisher, 2569) == ["O16", "O17", "O18"], "back to the shipped scheme"
    number(publisher, 2566, "", "", "")
    number(publisher, 2568, "", "", "")
    assert rows(publisher) == 0


def test_what_is_too_long_or_tells_of_a_person_is_refused_by_name(publisher: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        number(publisher, 2570, "O" * 21, "081 234 5678", "O17", scheme="ก" * 31)
    assert refused.value.fields == {
        "guideline": "too_long", "channel": "personal_mark", "scheme": "too_long",
    }  # fmt: skip
    assert rows(publisher) == 0


def test_unseen_characters_are_no_part_of_a_number(publisher: Office) -> None:
    number(publisher, 2570, "O\x0015", "O\u200b16\n", "\t")
    assert codes(publisher, 2570) == ["O 15", "O 16", None]


def word(office: Office, fiscal_year: int, role: str, label: Words, *criteria: Criterion) -> None:
    with office.desk("publisher1") as work:
        edit_item(work, fiscal_year, role, label, criteria)


def test_an_item_is_reworded_and_put_back_and_keeps_its_number(publisher: Office) -> None:
    shipped = item(NACC_LAO, 2569, "statistics")
    added = own_criterion(shipped.criteria, " จำนวนที่ส่งต่อ\n หน่วยงานอื่น ", "")
    said = "จำนวนที่ส่งต่อ หน่วยงานอื่น"
    assert added == Criterion(Words(said, said), "", OWN)
    number(publisher, 2569, "", "", "O77")
    word(publisher, 2569, "statistics", LABEL, shipped.criteria[0], added)
    with publisher.public() as work:
        found = disclosure_item(work, 2569, "statistics")
        assert item_year(work, 2569).worded == {"statistics"}
    assert (found.label, found.criteria) == (LABEL, (shipped.criteria[0], added))
    with publisher.desk("publisher1") as work:
        reset_item(work, 2569, "statistics")
    with publisher.public() as work:
        found = disclosure_item(work, 2569, "statistics")
        assert item_year(work, 2569).worded == frozenset()
    assert (found.code, found.label, found.criteria) == ("O77", shipped.label, shipped.criteria)


def test_saving_what_is_shipped_keeps_nothing(publisher: Office) -> None:
    shipped = item(NACC_LAO, 2569, "guideline")
    typed = [own_criterion(shipped.criteria, one.words.th, one.check) for one in shipped.criteria]
    word(publisher, 2569, "guideline", shipped.label, *typed)
    assert rows(publisher) == 0


def test_what_is_published_of_an_item_holds_no_number_of_a_person(publisher: Office) -> None:
    wrong = Criterion(Words("โทร. 02-123-4567", ""), "", OWN)
    with pytest.raises(InvalidInput) as refused:
        word(publisher, 2569, "channel", Words("ติดต่อ somchai@example.go.th", ""), wrong)
    assert refused.value.fields == {
        "label_th": "personal_mark", "label_en": "required", "criterion-1": "personal_mark",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("criteria", "problem"),
    [
        ((), "required"),
        ((Criterion(Words("ก", "ก"), "statistics_made_up", OWN),), "unknown_choice"),
        ((Criterion(Words("ก", "ก"), "", OWN),) * 16, "wrong_type"),
    ],
)
def test_criteria_are_some_and_known(publisher: Office, criteria, problem: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        word(publisher, 2569, "channel", LABEL, *criteria)
    assert refused.value.fields == {"criteria": problem}
    with pytest.raises(NotFound):
        word(publisher, 2569, "o17", LABEL, Criterion(LABEL, "", OWN))


def test_only_who_publishes_or_sets_the_office_up_may_edit(publisher: Office) -> None:
    for login in ("intake1", "clerk", "inside1"):
        with publisher.desk(login) as work, pytest.raises(NotAllowed):
            edit_numbers(work, 2570, NACC_LAO, {})
        with publisher.desk(login) as work, pytest.raises(NotAllowed):
            reset_item(work, 2570, "channel")
    with publisher.desk("admin1") as work:
        edit_numbers(work, 2570, NACC_LAO, {"channel": "O16"})
    assert codes(publisher, 2570) == [None, "O16", None]
