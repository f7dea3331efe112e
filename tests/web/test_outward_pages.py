"""What a reporter sees when the report goes past the office: before, on the receipt, and after."""

import gzip
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from crypto import key_file
from models.agency import OfficeHolderRow
from models.officer import Officer
from service.actors import AgencyClerk, AllAgencies
from service.outward_authority import add_authority, make_authority, read_authority
from service.outward_settings import set_outward
from service.set_up_agency import AgencyPlan
from service.views import Contact
from tests.district import make_district, send_outward
from tests.office import CHEAP_COSTS, Office
from tests.serving import make_service
from tests.web.desk_client import Desk
from tests.web.desk_client import Page as DeskPage
from tests.web.reporter_client import Reporter, Seen

DISTRICT, SAMPLE = "ที่ว่าการอำเภอตัวอย่าง", "เทศบาลตำบลตัวอย่าง"
COMMISSION = "สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง"
PASSPHRASE = "nobody at the office knows this one"


class Anywhere(Reporter):
    """A reporter who may be at any agency's pages; `slug` is where paths begin."""

    slug = "sample"

    def _see(self, method: str, path: str, **more: Any) -> Seen:
        response = self.client.open(
            f"/{self.slug}{path}", method=method, query_string=self.query, **more
        )
        response.request.input_stream.close()
        return Seen(response)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    app, office = make_service(tmp_path_factory.mktemp("outward"))
    district = make_district(office)
    send_outward(office, district)
    return app, office, district


@pytest.fixture
def reporter(served):
    return Anywhere(served[0])


@pytest.fixture(params=["", "en"])
def either(served, request):
    return Anywhere(served[0], lang=request.param)


def _head_and_clerk(reporter: Reporter) -> list[str]:
    ids = reporter.get("/r/").ids_of("exclude")
    return [ids[0], ids[2]]


def _main(seen: Seen) -> str:
    return " ".join(seen.page.all("main")[0].words.split())


def test_the_form_says_beside_head_and_clerk_where_it_would_go(reporter):
    assert reporter.get("/r/").text.count(f"เรื่องจะส่งไปที่ {DISTRICT} แทน") == 2
    assert DISTRICT not in reporter.get("/g/").text


def test_the_check_page_names_the_district_its_readers_and_nobody_here(either):
    check = either.check(exclude=_head_and_clerk(either))
    told = _main(check)
    readers = told.partition("นางสาวรัตนา อำเภอรับ")
    assert readers[1] and "นายสุเทพ อำเภอฟัง" in told
    for reader in ("นางสาวมาลี ใจงาม", "นายวิชัย ตั้งตรง"):
        assert reader not in told
    where, nobody = (
        (DISTRICT, f"คนใน {SAMPLE} เปิดอ่านไม่ได้") if either.query is None
        else ("Sample District Office", "Nobody at Sample Subdistrict Municipality can open it")
    )  # fmt: skip
    assert where in told and nobody in told
    assert "1206" in told and "1205" in told


def test_somebody_named_as_the_clerk_is_offered_with_what_ticking_does(reporter):
    check = reporter.check(accused="ปลัดเทศบาล")
    assert f"เรื่องจะส่งไปที่ {DISTRICT} แทน" in _main(check)
    after = reporter.post(
        "/r/keep-out", token=check.hidden("token"), draft=check.hidden("draft"),
        exclude=check.ids_of("exclude")[0],
    )  # fmt: skip
    assert f"เรื่องนี้จะส่งถึง {DISTRICT} โดยตรง" in _main(after)


def test_the_receipt_and_every_page_after_it_are_the_districts(either):
    receipt = either.send(either.check(exclude=_head_and_clerk(either)))
    told = _main(receipt)
    name = DISTRICT if either.query is None else "Sample District Office"
    assert name in told
    assert "http://localhost/district/f/" in told
    assert "/sample/" not in receipt.text
    assert name in receipt.page.all("header")[0].words
    either.slug = "district"
    ticket = receipt.hidden("ticket")
    again = either.post("/r/receipt", ticket=ticket)
    assert again.code == receipt.code
    written = either.post("/r/written", ticket=ticket)
    assert "/district/r/confirm" in written.text
    assert either.confirm(receipt).status == 303
    assert either.get("/f/").status == 200
    assert "/sample/" not in either.get("/f/").text


