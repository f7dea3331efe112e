"""The key file: its owner's alone, whole, of a known version, and never written over."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crypto import key_file
from crypto.key_file import KeyFile, KeyFileProblem
from crypto.paper import PaperUnreadable
from crypto.primitives import sha256
from tests.crypto.spoiling import flips


def _checked(body: str) -> str:
    return f"{body}check {sha256(body.encode()).hex()}\n"


def test_the_key_file_is_private_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "far" / "keys" / "prongsai.key"
    keys = key_file.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert key_file.load(path) == keys
    assert len(keys.pepper) == 32
    more = KeyFile((b"n" * 32, *keys.peppers)).with_root(b"a" * 16, b"r" * 32)
    more = more.with_root(b"b" * 16, b"s" * 32).with_root(b"a" * 16, b"t" * 32)
    key_file.save(path, more)
    loaded = key_file.load(path)
    assert loaded == more
    assert loaded.pepper == b"n" * 32
    assert loaded.roots == {(b"a" * 16).hex(): b"t" * 32, (b"b" * 16).hex(): b"s" * 32}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["prongsai.key"]


def test_a_new_pepper_comes_first_and_the_oldest_goes_last() -> None:
    keys = KeyFile((b"n" * 32,)).with_root(b"a" * 16, b"r" * 32)
    more = keys.with_pepper(b"o" * 32).with_pepper(b"p" * 32)
    assert more.peppers == (b"p" * 32, b"o" * 32, b"n" * 32)
    assert more.pepper == b"p" * 32
    assert more.without_oldest().peppers == (b"p" * 32, b"o" * 32)
    assert more.without_oldest().without_oldest().peppers == (b"p" * 32,)
    assert more.roots == more.without_oldest().roots == keys.roots
    for wrong in (b"p" * 32, b"o" * 32, b"", bytes(31), bytes(33)):
        with pytest.raises(ValueError, match="^a pepper has 32 bytes of its own$"):
            more.with_pepper(wrong)
    with pytest.raises(ValueError, match="^the only pepper cannot go$"):
        keys.without_oldest()


def test_a_key_file_is_never_written_over_by_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "k"

    def attempt(_: int) -> KeyFile | str:
        try:
            return key_file.create(path)
        except KeyFileProblem as problem:
            return problem.reason

    with ThreadPoolExecutor(8) as pool:
        ends = list(pool.map(attempt, range(24)))
    made = [end for end in ends if isinstance(end, KeyFile)]
    assert {end for end in ends if isinstance(end, str)} == {"exists"}
    assert made == [key_file.load(path)]
    assert [one.name for one in tmp_path.iterdir()] == ["k"]


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "k"
    keys = key_file.create(path)

    def full(_: int) -> None:
        raise OSError("no space")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        key_file.save(path, KeyFile((bytes(32),)))
    monkeypatch.undo()
    assert key_file.load(path) == keys
    assert [one.name for one in tmp_path.iterdir()] == ["k"]


def test_every_flipped_byte_of_a_key_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "k"
    key_file.save(path, key_file.create(path).with_root(b"a" * 16, b"r" * 32))
    whole = path.read_bytes()
    for spoiled in (*flips(whole), whole[:-1], whole + b"\n", whole + whole, b""):
        path.write_bytes(spoiled)
        with pytest.raises(KeyFileProblem) as refusal:
            key_file.load(path)
        assert refusal.value.reason in ("damaged", "unknown_version")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace("key file 1", "key file 2"), "unknown_version"),
        (lambda text: text.replace("pepper ", "pepper 0"), "damaged"),
        (lambda text: "", "damaged"),
        (lambda text: text[: len(text) // 2], "damaged"),
        # A right check over wrong lines, as an editor with a calculator would make it.
        (lambda text: _checked("prongsai key file 1\n"), "damaged"),
        (lambda text: _checked("prongsai key file 1\npepper\n"), "damaged"),
        (lambda text: _checked("prongsai key file 1\npepper xyz\n"), "damaged"),
        (lambda text: _checked("prongsai key file 1\npepper 00\n"), "damaged"),
        (lambda text: _checked(f"prongsai key file 1\npepper {'AB' * 32}\n"), "damaged"),
        (lambda text: _checked(f"prongsai key file 1\nsalt {'ab' * 32}\n"), "damaged"),
        (
            lambda text: _checked(f"prongsai key file 1\npepper {'ab' * 32}\nroot 00\n"),
            "damaged",
        ),
        (lambda text: text.replace("\n", "\r\n"), "unknown_version"),
        (lambda text: text + "ก", "damaged"),
    ],
)
def test_a_changed_key_file_is_refused(
    tmp_path: Path, change: Callable[[str], str], reason: str
) -> None:
    path = tmp_path / "k"
    key_file.create(path)
    path.write_bytes(change(path.read_text("ascii")).encode())
    with pytest.raises(KeyFileProblem) as refusal:
        key_file.load(path)
    assert refusal.value.reason == reason


def test_a_missing_key_file_and_one_open_to_others_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "k"
    with pytest.raises(KeyFileProblem, match="^missing$"):
        key_file.load(path)
    with pytest.raises(KeyFileProblem, match="^damaged$"):
        key_file.load(tmp_path)
    key_file.create(path)
    for mode in (0o640, 0o604, 0o620, 0o602, 0o610, 0o644):
        path.chmod(mode)
        with pytest.raises(KeyFileProblem, match="^open_to_others$"):
            key_file.load(path)
    path.chmod(0o400)
    key_file.load(path)


def test_the_print_reads_back_as_the_newest_pepper(tmp_path: Path) -> None:
    keys = KeyFile((b"n" * 32, b"o" * 32))
    newest, older = key_file.printed(keys)
    assert key_file.matches_print(keys, newest)
    assert key_file.matches_print(keys, newest.replace(" ", ""))
    assert not key_file.matches_print(keys, older)
    with pytest.raises(PaperUnreadable):
        key_file.matches_print(keys, newest[:-1])
