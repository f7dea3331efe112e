"""Codes that people carry: check digits, typing, passphrases, paper, the key file, the spool."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import key_file, paper
from crypto.damm import check_digit, is_right
from crypto.file_stream import SealedSpool, SpoolFull
from crypto.key_file import KeyFileProblem
from crypto.passwords import (
    is_recovery_code,
    normalise_passphrase,
    passphrase_key,
    recovery_code,
    recovery_code_key,
)
from crypto.primitives import (
    PASSWORD_COST,
    Argon2Cost,
    SealBroken,
    aead_open,
    aead_seal,
    argon2id,
    hkdf,
    totp_code,
    totp_matches,
)
from crypto.tracking_code import (
    has_right_check_digit,
    has_right_length,
    in_groups,
    make_code,
    normalise,
)

CHEAP = Argon2Cost(memory_kib=64, iterations=1)
DIGITS = st.text("0123456789", min_size=2, max_size=24)


@given(DIGITS, st.data())
def test_every_single_slip_and_every_swap_of_neighbours_is_found(digits: str, data) -> None:
    whole = digits + check_digit(digits)
    assert is_right(whole)
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != whole[at]]))
    assert not is_right(whole[:at] + other + whole[at + 1 :])
    if at + 1 < len(whole) and whole[at] != whole[at + 1]:
        swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
        assert not is_right(swapped)


def test_codes_have_twenty_digits_differ_and_are_right() -> None:
    codes = {make_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(has_right_length(code) and has_right_check_digit(code) for code in codes)


@pytest.mark.parametrize(
    "typed",
    [
        "4827 1960 3351 7704 9210",
        "4827-1960-3351-7704-9210",
        "๔๘๒๗๑๙๖๐๓๓๕๑๗๗๐๔๙๒๑๐",
        " 4827196033 5177049210\n",
    ],
)
def test_a_code_may_be_typed_with_spaces_hyphens_and_thai_digits(typed: str) -> None:
    assert normalise(typed) == "48271960335177049210"
    assert in_groups(normalise(typed)) == "4827 1960 3351 7704 9210"


@pytest.mark.parametrize("typed", ["", "4827", "4827196033517704921O", "4" * 21, "๔" * 19 + "x"])
def test_what_is_no_code_has_not_the_right_length(typed: str) -> None:
    assert not has_right_length(normalise(typed))


@given(st.binary(min_size=32, max_size=32))
def test_paper_reads_back(secret: bytes) -> None:
    assert paper.from_paper(paper.to_paper(secret)) == secret


@pytest.mark.parametrize("typed", ["", "1234", "9" * 80, "0" * 79 + "1", "x" * 80])
def test_paper_with_a_slip_is_refused(typed: str) -> None:
    with pytest.raises(paper.PaperUnreadable):
        paper.from_paper(typed)
    with pytest.raises(ValueError, match="32"):
        paper.to_paper(b"short")


def test_a_recovery_code_has_its_shape_and_gives_one_key_however_it_is_typed() -> None:
    code = recovery_code()
    assert is_recovery_code(code)
    assert not is_recovery_code(code[:-1])
    assert not is_recovery_code(code[:-1] + str((int(code[-1]) + 1) % 10))
    bound = {"salt": bytes(16), "pepper": bytes(32), "cost": CHEAP}
    assert recovery_code_key(code, **bound) == recovery_code_key(code.replace(" ", ""), **bound)


def test_a_passphrase_is_the_same_in_every_unicode_form_and_bounded() -> None:
    assert normalise_passphrase("cafe\u0301") == normalise_passphrase("caf\u00e9")
    with pytest.raises(ValueError, match="256"):
        normalise_passphrase("ก" * 86)
    key = passphrase_key(b"x", salt=bytes(16), pepper=bytes(32), cost=CHEAP)
    assert key != passphrase_key(b"x", salt=bytes(16), pepper=b"p" * 32, cost=CHEAP)
    assert key != passphrase_key(b"x", salt=b"s" * 16, pepper=bytes(32), cost=CHEAP)


def test_the_real_price_of_a_passphrase_is_paid_once_here() -> None:
    key = passphrase_key(b"somchai plants rice", salt=bytes(16), pepper=bytes(32))
    again = argon2id(b"somchai plants rice", salt=bytes(16), cost=PASSWORD_COST, pepper=bytes(32))
    assert key == again
    assert (PASSWORD_COST.memory_kib, PASSWORD_COST.iterations) == (128 * 1024, 3)


def test_hkdf_and_aes_gcm_bind_what_they_are_given() -> None:
    assert hkdf(b"k" * 32, info=b"a") != hkdf(b"k" * 32, info=b"b")
    assert hkdf(b"k" * 32, info=b"a", salt=b"s") != hkdf(b"k" * 32, info=b"a")
    sealed = aead_seal(b"k" * 32, b"text", b"bound")
    assert aead_open(b"k" * 32, sealed, b"bound") == b"text"
    for key, body, bound in (
        (b"x" * 32, sealed, b"bound"),
        (b"k" * 32, sealed[:-1], b"bound"),
        (b"k" * 32, sealed, b"other"),
        (b"k" * 32, b"", b"bound"),
    ):
        with pytest.raises(SealBroken):
            aead_open(key, body, bound)


def test_six_digits_are_taken_once_and_one_step_early_or_late() -> None:
    seed, now = bytes(range(20)), 1_800_000_000
    step = now // 30
    for shift in (-1, 0, 1):
        assert totp_matches(seed, totp_code(seed, now + 30 * shift), now, 0) == step + shift
    assert totp_matches(seed, totp_code(seed, now + 60), now, 0) is None
    assert totp_matches(seed, totp_code(seed, now), now, step) is None
    assert totp_matches(seed, "๑๒๓๔๕๖", now, 0) is None
    # RFC 6238, appendix B, truncated to six digits.
    assert totp_code(b"12345678901234567890", 59) == "287082"


def test_the_key_file_is_private_whole_and_versioned(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "prongsai.key"
    keys = key_file.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key_file.save(path, keys.with_root(b"a" * 16, b"r" * 32))
    loaded = key_file.load(path)
    assert loaded.peppers == keys.peppers
    assert loaded.roots == {(b"a" * 16).hex(): b"r" * 32}
    assert keys.pepper.hex() not in repr(loaded)
    assert key_file.matches_print(loaded, key_file.printed(loaded)[0])
    with pytest.raises(KeyFileProblem, match="exists"):
        key_file.create(path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace("pepper ", "pepper 0"), "damaged"),
        (lambda text: text.replace("key file 1", "key file 2"), "unknown_version"),
        (lambda text: "", "damaged"),
        (lambda text: text[: len(text) // 2], "damaged"),
    ],
)
def test_a_changed_key_file_is_refused(tmp_path: Path, change, reason: str) -> None:
    path = tmp_path / "k"
    key_file.create(path)
    path.write_text(change(path.read_text()))
    with pytest.raises(KeyFileProblem, match=reason):
        key_file.load(path)


def test_a_missing_key_file_and_one_open_to_others_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "k"
    with pytest.raises(KeyFileProblem, match="missing"):
        key_file.load(path)
    key_file.create(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileProblem, match="open_to_others"):
        key_file.load(path)


@pytest.mark.parametrize("size", [0, 1, 256 * 1024, 256 * 1024 + 1, 5_000_000])
def test_a_spool_gives_back_what_it_was_given(tmp_path: Path, size: int) -> None:
    body = os.urandom(size)
    spool = SealedSpool(tmp_path / "uploads")
    for at in range(0, size, 70_000):
        spool.write(body[at : at + 70_000])
    spool.seek(0)
    assert spool.size == size
    assert spool.head(4096) == body[:4096]
    assert b"".join(spool.chunks()) == body == b"".join(spool.chunks())
    with pytest.raises(ValueError, match="finished"):
        spool.write(b"more")
    spool.close()


def test_a_spool_keeps_to_its_limit_and_no_plaintext_reaches_its_file(tmp_path: Path) -> None:
    spool = SealedSpool(tmp_path, limit_bytes=600_000)
    spool.write(b"CANARY" * 90_000)
    descriptors = [os.readlink(f"/proc/self/fd/{fd}") for fd in _open_files()]
    assert any(str(tmp_path) in name and name.endswith("(deleted)") for name in descriptors)
    assert list(tmp_path.iterdir()) == []
    spool._sealed.flush()
    spool._sealed.seek(0)
    assert b"CANARY" not in spool._sealed.read()
    with pytest.raises(SpoolFull):
        spool.write(b"CANARY" * 90_000)
    spool.close()


def _open_files() -> list[str]:
    names = []
    for name in os.listdir("/proc/self/fd"):
        try:
            os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue
        names.append(name)
    return names
