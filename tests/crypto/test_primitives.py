"""The raw calls: bound to what they are given, refusing in one way, known to agree with RFCs."""

import ast
from pathlib import Path

import pytest

import crypto
from crypto.primitives import (
    ReadyKey,
    aead_open,
    aead_seal,
    equal,
    hkdf,
    hmac_sha256,
    hpke_open,
    hpke_seal,
    public_of,
    random_bytes,
    random_digits,
    sha256,
    sign,
    signing_public_of,
    totp_code,
    totp_matches,
    totp_uri,
    verify,
)
from tests.crypto.spoiling import cuts_and_tails, flips, refused

KEY = b"k" * 32
SEED = b"12345678901234567890"


def test_only_the_primitives_call_the_library() -> None:
    callers = set()
    for path in Path(crypto.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if any(name.split(".")[0] in ("cryptography", "secrets", "random") for name in names):
                callers.add(path.stem)
    assert callers == {"primitives"}


def test_hkdf_agrees_with_rfc_5869() -> None:
    # Appendix A.1 and A.3.
    derived = hkdf(
        b"\x0b" * 22,
        salt=bytes(range(13)),
        info=bytes(range(0xF0, 0xFA)),
        length=42,
    )
    assert derived.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )
    assert hkdf(b"\x0b" * 22, info=b"", length=42).hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    )


def test_ed25519_agrees_with_rfc_8032() -> None:
    # Section 7.1, test 2.
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    assert signing_public_of(seed) == public
    signature = sign(seed, b"\x72")
    assert signature.hex().startswith("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223")
    verify(public, b"\x72", signature)


def test_hashes_join_their_parts() -> None:
    assert sha256(b"ab", b"c") == sha256(b"abc")
    assert sha256(b"abc").hex().startswith("ba7816bf8f01cfea414140de5dae2223")
    # RFC 4231, test case 2.
    mac = hmac_sha256(b"Jefe", b"what do ya want ", b"for nothing?")
    assert mac.hex().startswith("5bdcc146bf60754e6a042426089575c7")
    assert equal(b"a", b"a") and not equal(b"a", b"b") and not equal(b"a", b"aa")


def test_random_values_have_their_length_and_differ() -> None:
    assert len({random_bytes(16) for _ in range(100)}) == 100
    digits = random_digits(1000)
    assert len(digits) == 1000
    assert set(digits) == set("0123456789")


def test_aes_gcm_opens_for_its_key_and_binding_only() -> None:
    sealed = aead_seal(KEY, b"text", b"bound")
    assert len(sealed) == 12 + 4 + 16
    assert aead_open(KEY, sealed, b"bound") == b"text"
    for spoiled in (*flips(sealed), *cuts_and_tails(sealed), sealed[:4], sealed[:12]):
        refused(aead_open, KEY, spoiled, b"bound")
    refused(aead_open, b"x" * 32, sealed, b"bound")
    refused(aead_open, KEY, sealed, b"other")


def test_hpke_opens_for_its_holder_and_info_only() -> None:
    private = bytes(range(96))
    sealed = hpke_seal(public_of(private), b"text", b"info")
    assert len(sealed) == 1136 + 4
    assert hpke_open(private, sealed, b"info") == b"text"
    for spoiled in (*flips(sealed, 5), *cuts_and_tails(sealed), sealed[:1088] + bytes(52)):
        refused(hpke_open, private, spoiled, b"info")
    refused(hpke_open, private, sealed, b"other")
    refused(hpke_open, bytes(96), sealed, b"info")


def test_six_digits_agree_with_rfc_6238() -> None:
    # Appendix B, SHA-1, the last six of its eight digits.
    for at, digits in (
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ):
        assert totp_code(SEED, at) == digits


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_six_digits_are_taken_one_step_early_or_late_and_once(shift: int) -> None:
    now = 1_800_000_017
    step = now // 30 + shift
    digits = totp_code(SEED, step * 30)
    assert totp_matches(SEED, digits, now, 0) == step
    assert totp_matches(SEED, digits, now, step - 1) == step
    assert totp_matches(SEED, digits, now, step) is None
    assert totp_matches(SEED, digits, now, step + 1) is None


def test_other_digits_are_not_taken() -> None:
    now = 1_800_000_000
    for shift in (-60, 60, 90, 3600):
        assert totp_matches(SEED, totp_code(SEED, now + shift), now, 0) is None
    right = totp_code(SEED, now)
    for digits in ("", right[:-1], right + "0", f" {right}", "๑๒๓๔๕๖", "\ud800", "abcdef"):
        assert totp_matches(SEED, digits, now, 0) is None


def test_an_authenticator_reads_name_issuer_and_secret() -> None:
    uri = totp_uri(SEED, "demo/somchai", "Prongsai")
    assert uri.startswith("otpauth://totp/Prongsai:demo/somchai?")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in uri
    assert "issuer=Prongsai" in uri


def test_a_ready_key_does_what_its_bytes_do() -> None:
    private, seed = random_bytes(96), random_bytes(32)
    ready, public = ReadyKey(private), ReadyKey(public_of(private))
    assert (ready, public) == (private, public_of(ready))
    for sealed in (
        hpke_seal(public, b"words", b"here"),
        hpke_seal(bytes(public), b"words", b"here"),
    ):
        for key in (private, ready, ready):
            assert hpke_open(key, sealed, b"here") == b"words"
        for flipped in (*flips(sealed, 97), *cuts_and_tails(sealed)):
            refused(hpke_open, ready, flipped, b"here")
        refused(hpke_open, ready, sealed, b"there")
        refused(hpke_open, ReadyKey(random_bytes(96)), sealed, b"here")
    assert sign(ReadyKey(seed), b"words") == sign(seed, b"words")


def test_a_ready_key_is_unfolded_once_for_each_use() -> None:
    uses: list[bytes] = []

    def length(key: bytes) -> int:
        uses.append(key)
        return len(key)

    ready = ReadyKey(b"123")
    assert [ready.form(length), ready.form(length), ready.form(bytes.upper)] == [3, 3, b"123"]
    assert uses == [b"123"]
    assert ReadyKey(ready) is ready
    assert ReadyKey(b"123").form(length) == 3
    assert len(uses) == 2


def test_a_ready_key_that_is_none_is_refused_each_time() -> None:
    for wrong in (ReadyKey(random_bytes(95)), ReadyKey(random_bytes(97)), ReadyKey(b"")):
        for _ in range(2):
            refused(public_of, wrong)
            refused(hpke_open, wrong, b"x" * 1200, b"here")
            refused(hpke_seal, wrong, b"words", b"here")


def test_a_ready_key_shows_nothing_of_itself() -> None:
    key = random_bytes(96)
    assert repr(ReadyKey(key)) == "ReadyKey()"
    assert f"{ReadyKey(key)!r} {[ReadyKey(key)]}" == "ReadyKey() [ReadyKey()]"
