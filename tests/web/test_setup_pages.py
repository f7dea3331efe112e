"""The clerk's pages from nothing, and the ceremony's: what they show, refuse, and never repeat."""

import re
from base64 import b64decode
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from crypto import key_file
from models.agency import RecoveryKey
from models.complaint import Complaint
from models.custody import KeyFileCheck
from rules.permissions import Role
from rules.states import Channel
from service.actors import AgencyClerk, AllAgencies
from service.submit_complaint import filing_form
from tests.ceremony import hire, with_slip
from tests.pdf_digits import digits_on
from tests.serving import make_service
from tests.web.desk_client import Desk, Page
from web import recovery_pages
from web.desk_guard import PAPER_FIELDS
from web.paper_sheets import SHEETS

READ_BACK = "/desk/setup/read-back/content"


@pytest.fixture
def service(tmp_path):
    return make_service(tmp_path)


@pytest.fixture
def office(service):
    return service[1]


@pytest.fixture
def clerk(service) -> Desk:
    desk = Desk(*service)
    desk.sign_in("admin1")
    return desk


def as_if_nothing_was_read_back(office) -> None:
    with office.work(AllAgencies("as if nothing was read back")) as work:
        work.session.execute(update(RecoveryKey).values(read_back_on=None))


def sent(desk: Desk, path: str, page: str = "", **typed: object):
    """The answer to a form of a page, with the hidden fields that stand on it."""
    return desk.post(path, {"form_token": desk.token(page or path)} | typed)


def digits_in(answer) -> list[str]:
    """Every run of digits that could be a sheet's, as the page shows or hides it."""
    return re.findall(r"\d{40,}", re.sub(r"[\s-]", "", answer.text))


# The checklist


def test_the_administrator_lands_on_the_checklist_until_the_channel_was_tried_out(clerk):
    assert clerk.get("/desk/").location == "/desk/setup/"
    answer = sent(clerk, "/desk/setup/test", "/desk/setup/")
    assert answer.status_code == 200
    assert clerk.get("/desk/").location == "/desk/settings/"


def test_the_checklist_names_what_is_missing_and_whom_to_ask(clerk, office):
    with office.work(AllAgencies("forget the print")) as work:
        work.session.execute(delete(KeyFileCheck))
    as_if_nothing_was_read_back(office)
    answer = clerk.get("/desk/setup/")
    assert "prongsai keyfile check" in answer.text
    assert "ยังไม่เปิด" in answer.text
    assert answer.text.count("เสร็จแล้ว</span>") == 5
    assert Page(answer).primary_buttons() == 1


def test_an_open_channel_shows_its_public_address(clerk):
    sent(clerk, "/desk/setup/test", "/desk/setup/")
    text = clerk.get("/desk/setup/").text
    assert "ช่องทางเปิดแล้ว" in text
    assert "http://localhost/sample/" in text


@pytest.mark.parametrize(
    "path",
    ["setup/", "setup/papers", "setup/read-back", "setup/read-back/content", "setup/keyring",
     "recovery/"],
)  # fmt: skip
def test_only_the_administrator_reaches_these_pages(service, path):
    for login in ("intake1", "clerk", "inside1", "legal1"):
        desk = Desk(*service)
        desk.sign_in(login)
        assert desk.get(f"/desk/{path}").status_code == 403, login
        answer = desk.post(f"/desk/{path}", {"form_token": desk.token()})
        assert answer.status_code in (403, 405), login


# The papers


def test_the_papers_come_once_as_a_pdf_and_the_root_is_pinned(clerk, office):
    as_if_nothing_was_read_back(office)
    before = key_file.load(office.key_path).roots[office.agency_id.hex()]
    answer = sent(clerk, "/desk/setup/papers")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    link = next(one for one in Page(answer).all("a") if "download" in one)
    assert link["download"] == "recovery-papers.pdf"
    papers = dict(
        zip(SHEETS, digits_on(b64decode(link["href"].partition("base64,")[2])), strict=True)
    )
    assert digits_in(answer) == []
    assert key_file.load(office.key_path).roots[office.agency_id.hex()] != before
    for path in ("/desk/setup/", "/desk/setup/papers", "/desk/setup/read-back/content"):
        assert "base64" not in clerk.get(path).text
    for kind, names in (
        ("content", ("content_first", "content_second")),
        ("identity_inside", ("identity_inside",)),
        ("identity_outside", ("identity_outside",)),
    ):
        typed = {name: papers[name] for name in names}
        assert sent(clerk, f"/desk/setup/read-back/{kind}", **typed).status_code == 303
    assert sent(clerk, "/desk/setup/papers", "/desk/setup/").status_code == 409


