"""Downloading originals over the whole service: by the asker, from the one page, for minutes."""

from datetime import timedelta
from html import unescape

import pytest

from crypto.file_stream import SealedSpool
from rules.limits import ORIGINAL_MINUTES
from rules.words import ERRORS
from service.attach_evidence import add_evidence
from tests.serving import make_service
from tests.web.desk_client import Desk, Page
from tests.web.reporter_client import Reporter
from web.desk_guard import NEVER_KEPT

ASK = {"ground": "questioning", "reason": "ต้องใช้ต้นฉบับ", "tell": "now"}
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"words of a memorandum" * 99


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("originals"))


def signed_in(service, login):
    desk = Desk(*service)
    desk.sign_in(login)
    return desk


class Story:
    """A case with a withheld document, its reporter, and the page that shows the name."""

    def __init__(self, service, folder):
        app, self.office = service
        receipt = self.office.file(identity_mode="confidential", contact_name="นางผู้แจ้ง")
        spool = SealedSpool(folder)
        spool.write(OLD_WORD)
        token = self.office.confirm(receipt)
        with self.office.reporter() as work:
            add_evidence(work, token, spool, "ของฉัน.doc")
        self.reporter, self.case = Reporter(app), f"/desk/cases/{self.office.case_id(receipt)}"
        typed = {"token": self.reporter.get("/f/").hidden("token"), "code": receipt.code}
        assert self.reporter.post("/f/enter", **typed).status == 303
        self.asker = signed_in(service, "intake1")
        asked = {"form_token": self.asker.token()} | ASK
        assert self.asker.post(f"{self.case}/identity", asked).status_code == 303
        self.custodians = [self._agree(service, login) for login in ("inside1", "outside1")]
        self.ready = self.asker.get(f"{self.case}/identity")
        action = self._action(Page(self.ready), "/open")
        self.shown = self.asker.post(action, {"form_token": self.asker.token()})
        page = Page(self.shown)
        self.path = next(one["action"] for one in page.all("form") if "originals" in one["action"])
        self.typed = {"form_token": page.hidden("form_token"), "ticket": page.hidden("ticket")}

    def _agree(self, service, login):
        custodian = signed_in(service, login)
        links = [one["href"] for one in Page(custodian.get("/desk/releases")).all("a")]
        link = [one for one in links if one.startswith("/desk/releases/")][-1]
        seen = custodian.get(link)
        agreed = custodian.post(f"{link}/agree", {"form_token": custodian.token()})
        assert agreed.status_code == 303
        return seen

    @staticmethod
    def _action(page, ending):
        return next(one["action"] for one in page.all("form") if one["action"].endswith(ending))


@pytest.fixture
def story(service, tmp_path):
    return Story(service, tmp_path)


def test_the_asker_downloads_the_file_as_it_came(story):
    answer = story.asker.post(story.path, story.typed)
    assert (answer.status_code, answer.data) == (200, OLD_WORD)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="original-01.doc"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Length"] == str(len(OLD_WORD))
    assert story.asker.post(story.path, story.typed).data == OLD_WORD


def test_the_officers_copy_is_sent_with_the_same_headers(service, tmp_path):
    office = service[1]
    receipt = office.file()
    spool = SealedSpool(tmp_path)
    spool.write("ข้อความ".encode() * 50)
    token = office.confirm(receipt)
    with office.reporter() as work:
        add_evidence(work, token, spool, "x.txt")
    desk, case_id = signed_in(service, "intake1"), office.case_id(receipt)
    file = next(
        one["href"]
        for one in Page(desk.get(f"/desk/cases/{case_id}")).all("a")
        if "/files/" in one.get("href", "")
    )
    copy, story = desk.get(file), Story(service, tmp_path)
    original = story.asker.post(story.path, story.typed)
    named = (
        "Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control",
        "Referrer-Policy", "Cross-Origin-Resource-Policy",
    )  # fmt: skip
    assert [copy.headers.get(one) for one in named] == [original.headers.get(one) for one in named]


