"""Pushing to LINE over a real connection: what goes out, what comes back, and who never waits."""

import json
import logging
import re
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from app.line import deliver_line
from app.line_post import LinePost
from app.log import AllowListFormatter
from app.mail import deliver
from app.post_failed import PostFailed
from app.settings import Settings, SettingsRefused
from app.watch import ERRANDS, Watcher
from models.line import LineAccount, LineLink
from models.officer import Officer
from models.outbox import OutboxRow
from rules.states import Channel, Move
from rules.words.line import LINE_PROBLEMS, line_text
from service.actors import AgencyClerk, AllAgencies
from service.attach_evidence import add_evidence
from service.deliver_mail import LEASE
from service.follow_complaint import write_to_office
from service.line_account import look_again, switch_line
from service.notify import tell
from tests.line_scenes import PUBLIC, account, deliver_all, house_with, link, turn_on
from tests.line_server import HURRIED, SECRET, SECRET_WORDS, SPENT, TOKEN, LineServer, user_of
from tests.mail import give_addresses, outbox
from tests.office import Office
from tests.serving import make_service
from tests.smtp_server import SmtpServer

TEXT = line_text(f"{PUBLIC}/desk/")
KEY = "0b8b5e5e-6c1f-5f60-9a1e-0d9b7c8f2a11"
READING = ("intake1", "intake2", "grievance1", "legal1", "clerk")
OPENING = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


@pytest.fixture
def line():
    server = LineServer().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("line"))[1]


@pytest.fixture
def office(made) -> Office:
    """One office for all of these tests, on a morning before anything was told."""
    made.clock.now = OPENING - timedelta(minutes=30)
    with made.work(AllAgencies("begin anew")) as work:
        for table in (OutboxRow, LineLink, LineAccount):
            work.session.execute(delete(table))
        work.session.execute(update(Officer).values(email=""))
    turn_on(made)
    return made


@pytest.fixture
def house(office, line):
    return house_with(office, line)


def post(line: LineServer, token: str = TOKEN) -> LinePost:
    return LinePost(line.api, token)


def failure(line: LineServer, token: str = TOKEN) -> PostFailed:
    with pytest.raises(PostFailed) as failed:
        post(line, token).push(user_of(1), TEXT, KEY)
    assert failed.value.problem in LINE_PROBLEMS
    assert failed.value.__cause__ is None
    for secret in (TOKEN, user_of(1), SECRET_WORDS, SPENT, HURRIED):
        assert secret not in repr(failed.value) + str(failed.value)
    return failed.value


def tell_some(office: Office, *logins: str, about: bytes = b"one") -> None:
    with office.work(AgencyClerk(office.agency_id)) as work:
        tell(work, [office.officers[one].officer_id for one in logins], "reminder", about)


# One message


def test_the_one_text_tells_nothing_of_a_case():
    assert TEXT.count("https://") == 1 and f"{PUBLIC}/desk/?openExternalBrowser=1\n" in TEXT
    assert not any(mark.isdigit() for mark in TEXT.replace("openExternalBrowser=1", ""))
    for telling in ("ร้องเรียน", "ทุจริต", "ผู้แจ้ง", "เบาะแส", "เรื่องที่", "เลขรับ", "เกินกำหนด"):
        assert telling not in TEXT


def test_a_push_is_what_line_asks_for(line):
    post(line).push(user_of(1), TEXT, KEY)
    (came,) = line.requests
    assert (came.method, came.path, came.answered) == ("POST", "/v2/bot/message/push", 200)
    assert came.headers["Authorization"] == f"Bearer {TOKEN}"
    assert came.headers["Content-Type"] == "application/json"
    assert str(UUID(came.retry_key)) == came.retry_key == KEY
    assert came.json == {"to": user_of(1), "messages": [{"type": "text", "text": TEXT}]}
    assert set(came.headers) == {
        "Accept-Encoding", "Authorization", "Connection", "Content-Length", "Content-Type", "Host",
        "User-Agent", "X-Line-Retry-Key",
    }  # fmt: skip
    assert socket.gethostname() not in str(came.headers)


def test_what_line_has_already_is_sent(line):
    """The answer was lost and not the message: LINE says so, and it goes out once."""
    line.say("lost")
    assert (failure(line).problem, len(line.accepted)) == ("connect", 1)
    post(line).push(user_of(1), TEXT, KEY)
    assert [one.answered for one in line.pushes] == [200, 409]
    assert len(line.arrived) == 1


@pytest.mark.parametrize(
    ("answer", "problem", "is_whole"),
    [
        ("spent", "quota", True), ("hurried", "later", True), (429, "later", True),
        (400, "refused", False), (401, "token", True), (403, "token", True),
        (404, "answer", True), (302, "answer", True), (500, "later", True), (503, "later", True),
        ("cut", "connect", True),
    ],
)  # fmt: skip
def test_what_line_answers_becomes_a_code_of_ours(line, answer, problem, is_whole):
    line.say(answer)
    failed = failure(line)
    assert (failed.problem, failed.is_whole) == (problem, is_whole)