def test_papers_that_were_read_back_stay(clerk, office):
    before = (office.key_path.read_bytes(), _recovery_rows(office))
    answer = sent(clerk, "/desk/setup/papers", "/desk/setup/")
    assert answer.status_code == 409
    assert "ทำใหม่ไม่ได้แล้ว" in answer.text
    assert (office.key_path.read_bytes(), _recovery_rows(office)) == before


def _recovery_rows(office) -> list[bytes]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return sorted(work.session.scalars(select(RecoveryKey.id)))


# Typing back


def test_a_slip_is_named_and_no_digit_is_drawn_again(clerk, office):
    papers = office.made.papers
    slip = with_slip(papers.content_second, 50)
    answer = sent(clerk, READ_BACK, content_first=papers.content_first, content_second=slip)
    assert answer.status_code == 422
    assert "แถว ค หรือ ง" in answer.text
    for typed in (papers.content_first, slip):
        assert typed not in answer.text
        assert typed.replace(" ", "")[:20] not in answer.text.replace(" ", "")
    assert digits_in(answer) == []
    page = Page(answer)
    assert {one.get("name") for one in page.all("textarea")} == {"content_second"}
    carried = page.hidden("content_first_read")
    good = sent(clerk, READ_BACK, content_first_read=carried, content_second=papers.content_second)
    assert good.status_code == 303


def test_a_carried_sheet_serves_the_same_officer_and_errand_for_half_an_hour(
    service, clerk, office
):
    papers = office.made.papers
    hire(office, "admin2", "นายอีกคน ดูแล", Role.ADMINISTRATOR)
    answer = sent(clerk, READ_BACK, content_first=papers.content_first, content_second="1")
    carried = {
        "content_first_read": Page(answer).hidden("content_first_read"),
        "content_second": papers.content_second,
    }
    other = Desk(*service)
    other.sign_in("admin2")
    assert sent(other, READ_BACK, **carried).status_code == 422
    elsewhere = {"officer": "intake1"} | carried
    assert sent(clerk, "/desk/recovery/", **elsewhere).status_code == 422
    swapped = {
        "content_second_read": carried["content_first_read"],
        "content_first": papers.content_second,
    }
    assert sent(clerk, READ_BACK, **swapped).status_code == 422
    office.clock.now += timedelta(minutes=10)
    clerk.get("/desk/setup/")
    assert sent(clerk, READ_BACK, **carried).status_code == 303
    for _ in range(3):
        office.clock.now += timedelta(minutes=10)
        clerk.get("/desk/setup/")
    assert sent(clerk, READ_BACK, **carried).status_code == 422


def test_digits_typed_after_the_session_ended_travel_nowhere(clerk, office):
    papers = office.made.papers.by_sheet()
    typed = {"form_token": clerk.token(READ_BACK)} | {
        name: papers.get(name.removesuffix("_read"), "x") for name in PAPER_FIELDS
    }
    office.clock.now += timedelta(hours=9)
    for path in (READ_BACK, "/desk/setup/keyring", "/desk/recovery/"):
        answer = clerk.post(path, typed)
        assert answer.status_code == 401
        assert digits_in(answer) == []
        assert not any(f"kept:{name}" in answer.text for name in PAPER_FIELDS)
    back = clerk.post("/desk/sign-in", clerk.credentials("admin1") | {"next": READ_BACK})
    assert (back.status_code, back.location) == (303, READ_BACK)


def test_digits_reach_no_log(clerk, office, caplog):
    papers = office.made.papers
    with caplog.at_level("DEBUG"):
        sent(clerk, READ_BACK, content_first=papers.content_first, content_second="12")
        sent(clerk, "/desk/setup/keyring", root=papers.root, mark="x")
        sent(clerk, "/desk/recovery/", officer="intake1", content_first=papers.content_first)
    said = re.sub(r"\s", "", caplog.text)
    assert papers.content_first.replace(" ", "")[:16] not in said
    assert papers.root.replace(" ", "")[:16] not in said


# The keyring


