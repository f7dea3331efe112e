"""The house and the second reader, over what neither has seen before."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.envelope import (
    FLOOR_BYTES,
    ObjectType,
    Place,
    StreamOpener,
    open_sealed,
    padme,
    prefix_bytes,
    seal,
    start_stream,
)
from crypto.primitives import SealBroken
from crypto.sealed_keys import ShareContext, ShareKind, generate_pair, open_share, seal_share
from tests.crypto import second_reader
from tests.crypto.second_reader import Refused

PAIRS = [generate_pair() for _ in range(3)]
PUBLICS = [pair.public for pair in PAIRS]
IDS = st.binary(min_size=16, max_size=16)
PLACES = st.builds(
    Place, IDS, IDS, st.integers(0, 2**32 - 1), IDS, st.sampled_from(list(ObjectType))
)
SIZES_AT_CHUNKS = st.sampled_from([0, 1, 16_383, 16_384, 16_385, 32_767, 32_768, 32_769, 100_000])


def header(place: Place, publics: list[bytes]) -> bytes:
    where = place.agency + place.case + place.epoch.to_bytes(4, "big") + place.object
    return second_reader.object_header(int(place.type), where, publics)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=3000), PLACES, st.integers(1, 3))
def test_what_the_house_seals_both_open_and_only_for_its_recipients(
    text: str, place: Place, count: int
) -> None:
    plain, publics = text.encode(), PUBLICS[:count]
    sealed = seal(plain, place, publics)
    for pair in PAIRS[:count]:
        assert open_sealed(sealed, place, pair.private, publics) == plain
        framed = second_reader.open_object(sealed, header(place, publics), pair.private, publics)
        assert second_reader.framed_text(framed) == plain
        assert framed == second_reader.frame(plain, len(framed))
    for pair in PAIRS[count:]:
        with pytest.raises(SealBroken):
            open_sealed(sealed, place, pair.private, publics)
        with pytest.raises(Refused):
            second_reader.open_object(sealed, header(place, publics), pair.private, publics)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=5000), PLACES, st.integers(1, 3))
def test_what_the_second_reader_seals_the_house_opens(
    plain: bytes, place: Place, count: int
) -> None:
    publics = PUBLICS[:count]
    framed = second_reader.frame(plain, max(FLOOR_BYTES, padme(4 + len(plain))))
    sealed = second_reader.seal_object(framed, header(place, publics), publics)
    for pair in PAIRS[:count]:
        assert open_sealed(sealed, place, pair.private, publics) == plain


@settings(max_examples=20, deadline=None)
@given(SIZES_AT_CHUNKS, PLACES, st.integers(1, 70_000), st.integers(1, 70_000))
def test_streams_of_any_cut_open_in_both(
    size: int, place: Place, sealed_by: int, opened_by: int
) -> None:
    plain, publics = random.Random(size).randbytes(size), PUBLICS[:1]
    sealer = start_stream(place, publics)
    rest = b"".join(sealer.update(plain[at:][:sealed_by]) for at in range(0, size, sealed_by))
    rest += sealer.finalize()
    opener = StreamOpener(sealer.prefix, place, PAIRS[0].private, publics)
    opened = b"".join(opener.update(rest[at:][:opened_by]) for at in range(0, len(rest), opened_by))
    assert opened + opener.finalize() == plain
    whole, bound = sealer.prefix + rest, header(place, publics)
    assert second_reader.open_object(whole, bound, PAIRS[0].private, publics) == plain
    theirs = second_reader.seal_object(plain, bound, publics)
    split = prefix_bytes(1)
    opener = StreamOpener(theirs[:split], place, PAIRS[0].private, publics)
    assert opener.update(theirs[split:]) + opener.finalize() == plain


def test_both_refuse_the_same_flipped_bytes() -> None:
    place = Place(b"a" * 16, b"c" * 16, 7, b"o" * 16, ObjectType.REPORT)
    publics, bound = PUBLICS[:1], header(place, PUBLICS[:1])
    sealed = seal(b"words", place, publics)
    for at in range(0, len(sealed), 7):
        flipped = bytearray(sealed)
        flipped[at] ^= 1 << at % 8
        with pytest.raises(SealBroken):
            open_sealed(bytes(flipped), place, PAIRS[0].private, publics)
        with pytest.raises(Refused):
            second_reader.open_object(bytes(flipped), bound, PAIRS[0].private, publics)


@settings(max_examples=40, deadline=None)
@given(
    st.binary(min_size=96, max_size=96),
    st.builds(ShareContext, IDS, IDS, st.integers(0, 2**32 - 1), IDS, st.sampled_from(ShareKind)),
)
def test_shares_open_in_both(secret: bytes, context: ShareContext) -> None:
    sealed = seal_share(secret, PUBLICS[0], context)
    assert open_share(sealed, PAIRS[0].private, context) == secret
    place = context.info().removeprefix(b"prongsai share/v1")
    assert second_reader.open_share(sealed, PAIRS[0].private, place) == secret
    with pytest.raises(Refused):
        second_reader.open_share(sealed, PAIRS[1].private, place)