def test_sent_again_it_shows_the_same_code_and_later_the_way_to_the_district(reporter):
    check = reporter.check(exclude=_head_and_clerk(reporter))
    receipt = reporter.send(check)
    assert reporter.send(check).code == receipt.code
    reporter.slug = "district"
    reporter.confirm(receipt)
    reporter.slug = "sample"
    late = reporter.send(check)
    assert late.status == 409
    assert "/district/f/" in late.text and "/sample/f/" not in late.text


def test_the_offices_own_follow_page_does_not_know_the_code(reporter):
    receipt = reporter.send(reporter.check(exclude=_head_and_clerk(reporter)))
    token = reporter.get("/f/").hidden("token")
    unknown = reporter.post("/f/enter", token=token, code="00000000000000000000")
    seen = reporter.post("/f/enter", token=token, code=receipt.code)
    assert seen.status == unknown.status == 404
    reporter.slug = "district"
    token = reporter.get("/f/").hidden("token")
    assert reporter.post("/f/enter", token=token, code=receipt.code).status == 303


def test_the_pages_stay_light(reporter):
    check = reporter.check(exclude=_head_and_clerk(reporter))
    without_draft = check.text.replace(check.hidden("draft"), "").encode()
    assert len(gzip.compress(without_draft, 6, mtime=0)) <= 8_000
    receipt = reporter.send(check)
    assert len(gzip.compress(receipt.response.data, 6, mtime=0)) <= 8_000
    assert len(gzip.compress(reporter.get("/r/").response.data, 6, mtime=0)) <= 8_000


def test_no_cookie_and_no_stranger_on_the_way(reporter):
    check = reporter.check(exclude=_head_and_clerk(reporter))
    receipt = reporter.send(check)
    for seen in (check, receipt):
        assert seen.cookies == []
        assert seen.page.foreign == {"https://www.tmd.go.th"}


# When things have changed since the page was drawn


def _everywhere(office: Office):
    return office.work(AllAgencies("do as an operator with SQL does"))


def test_a_district_that_has_closed_stops_the_send_and_keeps_the_words(served, either):
    _app, office, district = served
    check = either.check(exclude=_head_and_clerk(either), place="ถนนหมู่ ๔")
    ours = update(Officer).where(
        Officer.agency_id == district.agency_id, Officer.login == "receive2"
    )
    with _everywhere(office) as work:
        work.session.execute(ours.values(standing="left"))
    try:
        stopped = either.send(check)
        assert stopped.status == 409
        assert {"1567", "1206", "1205"} <= {one.words for one in stopped.page.all("a")}
        assert "primary" not in stopped.text and "ถนนหมู่ ๔" in stopped.text
        form = either.post("/r/edit", token=stopped.hidden("token"), draft=stopped.hidden("draft"))
        assert form.typed("place") == "ถนนหมู่ ๔"
    finally:
        with _everywhere(office) as work:
            work.session.execute(ours.values(standing="active"))
    assert either.send(check).code


@pytest.fixture
def alone(tmp_path):
    """An office and its district that a test may change."""
    app, office = make_service(tmp_path)
    district = make_district(office)
    send_outward(office, district)
    return Anywhere(app), office, district


def test_a_clerk_made_harmless_meanwhile_shows_the_page_anew_and_sends_nothing(alone):
    reporter, office, _district = alone
    check = reporter.check(exclude=_head_and_clerk(reporter)[1])
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(
            update(OfficeHolderRow).where(OfficeHolderRow.post_kind == "clerk")
            .values(post_kind="other")
        )  # fmt: skip
    seen = reporter.send(check)
    assert seen.status == 409
    told = _main(seen)
    assert "ยังไม่ได้ส่ง เพราะผู้ที่จะเปิดอ่านเรื่องนี้เปลี่ยนไป" in told
    assert "นางสาวมาลี ใจงาม" in told, "those who would read it now"
    assert reporter.send(seen).code, "seen and sent"


