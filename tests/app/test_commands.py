"""Each command says what it did, and fails when it did not."""

import io
import json

import pytest

from app.commands import main

AGENCY = {
    "slug": "thongnam",
    "name_th": "เทศบาลตำบลทองน้ำ",
    "name_en": "Thongnam Subdistrict Municipality",
    "kind": "subdistrict_municipality",
    "district_th": "เมือง",
    "district_en": "Mueang",
    "province_th": "ตัวอย่าง",
    "province_en": "Sample",
    "contacts": [{"kind": "phone", "value": "02 000 0000"}],
    "units": [{"name_th": "สำนักปลัด"}],
    "office_holders": [{"name": "นายสมชาย ใจดี", "post_th": "นายก", "post_kind": "head"}],
}


@pytest.fixture
def prongsai(tmp_path, monkeypatch, capsys):
    """Runs a command in a folder of its own; gives its code, output and complaint."""
    monkeypatch.setenv("PRONGSAI_DATA_DIR", str(tmp_path / "var"))
    # Commands shut the core-dump door of their process; the tests' process keeps its own.
    monkeypatch.setattr("app.console_service.keep_to_itself", lambda: None)

    def run(*words, typed=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def open_agency(prongsai, tmp_path, **changes):
    file = tmp_path / "agency.json"
    file.write_text(json.dumps(AGENCY | changes), "utf-8")
    return prongsai("agency", "create", "--from", str(file))


def papers_of(output):
    lines = output.splitlines()
    return {
        line.split(" ")[0]: lines[number + 1]
        for number, line in enumerate(lines)
        if line.startswith(("root (", "content_", "identity_"))
    }


def test_setup_makes_what_is_missing_and_again_changes_nothing(prongsai, tmp_path):
    code, said, _ = prongsai("setup")
    assert code == 0
    assert "Made the key file" in said
    keys = (tmp_path / "var" / "keys" / "prongsai.key").read_bytes()
    code, said, _ = prongsai("setup")
    assert code == 0
    assert "Made" not in said
    assert (tmp_path / "var" / "keys" / "prongsai.key").read_bytes() == keys
    assert prongsai("doctor")[0] == 0


def test_the_doctor_names_what_is_missing(prongsai, tmp_path):
    code, said, complaint = prongsai("doctor")
    assert code == 1
    assert "MISSING key_file: run `prongsai setup`" in said
    assert "MISSING migrations: run `prongsai migrate`" in said
    assert complaint.startswith("prongsai: ")


def test_an_agency_is_opened_and_its_papers_are_read_back(prongsai, tmp_path):
    prongsai("setup")
    code, said, _ = open_agency(prongsai, tmp_path)
    papers = papers_of(said)
    assert code == 0
    assert len(papers) == 5
    sheets = [papers[name] for name in papers if name != "root"]
    assert prongsai("recovery", "check", "thongnam", typed="\n".join(sheets))[0] == 0
    wrong = [*sheets[:3], sheets[0]]
    code, _, complaint = prongsai("recovery", "check", "thongnam", typed="\n".join(wrong))
    assert code == 1
    assert "identity_outside" in complaint
    assert "thongnam" in prongsai("agency", "list")[1]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"slug": "desk"}, "slug"),
        ({"slug": "ทองน้ำ"}, "slug"),
        ({"kind": "village"}, "kind"),
        ({"mayor": "x"}, "mayor"),
        ({"office_holders": [{"name": "x", "post_th": "y", "post_kind": "king"}]}, "post_kind"),
    ],
)
def test_an_agency_that_cannot_be_is_refused_by_the_name_of_the_field(
    prongsai, tmp_path, changes, named
):
    prongsai("setup")
    code, said, complaint = open_agency(prongsai, tmp_path, **changes)
    assert (code, said) == (1, "")
    assert named in complaint
    assert prongsai("agency", "list")[1] == "0 in all.\n"


def test_an_officer_is_invited_with_a_code_once(prongsai, tmp_path):
    prongsai("setup")
    open_agency(prongsai, tmp_path)
    invite = ("officer", "invite", "thongnam", "--name", "ก", "--post", "ข", "--login", "one")
    code, said, _ = prongsai(*invite, "--role", "intake")
    assert code == 0
    assert "/desk/activate" in said
    assert prongsai(*invite, "--role", "intake")[0] == 1
    code, _, complaint = prongsai(*invite, "--role", "intake", "--role", "administrator")
    assert code == 1
    assert "roles" in complaint
    assert "signed already" in prongsai("keyring", "sign", "thongnam")[1]


def test_the_key_file_is_printed_and_read_back(prongsai):
    prongsai("setup")
    digits = prongsai("keyfile", "print")[1].splitlines()[-1]
    assert prongsai("keyfile", "check", typed=f"{digits}\n\n")[0] == 0
    slip = digits.replace(digits[0], str((int(digits[0]) + 1) % 10), 1)
    assert prongsai("keyfile", "check", typed=f"{slip}\n\n")[0] == 1
    assert prongsai("keyfile", "check", typed="\n")[0] == 1


def test_statistics_are_printed_and_an_unknown_agency_is_said(prongsai, tmp_path):
    prongsai("setup")
    open_agency(prongsai, tmp_path)
    code, said, _ = prongsai("statistics", "thongnam", "--granularity", "quarter")
    assert code == 0
    assert "received" in said
    assert "ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ" in said
    assert prongsai("statistics", "nowhere")[0] == 1
    assert prongsai("statistics", "thongnam", "--year", "2400")[0] == 1


def test_without_a_key_file_every_command_says_what_to_do(prongsai):
    code, _, complaint = prongsai("agency", "list")
    assert code == 1
    assert "prongsai setup" in complaint


def test_a_port_in_use_is_said_before_anything_else(prongsai, monkeypatch):
    import socket

    prongsai("setup")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PRONGSAI_PORT", str(taken.getsockname()[1]))
        code, _, complaint = prongsai("serve")
    assert code == 1
    assert "in use" in complaint


def test_a_setting_that_is_none_is_refused(prongsai, monkeypatch):
    monkeypatch.setenv("PRONGSAI_TREADS", "3")
    assert prongsai("doctor")[0] == 1
