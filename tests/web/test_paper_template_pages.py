"""The desk's pages of the texts of papers and of the letter head, over the whole service."""

import html
import io
import re

import pytest
from sqlalchemy import delete

from models.paper import LetterHead, PaperTemplate
from rules.paper_fields import FIELDS_OF
from rules.paper_kinds import WITH_TEMPLATE, PaperKind
from rules.words import FIELD_ERRORS
from rules.words.case_papers import PAPERS
from rules.words.paper_templates import SHIPPED, TEMPLATE_PROBLEMS
from service.actors import AgencyClerk
from service.letter_head import UPLOAD_BYTES_MOST, letter_head
from service.paper_templates import template_of
from tests.pdf_reading import squeezed, words_read
from tests.service.test_letter_head import picture
from tests.serving import make_service
from tests.web.desk_client import Desk, Page

LIST, HEAD = "/desk/settings/papers", "/desk/settings/letter-head"
MEMO = f"{LIST}/memo"
TEXT = "เรื่อง: เสนอ {เลขรับ}\r\nเรียน: นายก\r\n---\r\nฉบับของเรา {ผู้ถูกร้อง}\r\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def service(made):
    """The service before anybody changed a text or the letter head."""
    app, office = made
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(delete(PaperTemplate))
        work.session.execute(delete(LetterHead))
    return made


@pytest.fixture
def desk(service):
    return signed_in(service, "intake1")


def signed_in(service, login: str) -> Desk:
    desk = Desk(*service)
    assert desk.sign_in(login).status_code == 303
    return desk


def save(desk: Desk, text: str = TEXT, seen: str | None = None, path: str = MEMO):
    page = Page(desk.get(MEMO))
    known = {"form_token": page.hidden("form_token"), "seen": seen or page.hidden("seen")}
    return desk.post(path, known | {"text": text})


def in_use(desk: Desk) -> tuple[str, int]:
    with desk.office.desk("intake1") as work:
        return template_of(work, PaperKind.MEMO)


def box(page: Page) -> str:
    """What stands in the box of the text."""
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page.html, re.DOTALL)
    assert found
    # A browser sends its own line ends, and shows all of them alike.
    return html.unescape(found[1]).replace("\r\n", "\n")


@pytest.mark.parametrize("login", ["admin1", "intake1", "clerk"])
def test_the_list_names_every_paper_and_the_version_in_use(service, login):
    desk = signed_in(service, login)
    page = Page(desk.get(LIST))
    for kind in WITH_TEMPLATE:
        assert PAPERS[kind.value].th in page.html
        assert f'href="{LIST}/{kind.value}"' in page.html
    assert page.html.count("แบบตั้งต้นของระบบ") == len(WITH_TEMPLATE)
    save(desk)
    assert "แบบของหน่วยงาน ฉบับที่ 1" in Page(desk.get(LIST)).html


def test_who_neither_assigns_nor_keeps_settings_finds_nothing_there(service):
    desk = signed_in(service, "legal1")
    for path in (LIST, MEMO, f"{MEMO}/versions/0", f"{MEMO}/versions/0/example", HEAD):
        assert desk.get(path).status_code == 403
    token = desk.token()
    for path in (MEMO, f"{MEMO}/example", f"{MEMO}/versions/0/again", HEAD):
        assert desk.post(path, {"form_token": token, "text": TEXT}).status_code == 403


def test_the_settings_lead_there_only_who_may_and_lead_nobody_astray(service):
    assert LIST in Page(signed_in(service, "admin1").get("/desk/settings/")).html
    shown = Page(signed_in(service, "intake1").get(LIST)).html
    assert "/desk/settings/holidays" not in shown


@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_the_editor_shows_the_text_and_every_field_with_its_meaning(desk, kind):
    page = Page(desk.get(f"{LIST}/{kind.value}"))
    assert box(page) == SHIPPED[kind.value]
    for field in FIELDS_OF[kind]:
        assert "{" + field.name + "}" in page.html
        assert html.escape(field.meaning, quote=False) in page.html
    assert page.primary_buttons() == 1
    assert len(page.all("h1")) == 1