def test_the_page_warns_and_keeps_the_ticket_out_of_every_address(story):
    page = Page(story.shown)
    assert story.shown.headers["Cache-Control"] == "no-store"
    for words in ("ข้อมูลแฝง", "มาโคร", f"{ORIGINAL_MINUTES} นาที", "อย่านำไปรวมในสำนวน"):
        assert words in page.html
    for _, attributes in page.tags:
        for name in ("href", "action", "src"):
            assert story.typed["ticket"] not in attributes.get(name, "")
    assert page.primary_buttons() == 1 and len(page.all("h1")) == 1
    assert story.asker.get(story.path).status_code == 405
    assert story.asker.get(f"{story.path}?ticket={story.typed['ticket']}").status_code == 405
    refused = story.asker.post(
        f"{story.path}?ticket={story.typed['ticket']}", {"form_token": story.typed["form_token"]}
    )
    assert refused.status_code == 409


def test_everybody_is_told_what_is_released(story):
    for seen in (story.ready, *story.custodians):
        assert "ไฟล์ต้นฉบับ" in seen.text and f"{ORIGINAL_MINUTES} นาที" in seen.text
    assert "ดาวน์โหลดไฟล์ต้นฉบับ" in story.reporter.get("/f/").text
    english = unescape(story.reporter.get("/f/?lang=en").text)
    assert "could download the original files" in english


def test_supervisors_read_of_each_download(service, story):
    assert story.asker.post(story.path, story.typed).status_code == 200
    log = signed_in(service, "intake2").get(f"{story.case}/log")
    assert log.status_code == 200
    assert "ดาวน์โหลดไฟล์ต้นฉบับ" in log.text


def test_a_colleague_and_a_custodian_get_nothing(service, story):
    for login, status in (("intake2", 404), ("inside1", 403), ("admin1", 403)):
        other = signed_in(service, login)
        answer = other.post(story.path, story.typed | {"form_token": other.token()})
        assert answer.status_code == status
        assert OLD_WORD[:30] not in answer.data


def test_another_session_of_the_asker_gets_nothing_and_is_told_what_to_do(service, story):
    again = signed_in(service, "intake1")
    for token in (again.token(), story.typed["form_token"]):
        answer = again.post(story.path, story.typed | {"form_token": token})
        assert answer.status_code == 409
        assert ERRORS["original_over"].th in unescape(answer.text)


def test_the_ticket_does_not_travel_through_a_sign_in(service, story):
    assert "ticket" in NEVER_KEPT
    story.asker.post("/desk/sign-out", {"form_token": story.typed["form_token"]})
    answer = Desk(*service).post(story.path, story.typed)
    assert answer.status_code == 401
    assert story.typed["ticket"] not in answer.text
    form = Page(answer)
    assert form.all("form")[0]["action"] == "/desk/sign-in"
    desk = Desk(*service)
    signed = desk.sign_in("intake1", next=story.path)
    assert signed.status_code == 409
    assert ERRORS["original_over"].th in unescape(signed.text)
    assert desk.get("/desk/").status_code == 200


def test_the_time_ends_over_http_too(story):
    story.office.clock.now += timedelta(minutes=8)
    assert story.asker.get("/desk/help").status_code == 200
    story.office.clock.now += timedelta(minutes=ORIGINAL_MINUTES - 8)
    answer = story.asker.post(story.path, story.typed)
    assert answer.status_code == 409
    assert ERRORS["original_over"].th in unescape(answer.text)


def test_after_the_reporter_erased_the_name_nothing_is_left(story):
    page = story.reporter.get("/f/identity")
    assert "ไฟล์ต้นฉบับที่มีข้อมูลแฝง" in page.text
    assert story.reporter.post("/f/identity", token=page.hidden("token")).status == 200
    assert story.asker.post(story.path, story.typed).status_code == 409
