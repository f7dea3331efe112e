"""Sealed objects and streams: for one place, for their recipients, whole or not at all."""

import random
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.envelope import (
    HEADER_BYTES,
    WRAP_BYTES,
    ObjectType,
    Place,
    StreamOpener,
    StreamReader,
    open_sealed,
    padme,
    prefix_bytes,
    seal,
    start_stream,
    stream_key,
)
from crypto.primitives import ReadyKey, SealBroken, random_bytes
from crypto.sealed_keys import generate_pair
from tests.crypto.spoiling import cuts_and_tails, flips, refused

PLACE = Place(b"a" * 16, b"c" * 16, 0, b"o" * 16, ObjectType.REPORT)
FIRST, SECOND, STRANGER = generate_pair(), generate_pair(), generate_pair()
BOTH = (FIRST.public, SECOND.public)
MIB = 1024 * 1024

ELSEWHERE = [
    replace(PLACE, agency=b"x" * 16),
    replace(PLACE, case=b"x" * 16),
    replace(PLACE, epoch=1),
    replace(PLACE, object=b"x" * 16),
    replace(PLACE, type=ObjectType.IDENTITY),
]


def test_every_flipped_byte_of_a_sealed_object_is_refused_alike() -> None:
    sealed = seal("ความลับ".encode(), PLACE, BOTH)
    first, second = ReadyKey(FIRST.private), ReadyKey(SECOND.private)
    assert open_sealed(sealed, PLACE, first, BOTH) == open_sealed(sealed, PLACE, second, BOTH)
    second_wrap = range(HEADER_BYTES + 1 + WRAP_BYTES, HEADER_BYTES + 1 + 2 * WRAP_BYTES)
    for at, flipped in enumerate(flips(sealed)):
        # Another recipient's wrap is not this reader's to judge; its own reader refuses it.
        reader = second if at in second_wrap else first
        refused(open_sealed, flipped, PLACE, reader, BOTH)


@pytest.mark.parametrize("place", ELSEWHERE)
def test_an_object_moved_to_another_place_does_not_open(place: Place) -> None:
    sealed = seal(b"x", PLACE, BOTH)
    refused(open_sealed, sealed, place, FIRST.private, BOTH)
    # Nor when the header is changed along with the row: the wraps and the body know better.
    rewritten = seal(b"y", place, BOTH)[:HEADER_BYTES] + sealed[HEADER_BYTES:]
    refused(open_sealed, rewritten, place, FIRST.private, BOTH)


@pytest.mark.parametrize(
    "place",
    [replace(PLACE, case=b"short"), replace(PLACE, epoch=-1), replace(PLACE, epoch=2**32)],
)
def test_a_place_that_cannot_be_is_refused_like_any_other(place: Place) -> None:
    sealed = seal(b"x", PLACE, BOTH)
    refused(open_sealed, sealed, place, FIRST.private, BOTH)


def test_ids_that_lend_a_byte_to_their_neighbour_are_refused() -> None:
    sealed = seal(b"x", PLACE, BOTH)
    lent = replace(PLACE, agency=PLACE.agency + PLACE.case[:1], case=PLACE.case[1:])
    refused(open_sealed, sealed, lent, FIRST.private, BOTH)


def test_other_recipients_and_strangers_do_not_open_an_object() -> None:
    sealed = seal(b"x", PLACE, BOTH)
    attempts: tuple[tuple[bytes, tuple[bytes, ...]], ...] = (
        (STRANGER.private, BOTH),
        (STRANGER.private, (STRANGER.public, SECOND.public)),
        (FIRST.private, BOTH[:1]),
        (FIRST.private, BOTH[::-1]),
        (FIRST.private, (*BOTH, STRANGER.public)),
        (FIRST.private, ()),
        (FIRST.private, BOTH * 128),
        (bytes(96), BOTH),
        (FIRST.private[:-1], BOTH),
        (b"", BOTH),
    )
    for private, recipients in attempts:
        refused(open_sealed, sealed, PLACE, private, recipients)


def test_wraps_and_bodies_do_not_change_places() -> None:
    one, two = seal(b"one", PLACE, BOTH), seal(b"two", PLACE, BOTH)
    wraps, head = HEADER_BYTES + 1, prefix_bytes(2)
    body = head - 56
    swapped_wraps = one[:wraps] + one[wraps + WRAP_BYTES : body] + one[wraps:][:WRAP_BYTES]
    for forged in (
        one[:body] + two[body:],
        one[:head] + two[head:],
        one[:wraps] + two[wraps:body] + one[body:],
        swapped_wraps + one[body:],
    ):
        refused(open_sealed, forged, PLACE, FIRST.private, BOTH)


