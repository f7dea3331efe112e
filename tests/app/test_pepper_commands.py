"""`prongsai keyfile rotate` and `retire`: said first, typed back at once, and never too soon."""

import io

import pytest

from app.commands import main
from app.console import house_of, open_app
from crypto import key_file
from service.actors import AgencyClerk
from service.deliver_line import line_sender, take_pushes
from tests.conftest import settings_for
from tests.line_scenes import account, link, turn_on
from tests.line_server import TOKEN
from tests.office import make_office


class Reader:
    """Somebody at the keyboard: confirms, then types what the paper says."""

    def __init__(self, path, tries):
        self._path, self._tries = path, iter(tries)

    def readline(self):
        return "yes\n"

    def __iter__(self):
        typed = next(self._tries, "")
        if typed == "newest":
            typed = key_file.printed(key_file.load(self._path))[0]
        return iter([typed + "\n", "\n"])


@pytest.fixture
def prongsai(tmp_path, monkeypatch, capsys):
    """Runs a command in a folder of its own; gives its code, output and complaint."""
    monkeypatch.setenv("PRONGSAI_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setattr("app.console_service.keep_to_itself", lambda: None)

    def run(*words, typed=""):
        stdin = io.StringIO(typed) if isinstance(typed, str) else typed
        monkeypatch.setattr("sys.stdin", stdin)
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    run("setup")
    return run


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "keys" / "prongsai.key"


@pytest.fixture
def read_back(prongsai, path):
    """The key file's print was read back, as after a set-up."""
    digits = key_file.printed(key_file.load(path))[0]
    assert prongsai("keyfile", "check", typed=digits + "\n\n")[0] == 0


def test_a_new_key_comes_before_the_old_and_is_typed_back_at_once(prongsai, path, read_back):
    before = key_file.load(path)
    code, said, _ = prongsai("keyfile", "rotate", typed=Reader(path, ["newest"]))
    assert code == 0
    after = key_file.load(path)
    assert after.peppers[1:] == before.peppers
    assert key_file.printed(after)[0] in said
    assert "no complaint about corruption is taken" in said
    assert "Complaints are taken again" in said


def test_wrong_digits_leave_the_channel_shut_and_say_so(prongsai, path, read_back):
    tries = ["1234", "", "5678"]
    code, said, complaint = prongsai("keyfile", "rotate", typed=Reader(path, tries))
    assert code == 1
    assert said.count("These are not the new digits.") == 3
    assert "until `prongsai keyfile check`" in complaint
    assert len(key_file.load(path).peppers) == 2


def test_nothing_is_made_without_a_yes(prongsai, path, read_back):
    before = path.read_bytes()
    code, _, complaint = prongsai("keyfile", "rotate", typed="no\n")
    assert code == 1
    assert "nothing was changed" in complaint
    assert path.read_bytes() == before


def test_a_key_that_was_never_printed_is_not_put_behind(prongsai, path):
    before = path.read_bytes()
    code, _, complaint = prongsai("keyfile", "rotate", typed="yes\n")
    assert code == 1
    assert "keyfile check" in complaint
    assert path.read_bytes() == before


def test_the_only_key_is_never_dropped(prongsai, path, read_back):
    code, _, complaint = prongsai("keyfile", "retire", typed="yes\n")
    assert code == 1
    assert "only one key" in complaint


def test_the_oldest_key_goes_when_nothing_needs_it(prongsai, path, read_back):
    prongsai("keyfile", "rotate", typed=Reader(path, ["newest"]))
    newest = key_file.load(path).pepper
    code, said, _ = prongsai("keyfile", "retire", typed="yes\n")
    assert code == 0
    assert "dropped" in said
    assert key_file.load(path).peppers == (newest,)


def test_an_officer_who_has_not_signed_in_holds_the_oldest_key(prongsai, path, tmp_path):
    make_office(house_of(open_app(settings_for(tmp_path / "var"))).engine, path)
    prongsai("keyfile", "rotate", typed=Reader(path, ["newest"]))
    code, _, complaint = prongsai("keyfile", "retire", typed="yes\n")
    assert code == 1
    assert "not signed in since: sample/admin1, sample/clerk" in complaint
    assert "no new recovery code printed since: sample/admin1" in complaint
    assert len(key_file.load(path).peppers) == 2


def test_what_line_needs_moves_under_a_new_key_and_outlives_the_old(
    prongsai, path, read_back, tmp_path
):
    office = make_office(
        house_of(open_app(settings_for(tmp_path / "var"))).engine, path, slug="linked"
    )
    turn_on(office)
    users = link(office, "intake1")
    before = account(office).sealed_token
    assert prongsai("keyfile", "rotate", typed=Reader(path, ["newest"]))[0] == 0
    assert account(office).sealed_token != before
    key_file.save(path, key_file.load(path).without_oldest())
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert line_sender(work).token == TOKEN
        assert {push.address for push in take_pushes(work)} == set(users.values())
