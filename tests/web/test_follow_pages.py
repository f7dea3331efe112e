"""The way back with a code, and evidence file by file."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from werkzeug.exceptions import RequestTimeout

from rules.limits import FILE_BYTES
from rules.states import Move
from tests.serving import make_service
from tests.web.reporter_client import Reporter
from web.uploads import Body


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("follow"))


@pytest.fixture
def reporter(service):
    return Reporter(service[0])


@pytest.fixture
def follower(reporter):
    """A reporter who has just typed the last digits back."""
    reporter.confirm(reporter.file())
    return reporter


@pytest.fixture
def photograph():
    image = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(image, "JPEG")
    return image.getvalue()


def test_the_cookie_is_kept_to_following_and_to_this_browsers_life(reporter):
    (cookie,) = reporter.confirm(reporter.file()).cookies
    name, *attributes = cookie.split("; ")
    assert name.startswith("f=")
    assert set(attributes) == {"HttpOnly", "Path=/sample/f", "SameSite=Strict"}


def test_over_https_the_cookie_is_secure(tmp_path):
    app, _ = make_service(tmp_path, public_url="https://sample.go.th")
    reporter = Reporter(app, base_url="http://sample.go.th")
    assert "Secure" in reporter.confirm(reporter.file()).cookies[0]


def test_a_code_opens_the_page_from_another_browser(service, reporter):
    code = reporter.file().code
    other = Reporter(service[0])
    token = other.get("/f/").hidden("token")
    assert other.post("/f/enter", token=token, code=code).status == 303
    assert "รับเรื่องแล้ว" in other.get("/f/").text


@pytest.mark.parametrize("code", ["", "1", "1" * 20, "0" * 20, "x" * 5_000])
def test_a_code_that_is_none_is_told_kindly(reporter, code):
    token = reporter.get("/f/").hidden("token")
    seen = reporter.post("/f/enter", token=token, code=code)
    assert seen.status in (404, 422)
    assert 'id="code-problem"' in seen.text
    assert seen.cookies == []


def test_own_words_are_counted_and_never_shown_back(follower):
    secret = "คำที่ไม่ควรเห็นอีก"
    token = follower.get("/f/").hidden("token")
    seen = follower.post("/f/message", token=token, message=secret)
    assert "ข้อความ 1 ไฟล์ 0" in seen.text
    assert secret not in seen.text
    assert secret not in follower.get("/f/").text


def test_an_empty_message_is_named_beside_its_box(follower):
    seen = follower.post("/f/message", token=follower.get("/f/").hidden("token"), message=" ")
    assert seen.status == 422
    assert 'id="message-problem"' in seen.text


def test_a_message_from_an_old_page_is_kept(follower):
    seen = follower.post("/f/message", token="old", message="ยังอยู่")
    assert seen.status == 409
    assert seen.typed("message") == "ยังอยู่"


def test_the_offices_question_is_shown(tmp_path):
    app, office = make_service(tmp_path)
    reporter = Reporter(app)
    receipt = office.file()
    case_id = office.case_id(receipt)
    office.move("intake1", case_id, Move.START_SCREENING)
    office.move("intake1", case_id, Move.ASK, notice_text="มีภาพถ่าย <หรือไม่>")
    token = reporter.get("/f/").hidden("token")
    reporter.post("/f/enter", token=token, code=receipt.code)
    text = reporter.get("/f/").text
    assert "มีภาพถ่าย &lt;หรือไม่&gt;" in text
    assert "เจ้าหน้าที่ขอข้อมูลเพิ่ม" in text


def test_typed_words_survive_the_end_of_the_fifteen_minutes(tmp_path):
    app, office = make_service(tmp_path)
    reporter = Reporter(app)
    receipt = reporter.file()
    reporter.confirm(receipt)
    token = reporter.get("/f/").hidden("token")
    office.clock.now += timedelta(minutes=16)
    asked = reporter.post("/f/message", token=token, message="พิมพ์ไว้แล้ว")
    assert asked.status == 401
    assert asked.hidden("message") == "พิมพ์ไว้แล้ว"
    back = reporter.post(
        "/f/enter", token=asked.hidden("token"), code=receipt.code, message="พิมพ์ไว้แล้ว"
    )
    assert back.status == 200
    assert back.typed("message") == "พิมพ์ไว้แล้ว"


@pytest.mark.parametrize("path", ["/f/evidence", "/f/"])
def test_without_a_code_there_is_only_the_question_for_one(reporter, path):
    assert 'name="code"' in reporter.get(path).text


def test_leaving_takes_the_cookie_away_and_asks_the_browser_to_forget(follower):
    left = follower.post("/f/leave")
    assert left.response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert 'name="code"' in follower.get("/f/").text


def test_a_photograph_is_taken_under_a_neutral_name(follower, photograph):
    seen = follower.attach((io.BytesIO(photograph), "somchai-house.jpg"))
    assert seen.status == 200
    assert "evidence-01.jpg" in seen.text
    assert "somchai" not in seen.text
    assert "ข้อความ 0 ไฟล์ 1" in follower.get("/f/").text


@pytest.mark.parametrize(
    ("body", "name", "status"),
    [
        (b"", "", 422),
        (b"\x7fELF" + bytes(100), "photograph.jpg", 415),
        (bytes(FILE_BYTES + 1024 * 1024), "long.mp4", 413),
    ],
)
def test_a_refused_file_gets_a_sentence_and_leaves_the_report_as_it_was(
    follower, body, name, status
):
    seen = follower.attach((io.BytesIO(body), name))
    assert seen.status == status
    assert 'id="file-problem"' in seen.text
    assert "ข้อความ 0 ไฟล์ 0" in follower.get("/f/").text


def test_files_are_taken_one_at_a_time(follower, photograph):
    both = ((io.BytesIO(photograph), "a.jpg"), (io.BytesIO(photograph), "b.jpg"))
    assert follower.attach(*both).status == 413
    assert "ข้อความ 0 ไฟล์ 0" in follower.get("/f/").text


def test_half_of_the_threads_at_most_take_uploads(service, follower, photograph):
    app, _ = service
    places = app.extensions["prongsai_upload_places"]
    taken = app.extensions["prongsai"].settings.threads // 2
    for _ in range(taken):
        places.acquire()
    try:
        assert follower.attach((io.BytesIO(photograph), "a.jpg")).status == 503
    finally:
        places.release(taken)
    assert follower.attach((io.BytesIO(photograph), "a.jpg")).status == 200


def test_a_body_ends_where_its_length_says_and_before_its_deadline():
    source = io.BytesIO(b"a form|the next request")
    assert Body(source, 6).read() == b"a form"
    assert source.read() == b"|the next request"
    late = Body(io.BytesIO(b"a form"), 6)
    late.allow(-1)
    with pytest.raises(RequestTimeout):
        late.read()


def test_draining_stops_at_its_most():
    source = io.BytesIO(bytes(300_000))
    Body(source, 300_000).drain(100_000)
    assert source.tell() == 100_000