def test_a_wrong_token_is_named_and_not_repeated(line):
    assert failure(line, "x" * 50).problem == "token"


def test_nobody_at_the_port_is_a_code_of_ours():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        api = f"http://127.0.0.1:{probe.getsockname()[1]}"
        with pytest.raises(PostFailed, match="^connect$"):
            LinePost(api, TOKEN).push(user_of(1), TEXT, KEY)


def test_line_that_hangs_is_left_after_a_while(line, monkeypatch):
    monkeypatch.setattr("app.line_post.SECONDS", 0.3)
    line.say("hang")
    began = time.monotonic()
    assert failure(line).problem == "connect"
    assert time.monotonic() - began < 5


def test_a_certificate_that_nobody_vouches_for_stops_the_message(tmp_path):
    server = SmtpServer(tmp_path / "tls", "tls")  # any server with a certificate of its own
    server.start()
    try:
        with pytest.raises(PostFailed, match="^tls$") as failed:
            LinePost(f"https://localhost:{server.port}", TOKEN).push(user_of(1), TEXT, KEY)
        assert failed.value.is_whole
    finally:
        server.stop()
    assert ssl.create_default_context().check_hostname


def test_the_token_goes_along_to_nowhere_else(line):
    """A redirect would carry it to whatever address an answer names."""
    elsewhere = LineServer().start()
    try:
        answers = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere.api}/\r\nContent-Length: 0\r\n\r\n"
        with socket.create_server(("127.0.0.1", 0)) as pointing:
            thread = Thread(target=_answer_once, args=(pointing, answers.encode()))
            thread.start()
            api = f"http://127.0.0.1:{pointing.getsockname()[1]}"
            with pytest.raises(PostFailed, match="^answer$"):
                LinePost(api, TOKEN).quota()
            thread.join()
        assert elsewhere.requests == []
    finally:
        elsewhere.stop()


def _answer_once(listener: socket.socket, answer: bytes) -> None:
    near, _ = listener.accept()
    with near:
        near.recv(100_000)
        near.sendall(answer)


def test_the_quota_is_read_as_line_gives_it(line):
    line.limit, line.used = 300, 7
    assert post(line).quota() == (300, 7)
    line.limit = None
    assert post(line).quota() == (None, 7)
    assert {one.path for one in line.requests} == {
        "/v2/bot/message/quota", "/v2/bot/message/quota/consumption",
    }  # fmt: skip


@pytest.mark.parametrize(
    "answer", ["", "[]", "{", '{"type":"limited"}', '{"type":"limited","value":"9"}',
               '{"type":"limited","value":-1}', '{"type":"limited","value":true}', "[" * 99_999],
)  # fmt: skip
def test_an_answer_of_another_shape_is_no_number(answer):
    body = answer.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        for _ in range(2):
            args = (listener, head.encode() + body)
            Thread(target=_answer_once, args=args, daemon=True).start()
        api = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(PostFailed, match="^answer$"):
            LinePost(api, TOKEN).quota()


# Settings


@pytest.mark.parametrize(
    "url",
    ["https://api.line.me", "https://line.office.example:8443/", "http://127.0.0.1:8099",
     "http://localhost:1", "http://[::1]:9"],
)  # fmt: skip
def test_where_line_is_asked_is_safe_or_this_machine(url):
    assert Settings.from_environment({"PRONGSAI_LINE_API": url}).line_api == url.rstrip("/")


def test_nothing_said_means_line_itself():
    assert Settings.from_environment({}).line_api == "https://api.line.me"


@pytest.mark.parametrize(
    "url", ["http://api.line.me", "ftp://api.line.me", "api.line.me", "https://", "http://10.0.0.1",
            "https://a:very-secret@api.line.me", "https://api.line.me/v2", "https://x?y", "https://x#y",
            "http://127.0.0.1.elsewhere.example", "http://localhost@elsewhere.example"],
)  # fmt: skip
def test_any_other_place_is_refused_without_its_password(url):
    with pytest.raises(SettingsRefused, match="PRONGSAI_LINE_API") as refused:
        Settings.from_environment({"PRONGSAI_LINE_API": url})
    assert "very-secret" not in str(refused.value)


# The whole way


def test_linked_officers_get_the_day_at_its_minute_and_in_the_same_words(office, house, line):
    users = link(office, *office.officers)
    office.clock.now = OPENING - timedelta(minutes=1)
    deliver_all(house)
    line.requests.clear()
    office.clock.now = OPENING
    assert deliver_all(house) == len(READING)
    assert {one.json["to"] for one in line.pushes} == {users[login] for login in READING}
    assert deliver_all(house) == 0
    assert {one.json["messages"][0]["text"] for one in line.pushes} == {TEXT}
    assert len({len(one.body) for one in line.pushes}) == 1
    assert len({one.retry_key for one in line.pushes}) == len(READING)


