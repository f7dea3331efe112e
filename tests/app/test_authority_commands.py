"""The commands of an authority that reads elsewhere, at its machine and at the installation."""

import io
import stat
from pathlib import Path

import pytest

from app import create_app
from app.commands import main
from rules.states import Channel
from service.actors import AllAgencies, Reporter
from service.look_up_agency import find_agency
from service.submit_complaint import check_draft, filing_form, submit_complaint
from tests.conftest import settings_for
from tests.office import Clock, make_office

PASSPHRASE = "nobody at the office knows this one"
NARRATIVE = "นายกเทศมนตรีรับเงินทอนจากผู้รับเหมา"
ADD = (
    "--slug", "commission", "--name-th", "สำนักงาน ป.ป.ช. ประจำจังหวัดตัวอย่าง",
    "--name-en", "Sample Provincial Commission", "--phone", "02 000 0002",
)  # fmt: skip


@pytest.fixture
def prongsai(tmp_path, monkeypatch, capsys):
    """Runs a command in a folder of its own; gives its code, output and complaint."""
    monkeypatch.setenv("PRONGSAI_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setattr("app.console_service.keep_to_itself", lambda: None)

    def run(*words, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def there(tmp_path, prongsai) -> Path:
    """The authority's files, without their endings."""
    folder = tmp_path / "there"
    folder.mkdir()
    file = folder / "commission"
    code, _, complaint = prongsai(
        "authority", "create", file, typed=f"{PASSPHRASE}\n{PASSPHRASE}\n"
    )
    assert (code, complaint) == (0, "")
    return file


def _public(there: Path) -> Path:
    return there.with_name("commission.public")


def _private(there: Path) -> Path:
    return there.with_name("commission.private")


def _digits(said: str) -> str:
    return next(line for line in said.splitlines() if line.replace(" ", "").isdigit())


@pytest.fixture
def installation(tmp_path, prongsai):
    """An office served here, in the folder that the commands work in."""
    prongsai("setup")
    settings = settings_for(tmp_path / "var")
    app = create_app(settings)
    house = app.extensions["prongsai"]
    office = make_office(house.engine, settings.key_file, clock=Clock(house.now()))
    yield house, office
    house.engine.dispose()


def _file_about_the_head(house, office) -> str:
    with house.open_work(Reporter(office.agency_id), writes=False) as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
        ticked = [holder.id for holder in holders if holder.post_kind == "head"]
        words = {"narrative": NARRATIVE, "exclude": ticked}
        draft = check_draft(work, Channel.CORRUPTION, words).sealed_draft
    with house.open_work(Reporter(office.agency_id), writes=True) as work:
        return submit_complaint(work, Channel.CORRUPTION, draft).receipt_no


def test_the_whole_way_of_an_authority_by_command(prongsai, there, installation, tmp_path):
    house, office = installation
    digits = _digits(prongsai("authority", "fingerprint", _public(there))[1])
    code, said, _ = prongsai("authority", "add", _public(there), *ADD, typed="yes\n")
    assert code == 0
    assert _digits(said) == digits
    code, said, _ = prongsai("agency", "outward", "sample", "commission")
    assert (code, "goes to commission" in said) == (0, True)
    number = _file_about_the_head(house, office)
    out, folder = tmp_path / "stick.prsx", tmp_path / "read"
    code, said, _ = prongsai("authority", "export", "commission", out)
    assert (code, said.startswith("1 cases")) == (0, True)
    code, said, complaint = prongsai(
        "authority", "open", _private(there), out, folder, typed=f"{PASSPHRASE}\n"
    )
    assert (code, complaint) == (0, "")
    (case,) = folder.iterdir()
    text = (case / "report.txt").read_text("utf-8-sig")
    assert NARRATIVE in text and number in text
    assert not (case / "identity.txt").exists()
    assert NARRATIVE not in said
    assert prongsai("doctor")[0] == 0


def test_with_identity_is_asked_for_by_name(prongsai, there, installation, tmp_path):
    house, office = installation
    prongsai("authority", "add", _public(there), *ADD, typed="yes\n")
    prongsai("agency", "outward", "sample", "commission")
    _file_about_the_head(house, office)
    out, folder = tmp_path / "stick.prsx", tmp_path / "read"
    prongsai("authority", "export", "commission", out)
    words = ("authority", "open", _private(there), out, folder, "--identity")
    assert prongsai(*words, typed=f"{PASSPHRASE}\n")[0] == 0
    assert len(list(folder.rglob("identity.txt"))) == 1


def test_the_private_file_is_for_its_owner_alone_and_is_never_written_over(prongsai, there):
    assert stat.S_IMODE(_private(there).stat().st_mode) == 0o600
    before = _private(there).read_bytes()
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    code, _, complaint = prongsai("authority", "create", there, typed=typed)
    assert (code, "already" in complaint) == (1, True)
    assert _private(there).read_bytes() == before


@pytest.mark.parametrize("typed", ["short\nshort\n", f"{PASSPHRASE}\n{PASSPHRASE}!\n", ""])
def test_a_passphrase_that_will_not_do_makes_no_file(prongsai, tmp_path, typed):
    code, _, complaint = prongsai("authority", "create", tmp_path / "one", typed=typed)
    assert code == 1 and complaint.startswith("prongsai: passphrase")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answer", ["", "no\n", "y\n"])
def test_without_a_clear_yes_nothing_is_added(prongsai, there, installation, answer):
    house, _office = installation
    before = (house.settings.key_file).read_bytes()
    code, said, complaint = prongsai("authority", "add", _public(there), *ADD, typed=answer)
    assert (code, complaint) == (1, "prongsai: nothing was added\n")
    assert _digits(said)
    assert house.settings.key_file.read_bytes() == before
    assert prongsai("agency", "outward", "sample", "commission")[0] == 1


def test_its_root_is_pinned_and_it_is_no_agency_of_the_list(prongsai, there, installation):
    house, _office = installation
    prongsai("authority", "add", _public(there), *ADD, typed="yes\n")
    with house.open_work(AllAgencies("find an agency"), writes=False) as work:
        card = find_agency(work, "commission")
        assert card.id in work.keys.roots
    assert card.is_external and card.corruption_open and not card.grievance_open
    assert "commission" not in prongsai("agency", "list")[1]


def test_a_refused_addition_changes_neither_keys_nor_tables(prongsai, there, installation):
    house, _office = installation
    before = house.settings.key_file.read_bytes()
    for words, named in (
        (ADD[:-2], "contacts"),
        ((*ADD[:1], "sample", *ADD[2:]), "slug"),
        ((*ADD[:1], "desk", *ADD[2:]), "slug"),
    ):
        code, _, complaint = prongsai("authority", "add", _public(there), *words, typed="yes\n")
        assert code == 1 and named in complaint
    assert house.settings.key_file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"prongsai authority 1\n"])
