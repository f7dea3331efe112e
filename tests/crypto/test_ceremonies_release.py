"""The one-time key, the halves and the refusals of a release: for their one place alone."""

from dataclasses import replace

import pytest

from crypto.ceremonies import (
    ONE_TIME_BYTES,
    RELEASED_BYTES,
    OneTimePlace,
    ReleasedHalf,
    half_statement,
    open_half,
    open_one_time,
    refusal_statement,
    seal_half,
    seal_one_time,
)
from crypto.primitives import SealBroken
from crypto.sealed_keys import ShareKind, generate_pair, split
from tests.crypto.spoiling import cuts_and_tails, flips, refused

AGENCY, CASE, RELEASE, ASKER = b"a" * 16, b"c" * 16, b"r" * 16, b"o" * 16
PLACE = OneTimePlace(AGENCY, CASE, RELEASE, ASKER)
HALF = ReleasedHalf(AGENCY, CASE, RELEASE, ShareKind.IDENTITY_INSIDE)
OFFICER, ONE_TIME = generate_pair(), generate_pair()


def test_a_one_time_key_opens_for_its_asker_alone() -> None:
    sealed = seal_one_time(ONE_TIME.private, OFFICER.public, PLACE)
    assert len(sealed) == ONE_TIME_BYTES == 1238
    assert open_one_time(sealed, OFFICER.private, PLACE) == ONE_TIME.private
    for private in (ONE_TIME.private, bytes(96), OFFICER.private[1:], b""):
        refused(open_one_time, sealed, private, PLACE)


def test_every_flipped_byte_of_a_one_time_key_is_refused() -> None:
    sealed = seal_one_time(ONE_TIME.private, OFFICER.public, PLACE)
    for spoiled in (*flips(sealed), *cuts_and_tails(sealed)):
        refused(open_one_time, spoiled, OFFICER.private, PLACE)


@pytest.mark.parametrize("name", ["agency", "case", "release", "asker"])
def test_a_one_time_key_opens_in_its_own_place_only(name: str) -> None:
    sealed = seal_one_time(ONE_TIME.private, OFFICER.public, PLACE)
    refused(open_one_time, sealed, OFFICER.private, replace(PLACE, **{name: b"x" * 16}))
    refused(open_one_time, sealed, OFFICER.private, replace(PLACE, **{name: b"x" * 15}))


def test_a_one_time_key_of_another_length_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="96 bytes"):
        seal_one_time(ONE_TIME.private[1:], OFFICER.public, PLACE)


def test_a_half_opens_for_its_own_release_and_kind_only() -> None:
    half, _ = split(generate_pair().private)
    sealed = seal_half(half, ONE_TIME.public, HALF)
    assert len(sealed) == RELEASED_BYTES == 1239
    assert open_half(sealed, ONE_TIME.private, HALF) == half
    for place in (
        replace(HALF, release=b"x" * 16),
        replace(HALF, case=b"x" * 16),
        replace(HALF, kind=ShareKind.IDENTITY_OUTSIDE),
    ):
        refused(open_half, sealed, ONE_TIME.private, place)


def test_a_refusal_never_reads_like_a_half_given() -> None:
    statements = {
        half_statement(HALF, ASKER, b"sealed"),
        refusal_statement(HALF, ASKER, b"sealed"),
        refusal_statement(HALF, ASKER, b"other"),
        refusal_statement(HALF, b"x" * 16, b"sealed"),
        refusal_statement(replace(HALF, kind=ShareKind.IDENTITY_OUTSIDE), ASKER, b"sealed"),
        refusal_statement(replace(HALF, release=b"x" * 16), ASKER, b"sealed"),
    }
    assert len(statements) == 6


def test_ids_of_another_length_cannot_lend_bytes_to_their_neighbours() -> None:
    with pytest.raises(SealBroken):
        refusal_statement(HALF, ASKER[1:], b"sealed")
    with pytest.raises(SealBroken):
        refusal_statement(replace(HALF, case=CASE + b"x", release=RELEASE[1:]), ASKER, b"s")
