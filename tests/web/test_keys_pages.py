"""The pages of keys and accounts, over the whole service and at a real browser's forms."""

import re
from datetime import timedelta

import pytest

from crypto.primitives import totp_code
from service.throttle import PROOFS
from tests.newcomers import new_custodian
from tests.office import PASSPHRASE
from tests.serving import make_service
from tests.web.desk_client import Desk, Page, seed_on

NEW_PASSPHRASE = "ควายสามตัวกินหญ้าหน้าบ้าน"
CODE = re.compile(r'class="once">([0-9 ]+)<')
NAMES = {
    "intake1": "นางสาวมาลี ใจงาม", "intake2": "นายวิชัย ตั้งตรง", "legal1": "นายธรรมรงค์ กฎหมาย",
    "inside1": "นางพิกุล เก็บรักษา",
}  # fmt: skip


@pytest.fixture
def service(tmp_path):
    return make_service(tmp_path)


@pytest.fixture
def office(service):
    return service[1]


def desk_of(service, login, **more):
    desk = Desk(*service)
    assert desk.sign_in(login, **more).status_code == 303
    return desk


def send(desk, path, typed):
    return desk.post(path, {"form_token": desk.token()} | typed)


def account_path(desk, name):
    html = desk.get("/desk/settings/officers").text
    return re.search(rf'href="(/desk/settings/officers/[0-9a-f]{{32}})">{name}<', html)[1]


def shown_code(answer):
    assert answer.status_code == 200, answer.text
    return CODE.search(answer.text)[1]


def activate_by_page(service, code, passphrase=PASSPHRASE):
    """The last page of the activation, and the second factor's secret."""
    desk = Desk(*service)
    page = Page(desk.post("/desk/activate", {"activation_code": code}))
    return _second_page(service, desk, "/desk/activate", page, passphrase)


def _second_page(service, desk, path, page, passphrase):
    seed = seed_on(page)
    typed = {
        "ticket": page.hidden("ticket"), "passphrase": passphrase, "passphrase_again": passphrase,
        "digits": totp_code(seed, int(service[1].clock.now.timestamp())),
    }  # fmt: skip
    return desk.post(path, typed), seed


def begin_with_code(service, login, code):
    desk = Desk(*service)
    page = desk.post("/desk/forgotten", {"login": login, "recovery_code": code})
    return desk, page


def new_recovery_code(desk):
    return shown_code(send(desk, "/desk/keys/mine/code", {"passphrase": PASSPHRASE}))


# The recovery code


def test_a_forgotten_passphrase_is_set_anew_with_the_printed_code(service, office):
    case_id = office.case_id(office.file(subject="ถนนหมู่ ๔"))
    code = new_recovery_code(desk_of(service, "intake1"))
    desk, page = begin_with_code(service, "sample/intake1", code)
    assert page.status_code == 200
    done, seed = _second_page(service, desk, "/desk/forgotten", Page(page), NEW_PASSPHRASE)
    assert "ตั้งวลีรหัสผ่านใหม่แล้ว" in done.text
    assert shown_code(done) != code
    assert desk.sign_in("intake1").status_code == 401
    office.totp["intake1"] = seed
    again = Desk(*service)
    typed = again.credentials("intake1") | {"passphrase": NEW_PASSPHRASE}
    assert again.post("/desk/sign-in", typed).status_code == 303
    assert "ถนนหมู่ ๔" in again.get(f"/desk/cases/{case_id}").text


def test_a_code_is_used_once_and_ends_every_session(service):
    signed_in = desk_of(service, "intake1")
    code = new_recovery_code(signed_in)
    desk, page = begin_with_code(service, "sample/intake1", code)
    _second_page(service, desk, "/desk/forgotten", Page(page), NEW_PASSPHRASE)
    assert signed_in.get("/desk/").status_code == 303
    assert begin_with_code(service, "sample/intake1", code)[1].status_code == 401
    stale, _ = _second_page(service, desk, "/desk/forgotten", Page(page), NEW_PASSPHRASE)
    assert stale.status_code == 404


def test_a_wrong_code_and_an_unknown_login_look_the_same(service):
    code = new_recovery_code(desk_of(service, "intake2"))
    wrong = begin_with_code(service, "sample/intake1", code)[1]
    nobody = begin_with_code(service, "sample/nobody1", code)[1]
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.text.replace("sample/intake1", "") == nobody.text.replace("sample/nobody1", "")
    assert code not in wrong.text


def test_a_slip_in_the_code_is_named_and_the_code_not_shown_again(service):
    code = new_recovery_code(desk_of(service, "intake1"))
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    answer = begin_with_code(service, "sample/intake1", slip)[1]
    assert answer.status_code == 422
    assert "พิมพ์ผิด" in answer.text
    assert slip[:9] not in answer.text