def test_what_is_no_public_file_is_said(prongsai, installation, tmp_path, content):
    file = tmp_path / "wrong.public"
    file.write_bytes(content)
    for words in (("add", file, *ADD), ("fingerprint", file)):
        code, _, complaint = prongsai("authority", *words, typed="yes\n")
        assert code == 1 and "no authority's public file" in complaint
    code, _, complaint = prongsai("authority", "fingerprint", tmp_path / "nowhere.public")
    assert code == 1 and "cannot be read" in complaint


def test_an_authority_for_nobody_is_set_and_taken_off(prongsai, there, installation):
    prongsai("authority", "add", _public(there), *ADD, typed="yes\n")
    assert prongsai("agency", "outward", "sample", "sample")[0] == 1
    assert prongsai("agency", "outward", "sample", "commission")[0] == 0
    code, said, _ = prongsai("agency", "outward", "sample", "--none")
    assert code == 0 and "stopped" in said


def test_an_office_with_officers_is_not_exported_and_no_file_is_written_over(
    prongsai, there, installation, tmp_path
):
    out = tmp_path / "stick.prsx"
    code, _, complaint = prongsai("authority", "export", "sample", out)
    assert code == 1 and "officers" in complaint and not out.exists()
    prongsai("authority", "add", _public(there), *ADD, typed="yes\n")
    assert prongsai("authority", "export", "commission", out)[0] == 0
    assert prongsai("authority", "export", "commission", out)[0] == 1
    code, _, complaint = prongsai("authority", "export", "commission", tmp_path / "no" / "out")
    assert code == 1 and "cannot be written" in complaint


def test_a_wrong_passphrase_and_a_broken_export_are_said_apart(
    prongsai, there, installation, tmp_path
):
    prongsai("authority", "add", _public(there), *ADD, typed="yes\n")
    out, folder = tmp_path / "stick.prsx", tmp_path / "read"
    prongsai("authority", "export", "commission", out)
    words = ("authority", "open", _private(there), out, folder)
    code, _, complaint = prongsai(*words, typed="another one altogether\n")
    assert code == 1 and "passphrase" in complaint
    out.write_bytes(out.read_bytes()[:-1])
    code, _, complaint = prongsai(*words, typed=f"{PASSPHRASE}\n")
    assert code == 1 and "not whole" in complaint
    assert not folder.exists()
