"""Filters live in the address: read kindly, written briefly, kept by every way out of the list."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from models.agency import Unit
from models.complaint import Complaint
from rules.states import Channel, Move, State
from service.actors import AgencyClerk
from service.case_filters import NOBODY, SHOWS, STANDINGS, Filters
from service.sealing import new_id
from tests.serving import make_service
from tests.web.desk_client import Desk, Page
from web.list_filters import address_of, filters_of

ID = "0a" * 16
wishes = st.builds(
    Filters,
    channel=st.sampled_from((None, *Channel)),
    show=st.sampled_from(SHOWS),
    year_be=st.one_of(st.none(), st.integers(2500, 2600)),
    state=st.sampled_from((None, *State)),
    unit=st.sampled_from(("", ID)),
    officer=st.sampled_from(("", NOBODY, ID)),
    standing=st.sampled_from(("", *STANDINGS)),
    imported=st.sampled_from((None, True, False)),
    unread=st.booleans(),
)


@given(wish=wishes, page=st.integers(1, 900))
def test_what_is_written_into_an_address_is_read_back(wish: Filters, page: int) -> None:
    address = {name: str(value) for name, value in address_of(wish, page).items()}
    assert filters_of(address) == wish
    assert int(address.get("page", "1")) == page


@given(
    asked=st.dictionaries(
        st.sampled_from(
            (
                "channel",
                "show",
                "year",
                "state",
                "unit",
                "officer",
                "standing",
                "imported",
                "unread",
            )
        ),
        st.text(max_size=40).filter(lambda typed: not typed.isascii() or len(typed) > 20),
    )
)
def test_what_an_address_cannot_mean_is_as_if_it_were_not_there(asked: dict[str, str]) -> None:
    assert filters_of(asked) == Filters()


def test_the_plain_list_has_a_plain_address() -> None:
    assert address_of(Filters()) == {}
    assert filters_of({}) == Filters()


class Scene:
    """An office with three cases that differ in all that can be asked for."""

    def __init__(self, folder) -> None:
        self.app, self.office = make_service(folder)
        words = ("ถนนหมู่หนึ่ง", "ตลาดหมู่สอง", "ประปาหมู่สาม")
        self.ids = [self.office.case_id(self.office.file(subject=one)) for one in words]
        officer = self.office.officers["legal1"].officer_id.hex()
        self.office.move("intake1", self.ids[0], Move.ASSIGN, officer=officer)
        self.officer = officer
        with self.office.work(AgencyClerk(self.office.agency_id)) as work:
            self.unit = work.rows(select(Unit.id))[0]
            work.session.execute(
                update(Complaint)
                .where(Complaint.id == bytes.fromhex(self.ids[2]))
                .values(import_id=new_id(), unit_id=self.unit)
            )


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return Scene(tmp_path_factory.mktemp("filters"))


@pytest.fixture
def intake(scene):
    desk = Desk(scene.app, scene.office)
    desk.sign_in("intake1")
    return desk


def shown(desk: Desk, query: str) -> set[str]:
    page = desk.get(f"/desk/cases?{query}")
    assert page.status_code == 200
    return set(re.findall(r"ถนนหมู่หนึ่ง|ตลาดหมู่สอง|ประปาหมู่สาม", page.text))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"ถนนหมู่หนึ่ง", "ตลาดหมู่สอง", "ประปาหมู่สาม"}),
        ("officer={officer}", {"ถนนหมู่หนึ่ง"}),
        ("officer=nobody", {"ตลาดหมู่สอง", "ประปาหมู่สาม"}),
        ("officer=nobody&imported=0", {"ตลาดหมู่สอง"}),
        ("imported=1", {"ประปาหมู่สาม"}),
        ("unit={unit}", {"ประปาหมู่สาม"}),
        ("state=received&year=2570", {"ถนนหมู่หนึ่ง", "ตลาดหมู่สอง", "ประปาหมู่สาม"}),
        ("state=closed", set()),
        ("unread=1", set()),
        ("standing=soon", {"ถนนหมู่หนึ่ง", "ตลาดหมู่สอง", "ประปาหมู่สาม"}),
        ("standing=overdue", set()),
        ("year=2000&officer=nonsense&unit=x&state=x", {"ถนนหมู่หนึ่ง", "ตลาดหมู่สอง", "ประปาหมู่สาม"}),
        ("show=open&channel=", {"ถนนหมู่หนึ่ง", "ตลาดหมู่สอง", "ประปาหมู่สาม"}),
        ("show=mine", set()),
    ],
)
def test_each_filter_of_the_address_narrows_the_list(
    scene, intake, query: str, expected: set[str]
) -> None:
    asked = query.format(officer=scene.officer, unit=scene.unit.hex())
    assert shown(intake, asked) == expected


def test_an_imported_case_is_marked_and_no_other(scene, intake) -> None:
    assert intake.get("/desk/cases?imported=1").text.count('<span class="tag">นำเข้า</span>') == 1
    assert '<span class="tag">นำเข้า</span>' not in intake.get("/desk/cases?imported=0").text


def test_finer_choices_lie_open_only_when_one_was_made(intake) -> None:
    def lies_open(query: str) -> bool:
        return "open" in Page(intake.get(f"/desk/cases?{query}")).all("details")[0]

    assert not lies_open("show=all&year=2570")
    assert lies_open("officer=nobody")
    cleared = [
        one["href"] for one in Page(intake.get("/desk/cases?show=all&officer=nobody")).all("a")
    ]
    assert "/desk/cases?show=all" in cleared


def test_what_was_chosen_is_still_chosen_in_the_form(scene, intake) -> None:
    page = intake.get(f"/desk/cases?show=all&officer={scene.officer}&standing=soon&year=2570").text
    for value in ("all", "2570", "soon", scene.officer):
        assert f'<option value="{value}" selected>' in page


def test_paging_and_the_way_back_from_a_case_keep_the_filters(tmp_path) -> None:
    scene = Scene(tmp_path)
    intake = Desk(scene.app, scene.office)
    intake.sign_in("intake1")
    for number in range(26):
        scene.office.file(subject=f"เรื่องหน้าถัดไป {number}")
    query = "show=all&officer=nobody&year=2570"
    first = Page(intake.get(f"/desk/cases?{query}"))
    onward = next(one["href"] for one in first.all("a") if "page=2" in one["href"])
    assert dict(parse_qsl(urlsplit(onward).query)) == dict(parse_qsl(query)) | {"page": "2"}
    second = Page(intake.get(onward))
    case = next(one["href"] for one in second.all("a") if scene.ids[1] in one["href"])
    back = [one["href"] for one in Page(intake.get(case)).all("a") if "page=2" in one["href"]]
    assert [dict(parse_qsl(urlsplit(one).query)) for one in back] == [
        dict(parse_qsl(query)) | {"page": "2"}
    ]
    search = next(one for one in second.all("form") if "/desk/search" in one.get("action", ""))
    assert dict(parse_qsl(urlsplit(search["action"]).query)) == dict(parse_qsl(query))


def test_a_grievance_officer_is_offered_grievances_states_alone(scene) -> None:
    desk = Desk(scene.app, scene.office)
    desk.sign_in("grievance1")
    page = desk.get("/desk/cases").text
    assert "อยู่ระหว่างดำเนินการ" in page
    assert "ตรวจสอบข้อเท็จจริง" not in page
    assert "นายธรรมรงค์ กฎหมาย" not in page