def test_the_keyring_page_signs_whom_it_showed(clerk, office):
    from service.activate_officer import OfficerPlan
    from tests.office import _activate

    _activate(office, OfficerPlan("นายใหม่ มาแล้ว", "นิติกร", "new1", (Role.INTAKE,)))
    answer = clerk.get("/desk/setup/keyring")
    assert "นายใหม่ มาแล้ว" in answer.text
    assert re.search(r"\d{4} \d{4} \d{4} \d{4} \d{4}", answer.text)
    mark = next(one["value"] for one in Page(answer).all("input") if one.get("name") == "mark")
    papers = office.made.papers
    path = "/desk/setup/keyring"
    assert sent(clerk, path, root=papers.root).status_code == 422
    assert sent(clerk, path, mark=mark, root=papers.identity_inside).status_code == 422
    assert sent(clerk, path, mark="0" * 64, root=papers.root).status_code == 409
    assert "นายใหม่ มาแล้ว" in clerk.get(path).text
    assert sent(clerk, path, mark=mark, root=papers.root).location == "/desk/setup/?done=keyring"
    assert "นายใหม่ มาแล้ว" not in clerk.get(path).text


# The test report


def test_no_test_is_filed_while_the_channel_is_shut(clerk, office):
    as_if_nothing_was_read_back(office)
    assert sent(clerk, "/desk/setup/test", "/desk/setup/").location == "/desk/setup/"
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert work.rows(select(Complaint.id)) == []


def test_the_test_reports_code_is_shown_once_and_follows_it(service, clerk):
    answer = sent(clerk, "/desk/setup/test", "/desk/setup/")
    code = re.search(r'class="once">([\d ]+)<', answer.text)
    assert code
    assert code[1] not in clerk.get("/desk/setup/").text
    intake = Desk(*service)
    intake.sign_in("intake1")
    listed = intake.get("/desk/cases").text
    assert "ท.1/2570" in listed
    assert 'class="tag mindful">ทดสอบ<' in listed


# The ceremony


def test_the_ceremony_by_page_gives_cases_and_never_says_who_is_kept_out(clerk, office):
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    accused = next(one.id for one in holders if one.name == "นางสาวมาลี ใจงาม")
    office.file(subject="หนึ่ง")
    office.file(subject="สอง", exclude=[accused])
    hire(office, "twin", "นางสาวมาลี ใจงาม", Role.INTAKE)
    hire(office, "new1", "นายใหม่ มาแล้ว", Role.INTAKE)
    papers = office.made.papers
    typed = {"content_first": papers.content_first, "content_second": papers.content_second}
    said = {}
    for login in ("twin", "new1"):
        answer = sent(clerk, "/desk/recovery/", officer=login, **typed)
        assert answer.status_code == 200
        said[login] = re.sub(r"<strong>.*?</strong>|\(.*?\)", "", answer.text)
    # Apart from the name, both pages are the same.
    assert _bare(said["twin"]) == _bare(said["new1"])


def _bare(text: str) -> str:
    return re.sub(r'value="[^"]*"', "", text)


def test_the_ceremony_goes_on_without_typing_again(clerk, office, monkeypatch):
    for number in range(5):
        office.file(subject=f"เรื่องที่ {number}")
    hire(office, "new1", "นายใหม่ มาแล้ว", Role.INTAKE)
    monkeypatch.setattr("service.recovery.SLICE", 2)
    monkeypatch.setattr(recovery_pages, "PATIENCE_SECONDS", -1.0)
    papers = office.made.papers
    answer = sent(
        clerk, "/desk/recovery/", officer="new1", content_first=papers.content_first,
        content_second=papers.content_second,
    )  # fmt: skip
    assert "ยังเหลือ 3 เรื่อง" in answer.text
    for left in (1, 0):
        page = Page(answer)
        names = ("officer", "content_first_read", "content_second_read")
        answer = sent(clerk, "/desk/recovery/", **{name: page.hidden(name) for name in names})
        assert answer.status_code == 200
        assert digits_in(answer) == []
        assert (f"ยังเหลือ {left} เรื่อง" in answer.text) == bool(left)
    assert "ดูครบทุกเรื่องแล้ว" in answer.text


def test_a_wrong_sheet_or_nobody_chosen_gives_nothing(clerk, office):
    office.file()
    papers = office.made.papers
    typed = {"content_first": papers.content_first, "content_second": papers.content_second}
    for wrong in (
        {"officer": "intake1"} | typed | {"content_second": papers.identity_inside},
        {"officer": "intake1"} | typed | {"content_first": ""},
        {"officer": ""} | typed,
        {"officer": "inside1"} | typed,
        {"officer": "' or 1=1"} | typed,
    ):
        answer = sent(clerk, "/desk/recovery/", **wrong)
        assert answer.status_code == 422
        assert digits_in(answer) == []
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert work.session.scalars(select(Complaint.event_count)).one() == 2
