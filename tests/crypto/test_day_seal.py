"""What is sealed for a day: that day, that purpose, that place, in those very characters."""

import base64
import zlib
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.day_seal import (
    DRAFT_BYTES_MOST,
    day_token,
    open_draft,
    open_for_day,
    seal_draft,
    seal_for_day,
    token_holds,
)
from crypto.primitives import random_bytes
from tests.crypto.spoiling import cuts_and_tails, flips, refused

DAY, NEXT = date(2026, 11, 23), date(2026, 11, 24)
PEPPER, OLDER = random_bytes(32), random_bytes(32)
PURPOSE, BINDING = b"draft/v1", b"agency"


def _seal(plaintext: bytes, day: date = DAY, pepper: bytes = PEPPER) -> bytes:
    return seal_for_day(plaintext, pepper=pepper, day=day, purpose=PURPOSE, binding=BINDING)


def _open(
    sealed: bytes,
    peppers: Sequence[bytes] = (PEPPER, OLDER),
    days: Sequence[date] = (NEXT, DAY),
    purpose: bytes = PURPOSE,
    binding: bytes = BINDING,
) -> bytes:
    return open_for_day(sealed, peppers=peppers, days=days, purpose=purpose, binding=binding)


def _draft(plaintext: bytes) -> str:
    return seal_draft(plaintext, pepper=PEPPER, day=DAY, purpose=PURPOSE, binding=BINDING)


def _open_draft(sealed: str, binding: bytes = BINDING) -> bytes:
    return open_draft(sealed, peppers=(PEPPER,), days=(DAY,), purpose=PURPOSE, binding=binding)


@given(st.binary(max_size=500), st.sampled_from([DAY, NEXT]), st.sampled_from([PEPPER, OLDER]))
def test_what_was_sealed_opens_on_its_days_under_either_pepper(
    plaintext: bytes, day: date, pepper: bytes
) -> None:
    assert _open(_seal(plaintext, day, pepper)) == plaintext


def test_it_opens_on_no_other_day_nor_for_anything_else() -> None:
    sealed = _seal(b"words")
    refused(_open, sealed, days=(NEXT,))
    refused(_open, sealed, days=())
    refused(_open, sealed, peppers=(OLDER,))
    refused(_open, sealed, peppers=())
    refused(_open, sealed, purpose=b"other/v1")
    refused(_open, sealed, binding=b"another")
    redated = sealed[:5] + NEXT.toordinal().to_bytes(4, "big") + sealed[9:]
    refused(_open, redated)


def test_every_flipped_byte_is_refused() -> None:
    sealed = _seal(b"words")
    for spoiled in (*flips(sealed), *cuts_and_tails(sealed), sealed[:9], sealed[:21]):
        refused(_open, spoiled)


@settings(max_examples=40)
@given(st.binary(max_size=20_000))
def test_a_draft_opens_as_it_was(plaintext: bytes) -> None:
    assert _open_draft(_draft(plaintext)) == plaintext


@pytest.mark.parametrize("size", [4_000, 60_000, DRAFT_BYTES_MOST])
def test_a_draft_that_does_not_shrink_opens_as_it_was(size: int) -> None:
    plaintext = random_bytes(size)
    assert _open_draft(_draft(plaintext)) == plaintext


