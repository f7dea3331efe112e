"""The console's part in papers: an invited agency, sheets for the printer, and the ceremony."""

import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.pool import Pool

from app.commands import main
from crypto import key_file
from crypto.paper import from_paper
from models.history import CaseEvent
from rules.permissions import Role
from rules.states import Channel
from service.actors import AgencyClerk
from service.case_filters import Filters
from service.list_cases import list_cases
from service.look_for_tampering import look_for_tampering
from tests.app.test_commands import AGENCY, prongsai  # noqa: F401 - a fixture
from tests.ceremony import RECOVERED, content_sheets, hire, recovered, with_slip
from tests.office import Office
from tests.pdf_digits import digits_on

ROOT = Path(__file__).resolve().parents[2]
MANY = 60
PROGRAM = (sys.executable, "-m", "app.commands")
INVITATION = (
    "agency", "invite", "nampu", "--name-th", "อบต.น้ำพุ", "--kind", "sao", "--person",
    "นายเทพ ดูแล", "--post", "นักวิชาการคอมพิวเตอร์",
)  # fmt: skip


@pytest.fixture
def settled(office: Office, monkeypatch) -> Office:
    """The office over whose own database and keys the console works, by the clock on the wall."""
    office.clock.now = datetime.now(UTC)
    url = office.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("PRONGSAI_DATA_DIR", str(office.key_path.parent.parent))
    monkeypatch.setenv("PRONGSAI_DATABASE_URL", url)
    return office


@pytest.fixture
def console(settled: Office, monkeypatch, capsys):
    """Runs a command over the office's own database; gives its code, output and complaint."""
    # Commands shut the core-dump door of their process; the tests' process keeps its own.
    monkeypatch.setattr("app.console_service.keep_to_itself", lambda: None)

    def run(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with _connections_closed():
            code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@contextmanager
def _connections_closed() -> Iterator[None]:
    """What a command leaves open goes when its process ends; here it is closed."""
    opened: list[Any] = []

    def note(raw: Any, _record: object) -> None:
        opened.append(raw)

    event.listen(Pool, "connect", note)
    try:
        yield
    finally:
        event.remove(Pool, "connect", note)
        for raw in opened:
            raw.close()


@pytest.fixture
def process(settled: Office):
    """Runs a command as a process of its own, as the console does."""

    def run(*words: str, typed: str = "") -> tuple[int, str, str]:
        ended = subprocess.run(
            [*PROGRAM, *words], cwd=ROOT, input=typed, capture_output=True, text=True, timeout=60
        )
        return ended.returncode, ended.stdout, ended.stderr

    return run


def sheets_typed(office: Office) -> str:
    return "\n".join(content_sheets(office).values())


# An agency, invited


def test_an_invited_agency_waits_for_its_administrator_with_its_holidays(prongsai):  # noqa: F811
    prongsai("setup")
    code, said, _ = prongsai(*INVITATION)
    assert code == 0
    assert "/desk/activate" in said and "nampu/admin1" in said
    assert len(said.splitlines()[-1].replace(" ", "")) == 20
    assert "nampu" in prongsai("agency", "list")[1]
    assert prongsai("doctor")[0] == 0
    code, _, complaint = prongsai(*INVITATION)
    assert (code, "slug" in complaint) == (1, True)


@pytest.mark.parametrize("slug", ["desk", "Nampu", "น้ำพุ", "a b"])
def test_an_unfit_address_is_refused_and_leaves_nothing(prongsai, slug):  # noqa: F811
    prongsai("setup")
    assert prongsai("agency", "invite", slug, *INVITATION[3:])[0] == 1
    assert prongsai("agency", "list")[1] == "0 in all.\n"


def test_an_unfit_login_leaves_no_agency_behind(prongsai):  # noqa: F811
    prongsai("setup")
    assert prongsai(*INVITATION, "--login", "Not Fit")[0] == 1
    assert prongsai("agency", "list")[1] == "0 in all.\n"


# Sheets for the printer


@pytest.fixture
def printed(prongsai, monkeypatch):  # noqa: F811
    """Runs a command whose answer is a PDF."""

    def run(*words: str) -> bytes:
        monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), write_through=True))
        main(words)
        return sys.stdout.buffer.getvalue()

    return run


def test_the_key_file_goes_to_the_printer_as_a_sheet(prongsai, printed, tmp_path):  # noqa: F811
    prongsai("setup")
    keys = key_file.load(tmp_path / "var" / "keys" / "prongsai.key")
    before = sorted(tmp_path.rglob("*"))
    (digits,) = digits_on(printed("keyfile", "print", "--pdf"))
    assert from_paper(digits) == keys.pepper
    assert sorted(tmp_path.rglob("*")) == before