def test_somebody_ticked_who_left_the_list_brings_the_form_back_with_the_words(alone):
    reporter, office, _district = alone
    check = reporter.check(exclude=_head_and_clerk(reporter)[1], place="ถนนหมู่ ๔")
    with _everywhere(office) as work:
        for row in work.session.query(OfficeHolderRow).filter_by(post_kind="clerk"):
            if row.agency_id == office.agency_id:
                work.session.delete(row)
    seen = reporter.send(check)
    assert seen.status == 422
    assert seen.typed("place") == "ถนนหมู่ ๔" and 'id="exclude-problem"' in seen.text


def test_the_districts_own_door_and_statistics_stand_as_any_agencys(reporter):
    reporter.slug = "district"
    for path in ("/", "/r/", "/disclosure/", "/disclosure/statistics"):
        assert reporter.get(path).status == 200


# Read at the desk


def test_the_districts_desk_shows_which_office_it_is_about_and_ours_shows_nothing(alone):
    reporter, office, district = alone
    reporter.send(reporter.check(exclude=_head_and_clerk(reporter), narrative="ปลัดรับเงินทอน"))
    theirs = Desk(reporter.client.application, district)
    assert theirs.sign_in("receive1").status_code == 303
    listed = theirs.get("/desk/cases").text
    assert "ปลัดรับเงินทอน" in listed
    address = next(
        part for part in listed.split('"') if part.startswith("/desk/cases/") and len(part) > 40
    )
    opened = theirs.get(address).text
    assert "หน่วยงานที่ถูกร้องเรียน" in opened and SAMPLE in opened
    ours = Desk(reporter.client.application, office)
    ours.sign_in("intake1")
    for path in ("/desk/", "/desk/cases"):
        assert "ปลัดรับเงินทอน" not in ours.get(path).text
    assert ours.get(address).status_code == 404


# An authority that reads elsewhere


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    app, office = make_service(tmp_path_factory.mktemp("elsewhere"))
    made = make_authority(PASSPHRASE, PASSPHRASE, date(2026, 11, 1), CHEAP_COSTS)
    card = read_authority(made.public)
    plan = AgencyPlan(
        "commission", COMMISSION, "Sample Provincial Commission", "state_agency", "", "",
        "ตัวอย่าง", "Sample", contacts=(Contact("phone", "02 000 0002"),),
    )  # fmt: skip
    with office.work(AllAgencies("add an outside authority")) as work:
        add_authority(work, card, plan)
    keys = key_file.load(office.key_path)
    key_file.save(office.key_path, keys.with_root(card.agency, card.root_public))
    with office.work(AgencyClerk(office.agency_id)) as work:
        set_outward(work, "commission")
    return app


@pytest.fixture(params=["", "en"])
def far(elsewhere, request):
    return Anywhere(elsewhere, lang=request.param)


def test_it_is_said_that_it_is_read_and_answered_elsewhere(far):
    check = far.check(
        exclude=_head_and_clerk(far), identity_mode="confidential", contact_name="นางผู้แจ้ง"
    )
    told = _main(check)
    if far.query is None:
        assert f"ผู้ถือกุญแจของ {COMMISSION} เท่านั้น" in told
        assert "ไม่ต้องใช้ผู้รักษากุญแจสองฝ่าย" in told
    else:
        assert "outside this system" in told and "without two custodians" in told
    receipt = far.send(check)
    told = _main(receipt)
    assert "02 000 0002" in told and "http://localhost/commission/f/" in told
    assert "8 ธันวาคม" not in told, "no promise that nobody here can keep"
    far.slug = "commission"
    assert far.post("/r/written", ticket=receipt.hidden("ticket")).status == 200
    assert far.confirm(receipt).status == 303
    case = far.get("/f/")
    assert "02 000 0002" in _main(case) and "8 ธันวาคม" not in _main(case)
    for untrue in ("หากมี จะบอกไว้ที่นี่", "If somebody does, you read it here"):
        assert untrue not in _main(case), "they open a name without asking here"
    assert far.get("/f/identity").status == 200
    sent = far.post("/f/message", token=case.hidden("token"), message="มีใบเสร็จ")
    assert sent.status == 200
    for seen in (receipt, case, sent):
        links = [one.attributes.get("href", "") for one in seen.page.all("a")]
        assert not [one for one in links if one.startswith(("/commission/?", "/commission/r"))]
        assert "/commission/" not in links
    assert far.post("/f/leave").status == 200
    assert far.get("/f/").status == 200