def test_with_a_link_and_no_address_line_only_with_both_both(office, line, tmp_path, monkeypatch):
    smtp = SmtpServer(tmp_path / "smtp")
    smtp.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    try:
        users = link(office, "intake1", "intake2")
        give_addresses(office, "intake2", "clerk")
        house = house_with(office, line, **smtp.environ())
        deliver_all(house)
        line.requests.clear()
        smtp.forget()
        tell_some(office, "intake1", "intake2", "clerk", "legal1")
        assert deliver(house) == 2
        assert deliver_all(house) == 2
        assert sorted(one.to for one in smtp.arrivals()) == [
            "clerk@office.example", "intake2@office.example",
        ]  # fmt: skip
        assert {one.json["to"] for one in line.pushes} == set(users.values())
    finally:
        smtp.stop()


CANARY = {
    "subject": "คานารีหัวเรื่องสีเหลือง", "narrative": "คานารีเรื่องเล่าสีเหลือง",
    "accused": "นายคานารี ผู้ถูกร้อง", "place": "คานารีหมู่ที่เก้า",
}  # fmt: skip


def test_nothing_of_a_case_ever_reaches_line(office, house, line, tmp_path):
    """Whatever happened: the same words, the same size, and not a word of it."""
    from crypto.file_stream import SealedSpool
    from tests.reporter_pages import PDF

    link(office, *office.officers)
    receipt = office.file(
        Channel.CORRUPTION, subject=CANARY["subject"], narrative=CANARY["narrative"],
        accused=CANARY["accused"], place=CANARY["place"],
    )  # fmt: skip
    token, case_id = office.confirm(receipt), office.case_id(receipt)
    spool = SealedSpool(tmp_path / "spool")
    spool.write(PDF)
    with office.reporter() as work:
        add_evidence(work, token, spool, "คานารี.pdf")
    with office.reporter() as work:
        write_to_office(work, token, "คานารีข้อความสีเหลือง")
    legal = office.officers["legal1"].officer_id.hex()
    office.move("intake1", case_id, Move.START_SCREENING)
    office.move("intake1", case_id, Move.ASSIGN, officer=legal)
    for day in range(1, 20):
        office.clock.now = OPENING + timedelta(days=day)
        from service.watch_clocks import watch

        with office.work(AgencyClerk(office.agency_id)) as work:
            watch(work, 100)
        deliver_all(house)
    kinds = {row.kind for row in outbox(office) if row.way == "line"}
    assert {"assigned", "daily", "test"} <= kinds and len(kinds) >= 4, kinds
    assert {one.json["messages"][0]["text"] for one in line.pushes} == {TEXT}
    assert len({len(one.body) for one in line.pushes}) == 1
    assert len({tuple(sorted(set(one.headers))) for one in line.pushes}) == 1
    everything = line.everything()
    number = receipt.receipt_no
    names = [actor.name for actor in office.officers.values()]
    hidden = [
        *CANARY.values(), "คานารี", number, number.replace("/", "%2F"), case_id, receipt.code,
        office.slug, office.agency_id.hex(), legal, *names, *office.officers,
    ]  # fmt: skip
    for word in hidden:
        assert word not in everything, word
        assert word.encode().hex() not in everything
        assert json.dumps(word)[1:-1] not in everything
    assert len(line.pushes) > 50


def test_log_and_rows_hold_no_token_no_answer_and_no_identity(office, house, line, caplog):
    users = link(office, "intake1")
    with caplog.at_level(logging.DEBUG):
        for answer in (400, 401, 429, "spent", 500, "cut"):
            with office.desk("admin1") as work:
                look_again(work)
            tell_some(office, "intake1", about=str(answer).encode())
            line.say(*[answer] * 3)
            deliver_line(house)
            line.answers.clear()
            office.clock.now += timedelta(days=1)
    lines = [AllowListFormatter().format(record) for record in caplog.records]
    said = "\n".join(lines + [record.getMessage() for record in caplog.records])
    assert "event=line_not_sent:token" in said and "event=line_not_sent:quota" in said
    for secret in (TOKEN, SECRET, users["intake1"], SECRET_WORDS, SPENT, "api_key", "Bearer"):
        assert secret not in said
    problems = {row.problem for row in outbox(office)} | {account(office).problem}
    assert problems <= {"", *LINE_PROBLEMS}


# A month that is spent