def test_a_draft_that_just_fills_its_step_takes_no_more() -> None:
    # Random bytes are stored as they are, with eleven bytes of zlib around them.
    fits, over = (len(_draft(random_bytes(4096 - 4 - 11 + more))) for more in (0, 1))
    assert (fits, over) == (4 * (-(-(4096 + 37) // 3)), 4 * (-(-(16 * 1024 + 37) // 3)))


def test_a_draft_is_padded_with_zeros() -> None:
    framed = _open(base64.urlsafe_b64decode(_draft(b"words")))
    length = 4 + int.from_bytes(framed[:4], "big")
    assert framed[length:] == bytes(4096 - length)


def test_a_draft_opens_in_the_very_characters_that_were_given_out_only() -> None:
    sealed = _draft(b"words")
    assert sealed.endswith("=")
    last = sealed.rstrip("=")[-1]
    # The last character carries bits that say nothing: another one would decode alike.
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twin = alphabet[alphabet.index(last) ^ 1]
    twisted = sealed.rstrip("=")[:-1] + twin + "=" * sealed.count("=")
    assert base64.urlsafe_b64decode(twisted) == base64.urlsafe_b64decode(sealed)
    for spoiled in (
        twisted,
        sealed.rstrip("="),
        sealed + "\n",
        " " + sealed,
        sealed[:40] + "\r\n" + sealed[40:],
        sealed.replace("-", "+").replace("_", "/"),
        sealed + sealed,
        "",
        "???",
        "ก",
        "\ud800",
    ):
        assert spoiled != sealed
        refused(_open_draft, spoiled)


def test_every_changed_character_of_a_draft_is_refused() -> None:
    sealed = _draft(b"words")
    for at in range(len(sealed)):
        changed = "A" if sealed[at] != "A" else "B"
        refused(_open_draft, sealed[:at] + changed + sealed[at + 1 :])


def test_a_draft_of_another_agency_does_not_open() -> None:
    sealed = _draft(b"words")
    refused(_open_draft, sealed, binding=b"another")


def test_a_drafts_length_is_one_of_a_few() -> None:
    lengths = {len(_draft(random_bytes(size))) for size in range(0, 60_000, 977)}
    assert lengths == {4 * (-(-(kib * 1024 + 37) // 3)) for kib in (4, 16, 64)}
    assert len(_draft(random_bytes(70_000))) == 4 * (-(-(128 * 1024 + 37) // 3))
    with pytest.raises(ValueError, match="^a draft has at most 1 MiB$"):
        _draft(bytes(DRAFT_BYTES_MOST + 1))


def _framed(stream: bytes) -> str:
    framed = len(stream).to_bytes(4, "big") + stream
    return base64.urlsafe_b64encode(_seal(framed.ljust(4096, b"\0"))).decode()


def test_a_bomb_and_a_broken_stream_are_refused_even_when_the_seal_holds() -> None:
    assert _open_draft(_framed(zlib.compress(bytes(DRAFT_BYTES_MOST)))) == bytes(DRAFT_BYTES_MOST)
    for stream in (
        zlib.compress(bytes(DRAFT_BYTES_MOST + 1)),
        zlib.compress(bytes(3_000_000)),
        zlib.compress(b"words")[:-1],
        b"no stream",
        b"",
    ):
        refused(_open_draft, _framed(stream))


def _holds(token: str, purpose: bytes = PURPOSE, binding: bytes = BINDING) -> bool:
    days, peppers = (NEXT, DAY), (PEPPER, OLDER)
    return token_holds(token, peppers=peppers, days=days, purpose=purpose, binding=binding)


def test_a_form_token_holds_today_and_yesterday_for_its_form_alone() -> None:
    token = day_token(PEPPER, DAY, PURPOSE, BINDING)
    assert len(token) == 43
    assert _holds(token)
    assert _holds(day_token(OLDER, NEXT, PURPOSE, BINDING))
    assert not _holds(day_token(PEPPER, DAY - timedelta(1), PURPOSE, BINDING))
    assert not _holds(day_token(bytes(32), DAY, PURPOSE, BINDING))
    assert not _holds(token, purpose=b"other/v1")
    assert not _holds(token, binding=b"another")
    # Purpose and binding do not run into each other.
    assert not _holds(token, purpose=PURPOSE + b"a", binding=BINDING[1:])
    for at in range(len(token)):
        changed = "A" if token[at] != "A" else "B"
        assert not _holds(token[:at] + changed + token[at + 1 :])
    for other in ("", token[:-1], token + "=", token + " ", "ก" * 43, "\ud800"):
        assert not _holds(other)