def test_the_second_page_waits_half_an_hour_and_is_drawn_again_after_a_slip(service, office):
    code = new_recovery_code(desk_of(service, "intake1"))
    desk, page = begin_with_code(service, "sample/intake1", code)
    short, _ = _second_page(service, desk, "/desk/forgotten", Page(page), "สั้น")
    assert short.status_code == 422
    assert seed_on(Page(short)) == seed_on(Page(page))
    office.clock.now += timedelta(minutes=31)
    late, _ = _second_page(service, desk, "/desk/forgotten", Page(short), NEW_PASSPHRASE)
    assert late.status_code == 404
    assert "เปิดไว้นานเกินไป" in late.text


# Renewing one's own keys


def test_keys_are_renewed_and_every_case_opens_as_before(service, office):
    ids = [office.case_id(office.file(subject=f"เรื่องที่ {number}")) for number in range(3)]
    desk, elsewhere = desk_of(service, "intake1"), desk_of(service, "intake1")
    before = Page(desk.get("/desk/keys/mine")).html
    shown_code(send(desk, "/desk/keys/mine/renew", {"passphrase": PASSPHRASE}))
    assert elsewhere.get("/desk/").status_code == 303
    assert "เรื่องที่ 0" in desk.get(f"/desk/cases/{ids[0]}").text
    second = send(desk, "/desk/keys/mine/renew", {"passphrase": PASSPHRASE})
    assert second.status_code == 409
    done = desk.get(send(desk, "/desk/keys/mine/go-on", {}).location).text
    assert "กุญแจเดิมถูกทำลายแล้ว" in done
    assert "รับรองแล้ว" in done
    assert CODE.search(done)[1] != CODE.search(before)[1]
    again = desk_of(service, "intake1")
    for number, case_id in enumerate(ids):
        assert f"เรื่องที่ {number}" in again.get(f"/desk/cases/{case_id}").text


def test_a_renewal_goes_on_by_itself_at_the_next_sign_in(service, office):
    office.file()
    desk = desk_of(service, "intake1")
    send(desk, "/desk/keys/mine/renew", {"passphrase": PASSPHRASE})
    assert "เหลือ 1 รายการ" in desk.get("/desk/keys/mine").text
    assert "กำลังย้าย" not in desk_of(service, "intake1").get("/desk/keys/mine").text


def test_a_wrong_passphrase_renews_nothing(service):
    desk = desk_of(service, "intake1")
    before = CODE.search(desk.get("/desk/keys/mine").text)[1]
    answer = send(desk, "/desk/keys/mine/renew", {"passphrase": "ไม่ใช่วลีของมาลีเลย"})
    assert answer.status_code == 422
    assert "ไม่ใช่วลีของมาลีเลย" not in answer.text
    assert CODE.search(desk.get("/desk/keys/mine").text)[1] == before


@pytest.mark.parametrize("act", ["renew", "code"])
def test_a_stolen_session_guesses_no_faster_at_the_keys_than_at_the_proof(service, act):
    desk, path = desk_of(service, "intake1"), f"/desk/keys/mine/{act}"
    wrong = [send(desk, path, {"passphrase": "x" * 20}) for _ in range(PROOFS.at_once)]
    right = send(desk, path, {"passphrase": PASSPHRASE})
    assert {one.status_code for one in wrong} == {422} == {right.status_code}
    assert "วลีรหัสผ่านไม่ถูกต้อง" in right.text and CODE.search(right.text)
    # One bucket for all such pages, of this officer alone.
    assert desk.prove("intake1").status_code == 401
    new_recovery_code(desk_of(service, "intake2"))


# Leaving, starting anew, vouching


def test_an_officer_who_leaves_is_out_at_once(service):
    admin, officer = desk_of(service, "admin1"), desk_of(service, "legal1")
    path = account_path(admin, NAMES["legal1"])
    assert "เปลี่ยนกุญแจของเรื่อง" in admin.get(f"{path}/leave").text
    assert send(admin, f"{path}/leave", {}).status_code == 303
    assert "หยุดใช้แล้ว" in admin.get(path).text
    assert officer.get("/desk/").status_code == 303
    assert Desk(*service).sign_in("legal1").status_code == 401


def test_a_channel_is_shut_only_after_it_was_said_and_confirmed(service):
    admin = desk_of(service, "admin1")
    path = account_path(admin, NAMES["intake1"])
    assert "จะปิดรับเรื่อง" in admin.get(f"{path}/leave").text
    refused = send(admin, f"{path}/leave", {})
    assert refused.status_code == 422
    assert admin.get("/sample/r/").status_code == 200
    assert send(admin, f"{path}/leave", {"confirm": "yes"}).status_code == 303
    assert "ยังไม่เปิดรับเรื่อง" in admin.get("/sample/r/").text