def test_a_ghost_recipient_added_to_an_object_opens_nothing() -> None:
    sealed = seal(b"x", PLACE, BOTH[:1])
    ghost = (FIRST.public, STRANGER.public)
    wraps_end = prefix_bytes(1) - 56
    forged = sealed[:HEADER_BYTES] + b"\2" + sealed[HEADER_BYTES + 1 : wraps_end]
    forged += random_bytes(WRAP_BYTES) + sealed[wraps_end:]
    for reader in (FIRST, STRANGER):
        for recipients in (ghost, ghost[:1]):
            refused(open_sealed, forged, PLACE, reader.private, recipients)


def test_cut_and_lengthened_objects_do_not_open() -> None:
    sealed = seal(b"x", PLACE, BOTH)
    for at in (HEADER_BYTES, HEADER_BYTES + 1, prefix_bytes(2) - 56, prefix_bytes(2)):
        refused(open_sealed, sealed[:at], PLACE, FIRST.private, BOTH)
    for spoiled in cuts_and_tails(sealed):
        refused(open_sealed, spoiled, PLACE, FIRST.private, BOTH)


@pytest.mark.parametrize("framed", [b"", b"\0\0\0", b"\0\0\0\5word", b"\xff" * 5000])
def test_a_frame_that_promises_more_than_it_holds_is_refused(framed: bytes) -> None:
    sealer = start_stream(PLACE, BOTH)
    sealed = sealer.prefix + sealer.update(framed) + sealer.finalize()
    refused(open_sealed, sealed, PLACE, FIRST.private, BOTH)


def test_a_text_that_does_not_fit_its_fixed_size_is_a_mistake_of_ours() -> None:
    full, empty = (seal(bytes(n), PLACE, BOTH, padded_to=8192) for n in (8188, 0))
    assert len(full) == len(empty)
    assert open_sealed(full, PLACE, FIRST.private, BOTH) == bytes(8188)
    with pytest.raises(ValueError, match="^the plaintext does not fit$"):
        seal(bytes(8189), PLACE, BOTH, padded_to=8192)
    for recipients in ((), BOTH * 128):
        with pytest.raises(ValueError, match="^an object has 1 to 255 recipients$"):
            seal(b"", PLACE, recipients)
    with pytest.raises(ValueError, match="^an id has 16 bytes$"):
        seal(b"", replace(PLACE, case=b"short"), BOTH)


def test_nothing_is_sealed_to_a_key_that_is_none() -> None:
    low_order_x25519 = FIRST.public[:1184] + bytes(32)
    not_reduced = b"\xff" * 1184 + FIRST.public[1184:]
    for public in (low_order_x25519, not_reduced, FIRST.public[:-1], b""):
        refused(seal, b"x", PLACE, (public,))


def test_the_same_text_sealed_twice_has_nothing_in_common_but_its_header() -> None:
    one, two = (seal(b"x", PLACE, BOTH[:1]) for _ in range(2))
    alike = sum(a == b for a, b in zip(one[92:], two[92:], strict=True))
    assert one[:92] == two[:92]
    assert alike < len(one) // 64


@pytest.mark.parametrize(
    ("length", "padded"),
    [
        (0, 4096),
        (4096, 4096),
        (4097, 4352),
        (5000, 5120),
        (60_000, 61_440),
        (20_000_000, 20_447_232),
    ],
)
def test_padding_follows_padme_with_a_floor(length: int, padded: int) -> None:
    assert padme(length) == padded
    assert padme(padded) == padded


