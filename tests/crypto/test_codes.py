"""What people carry in digits and words: tracking codes, recovery codes, paper, passphrases."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import paper
from crypto.damm import check_digit, is_right
from crypto.passwords import (
    is_recovery_code,
    normalise_passphrase,
    passphrase_key,
    recovery_code,
    recovery_code_key,
)
from crypto.primitives import CODE_COST, PASSWORD_COST, Argon2Cost
from crypto.tracking_code import (
    derive_root,
    has_right_check_digit,
    has_right_length,
    in_groups,
    make_code,
    normalise,
    private_branch,
    public_branch,
)

CHEAP = Argon2Cost(memory_kib=64, iterations=1)
TEN = "0123456789"


def _slips(digits: str) -> set[str]:
    """Every single wrong digit and every swap of neighbours."""
    slips = {
        digits[:at] + other + digits[at + 1 :] for at in range(len(digits)) for other in TEN
    } | {
        digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        for at in range(len(digits) - 1)
    }
    return slips - {digits}


# The check digit


def test_from_every_state_two_different_digits_and_their_swap_end_differently() -> None:
    # So every slip is found wherever it stands: a prefix matters only by the state it leaves.
    for prefix in itertools.chain([""], TEN):
        for one, other in itertools.permutations(TEN, 2):
            assert check_digit(prefix + one) != check_digit(prefix + other)
            assert check_digit(prefix + one + other) != check_digit(prefix + other + one)
    assert {check_digit(digit) for digit in TEN} == set(TEN)
    assert check_digit("572") == "4"


def test_every_slip_in_hundreds_of_codes_is_found() -> None:
    for _ in range(200):
        code = make_code()
        slips = _slips(code)
        assert len(slips) > 180
        assert not any(has_right_check_digit(slip) for slip in slips)


@given(st.text(TEN, max_size=60))
def test_every_number_has_one_check_digit(digits: str) -> None:
    assert [last for last in TEN if is_right(digits + last)] == [check_digit(digits)]


# Tracking codes


def test_codes_have_twenty_digits_differ_and_are_right() -> None:
    codes = {make_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(has_right_length(code) and has_right_check_digit(code) for code in codes)
    for at in range(20):
        assert {code[at] for code in codes} == set(TEN)


@pytest.mark.parametrize(
    "typed",
    [
        "4827 1960 3351 7704 9210",
        "4827-1960-3351-7704-9210",
        "4827\u20131960\u20113351\u22127704\uff0d9210",
        "๔๘๒๗๑๙๖๐๓๓๕๑๗๗๐๔๙๒๑๐",
        "４８２７１９６０３３５１７７０４９２１０",
        " 4827196033 5177049210\n",
        "\ufeff4827\u200b1960\u00a03351\u2060770\u00ad4\t9210\u200e",
    ],
)
def test_a_code_may_be_typed_with_spaces_dashes_and_thai_digits(typed: str) -> None:
    assert normalise(typed) == "48271960335177049210"
    assert in_groups(normalise(typed)) == "4827 1960 3351 7704 9210"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "4827",
        "4827196033517704921O",
        "4827196033517704921l",
        "4" * 19,
        "4" * 21,
        "๔" * 19 + "x",
        "48271960335177049210.",
        "4827196033517704921²",
        "\ud800" * 20,
    ],
)
def test_what_is_no_code_has_not_the_right_length(typed: str) -> None:
    assert not has_right_length(normalise(typed))


@given(st.text(max_size=40))
def test_whatever_is_typed_is_judged_without_an_error(typed: str) -> None:
    code = normalise(typed)
    assert normalise(code) == code
    if has_right_length(code):
        assert has_right_check_digit(code) in (True, False)


def test_everything_of_the_reporters_differs_by_code_agency_and_pepper() -> None:
    roots = [
        derive_root(code, agency, CHEAP)
        for code in ("1" * 20, "2" * 20)
        for agency in (b"a" * 16, b"b" * 16)
    ]
    assert len(set(roots)) == 4
    handles = {public_branch(root).handle for root in roots}
    salts = {public_branch(root).leaf_salt for root in roots}
    assert len(handles) == len(salts) == 4
    branches = [private_branch(root, pepper) for root in roots for pepper in (b"p", b"q")]
    for part in (
        {branch.index for branch in branches},
        {branch.mac_key for branch in branches},
        {branch.pair.private for branch in branches},
        {branch.pair.public for branch in branches},
    ):
        assert len(part) == 8


def test_the_real_prices_are_the_ones_that_were_decided() -> None:
    assert Argon2Cost(19 * 1024, 2, 1) == CODE_COST
    assert Argon2Cost(128 * 1024, 3, 1) == PASSWORD_COST


# Recovery codes and passphrases


def test_a_recovery_code_has_its_shape_and_gives_one_key_however_it_is_typed() -> None:
    code = recovery_code()
    digits = normalise(code)
    assert len(digits) == 40
    assert code == in_groups(digits)
    assert is_recovery_code(code)
    for wrong in (code[:-1], code + "0", "", "x" * 40, digits[:20], digits + digits):
        assert not is_recovery_code(wrong)
    thai = "".join("๐๑๒๓๔๕๖๗๘๙"[int(digit)] for digit in digits)
    keys = {
        recovery_code_key(typed, salt=bytes(16), pepper=bytes(32), cost=CHEAP)
        for typed in (code, digits, thai, code.replace(" ", "-"))
    }
    assert len(keys) == 1


def test_every_slip_within_a_block_of_a_recovery_code_is_found() -> None:
    for _ in range(20):
        first, second = (normalise(recovery_code())[at : at + 20] for at in (0, 20))
        assert not any(is_recovery_code(slip + second) for slip in _slips(first))
        assert not any(is_recovery_code(first + slip) for slip in _slips(second))


def test_a_passphrase_is_the_same_in_every_unicode_form_and_bounded() -> None:
    assert normalise_passphrase("cafe\u0301") == normalise_passphrase("caf\u00e9")
    assert normalise_passphrase(" spaces stay ") == b" spaces stay "
    assert len(normalise_passphrase("ก" * 85)) == 255
    assert len(normalise_passphrase("x" * 256)) == 256
    for wrong in ("ก" * 86, "x" * 257, "x" * 2_000_000, "\ud800"):
        with pytest.raises(ValueError, match=r"^a passphrase has at most 256 bytes$|surrogates"):
            normalise_passphrase(wrong)


def test_a_passphrases_key_hangs_on_words_salt_and_pepper() -> None:
    keys = {
        passphrase_key(words, salt=salt, pepper=pepper, cost=CHEAP)
        for words in (b"x", b"y")
        for salt in (bytes(16), b"s" * 16)
        for pepper in (bytes(32), b"p" * 32)
    }
    assert len(keys) == 8


# Paper


@given(st.binary(min_size=32, max_size=32))
def test_paper_reads_back_however_it_is_typed(secret: bytes) -> None:
    printed = paper.to_paper(secret)
    assert [len(group) for group in printed.split(" ")] == [4] * 20
    for typed in (printed, printed.replace(" ", ""), printed.replace(" ", "\n- ")):
        assert paper.from_paper(typed) == secret


def test_every_slip_within_a_half_of_a_paper_is_found() -> None:
    for seed in range(5):
        digits = paper.to_paper(random.Random(seed).randbytes(32)).replace(" ", "")
        first, second = digits[:40], digits[40:]
        for typed in itertools.chain(
            (slip + second for slip in _slips(first)), (first + slip for slip in _slips(second))
        ):
            with pytest.raises(paper.PaperUnreadable, match="^a digit is mistyped$"):
                paper.from_paper(typed)


# 16 bytes end at 340282366920938463463374607431768211455; this is the number after.
_TOO_LARGE = "340282366920938463463374607431768211456"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "80 digits are wanted"),
        ("1234", "80 digits are wanted"),
        ("9" * 80, "a digit is mistyped"),
        ("0" * 79, "80 digits are wanted"),
        ("0" * 81, "80 digits are wanted"),
        ("0" * 79 + "1", "a digit is mistyped"),
        ("x" * 80, "80 digits are wanted"),
        ("²" * 80, "80 digits are wanted"),
        (_TOO_LARGE + check_digit(_TOO_LARGE) + "0" * 40, "a digit is mistyped"),
    ],
)
def test_what_is_no_paper_is_refused(typed: str, why: str) -> None:
    with pytest.raises(paper.PaperUnreadable, match=f"^{why}$"):
        paper.from_paper(typed)


def test_paper_holds_thirty_two_bytes() -> None:
    for secret in (b"", bytes(31), bytes(33)):
        with pytest.raises(ValueError, match="^paper holds 32 bytes$"):
            paper.to_paper(secret)