def test_a_saved_text_is_in_use_and_its_history_tells_who_and_when(desk):
    answer = save(desk)
    assert answer.status_code == 303
    page = Page(desk.get(answer.location))
    assert "บันทึกแล้ว" in page.html
    assert box(page) == TEXT.replace("\r\n", "\n")
    assert "ฉบับที่ 1" in page.html and "นางสาวมาลี ใจงาม" in page.html
    assert in_use(desk) == (TEXT.replace("\r\n", "\n"), 1)


def test_a_broken_text_comes_back_whole_with_each_place_marked(desk):
    broken = "เรื่อง: <b>{เลขรบ}\nเรียน: นายก\n---\nก {ผู้รับ}"
    answer = save(desk, broken)
    page = Page(answer)
    assert answer.status_code == 422
    assert box(page) == broken
    assert "ที่ต้องแก้ไข 2 แห่ง" in page.html
    assert "บรรทัดที่ 1 ตัวอักษรที่ 12" in page.html and "บรรทัดที่ 4 ตัวอักษรที่ 3" in page.html
    assert "&lt;b&gt;<mark>{เลขรบ}</mark>" in page.html
    assert "<mark>{ผู้รับ}</mark>" in page.html
    assert "หมายถึง {เลขรับ} หรือไม่" in page.html
    assert TEMPLATE_PROBLEMS["field_not_here"].th in page.html
    assert in_use(desk) == (SHIPPED["memo"], 0)


def test_a_text_with_hundreds_of_faults_is_answered_with_the_first_and_a_count(desk):
    page = Page(save(desk, "เรื่อง: ก\nเรียน: ข\n---\n" + "{}\n" * 300))
    assert "ที่ต้องแก้ไข 300 แห่ง" in page.html
    assert "และอีก 260 แห่ง" in page.html
    assert page.html.count("<mark>") == 40


def test_who_typed_over_an_older_version_is_told_and_keeps_the_words(desk):
    save(desk)
    late = TEXT.replace("ของเรา", "ของอีกคน")
    answer = save(desk, late, seen="0")
    page = Page(answer)
    assert answer.status_code == 422
    assert FIELD_ERRORS["template_changed"].th in page.html
    assert box(page).rstrip() == late.replace("\r\n", "\n").rstrip()
    assert page.hidden("seen") == "1", "having been told, the officer may go on"
    broken = save(desk, "ก", seen="0")
    assert Page(broken).hidden("seen") == "0", "who was not told may not"


def test_a_text_typed_before_the_session_ended_is_kept(desk):
    answer = desk.post(MEMO, {"form_token": "0" * 64, "seen": "0", "text": TEXT})
    page = Page(answer)
    assert "ยังไม่ได้บันทึก" in page.html
    assert box(page).rstrip() == TEXT.replace("\r\n", "\n").rstrip()
    assert page.hidden("seen") == "0"
    assert in_use(desk) == (SHIPPED["memo"], 0)


def test_the_example_of_what_is_typed_is_a_pdf_and_saves_nothing(desk):
    answer = save(desk, TEXT, path=f"{MEMO}/example")
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert squeezed("ฉบับของเรา") in words_read(answer.data)
    assert in_use(desk) == (SHIPPED["memo"], 0)
    refused = save(desk, "เรื่อง: ก", path=f"{MEMO}/example")
    assert refused.status_code == 422
    assert "ที่ต้องแก้ไข" in refused.get_data(as_text=True)


@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_every_shipped_text_can_be_looked_at(desk, kind):
    answer = desk.get(f"{LIST}/{kind.value}/versions/0/example")
    assert answer.data.startswith(b"%PDF-")
    assert "example-" + kind.value in answer.headers["Content-Disposition"]


def test_an_older_version_is_read_and_used_again(desk):
    save(desk)
    save(desk, TEXT.replace("ของเรา", "ที่สอง"))
    page = Page(desk.get(f"{MEMO}/versions/1"))
    assert "ฉบับของเรา" in page.html and page.primary_buttons() == 1
    known = {"form_token": page.hidden("form_token"), "seen": page.hidden("seen")}
    answer = desk.post(f"{MEMO}/versions/1/again", known)
    assert answer.status_code == 303
    assert in_use(desk) == (TEXT.replace("\r\n", "\n"), 3)
    stale = desk.post(f"{MEMO}/versions/0/again", known)
    assert stale.status_code == 422
    assert FIELD_ERRORS["template_changed"].th in stale.get_data(as_text=True)
    assert desk.post(f"{MEMO}/versions/0/again", known | {"seen": "3"}).status_code == 303
    assert in_use(desk) == (SHIPPED["memo"], 0)