def test_the_papers_of_a_new_agency_go_to_the_printer(prongsai, printed, tmp_path):  # noqa: F811
    prongsai("setup")
    file = tmp_path / "agency.json"
    file.write_text(json.dumps(AGENCY), "utf-8")
    _root, *sheets = digits_on(printed("agency", "create", "--from", str(file), "--pdf"))
    assert prongsai("recovery", "check", "thongnam", typed="\n".join(sheets))[0] == 0


def test_a_terminal_is_sent_no_pdf(prongsai, monkeypatch):  # noqa: F811
    prongsai("setup")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    code, said, complaint = prongsai("keyfile", "print", "--pdf")
    assert (code, said) == (1, "")
    assert "| lp" in complaint


# The ceremony


def test_the_ceremony_gives_the_cases_and_says_how_many_it_went_through(office, console, process):
    old = office.case_id(office.file(subject="เรื่องเก่า"))
    hire(office, "new1", "นายใหม่ มาแล้ว", Role.INTAKE)
    use = ("recovery", "use", office.slug, "--for", "new1")
    code, said, _ = process(*use, typed=sheets_typed(office))
    assert code == 0
    assert "Gone through: 1." in said
    assert office.open("new1", old).subject == "เรื่องเก่า"
    assert "Gone through: 0." in console(*use, typed=sheets_typed(office))[1]
    assert console("doctor")[0] == 0


@pytest.mark.parametrize("kind", ["slip", "other", "empty"])
def test_wrong_sheets_give_nothing_and_are_not_repeated(office, console, kind):
    office.file()
    hire(office, "new1", "นายใหม่ มาแล้ว", Role.INTAKE)
    papers = office.made.papers
    second = {
        "slip": with_slip(papers.content_second, 60), "other": papers.identity_outside,
        "empty": "",
    }[kind]  # fmt: skip
    code, said, complaint = console(
        "recovery", "use", office.slug, "--for", "new1", typed=f"{papers.content_first}\n{second}"
    )
    assert code == 1
    assert "content_" in complaint
    for text in (said, complaint):
        assert papers.content_first not in text and not (second and second in text)
    assert set(recovered(office).values()) == {(0, 0)}


def test_nobody_on_the_keyring_nobody_served(office, console):
    office.file()
    for login in ("nobody", "inside1"):
        words = ("recovery", "use", office.slug, "--for", login)
        code, _, complaint = console(*words, typed=sheets_typed(office))
        assert (code, "officer" in complaint) == (1, True)
    assert console("recovery", "use", "nowhere", "--for", "x", typed="")[0] == 1


def test_an_identity_paper_gives_nothing_without_a_permit(office, console):
    office.file()
    hire(office, "keeper", "นางผู้เก็บ คนใหม่", Role.CUSTODIAN_INSIDE)
    words = ("recovery", "use", office.slug, "--for", "keeper", "--identity-inside")
    typed = office.made.papers.identity_inside
    assert "Gone through: 0." in console(*words, typed=typed)[1]
    assert "Gone through: 1." in console(*words, "--fill", typed=typed)[1]
    wrong = console(*words, typed=office.made.papers.identity_outside)
    assert (wrong[0], "identity_inside" in wrong[2]) == (1, True)


def _has_begun(office: Office) -> bool:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        events = select(CaseEvent.seq).where(CaseEvent.kind == RECOVERED).limit(1)
        return bool(work.rows(events))


def test_a_kill_in_the_middle_leaves_nothing_half_and_the_rest_is_done_later(office, console):
    for number in range(MANY):
        office.file(Channel.CORRUPTION, subject=f"เรื่องที่ {number}")
    hire(office, "new1", "นายใหม่ มาแล้ว", Role.INTAKE)
    process = subprocess.Popen(
        [*PROGRAM, "recovery", "use", office.slug, "--for", "new1"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(sheets_typed(office))
    process.stdin.close()
    until = time.monotonic() + 60
    while time.monotonic() < until and not _has_begun(office):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait(20) == -signal.SIGKILL, "it ended before it was killed"
    counts = list(recovered(office).values())
    assert set(counts) == {(0, 0), (1, 1)}
    done = counts.count((1, 1))
    typed = sheets_typed(office)
    code, said, _ = console("recovery", "use", office.slug, "--for", "new1", typed=typed)
    assert (code, f"Gone through: {MANY - done}." in said) == (0, True)
    assert set(recovered(office).values()) == {(1, 1)}
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert [one for one in look_for_tampering(work) if one.is_alarm] == []
    with office.desk("new1") as work:
        assert list_cases(work, Filters(show="all")).total == MANY
