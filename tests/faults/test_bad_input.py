"""Words, codes, headers and addresses that nobody honest would send: a clear no, nothing lost."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from crypto.damm import check_digit
from rules import limits
from rules.states import Move
from rules.words import ERRORS, FIELD_ERRORS
from tests.faults.conftest import GENUINE, Besieged
from tests.faults.raw_http import send_raw
from tests.office import Office
from tests.plaintext import rare_word
from tests.reporter_client import Page, ReporterClient
from tests.web.desk_client import Desk

pytestmark = pytest.mark.faults

SCRIPT = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
TEXTS = (
    "subject", "narrative", "place", "accused", "accused_unit", "damage", "witnesses",
    "evidence_described", "reported_elsewhere", "desired_outcome", "contact_name",
    "contact_other",
)  # fmt: skip
ODD_HOSTS = ("a" * 300, "..", "a..b", "[", "[....]", "[::1", "x:y", "a b", "%41", "a/b", "-", "a@b")
ODD_SLUGS = ("nowhere", "%00", "..%2f..%2fetc", "%E0%B8%81", "Sample", "a" * 3000, "desk'--", "%ff")
ODD_PATHS = (
    "/{}/", "/{}/r/", "/{}/f/", "/{}/disclosure/", "/{}/disclosure/guideline",
    "/{}/disclosure/statistics/2569.csv", "/{}/disclosure/statistics/99999999999999999999",
    "/{}/ledger/checkpoint",
)  # fmt: skip


def _check(client: ReporterClient, **fields: str) -> Page:
    token = client.get("/sample/r/").hidden["token"]
    return client.post("/sample/r/check", token=token, **fields)


def test_an_unknown_field_is_refused_and_the_words_are_kept(besieged: Besieged) -> None:
    answer = _check(besieged.client(), narrative="คำที่ต้องอยู่", is_admin="1")
    assert answer.status == 422
    assert FIELD_ERRORS["unknown_field"].th in answer.text
    assert "คำที่ต้องอยู่" in answer.body


def test_a_text_too_long_comes_back_whole_with_its_limit(besieged: Besieged) -> None:
    answer = _check(besieged.client(), narrative="ก" * (limits.NARRATIVE_LENGTH + 1))
    assert answer.status == 422
    assert f"{limits.NARRATIVE_LENGTH:,}" in answer.text
    assert "ก" * limits.NARRATIVE_LENGTH in answer.body


def test_giant_fields_and_forms_are_refused_with_a_page(besieged: Besieged) -> None:
    one_megabyte = _check(besieged.client(), narrative="a" * 1_000_000)
    assert one_megabyte.status in (413, 422)
    ten_megabytes = _check(besieged.client(), narrative="a" * 10_000_000)
    assert ten_megabytes.status == 413
    assert ERRORS["too_large"].th in ten_megabytes.text
    many = {f"accused{n}": "ก" for n in range(3_000)}
    assert _check(besieged.client(), narrative="x", **many).status in (413, 422)


@pytest.mark.parametrize(
    "fields",
    [
        {"narrative": "a\0b"},
        {"narrative": "x", "identity_mode": "king"},
        {"narrative": "x", "exclude": "../../etc/passwd"},
        {"narrative": "x", "exclude": "0" * 32},
        {"narrative": "x", "category": "' OR 1=1 --"},
        {"narrative": "x", "incident_from_day": "31", "incident_from_month": "2"},
        {"narrative": "x", "incident_from_day": "9" * 5000},
        {"narrative": "x", "incident_from_day": "๑", "incident_from_year": "-1"},
        {"narrative": "   "},
    ],
)
def test_an_impossible_answer_is_named_on_the_form(
    besieged: Besieged, fields: dict[str, str]
) -> None:
    answer = _check(besieged.client(), **fields)
    assert answer.status == 422
    assert "<form" in answer.body


def test_a_wrong_an_unknown_and_a_neighbours_code_look_alike(besieged: Besieged) -> None:
    digits = "".join(secrets.choice("0123456789") for _ in range(19))
    unknown = digits + str(check_digit(digits))
    pages = [besieged.client().enter(code) for code in (unknown, besieged.neighbours_receipt.code)]
    assert {page.status for page in pages} == {404}
    bare = {
        page.body.replace(unknown, "").replace(besieged.neighbours_receipt.code, "")
        for page in pages
    }
    assert len({_without_token(body) for body in bare}) == 1
    own = ReporterClient(besieged.port, "neighbour").enter(besieged.neighbours_receipt.code)
    assert own.status == 200


def test_another_agencys_case_an_unknown_one_and_nonsense_look_alike(besieged: Besieged) -> None:
    desk = _desk(besieged, besieged.neighbour, "intake1")
    pages = []
    for case_id in (besieged.genuine_id, "0" * 32, "x", "%00", "' OR 1=1", "f" * 5000):
        for path in ("", "/note", "/files/" + "0" * 32):
            answer = desk.get(f"/desk/cases/{case_id}{path}")
            assert answer.status_code == 404, (case_id, path)
            pages.append(answer.text)
    assert len(set(pages)) == 1
    own = _desk(besieged, besieged.office, "intake1")
    assert GENUINE in own.get(f"/desk/cases/{besieged.genuine_id}").text


def test_a_hundred_wrong_codes_at_once_are_all_refused(besieged: Besieged) -> None:
    client = besieged.client()
    token = client.get("/sample/f/").hidden["token"]

    def guess(number: int) -> int:
        code = f"{number:019d}"
        one = ReporterClient(besieged.port, timeout=60)
        return one.post("/sample/f/enter", token=token, code=code + str(check_digit(code))).status

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(guess, range(100)))
    assert set(statuses) <= {404, 429}
    assert 404 in statuses


def test_headers_play_no_tricks(besieged: Besieged) -> None:
    tricks = (
        {"X-Forwarded-For": "1.2.3.4, 5.6.7.8", "X-Forwarded-Proto": "https", "Forwarded": "for=x"},
        {"Host": "evil.example"},
        {"Host": "a" * 300},
        {"X-Original-URL": "/desk/", "X-Rewrite-URL": "/desk/"},
        {"Cookie": "f=" + "A" * 4000 + "; desk=\xff\xfe; __Host-desk=x"},
        {"Accept-Encoding": "gzip;q=x, *;q=99999999999999999999"},
        {"Range": "bytes=0-0,5-2,-1", "If-None-Match": "*", "Expect": "200-maybe"},
        {"Accept-Language": "x" * 5000},
    )
    for trick in tricks:
        client = besieged.client()
        client.always = trick
        answer = client.get("/sample/")
        assert answer.status < 500, trick
        assert "evil.example" not in answer.body
        assert "1.2.3.4" not in answer.body
    foreign = besieged.client()
    foreign.always = {"Origin": "https://evil.example"}
    assert foreign.post("/sample/r/check", narrative="x").status == 403


@pytest.mark.parametrize("host", ODD_HOSTS)
def test_a_host_that_is_no_name_gets_a_refusal(besieged: Besieged, host: str) -> None:
    for path in (b"/sample/", b"/desk/", b"/healthz", b"/static/nothing.css"):
        lines = b"GET %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (path, host.encode())
        assert send_raw(besieged.port, lines).status in (200, 303, 400, 403, 404), (host, path)


def test_a_header_of_a_hundred_kilobytes_ends_with_its_sender(besieged: Besieged) -> None:
    head = b"GET /sample/ HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 100_000
    assert send_raw(besieged.port, head + b"\r\n\r\n").status in (0, 200, 400, 413, 431)
    many = b"".join(b"X-%d: y\r\n" % number for number in range(5_000))
    lines = b"GET /sample/ HTTP/1.1\r\nHost: x\r\n" + many + b"\r\n"
    assert send_raw(besieged.port, lines).status in (0, 400, 413, 431)
    assert besieged.client().get("/sample/").status == 200


def test_unknown_addresses_answer_with_a_clean_page_in_both_languages(besieged: Besieged) -> None:
    client = besieged.client()
    for slug in ODD_SLUGS:
        for path in ODD_PATHS:
            address = path.format(slug)
            thai, english = client.get(address), client.get(f"{address}?lang=en")
            assert thai.status == english.status == 404, (address, thai.status, english.status)
            assert ERRORS["not_found"].th in thai.text, address
            assert ERRORS["not_found"].en in english.text, address
    for method, path in (("DELETE", "/sample/"), ("PUT", "/sample/r/send"), ("BREW", "/sample/")):
        connection = HTTPConnection("127.0.0.1", besieged.port, timeout=10)
        connection.request(method, path)
        assert connection.getresponse().status == 405
        connection.close()


def test_script_in_every_field_comes_out_as_text(besieged: Besieged) -> None:
    marked = {name: f"{rare_word(6)} {SCRIPT}" for name in TEXTS}
    client = besieged.client()
    check = _check(client, **marked, identity_mode="named", contact_phone="<b>1</b>")
    assert check.status == 200
    _is_text(check.body, marked)
    receipt = client.send(check)
    follow = client.confirm(receipt)
    client.post("/sample/f/message", token=follow.hidden["token"], message=SCRIPT)
    added = client.attach("<script>x</script>.pdf", b"%PDF-1.4 " + bytes(300))
    assert added.status == 200
    assert "<script" not in added.body + follow.body
    case_id = besieged.case_id(receipt)
    desk = _desk(besieged, besieged.office, "intake1")
    _is_text(desk.get(f"/desk/cases/{case_id}").text, marked)
    for path in ("/desk/", "/desk/cases", f"/desk/cases/{case_id}/note"):
        assert "<script>alert" not in desk.get(path).text, path
    besieged.office.move("intake1", case_id, Move.ASK, notice_text=SCRIPT)
    besieged.office.move("intake1", case_id, Move.NOTE, note=SCRIPT)
    seen = client.get("/sample/f/")
    assert "&lt;script&gt;alert" in seen.body
    assert "<script" not in seen.body
    assert "<script>alert" not in desk.get(f"/desk/cases/{case_id}").text


def _is_text(body: str, marked: dict[str, str]) -> None:
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    for name, words in marked.items():
        assert f"{words.split()[0]} &lt;script&gt;" in body, name
    assert "{{7*7}}" in body


def _without_token(body: str) -> str:
    return "\n".join(line for line in body.splitlines() if 'name="token"' not in line)


def _desk(besieged: Besieged, office: Office, login: str) -> Desk:
    desk = Desk(besieged.app, office)
    assert desk.sign_in(login).status_code == 303
    return desk
