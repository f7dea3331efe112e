"""What must not open: flipped bytes, wrong holders, swapped places, cut streams."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crypto import day_seal
from crypto.case_chain import (
    Event,
    check_chain,
    check_event_signature,
    event_hash,
    received_event,
    sign_event,
)
from crypto.envelope import (
    ObjectType,
    Place,
    StreamOpener,
    open_sealed,
    padme,
    seal,
    start_stream,
)
from crypto.manifest import make_manifest, unpack_manifest
from crypto.primitives import SealBroken, random_bytes, signing_public_of
from crypto.sealed_keys import (
    KeyringEntry,
    OfficerSecret,
    ShareContext,
    ShareKind,
    check_entry,
    dummy_share,
    generate_pair,
    generate_signing,
    join,
    open_share,
    seal_share,
    sign_entry,
    split,
    unwrap_officer_secret,
    wrap_officer_secret,
)

PLACE = Place(bytes(16), b"c" * 16, 0, b"o" * 16, ObjectType.REPORT)
CONTEXT = ShareContext(bytes(16), b"c" * 16, 0, b"h" * 16, ShareKind.CONTENT)
FIRST, SECOND, STRANGER = generate_pair(), generate_pair(), generate_pair()
BOTH = (FIRST.public, SECOND.public)


def test_every_flipped_byte_of_a_sealed_object_is_refused_alike() -> None:
    sealed = seal("ความลับ".encode(), PLACE, BOTH)
    wrap_of_the_other = range(92 + 1168, 92 + 2 * 1168)
    for at in range(len(sealed)):
        flipped = bytearray(sealed)
        flipped[at] ^= 1
        if at in wrap_of_the_other:
            # Another recipient's wrap is not this reader's to judge; its own reader refuses it.
            with pytest.raises(SealBroken):
                open_sealed(bytes(flipped), PLACE, SECOND.private, BOTH)
            continue
        with pytest.raises(SealBroken) as refused:
            open_sealed(bytes(flipped), PLACE, FIRST.private, BOTH)
        assert refused.value.args == ()


def test_every_flipped_byte_of_a_share_is_refused() -> None:
    sealed = seal_share(bytes(96), FIRST.public, CONTEXT)
    for at in range(len(sealed)):
        flipped = bytearray(sealed)
        flipped[at] ^= 0x80
        with pytest.raises(SealBroken):
            open_share(bytes(flipped), FIRST.private, CONTEXT)


@pytest.mark.parametrize(
    "place",
    [
        replace(PLACE, agency=b"x" * 16),
        replace(PLACE, case=b"x" * 16),
        replace(PLACE, epoch=1),
        replace(PLACE, object=b"x" * 16),
        replace(PLACE, type=ObjectType.IDENTITY),
    ],
)
def test_an_object_moved_to_another_place_does_not_open(place: Place) -> None:
    with pytest.raises(SealBroken):
        open_sealed(seal(b"x", PLACE, BOTH), place, FIRST.private, BOTH)


def test_other_recipients_and_strangers_do_not_open_an_object() -> None:
    sealed = seal(b"x", PLACE, BOTH)
    for private, recipients in (
        (STRANGER.private, BOTH),
        (STRANGER.private, (STRANGER.public, SECOND.public)),
        (FIRST.private, BOTH[:1]),
        (FIRST.private, BOTH[::-1]),
        (bytes(96), BOTH),
    ):
        with pytest.raises(SealBroken):
            open_sealed(sealed, PLACE, private, recipients)


def test_swapped_wraps_bodies_and_cut_objects_do_not_open() -> None:
    one, two = seal(b"one", PLACE, BOTH), seal(b"two", PLACE, BOTH)
    cut = 92 + 2 * 1168
    for forged in (one[:cut] + two[cut:], one[:-1], one + b"x", one[:91], b"", one[:cut]):
        with pytest.raises(SealBroken):
            open_sealed(forged, PLACE, FIRST.private, BOTH)


@pytest.mark.parametrize(
    "context",
    [
        replace(CONTEXT, agency=b"x" * 16),
        replace(CONTEXT, case=b"x" * 16),
        replace(CONTEXT, epoch=1),
        replace(CONTEXT, holder=b"x" * 16),
        replace(CONTEXT, kind=ShareKind.IDENTITY_INSIDE),
    ],
)
def test_a_share_opens_in_its_own_place_only(context: ShareContext) -> None:
    sealed = seal_share(FIRST.private, SECOND.public, CONTEXT)
    with pytest.raises(SealBroken):
        open_share(sealed, SECOND.private, context)
    with pytest.raises(SealBroken):
        open_share(sealed, FIRST.private, CONTEXT)


def test_a_dummy_share_opens_for_nobody_and_looks_like_a_real_one() -> None:
    real = [seal_share(FIRST.private, SECOND.public, CONTEXT) for _ in range(64)]
    dummies = [dummy_share(CONTEXT) for _ in range(64)]
    assert {len(share) for share in real} == {len(share) for share in dummies}
    # Header(7), ML-KEM ciphertext(1088), then the X25519 share, whose top bit is always clear.
    top = 7 + 1088 + 31
    assert {share[top] & 0x80 for share in (*real, *dummies)} == {0}
    for share in dummies[:4]:
        with pytest.raises(SealBroken):
            open_share(share, SECOND.private, CONTEXT)


@pytest.mark.parametrize("size", [0, 1, 16_383, 16_384, 16_385, 3_000_000])
def test_a_stream_opens_whole_and_never_cut(size: int) -> None:
    plain = random_bytes(size)
    sealer = start_stream(PLACE, BOTH)
    sealed = (
        b"".join([sealer.update(plain[at : at + 65_536]) for at in range(0, size, 65_536)])
        + sealer.finalize()
    )
    opener = StreamOpener(sealer.prefix, PLACE, FIRST.private, BOTH)
    assert opener.update(sealed) + opener.finalize() == plain
    for cut in (sealed[:-1], sealed[: 16 * 1024 + 16], sealed + b"\0", sealed[1:]):
        if cut == sealed:
            continue
        opener = StreamOpener(sealer.prefix, PLACE, FIRST.private, BOTH)
        with pytest.raises(SealBroken):
            _open_all(opener, cut)


def _open_all(opener: StreamOpener, sealed: bytes) -> bytes:
    return opener.update(sealed) + opener.finalize()


def test_one_half_of_a_secret_says_nothing_and_both_say_all() -> None:
    first, second = split(FIRST.private)
    assert join(first, second) == FIRST.private
    assert first != FIRST.private != second
    with pytest.raises(SealBroken):
        join(first, second[1:])


def test_an_officers_secret_opens_for_that_officer_key_and_way_only() -> None:
    secret = OfficerSecret(FIRST.private, bytes(32)).pack()
    bound = {"agency": bytes(16), "officer": b"o" * 16, "way": b"passphrase"}
    wrapped = wrap_officer_secret(secret, b"k" * 32, **bound)
    assert unwrap_officer_secret(wrapped, b"k" * 32, **bound) == secret
    for other in ({"agency": b"x" * 16}, {"officer": b"x" * 16}, {"way": b"recovery"}):
        with pytest.raises(SealBroken):
            unwrap_officer_secret(wrapped, b"k" * 32, **bound | other)
    with pytest.raises(SealBroken):
        unwrap_officer_secret(wrapped, b"x" * 32, **bound)
    with pytest.raises(SealBroken):
        OfficerSecret.unpack(secret[1:])


def test_a_changed_keyring_entry_is_refused() -> None:
    seed, root = generate_signing()
    entry = KeyringEntry(bytes(16), b"h" * 16, 1, FIRST.public, bytes(32), 1, 9)
    signature = sign_entry(entry, seed)
    check_entry(entry, signature, root)
    for changed in (
        replace(entry, agency=b"x" * 16),
        replace(entry, holder=b"x" * 16),
        replace(entry, role_bits=3),
        replace(entry, hpke_public=SECOND.public),
        replace(entry, signing_public=b"x" * 32),
        replace(entry, valid_from_day=2),
        replace(entry, valid_until_day=8),
    ):
        with pytest.raises(SealBroken):
            check_entry(changed, signature, root)
    with pytest.raises(SealBroken):
        check_entry(entry, b"", root)


def test_a_chain_with_a_gap_a_swap_or_another_case_is_refused() -> None:
    events = [received_event(b"h" * 16, date(2026, 11, 23))]
    for seq in (1, 2, 3):
        prev = event_hash(events[-1].pack())
        events.append(Event(b"h" * 16, seq, prev, 4, date(2026, 11, 24), 1, bytes(32)))
    packed = [event.pack() for event in events]
    check_chain(packed)
    other = replace(events[1], handle=b"x" * 16).pack()
    for forged in (packed[1:], packed[:1] + packed[2:], [packed[0], other], packed[::-1]):
        with pytest.raises(SealBroken):
            check_chain(forged)
    redated = replace(events[2], day=date(2026, 11, 23)).pack()
    with pytest.raises(SealBroken):
        check_chain([*packed[:2], redated, packed[3]])


def test_an_event_signed_by_another_or_changed_is_refused() -> None:
    seed = random_bytes(32)
    packed = received_event(b"h" * 16, date(2026, 11, 23)).pack()
    signature = sign_event(seed, packed)
    check_event_signature(signing_public_of(seed), packed, signature)
    for public, event in (
        (signing_public_of(random_bytes(32)), packed),
        (signing_public_of(seed), packed[:-1] + b"x"),
        (b"short", packed),
    ):
        with pytest.raises(SealBroken):
            check_event_signature(public, event, signature)
    for wrong in (b"", packed[:-1], b"\x02" + packed[1:], packed[:55] + b"\xff" * 4 + packed[59:]):
        with pytest.raises(SealBroken):
            Event.unpack(wrong)


def test_a_manifest_reads_back_and_a_broken_one_is_refused() -> None:
    manifest = make_manifest(
        case_public=FIRST.public,
        reporter_public=SECOND.public,
        identity_public=STRANGER.public,
        sealed=[(1, b"o" * 16, b"body"), (2, b"p" * 16, b"more")],
    )
    packed = manifest.pack()
    assert unpack_manifest(packed) == manifest
    for broken in (packed[:-1], packed + b"x", b"PRSX" + packed[4:], b""):
        with pytest.raises(SealBroken):
            unpack_manifest(broken)
    with pytest.raises(ValueError, match="1216"):
        replace(manifest, case_public=b"").pack()


def test_what_was_sealed_for_a_day_opens_on_that_day_for_that_purpose_only() -> None:
    day, pepper = date(2026, 11, 23), random_bytes(32)
    made = {"purpose": b"draft/v1", "binding": b"agency"}
    sealed = day_seal.seal_draft(b"words" * 9000, pepper=pepper, day=day, **made)
    right = {"peppers": [random_bytes(32), pepper], "days": [day + timedelta(1), day], **made}
    assert day_seal.open_draft(sealed, **right) == b"words" * 9000
    for wrong in (
        {"days": [day + timedelta(1)]},
        {"peppers": [random_bytes(32)]},
        {"purpose": b"other/v1"},
        {"binding": b"another"},
    ):
        with pytest.raises(SealBroken):
            day_seal.open_draft(sealed, **right | wrong)
    for broken in ("", "???", sealed[:-4], sealed[:40] + "AAAA" + sealed[44:], "ก"):
        with pytest.raises(SealBroken):
            day_seal.open_draft(broken, **right)


def test_a_drafts_length_is_one_of_a_few() -> None:
    def length(size: int) -> int:
        sealed = day_seal.seal_draft(
            random_bytes(size), pepper=bytes(32), day=date(2026, 1, 1), purpose=b"p", binding=b""
        )
        return len(sealed)

    lengths = {length(size) for size in range(0, 60_000, 977)}
    assert len(lengths) == 3
    with pytest.raises(ValueError, match="1 MiB"):
        length(1024 * 1024 + 1)


def test_a_text_that_does_not_fit_its_fixed_size_is_a_mistake_of_ours() -> None:
    assert len(seal(b"", PLACE, BOTH, padded_to=8192)) == len(
        seal(bytes(8188), PLACE, BOTH, padded_to=8192)
    )
    with pytest.raises(ValueError, match="fit"):
        seal(bytes(8189), PLACE, BOTH, padded_to=8192)
    with pytest.raises(ValueError, match="recipients"):
        seal(b"", PLACE, ())
    with pytest.raises(ValueError, match="16 bytes"):
        seal(b"", replace(PLACE, case=b"short"), BOTH)


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
