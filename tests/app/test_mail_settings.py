"""Mail from the setting to the mail server: which servers, how safely, and what is said of it."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from app.commands import main
from app.house import House
from app.keys import KeyHolder
from app.mail import deliver, send_test
from app.mail_message import compose
from app.mail_post import PostFailed, open_post
from app.mail_server import MailServer, Security
from app.settings import Settings, SettingsRefused
from models.officer import Officer
from models.outbox import OutboxRow
from rules.words import MAIL_PROBLEMS, MAIL_SUBJECTS, MAIL_TEXTS
from service.actors import AgencyClerk, AllAgencies
from service.deliver_mail import Letter
from service.notify import tell
from tests.conftest import settings_for
from tests.mail import address_of, give_addresses, house_of, outbox
from tests.office import MONDAY
from tests.serving import make_service
from tests.smtp_server import PASSWORD, USER, SmtpServer

SAFE = "smtp://someone:very-secret@mail.example.go.th"
GIVEN = {
    "PRONGSAI_MAIL_FROM": "desk@office.example",
    "PRONGSAI_PUBLIC_URL": "https://complaints.office.example",
}
SENDER = "desk@office.example"
KINDS = ("daily", "waiting", "assigned", "request", "reminder", "overdue", "test")


def read(url: str, **changed: str) -> MailServer | None:
    given = {"PRONGSAI_SMTP_URL": url} | GIVEN | changed
    return Settings.from_environment(given).mail_server


def letter(kind: str = "daily", address: str = "intake1@office.example") -> Letter:
    return Letter(b"", b"", kind, address, "ab" * 16, MONDAY, 1)


def composed(kind: str, **more: str):
    return compose(letter(kind, **more), SENDER, "https://complaints.office.example/desk/")


# Settings


def test_nothing_said_means_no_mail():
    assert Settings.from_environment({}).mail_server is None


@pytest.mark.parametrize(
    ("url", "security", "host", "port"),
    [
        (SAFE, Security.STARTTLS, "mail.example.go.th", 587),
        (f"{SAFE}:2525", Security.STARTTLS, "mail.example.go.th", 2525),
        ("smtps://a:b@mail.example.go.th", Security.TLS, "mail.example.go.th", 465),
        ("smtp://relay.office.example:25", Security.STARTTLS, "relay.office.example", 25),
        ("smtp://127.0.0.1", Security.PLAIN, "127.0.0.1", 25),
        ("smtp://[::1]:1025", Security.PLAIN, "::1", 1025),
        ("smtp://localhost:1025", Security.PLAIN, "localhost", 1025),
        ("smtp://a:b@127.0.0.1", Security.STARTTLS, "127.0.0.1", 587),
        ("console:", Security.CONSOLE, "", 0),
    ],
)
def test_a_server_is_read_with_its_safety(url, security, host, port):
    server = read(url)
    assert (server.security, server.host, server.port) == (security, host, port)


def test_marks_in_a_password_come_through():
    server = read("smtp://a%40b:p%2Fw%3Fx%23y%25z@mail.example.go.th")
    assert (server.user, server.password) == ("a@b", "p/w?x#y%z")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.go.th", "http://a:very-secret@mail.example.go.th", "smtp://",
        "smtp://a:very-secret@", "smtp://a:very-secret@mail.example.go.th:port",
        "smtp://a:very-secret@mail.example.go.th:0", "smtp://a:very-secret/@mail.example.go.th",
        "smtp://a:very-secret#x@mail.example.go.th", "smtp://a:very-secret?x@mail.example.go.th",
        "smtp://a:very-secret@mail.example.go.th/path", "smtp://very-secret@mail.example.go.th",
        "smtp://:very-secret@mail.example.go.th", "smtp://a:very-secret@[::1",
        "smtp://a:very-secret@mail.example.go.th:99999", "console:very-secret",
    ],
)  # fmt: skip
def test_a_wrong_address_is_refused_without_its_password(url):
    with pytest.raises(SettingsRefused, match="PRONGSAI_SMTP_URL") as refused:
        read(url)
    assert "very-secret" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"PRONGSAI_MAIL_FROM": ""}, "PRONGSAI_MAIL_FROM"),
        ({"PRONGSAI_MAIL_FROM": "โต๊ะ <desk@office.example>"}, "PRONGSAI_MAIL_FROM"),
        ({"PRONGSAI_PUBLIC_URL": ""}, "PRONGSAI_PUBLIC_URL"),
    ],
)
def test_a_server_needs_a_sender_and_a_place_to_sign_in(changed, named):
    with pytest.raises(SettingsRefused, match=named):
        read(SAFE, **changed)


def test_the_console_needs_nothing_else():
    settings = Settings.from_environment({"PRONGSAI_SMTP_URL": "console:"})
    assert settings.mail_from
    assert settings.desk_url == "http://127.0.0.1:8000/desk/"


def test_settings_and_servers_never_show_a_password():
    given = {"PRONGSAI_SMTP_URL": SAFE} | GIVEN
    settings = Settings.from_environment(given)
    assert "very-secret" not in repr(settings) + repr(settings.mail_server)


# The message


def test_every_kind_has_words_that_tell_nothing_of_a_case():
    for kind in KINDS:
        message = composed(kind)
        text = message.get_content()
        assert "https://complaints.office.example/desk/" in text
        assert not any(mark.isdigit() for mark in text + message["Subject"])
        assert set(message.keys()) == {
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
            "Content-Transfer-Encoding", "MIME-Version",
        }  # fmt: skip
    for words in (*MAIL_SUBJECTS.values(), *MAIL_TEXTS.values()):
        for telling in ("ร้องเรียน", "ทุจริต", "ผู้แจ้ง", "เบาะแส", "เรื่องที่", "เลขรับ"):
            assert telling not in words.th


def test_a_waiting_morning_looks_like_every_other_byte_for_byte():
    assert composed("waiting").as_bytes() == composed("daily").as_bytes()
    assert composed("request").as_bytes() == composed("assigned").as_bytes()
    assert composed("reminder").as_bytes() == composed("assigned").as_bytes()


def test_the_date_tells_the_day_and_not_the_moment():
    assert composed("assigned")["Date"] == "Mon, 23 Nov 2026 00:00:00 +0700"


# The mail server


@pytest.fixture(scope="module")
def smtp(tmp_path_factory):
    server = SmtpServer(tmp_path_factory.mktemp("smtp"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["tls", "plain"])
def another_way(request, tmp_path):
    server = SmtpServer(tmp_path / "smtp", request.param)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bare(tmp_path):
    server = SmtpServer(tmp_path / "smtp", "bare")
    server.start()
    yield server
    server.stop()


def post(server: SmtpServer, *messages, url: str = "") -> None:
    with open_post(read(url or server.url), SENDER) as send:
        for message in messages:
            send(message)


def failure(server: SmtpServer, *messages, url: str = "") -> PostFailed:
    with pytest.raises(PostFailed) as failed:
        post(server, *(messages or (composed("daily"),)), url=url)
    assert failed.value.problem in MAIL_PROBLEMS
    assert failed.value.__cause__ is None
    return failed.value


def test_mail_goes_by_starttls_and_login_and_arrives_in_thai(smtp, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    smtp.forget()
    post(smtp, composed("assigned"), composed("daily"))
    first, second = smtp.arrivals()
    assert first.is_safe and first.has_login
    assert first.to == "intake1@office.example" and first.sender == SENDER
    assert first.message["Subject"] == MAIL_SUBJECTS["waits"].th
    desk = "https://complaints.office.example/desk/"
    expected = MAIL_TEXTS["waits"].th.replace("{desk}", desk)
    assert first.message.get_content().replace("\r\n", "\n") == expected
    assert second.message["Subject"] == MAIL_SUBJECTS["daily"].th
    assert max(len(line) for line in first.raw.splitlines()) <= 78
    assert first.raw.isascii()


def test_the_mail_server_is_not_told_this_machines_name(smtp, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    smtp.forget()
    post(smtp, composed("daily"))
    (arrival,) = smtp.arrivals()
    assert arrival.greeted_as == "office.example"
    assert socket.gethostname().encode() not in arrival.raw


def test_mail_goes_by_tls_and_on_this_machine_without(another_way, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(another_way.certificate))
    post(another_way, composed("daily"))
    (arrival,) = another_way.arrivals()
    assert arrival.is_safe == arrival.has_login == (another_way.way == "tls")


def test_a_certificate_that_nobody_vouches_for_stops_the_mail(smtp):
    smtp.forget()
    assert failure(smtp).problem == "tls"
    assert smtp.arrivals() == []


def test_a_server_of_another_name_stops_the_mail(smtp, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    url = smtp.url.replace("localhost", "127.0.0.2")
    failed = failure(smtp, url=url)
    assert failed.problem in ("tls", "connect") and failed.is_whole


def test_a_server_without_starttls_gets_no_password(bare):
    failed = failure(bare)
    assert (failed.problem, failed.is_whole) == ("tls", True)
    assert bare.arrivals() == []


def test_a_wrong_password_is_named_and_not_repeated(smtp, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    for password in ("wrong-word", "%E0%B8%81"):
        url = f"smtp://{USER}:{password}@localhost:{smtp.port}"
        failed = failure(smtp, url=url)
        assert (failed.problem, failed.is_whole, str(failed)) == ("login", True, "login")


def test_a_refused_mailbox_does_not_stop_the_others(smtp, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    smtp.forget()
    problems = []
    with open_post(read(smtp.url), SENDER) as send:
        for address in ("refused@office.example", "later@office.example", "intake1@office.example"):
            try:
                send(composed("daily", address=address))
            except PostFailed as failed:
                problems.append((failed.problem, failed.is_whole, "secret" in str(failed)))
    assert problems == [("refused", False, False), ("later", False, False)]
    assert [arrival.to for arrival in smtp.arrivals()] == ["intake1@office.example"]


def test_nobody_at_the_port_is_a_code_of_ours():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"smtp://127.0.0.1:{probe.getsockname()[1]}"
        with pytest.raises(PostFailed, match="^connect$"), open_post(read(url), SENDER):
            pass


def test_one_file_alone_talks_to_mail_servers_and_no_page_can_reach_it():
    """What stands in a request may write a row; only the sender beside it opens a connection."""
    root = Path(__file__).parents[2]
    speaking, reaching = set(), set()
    for folder in ("rules", "crypto", "models", "service", "web", "api", "app"):
        for file in (root / folder).rglob("*.py"):
            text, name = file.read_text("utf-8"), file.relative_to(root).as_posix()
            speaking |= {name} if "import smtplib" in text else set()
            reaching |= {name} if re.search(r"(from|import) app\.mail_post", text) else set()
    assert speaking == {"app/mail_post.py"}
    assert reaching == {"app/mail.py", "app/console_mail.py"}


# The whole way, and the commands


@pytest.fixture(scope="module")
def furnished_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("standing")
    return folder / "var", make_service(folder)[1]


@pytest.fixture
def office(furnished_once):
    """One office for all of these tests, without addresses and with an empty outbox."""
    office = furnished_once[1]
    with office.work(AllAgencies("begin anew")) as work:
        work.session.execute(delete(OutboxRow))
        work.session.execute(update(Officer).values(email=""))
    return office


@pytest.fixture
def folder(furnished_once, office) -> Path:
    """The data folder of that office, for commands."""
    return furnished_once[0]


def test_one_look_writes_the_day_and_delivers_it(smtp, office, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    smtp.forget()
    give_addresses(office, "intake1", "clerk", "admin1")
    house = house_of(office, smtp.environ())
    assert (deliver(house), deliver(house)) == (2, 0)
    assert {arrival.to for arrival in smtp.arrivals()} == {
        address_of("intake1"),
        address_of("clerk"),
    }
    first, second = (arrival.raw for arrival in smtp.arrivals())
    assert abs(len(first) - len(second)) == abs(len("intake1") - len("clerk"))
    assert all(row.sent_at == office.clock.now for row in outbox(office))


def test_mail_that_is_off_writes_nothing_and_keeps_nothing(office):
    (officer_id,) = give_addresses(office, "intake1")
    house = house_of(office, {})
    assert (deliver(house), outbox(office)) == (0, [])
    with office.work(AgencyClerk(office.agency_id)) as work:
        tell(work, [officer_id], "assigned", b"x")
    assert (deliver(house), outbox(office)) == (0, [])


def test_the_console_prints_every_message(office, capsys):
    give_addresses(office, "intake1")
    house = house_of(office, {"PRONGSAI_SMTP_URL": "console:"})
    assert deliver(house) == 1
    printed = capsys.readouterr().out
    assert f"To: {address_of('intake1')}" in printed
    assert MAIL_TEXTS["daily"].th.replace("{desk}", house.settings.desk_url) in printed


def run(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.commands", *words],
        env={
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PRONGSAI_DATA_DIR": str(folder),
        }
        | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_test_command_sends_to_one_officer(smtp, office, folder):
    give_addresses(office, "intake1")
    smtp.forget()
    environ = smtp.environ() | {"SSL_CERT_FILE": str(smtp.certificate)}
    done = run(folder, "mail", "test", "sample/intake1", **environ)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    (arrival,) = smtp.arrivals()
    assert arrival.to == address_of("intake1")
    assert arrival.message["Subject"] == MAIL_SUBJECTS["test"].th


def test_the_test_command_says_what_to_mend(smtp, office, folder, monkeypatch, capsys):
    give_addresses(office, "intake1")
    environ = smtp.environ() | {"PRONGSAI_DATA_DIR": str(folder)}
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert main(["mail", "test", "sample/intake1"]) == 1  # a certificate of nobody's
    assert main(["mail", "test", "sample/clerk"]) == 1
    assert main(["mail", "test", "sample/nobody"]) == 1
    monkeypatch.setenv("PRONGSAI_SMTP_URL", "")
    assert main(["mail", "send"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert MAIL_PROBLEMS["tls"].en in said[0]
    assert "/desk/mail" in said[1] and "no such officer" in said[2]
    assert "PRONGSAI_SMTP_URL" in said[3]
    assert PASSWORD not in "".join(said)


def test_the_sending_command_counts_what_it_sent(office, folder, monkeypatch, capsys):
    """By the real clock, so there may be a message for the day besides."""
    (officer_id,) = give_addresses(office, "intake1")
    with office.work(AgencyClerk(office.agency_id)) as work:
        tell(work, [officer_id], "assigned", b"x", MONDAY.replace(year=2025))
    monkeypatch.setenv("PRONGSAI_DATA_DIR", str(folder))
    monkeypatch.setenv("PRONGSAI_SMTP_URL", "console:")
    assert main(["mail", "send"]) == 0
    said = capsys.readouterr().out
    assert MAIL_SUBJECTS["waits"].th in said
    assert "Messages sent: " in said.splitlines()[-1]


def test_a_test_message_is_a_new_one_each_time(smtp, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate))
    smtp.forget()
    settings = settings_for(tmp_path, **smtp.environ())
    moments = iter([MONDAY, MONDAY.replace(second=1)])
    house = House(settings, None, KeyHolder(settings.key_file), clock=lambda: next(moments))
    for _ in range(2):
        send_test(house, settings.mail_server, "intake1@office.example")
    assert len({arrival.message["Message-ID"] for arrival in smtp.arrivals()}) == 2