def test_a_spent_quota_stops_line_until_the_month_turns_and_mail_goes_on(
    office, line, tmp_path, monkeypatch
):
    smtp = SmtpServer(tmp_path / "smtp")
    smtp.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    try:
        link(office, *READING)
        give_addresses(office, *READING)
        house = house_with(office, line, **smtp.environ())
        deliver_all(house)
        line.limit = line.used + 3
        line.requests.clear()
        smtp.forget()
        days = 0
        office.clock.now = OPENING
        while office.clock.now < datetime(2026, 11, 30, 16, 59, tzinfo=UTC):
            days += deliver(house) // len(READING)
            deliver_all(house)
            office.clock.now += timedelta(hours=6)
        assert days == 5 and len(smtp.arrivals()) == days * len(READING)
        assert [one.answered for one in line.pushes] == [200, 200, 200, 429], "and nothing after it"
        assert account(office).problem == "quota"
        line.used = 0
        office.clock.now = datetime(2026, 12, 1, 1, 30, tzinfo=UTC)
        assert deliver_all(house) == min(line.limit, len(READING)), "the new month's own alone"
    finally:
        smtp.stop()


def test_a_quota_that_numbers_alone_show_as_spent_stops_it_too(office, house, line):
    link(office, "intake1")
    line.limit = line.used = 10
    with office.desk("admin1") as work:
        look_again(work)
    assert deliver_all(house) == 0
    assert line.pushes == [] and account(office).problem == "quota"
    assert {row.problem for row in outbox(office)} == {"quota"}


def test_line_in_a_hurry_is_tried_again(office, house, line):
    link(office, "intake1")
    line.say("hurried")
    assert deliver_line(house) == 0
    assert account(office).problem == "later"
    office.clock.now += timedelta(minutes=2)
    assert deliver_line(house) == 1
    assert account(office).problem == ""
    assert len({one.retry_key for one in line.pushes}) == 1


def test_one_identity_that_is_refused_does_not_stop_the_others(office, house, line):
    link(office, "intake1", "intake2", "clerk")
    line.say(400)
    assert deliver_line(house) == 2
    refused = [row for row in outbox(office) if row.sent_at is None]
    assert [row.problem for row in refused] == ["refused"]
    assert account(office).problem == ""


def test_while_line_is_off_it_is_not_spoken_to(office, house, line):
    link(office, "intake1")
    deliver_all(house)
    with office.desk("admin1") as work:
        switch_line(work, on=False)
    line.requests.clear()
    tell_some(office, "intake1", about=b"while it is off")
    office.clock.now += timedelta(days=3)
    assert deliver_line(house) == 0
    assert line.requests == []
    assert all(row.sent_at for row in outbox(office))


# Nobody waits for LINE


def test_mail_does_not_wait_for_a_line_that_hangs(office, line, tmp_path, monkeypatch):
    smtp = SmtpServer(tmp_path / "smtp")
    smtp.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    monkeypatch.setattr("app.line_post.SECONDS", 60)
    link(office, "intake1")
    give_addresses(office, "intake1")
    house = house_with(office, line, **smtp.environ())
    line.say(*["hang"] * 5)
    errands = [one for one in ERRANDS if one in (deliver, deliver_line)]
    assert len(errands) == 2, "each has a thread of its own"
    watchers = [Watcher(house, (one,), 0.05) for one in reversed(errands)]
    try:
        watchers[0].start()
        assert line.hanging.wait(20)
        watchers[1].start()
        tell_some(office, "intake1")
        until = time.monotonic() + 20
        while not smtp.arrivals() and time.monotonic() < until:
            time.sleep(0.02)
        assert [one.to for one in smtp.arrivals()] == ["intake1@office.example"]
        assert office.file(narrative="ระหว่างที่ LINE ค้าง").receipt_no
        assert line.accepted == {}, "and LINE hangs still"
    finally:
        line.let_go.set()
        for watcher in watchers:
            watcher.stop()
        smtp.stop()


def test_a_line_that_hangs_costs_one_wait_and_not_one_a_message(office, house, line, monkeypatch):
    monkeypatch.setattr("app.line_post.SECONDS", 0.3)
    link(office, *READING)
    line.say(*["hang"] * 50)
    deliver_line(house)
    assert len(line.pushes) == 1
    assert {row.problem for row in outbox(office)} == {"connect"}
    line.answers.clear()
    office.clock.now += LEASE
    assert deliver_all(house) == len(READING)


def test_one_file_alone_talks_to_line_and_no_page_can_reach_it():
    root = Path(__file__).parents[2]
    speaking, reaching = set(), set()
    for folder in ("rules", "crypto", "models", "service", "web", "api", "app"):
        for file in (root / folder).rglob("*.py"):
            text, name = file.read_text("utf-8"), file.relative_to(root).as_posix()
            speaking |= {name} if "/v2/bot" in text else set()
            reaching |= {name} if re.search(r"(from|import) app\.line_post", text) else set()
    assert speaking == {"app/line_post.py"}
    assert reaching == {"app/line.py"}