@given(st.integers(0, 2**40))
def test_padding_adds_an_eighth_at_most_and_never_shrinks(length: int) -> None:
    assert length <= padme(length) <= max(4096, length + length // 8)
    assert padme(length) <= padme(length + 1)


@given(st.integers(0, 4092), st.integers(0, 4092))
def test_short_texts_have_one_length(one: int, other: int) -> None:
    assert len(seal(bytes(one), PLACE, BOTH[:1])) == len(seal(bytes(other), PLACE, BOTH[:1]))


# Streams


def _sealed(plain: bytes) -> tuple[bytes, bytes]:
    sealer = start_stream(PLACE, BOTH)
    return sealer.prefix, sealer.update(plain) + sealer.finalize()


def _open(prefix: bytes, rest: bytes, place: Place = PLACE) -> bytes:
    opener = StreamOpener(prefix, place, SECOND.private, BOTH)
    return opener.update(rest) + opener.finalize()


@pytest.mark.parametrize("size", [0, 1, 16_383, 16_384, 16_385, 40_000])
def test_a_stream_opens_whole_and_never_cut(size: int) -> None:
    plain = random.Random(size).randbytes(size)
    prefix, rest = _sealed(plain)
    assert _open(prefix, rest) == plain
    chunk = 16 * 1024 + 16
    ends = {0, 1, 15, 16, chunk - 1, chunk, chunk + 1, 2 * chunk, len(rest) - 1}
    for end in ends & set(range(len(rest))):
        refused(_open, prefix, rest[:end])
    for tail in (b"\0", bytes(16), rest):
        refused(_open, prefix, rest + tail)


def test_every_flipped_byte_of_a_streams_prefix_and_many_of_its_body_are_refused() -> None:
    prefix, rest = _sealed(bytes(40_000))
    first_wrap = range(HEADER_BYTES + 1, HEADER_BYTES + 1 + WRAP_BYTES)
    for at, flipped in enumerate(flips(prefix)):
        if at not in first_wrap:
            refused(_open, flipped, rest)
    for flipped in flips(rest, 211):
        refused(_open, prefix, flipped)


def test_rows_of_a_stream_swapped_left_out_or_sent_twice_are_refused() -> None:
    chunk = 16 * 1024 + 16
    prefix, rest = _sealed(bytes(5 * 16 * 1024 + 7))
    rows = [rest[at : at + chunk] for at in range(0, len(rest), chunk)]
    other = _sealed(bytes(5 * 16 * 1024 + 7))[1]
    for forged in (
        [rows[1], rows[0], *rows[2:]],
        [*rows[:2], *rows[3:]],
        [rows[0], *rows],
        [*rows, rows[-1]],
        rows[:-1],
        [other[:chunk], *rows[1:]],
        [*rows[:-1], other[5 * chunk :]],
    ):
        refused(_open, prefix, b"".join(forged))


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_stream_opens_in_its_own_place_only(place: Place) -> None:
    prefix, rest = _sealed(b"x")
    refused(_open, prefix, rest, place)


def _read(prefix: bytes, rest: bytes, place: Place, key: bytes) -> bytes:
    reader = StreamReader(prefix, place, key, BOTH)
    return reader.update(rest) + reader.finalize()


def test_the_key_out_of_a_prefix_opens_the_rest_without_the_private_half() -> None:
    plain = random.Random(5).randbytes(40_000)
    prefix, rest = _sealed(plain)
    keys = {stream_key(prefix, PLACE, one.private, BOTH) for one in (FIRST, SECOND)}
    assert len(keys) == 1
    (key,) = keys
    assert _read(prefix, rest, PLACE, key) == plain
    refused(stream_key, prefix, PLACE, STRANGER.private, BOTH)
    for end in (0, 15, 16 * 1024 + 16, len(rest) - 1):
        refused(_read, prefix, rest[:end], PLACE, key)
    for flipped in flips(rest, 211):
        refused(_read, prefix, flipped, PLACE, key)


def test_the_key_out_of_a_prefix_opens_no_other_stream_and_no_other_place() -> None:
    (prefix, rest), (other, others_rest) = _sealed(b"x"), _sealed(b"x")
    key = stream_key(prefix, PLACE, FIRST.private, BOTH)
    refused(_read, other, others_rest, PLACE, key)
    refused(_read, prefix, others_rest, PLACE, key)
    for place in ELSEWHERE:
        refused(_read, prefix, rest, place, key)
        refused(stream_key, prefix, place, FIRST.private, BOTH)
    for spoiled in cuts_and_tails(prefix):
        refused(_read, spoiled, rest, PLACE, key)
        refused(stream_key, spoiled, PLACE, FIRST.private, BOTH)


def test_prefixes_of_another_length_are_refused() -> None:
    prefix, rest = _sealed(b"x")
    for spoiled in cuts_and_tails(prefix):
        refused(_open, spoiled, rest)


def test_a_stream_once_refused_stays_refused() -> None:
    prefix, rest = _sealed(bytes(40_000))
    opener = StreamOpener(prefix, PLACE, FIRST.private, BOTH)
    refused(opener.update, bytes(len(rest)))
    refused(opener.update, rest)
    refused(opener.finalize)


def test_fifty_megabytes_are_sealed_and_opened_in_little_memory() -> None:
    sealer = start_stream(PLACE, BOTH)
    piece, pieces, opened = random_bytes(MIB), 50, 0

    def sealed() -> Iterator[bytes]:
        for _ in range(pieces):
            yield sealer.update(piece)
        yield sealer.finalize()

    tracemalloc.start()
    opener = StreamOpener(sealer.prefix, PLACE, FIRST.private, BOTH)
    for row in sealed():
        opened += len(opener.update(row))
    opened += len(opener.finalize())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert opened == pieces * MIB
    assert peak < 8 * MIB


def test_nothing_but_the_refusal_is_raised_over_noise() -> None:
    noise = random.Random(20)
    for _ in range(300):
        sealed = noise.randbytes(noise.choice([0, 1, 91, 92, 93, 1260, 1316, 5000]))
        with pytest.raises(SealBroken):
            open_sealed(sealed, PLACE, FIRST.private, BOTH[:1])
