"""A case's chain and its manifest: nothing left out, swapped, re-dated or taken from elsewhere."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.case_chain import (
    EVENT_BYTES,
    Event,
    check_chain,
    check_event_signature,
    event_hash,
    kind_of,
    leaf,
    received_event,
    sign_event,
)
from crypto.manifest import make_manifest, unpack_manifest
from crypto.primitives import random_bytes, sign, signing_public_of
from crypto.sealed_keys import generate_pair
from tests.crypto.spoiling import cuts_and_tails, flips, refused

DAY = date(2026, 11, 23)
HANDLE = b"h" * 16
HASHES = st.binary(min_size=32, max_size=32)
EVENTS = st.builds(
    Event,
    st.binary(min_size=16, max_size=16),
    st.integers(0, 2**32 - 1),
    HASHES,
    st.integers(0, 2**16 - 1),
    st.dates(),
    st.integers(0, 255),
    HASHES,
)


def _chain(length: int) -> list[Event]:
    events = [received_event(HANDLE, DAY)]
    while len(events) < length:
        prev = event_hash(events[-1].pack())
        events.append(Event(HANDLE, len(events), prev, 4, DAY, 1, bytes(32)))
    return events


@given(EVENTS)
def test_an_event_reads_back(event: Event) -> None:
    assert len(event.pack()) == EVENT_BYTES == 92
    assert Event.unpack(event.pack()) == event
    assert kind_of(event.pack()) == event.kind


def test_a_chain_with_a_gap_a_swap_or_another_case_is_refused() -> None:
    events = _chain(4)
    packed = [event.pack() for event in events]
    check_chain(packed)
    check_chain(packed[:1])
    for forged in (
        [],
        packed[1:],
        packed[:1] + packed[2:],
        packed[::-1],
        [packed[0], packed[2], packed[1], packed[3]],
        [*packed, packed[-1]],
        [packed[0], replace(events[1], handle=b"x" * 16).pack()],
        [*packed[:2], replace(events[2], day=date(2026, 11, 20)).pack(), packed[3]],
        [*packed[:2], replace(events[2], kind=5).pack(), packed[3]],
        [replace(events[0], day=date(2026, 11, 24)).pack(), *packed[1:]],
    ):
        refused(check_chain, forged)


def test_a_chain_that_miscounts_is_refused_though_every_link_holds() -> None:
    first = received_event(HANDLE, DAY)
    for seq in (0, 2, 2**32 - 1):
        second = Event(HANDLE, seq, event_hash(first.pack()), 4, DAY, 1, bytes(32))
        refused(check_chain, [first.pack(), second.pack()])
    refused(check_chain, [replace(first, seq=1).pack()])


def test_every_flipped_byte_of_a_link_breaks_the_chain_behind_it() -> None:
    first, second, third = (event.pack() for event in _chain(3))
    for flipped in flips(second):
        refused(check_chain, [first, flipped, third])


def test_what_is_no_event_is_refused() -> None:
    packed = received_event(HANDLE, DAY).pack()
    # The last has a day in its last three bytes.
    days = (bytes(4), b"\xff" * 4, b"\x01" + packed[56:59])
    no_days = (packed[:55] + day + packed[59:] for day in days)
    for spoiled in (*cuts_and_tails(packed), b"\2" + packed[1:], *no_days):
        refused(Event.unpack, spoiled)
        refused(check_chain, [spoiled])
    for spoiled in (*cuts_and_tails(packed), b"\2" + packed[1:]):
        refused(kind_of, spoiled)


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({"handle": b""}, "a handle has 16 bytes, a hash 32"),
        ({"prev": b""}, "a handle has 16 bytes, a hash 32"),
        ({"body_hash": b""}, "a hash has 32 bytes"),
    ],
)
def test_an_event_of_another_shape_is_a_mistake_of_ours(
    change: dict[str, bytes], mistake: str
) -> None:
    event = received_event(HANDLE, DAY)
    handle, prev, body_hash = (
        change.get(name, getattr(event, name)) for name in ("handle", "prev", "body_hash")
    )
    with pytest.raises(ValueError, match=f"^{mistake}$"):
        replace(event, handle=handle, prev=prev, body_hash=body_hash).pack()


def test_an_event_signed_by_another_or_changed_is_refused() -> None:
    seed = random_bytes(32)
    public, packed = signing_public_of(seed), received_event(HANDLE, DAY).pack()
    signature = sign_event(seed, packed)
    check_event_signature(public, packed, signature)
    for spoiled in flips(packed):
        refused(check_event_signature, public, spoiled, signature)
    for spoiled in (*flips(signature), *cuts_and_tails(signature)):
        refused(check_event_signature, public, packed, spoiled)
    for other in (signing_public_of(bytes(32)), bytes(32), b"short"):
        refused(check_event_signature, other, packed, signature)
    # The bare bytes signed for some other end are no event's signature.
    refused(check_event_signature, public, packed, sign(seed, packed))


@given(EVENTS, EVENTS, HASHES, HASHES)
def test_a_leaf_is_of_one_event_one_salt_and_one_day(
    one: Event, other: Event, salt: bytes, other_salt: bytes
) -> None:
    mine = leaf(DAY, salt, one.pack())
    assert mine == leaf(DAY, salt, one.pack())
    assert mine != leaf(date(2026, 11, 24), salt, one.pack())
    assert (mine == leaf(DAY, salt, other.pack())) == (one == other)
    assert (mine == leaf(DAY, other_salt, one.pack())) == (salt == other_salt)


def test_a_manifest_reads_back_and_a_broken_one_is_refused() -> None:
    case, reporter, identity = (generate_pair().public for _ in range(3))
    manifest = make_manifest(
        case_public=case,
        reporter_public=reporter,
        identity_public=identity,
        sealed=[(1, b"o" * 16, b"body"), (2, b"p" * 16, b"more")],
    )
    packed = manifest.pack()
    assert unpack_manifest(packed) == manifest
    uncounted = packed[: 5 + 3 * 1216]
    others = (uncounted, b"PRSX" + packed[4:], b"PRSM\2" + packed[5:])
    for broken in (*cuts_and_tails(packed), *others):
        refused(unpack_manifest, broken)
    for flipped in flips(packed, 37):
        assert flipped[:5] != packed[:5] or unpack_manifest(flipped) != manifest
    with pytest.raises(ValueError, match="^a public half has 1216 bytes$"):
        replace(manifest, case_public=b"").pack()
    with pytest.raises(ValueError, match="^an id has 16 bytes, a hash 32$"):
        replace(manifest, parts=(replace(manifest.parts[0], object=b"short"),)).pack()