def test_the_version_in_use_offers_no_way_back_to_itself(desk):
    assert Page(desk.get(f"{MEMO}/versions/0")).primary_buttons() == 0


def test_a_version_that_no_longer_fits_is_marked_and_cannot_be_used(desk):
    with desk.office.desk("intake1") as work:
        work.session.add(
            PaperTemplate(
                id=bytes(16), agency_id=work.agency_id, kind="memo", version=1,
                content="เรื่อง: {ช่องที่เลิกใช้}\nเรียน: ข\n---\nก",
                changed_by=work.officer().officer_id, changed_at=work.now,
            )
        )  # fmt: skip
    assert "ต้องแก้ไขก่อนใช้" in Page(desk.get(LIST)).html
    assert "<mark>{ช่องที่เลิกใช้}</mark>" in Page(desk.get(MEMO)).html
    assert "<mark>" in Page(desk.get(f"{MEMO}/versions/1/example")).html
    save(desk, seen="1")
    assert in_use(desk)[1] == 2
    known = {"form_token": desk.token(), "seen": "2"}
    assert desk.post(f"{MEMO}/versions/1/again", known).status_code == 422


@pytest.mark.parametrize(
    "path",
    ["/case_file", "/content", "/memo/versions/9", "/memo/versions/x", "/memo/versions/9999999",
     "/memo/versions/-1", "/memo/versions/1/example"],
)  # fmt: skip
def test_papers_and_versions_that_are_none_are_not_found(desk, path):
    assert desk.get(LIST + path).status_code == 404


def head_of(desk: Desk):
    with desk.office.desk("intake1") as work:
        return letter_head(work)


def send_head(desk: Desk, emblem: bytes | None = None, **typed: str):
    known = {
        "form_token": desk.token(HEAD), "number_prefix": "พย 71201/", "address": "99 หมู่ 4",
        "telephone": "0 5400 0000", "thai_digits": "arabic",
    }  # fmt: skip
    file = {"emblem": (io.BytesIO(emblem), "krut.png")} if emblem is not None else {}
    answer = desk.post(HEAD, known | typed | file, content_type="multipart/form-data")
    answer.request.input_stream.close()
    return answer


def test_the_letter_head_is_saved_with_its_emblem_and_shown_again(desk):
    assert "ยังไม่เคยบันทึก" in Page(desk.get(HEAD)).html
    assert desk.get(f"{HEAD}/emblem").status_code == 404
    answer = send_head(desk, picture())
    assert answer.status_code == 303
    page = Page(desk.get(answer.location))
    assert "บันทึกแล้ว" in page.html and f"{HEAD}/emblem" in page.html
    assert page.primary_buttons() == 1
    shown = desk.get(f"{HEAD}/emblem")
    assert shown.content_type == "image/png" and shown.data == head_of(desk).emblem
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert send_head(desk, without_emblem="yes").status_code == 303
    assert head_of(desk).emblem is None


def test_what_is_wrong_with_the_letter_head_is_said_and_the_words_are_kept(desk):
    answer = send_head(desk, b"no picture", number_prefix="ก" * 61)
    page = Page(answer)
    assert answer.status_code == 422
    assert FIELD_ERRORS["not_a_png"].th in page.html
    assert "ก" * 61 in page.html and "99 หมู่ 4" in page.html
    assert "ไม่เกิน 60 ตัวอักษร" in page.html
    large = send_head(desk, bytes(UPLOAD_BYTES_MOST + 1))
    assert large.status_code == 422
    assert "ไม่เกิน 1 MB" in large.get_data(as_text=True)
    assert not head_of(desk).is_own


def test_a_picture_beyond_all_room_is_refused_with_what_was_typed(desk):
    answer = send_head(desk, bytes(3 * 1024 * 1024))
    assert answer.status_code == 422
    assert "99 หมู่ 4" in answer.text


def test_a_letter_head_typed_before_the_session_ended_is_kept(desk):
    answer = send_head(desk, picture(), form_token="0" * 64)
    page = Page(answer)
    assert "ยังไม่ได้บันทึก" in page.html and "99 หมู่ 4" in page.html
    assert "กรุณาเลือกภาพอีกครั้ง" in page.html
    assert not head_of(desk).is_own