@pytest.mark.parametrize(
    "path",
    ["/", "/r/", "/g/", "/disclosure/", "/disclosure/guideline", "/disclosure/channel",
     "/disclosure/statistics", "/disclosure/statistics/2570.json",
     "/disclosure/statistics/2570.csv"],
)  # fmt: skip
def test_it_has_no_door_no_form_and_no_statistics(far, path):
    far.slug = "commission"
    assert far.client.get(f"/commission{path}").status_code == 404


@pytest.mark.parametrize("page", ["check", "edit", "keep-out", "send"])
def test_nothing_is_filed_with_it_directly(far, page):
    token = far.get("/r/").hidden("token")
    answer = far.client.post(f"/commission/r/{page}", data={"token": token, "narrative": "ก"})
    assert answer.status_code == 404


def test_the_front_the_list_and_the_api_do_not_know_it(elsewhere):
    client = elsewhere.test_client()
    assert "/sample/r/" in client.get("/").text, "the one agency's door"
    listed = client.get("/api/v1/agencies").get_json()["agencies"]
    assert [one["slug"] for one in listed] == ["sample"]
    for path in ("", "/statistics/2570"):
        assert client.get(f"/api/v1/agencies/commission{path}").status_code == 404
    words = {"channel": "corruption", "narrative": "ก"}
    sent = client.post(
        "/api/v1/agencies/commission/complaints", json=words, headers={"Idempotency-Key": "k" * 32}
    )
    assert sent.status_code == 404


def test_the_api_says_at_which_agency_the_code_works(elsewhere):
    ids = Anywhere(elsewhere).get("/r/").ids_of("exclude")
    client = elsewhere.test_client()
    words = {"channel": "corruption", "narrative": "ก", "exclude": ids[:1]}
    headers = {"Idempotency-Key": "k" * 32}
    path = "/api/v1/agencies/sample/complaints"
    sent = client.post(path, json=words, headers=headers)
    assert sent.status_code == 201
    receipt = sent.get_json()
    assert (receipt["agency"], receipt["agency_name"]["th"]) == ("commission", COMMISSION)
    assert client.post(path, json=words, headers=headers).get_json() == receipt
    home = client.post(path, json=words | {"exclude": []}, headers={"Idempotency-Key": "h" * 32})
    assert home.get_json()["agency"] == "sample"


# The office's own choice


def _chosen(desk: Desk) -> str:
    """The value of the ticked choice on the settings' page."""
    boxes = DeskPage(desk.get("/desk/settings/outward")).all("input")
    return next(box["value"] for box in boxes if "checked" in box)


def _choose(desk: Desk, slug: str) -> Any:
    path = "/desk/settings/outward"
    return desk.post(path, {"form_token": desk.token(path), "outward": slug})


def test_the_administrator_chooses_who_takes_what_is_about_the_head(tmp_path):
    app, office = make_service(tmp_path)
    make_district(office)
    desk = Desk(app, office)
    desk.sign_in("admin1")
    first = desk.get("/desk/settings/outward")
    assert "ยังไม่ได้เลือก" in first.text and DISTRICT in first.text
    assert _chosen(desk) == "nobody"
    path = "/desk/settings/outward"
    nothing = _choose(desk, "")
    assert nothing.status_code == 422
    foreign = _choose(desk, "elsewhere")
    assert foreign.status_code == 422
    itself = _choose(desk, "sample")
    assert "กรุณาเลือกหน่วยงานอื่น" in itself.text
    assert _chosen(desk) == "nobody"
    assert _choose(desk, "district").status_code == 303
    assert _chosen(desk) == "district"
    assert f"ขณะนี้ส่งไปที่ <strong>{DISTRICT}</strong>" in desk.get(path).text
    assert _choose(desk, "nobody").status_code == 303
    assert _chosen(desk) == "nobody"


def test_nobody_else_sees_or_changes_the_choice(tmp_path):
    app, office = make_service(tmp_path)
    desk = Desk(app, office)
    desk.sign_in("intake1")
    assert desk.get("/desk/settings/outward").status_code == 403
    answer = desk.post("/desk/settings/outward", {"outward": "nobody"})
    assert answer.status_code == 403