def test_nobody_changes_the_own_account(service):
    admin = desk_of(service, "admin1")
    path = account_path(admin, "นายเทคนิค ดูแล")
    for act in ("leave", "reset", "roles"):
        answer = send(admin, f"{path}/{act}", {"roles": "intake", "confirm": "yes"})
        assert answer.status_code == 409, act


def test_only_the_administrator_reaches_accounts(service):
    admin, officer = desk_of(service, "admin1"), desk_of(service, "intake1")
    path = account_path(admin, NAMES["legal1"])
    for act in ("", "/leave", "/reset"):
        assert officer.get(f"{path}{act}").status_code == 403
    assert send(officer, f"{path}/leave", {}).status_code == 403
    assert officer.get("/desk/keys/").status_code == 200
    assert admin.get("/desk/keys/").status_code == 403
    assert admin.get("/desk/keys/custody").status_code == 403


def test_an_officer_starts_anew_and_two_colleagues_vouch(service, office):
    admin = desk_of(service, "admin1")
    path = account_path(admin, NAMES["legal1"])
    done, seed = activate_by_page(service, shown_code(send(admin, f"{path}/reset", {})))
    assert "เลขประจำกุญแจ" in done.text
    office.totp["legal1"] = seed
    own = desk_of(service, "legal1").get("/desk/keys/mine").text
    assert "ยังไม่มีผู้รับรอง" in own
    heard = CODE.search(own)[1]
    for login, says in (("intake1", "บันทึกการรับรอง"), ("intake2", "ไม่มีกุญแจที่รอรับรอง")):
        voucher = desk_of(service, login)
        page = Page(voucher.get("/desk/keys/"))
        assert heard[:-4] in page.html
        assert heard not in page.html
        typed = {name: page.hidden(name) for name in ("officer", "mark")}
        wrong = "0000" if heard[-4:] != "0000" else "1111"
        refused = send(voucher, "/desk/keys/vouch", typed | {"heard": wrong})
        assert refused.status_code == 422
        assert "อย่ารับรอง" in refused.text
        answer = send(voucher, "/desk/keys/vouch", typed | {"heard": heard[-4:]})
        assert says in voucher.get(answer.location).text
    assert "รับรองแล้ว" in desk_of(service, "legal1").get("/desk/keys/mine").text


def test_an_invitation_that_is_too_old_gets_a_new_code(service, office):
    admin = desk_of(service, "admin1")
    invited = {"name": "นางใหม่ มาทำงาน", "post": "ธุรการ", "login": "mai", "roles": "case_officer"}
    old = shown_code(send(admin, "/desk/settings/officers", invited))
    path = account_path(admin, "นางใหม่ มาทำงาน")
    new = shown_code(send(admin, f"{path}/reset", {}))
    assert Desk(*service).post("/desk/activate", {"activation_code": old}).status_code == 404
    assert "เปิดใช้บัญชีแล้ว" in activate_by_page(service, new)[0].text


def test_roles_change_and_the_page_says_in_which_roles_the_key_counts(service):
    admin = desk_of(service, "admin1")
    path = account_path(admin, NAMES["legal1"])
    clash = send(admin, f"{path}/roles", {"roles": ["administrator", "legal"]})
    assert clash.status_code == 422
    answer = send(admin, f"{path}/roles", {"roles": ["legal", "committee"]})
    assert "กุญแจยังนับตามหน้าที่เดิม" in admin.get(answer.location).text


# New custodians


def test_intake_permits_and_a_custodian_passes_on(service, office):
    office.file()
    new_custodian(office)
    intake = desk_of(service, "intake1")
    html = intake.get("/desk/keys/custody").text
    assert "มี 1 เรื่องที่ท่านเปิดได้" in html
    holder = re.findall(r'name="holder" value="([0-9a-f]+)"', html.split("นางทองดี รับช่วง")[1])[0]
    answer = send(intake, "/desk/keys/custody/permit", {"holder": holder})
    assert "อนุญาตแล้ว 1 เรื่อง" in intake.get(answer.location).text
    custodian = desk_of(service, "inside1")
    assert "อนุญาตแล้ว 1 เรื่อง" in custodian.get("/desk/keys/custody").text
    answer = send(custodian, "/desk/keys/custody/give", {"holder": holder})
    assert "ส่งกุญแจแล้ว 1 เรื่อง" in custodian.get(answer.location).text
    assert "มีกุญแจครบแล้ว" in custodian.get(answer.location).text
