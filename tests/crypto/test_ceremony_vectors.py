"""Known answers of the ceremonies, by the house and by the second reader.

The vectors are never made anew. A new version gets its own beside them.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import ceremonies
from crypto.primitives import SealBroken, sign, signing_public_of, verify
from crypto.sealed_keys import KeyringEntry, OfficerSecret, ShareKind, pair_from_seed
from tests.crypto import second_reader
from tests.crypto import second_reader_ceremonies as second

Vector = dict[str, Any]

FOLDER = Path(__file__).with_name("vectors")
OBJECTS, KNOWN = (
    json.loads((FOLDER / f"{name}.json").read_text("utf-8")) for name in ("objects", "ceremonies")
)
FIRST, SECOND = (pair_from_seed(bytes.fromhex(seed)) for seed in OBJECTS["seeds"])
AGENCY, CASE, HOLDER = (bytes.fromhex(OBJECTS[name]) for name in ("agency", "case", "holder"))
RELEASE, OFFICER, SEED, REASON, CASES, BEFORE, AFTER = (
    bytes.fromhex(KNOWN[name])
    for name in (
        "release",
        "officer",
        "signer_seed",
        "reason_hash",
        "cases_hash",
        "signing_before",
        "signing_after",
    )
)
SIGNER = signing_public_of(SEED)
IDS = st.binary(min_size=16, max_size=16)
HASHES = st.binary(min_size=32, max_size=32)
PUBLICS = st.binary(min_size=1216, max_size=1216)
U32 = st.integers(0, 2**32 - 1)
KINDS = st.sampled_from(ShareKind)


def _known(stated: bytes, again: bytes, vector: Vector) -> None:
    assert stated.hex() == again.hex() == vector["statement"]
    signature = bytes.fromhex(vector["signature"])
    assert sign(SEED, stated) == signature
    verify(SIGNER, stated, signature)
    assert second_reader.signature_holds(SIGNER, again, signature)


@pytest.mark.parametrize("vector", KNOWN["epochs"], ids=lambda v: v["epoch"])
def test_epochs_are_stated_alike_and_signed_by_their_maker(vector: Vector) -> None:
    number, publics = vector["epoch"], (FIRST.public, SECOND.public)
    stated = ceremonies.EpochStatement(AGENCY, CASE, number, *publics, OFFICER).statement()
    _known(stated, second.epoch(AGENCY + CASE, number, *publics, OFFICER), vector)


@pytest.mark.parametrize("vector", KNOWN["releases"], ids=lambda v: v["until_day"])
def test_releases_are_stated_alike_and_signed_by_their_asker(vector: Vector) -> None:
    until, public = vector["until_day"], SECOND.public
    stated = ceremonies.ReleaseStatement(AGENCY, CASE, RELEASE, OFFICER, public, REASON, until)
    again = second.release(AGENCY + CASE + RELEASE + OFFICER, public, REASON, until)
    _known(stated.statement(), again, vector)


@pytest.mark.parametrize("vector", KNOWN["permits"], ids=lambda v: v["kind"])
def test_permits_are_stated_alike_and_signed_by_their_giver(vector: Vector) -> None:
    kind = ShareKind(vector["kind"])
    stated = ceremonies.PermitStatement(AGENCY, CASE, HOLDER, kind, OFFICER).statement()
    _known(stated, second.permit(AGENCY + CASE + HOLDER, vector["kind"], OFFICER), vector)


@pytest.mark.parametrize("vector", KNOWN["successions"], ids=lambda v: v["generation"])
def test_successions_are_stated_alike_and_signed(vector: Vector) -> None:
    before, after = (FIRST.public, BEFORE), (SECOND.public, AFTER)
    numbers = vector["generation"], vector["day"]
    stated = ceremonies.SuccessionStatement(AGENCY, HOLDER, numbers[0], before, after, numbers[1])
    joined = b"".join(before), b"".join(after)
    again = second.succession(AGENCY + HOLDER, numbers[0], *joined, numbers[1])
    _known(stated.statement(), again, vector)


@pytest.mark.parametrize("vector", KNOWN["two_persons"], ids=lambda v: v["kind"])
def test_what_two_persons_sign_is_stated_alike_and_signed(vector: Vector) -> None:
    kind, until = vector["kind"], vector["until_day"]
    stated = ceremonies.TwoPersonStatement(AGENCY, RELEASE, kind, OFFICER, CASES, REASON, until)
    again = second.two_persons(AGENCY + RELEASE, kind, OFFICER, CASES + REASON, until)
    _known(stated.statement(), again, vector)


def test_a_countersignature_has_the_bytes_and_the_signature_it_had() -> None:
    vector = KNOWN["countersignature"]
    numbers = vector["role_bits"], FIRST.public, BEFORE, vector["from_day"], vector["until_day"]
    stated = ceremonies.countersign_statement(KeyringEntry(AGENCY, HOLDER, *numbers), OFFICER)
    entry = second_reader.keyring_entry(AGENCY, HOLDER, *numbers)
    _known(stated, second.countersignature(OFFICER, entry), vector)


def test_a_released_half_opens_in_both_readers_and_is_signed_by_its_custodian() -> None:
    vector = KNOWN["half"]
    sealed, ids = bytes.fromhex(vector["sealed"]), AGENCY + CASE + RELEASE
    place = ceremonies.ReleasedHalf(AGENCY, CASE, RELEASE, ShareKind(vector["kind"]))
    assert ceremonies.open_half(sealed, SECOND.private, place).hex() == vector["half"]
    assert second.open_half(sealed, SECOND.private, ids, vector["kind"]).hex() == vector["half"]
    stated = ceremonies.half_statement(place, OFFICER, sealed)
    _known(stated, second.half(ids, vector["kind"], OFFICER, sealed), vector)


def test_a_refusal_has_the_bytes_and_the_signature_it_had() -> None:
    vector = KNOWN["refusal"]
    kind, reason = vector["kind"], bytes.fromhex(vector["sealed_reason"])
    place = ceremonies.ReleasedHalf(AGENCY, CASE, RELEASE, ShareKind(kind))
    stated = ceremonies.refusal_statement(place, OFFICER, reason)
    _known(stated, second.refusal(AGENCY + CASE + RELEASE, kind, OFFICER, reason), vector)


def test_a_one_time_key_opens_in_both_readers() -> None:
    sealed = bytes.fromhex(KNOWN["one_time"]["sealed"])
    place = ceremonies.OneTimePlace(AGENCY, CASE, RELEASE, OFFICER)
    assert ceremonies.open_one_time(sealed, SECOND.private, place) == FIRST.private
    ids = AGENCY + CASE + RELEASE + OFFICER
    assert second.open_one_time(sealed, SECOND.private, ids) == FIRST.private


@pytest.mark.parametrize("vector", KNOWN["links"], ids=lambda v: v["epoch"])
def test_links_open_in_both_readers(vector: Vector) -> None:
    sealed, number = bytes.fromhex(vector["sealed"]), vector["epoch"]
    place = ceremonies.EpochPlace(AGENCY, CASE, number)
    assert ceremonies.open_link(sealed, SECOND.private, place) == FIRST.private
    assert second.open_link(sealed, SECOND.private, AGENCY + CASE, number) == FIRST.private


def test_an_officers_keys_before_open_in_both_readers() -> None:
    vector = KNOWN["previous"]
    sealed = bytes.fromhex(vector["sealed"])
    before, now = (bytes.fromhex(vector[f"signing_seed_{when}"]) for when in ("before", "now"))
    opened = ceremonies.open_previous(sealed, OfficerSecret(SECOND.private, now), OFFICER)
    assert opened == OfficerSecret(FIRST.private, before)
    assert second.open_previous(sealed, SECOND.private, OFFICER) == (FIRST.private, before)


@pytest.mark.parametrize("vector", KNOWN["recovery"], ids=lambda v: v["seed"][:4])
def test_a_recovery_paper_gives_the_same_signing_key_in_both_readers(vector: Vector) -> None:
    seed = bytes.fromhex(vector["seed"])
    signing = ceremonies.recovery_signing_seed(seed)
    assert signing.hex() == second.recovery_signing_seed(seed).hex() == vector["signing_seed"]
    assert signing_public_of(signing).hex() == vector["signing_public"]


@pytest.mark.parametrize("vector", KNOWN["fingerprints"], ids=lambda v: v["digits"][:4])
def test_a_fingerprint_is_the_same_in_both_readers(vector: Vector) -> None:
    public = bytes.fromhex(vector["signing_public"])
    digits = ceremonies.fingerprint(FIRST.public, public)
    assert digits == second.fingerprint(FIRST.public, public) == vector["digits"]


# Over what neither has seen before


@given(IDS, IDS, IDS, IDS, U32, PUBLICS, PUBLICS)
def test_any_epoch_or_succession_is_stated_alike(
    agency: bytes, case: bytes, maker: bytes, other: bytes, number: int, one: bytes, two: bytes
) -> None:
    stated = ceremonies.EpochStatement(agency, case, number, one, two, maker)
    assert stated.statement() == second.epoch(agency + case, number, one, two, maker)
    before, after = (one, maker + other), (two, other + maker)
    followed = ceremonies.SuccessionStatement(agency, case, number, before, after, 1)
    joined = b"".join(before), b"".join(after)
    assert followed.statement() == second.succession(agency + case, number, *joined, 1)


@given(IDS, IDS, IDS, IDS, U32, PUBLICS, HASHES, HASHES, KINDS)
def test_any_release_permit_or_order_of_two_is_stated_alike(
    agency: bytes,
    case: bytes,
    other: bytes,
    officer: bytes,
    day: int,
    public: bytes,
    one: bytes,
    two: bytes,
    kind: ShareKind,
) -> None:
    ids = agency + case + other
    asked = ceremonies.ReleaseStatement(agency, case, other, officer, public, one, day)
    assert asked.statement() == second.release(ids + officer, public, one, day)
    permitted = ceremonies.PermitStatement(agency, case, other, kind, officer)
    assert permitted.statement() == second.permit(ids, int(kind), officer)
    ordered = ceremonies.TwoPersonStatement(agency, case, day % 256, other, one, two, day)
    assert ordered.statement() == second.two_persons(
        agency + case, day % 256, other, one + two, day
    )
    half = ceremonies.ReleasedHalf(agency, case, other, kind)
    assert ceremonies.half_statement(half, officer, one) == second.half(ids, kind, officer, one)
    assert ceremonies.refusal_statement(half, officer, two) == second.refusal(
        ids, kind, officer, two
    )


@given(IDS, IDS, IDS, U32, KINDS, st.binary(min_size=96, max_size=96))
def test_what_is_sealed_in_any_place_opens_in_both(
    agency: bytes, case: bytes, release: bytes, number: int, kind: ShareKind, secret: bytes
) -> None:
    link = ceremonies.seal_link(secret, FIRST.public, ceremonies.EpochPlace(agency, case, number))
    assert second.open_link(link, FIRST.private, agency + case, number) == secret
    place, ids = ceremonies.ReleasedHalf(agency, case, release, kind), agency + case + release
    half = ceremonies.seal_half(secret, FIRST.public, place)
    assert second.open_half(half, FIRST.private, ids, kind) == secret
    one_time = ceremonies.OneTimePlace(agency, case, release, release)
    key = ceremonies.seal_one_time(secret, FIRST.public, one_time)
    assert second.open_one_time(key, FIRST.private, ids + release) == secret
    with pytest.raises(second_reader.Refused):
        second.open_half(half, FIRST.private, ids[::-1] + b"x", kind)
    with pytest.raises(SealBroken):
        ceremonies.open_half(half, SECOND.private, place)
