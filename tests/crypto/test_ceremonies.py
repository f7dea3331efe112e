"""What officers sign beside events, and the small seals: for one purpose and one place alone."""

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from crypto.ceremonies import (
    LINK_BYTES,
    RELEASED_BYTES,
    EpochPlace,
    EpochStatement,
    OneTimePlace,
    PermitStatement,
    ReleasedHalf,
    ReleaseStatement,
    SuccessionStatement,
    TwoPersonStatement,
    countersign_statement,
    fingerprint,
    half_statement,
    open_half,
    open_link,
    open_previous,
    recovery_signing_seed,
    refusal_statement,
    seal_half,
    seal_link,
    seal_one_time,
    seal_previous,
)
from crypto.primitives import sha256, sign, signing_public_of, verify
from crypto.sealed_keys import (
    KeyringEntry,
    OfficerSecret,
    ShareKind,
    generate_pair,
    generate_signing,
    split,
)
from tests.crypto.spoiling import cuts_and_tails, flips, refused

AGENCY, CASE, RELEASE, OFFICER = b"a" * 16, b"c" * 16, b"r" * 16, b"o" * 16
FIRST, SECOND = generate_pair(), generate_pair()
SEED, PUBLIC = generate_signing()
SIGNING, OTHER_SIGNING = signing_public_of(b"1" * 32), signing_public_of(b"2" * 32)
LINK = EpochPlace(AGENCY, CASE, 3)
HALF = ReleasedHalf(AGENCY, CASE, RELEASE, ShareKind.IDENTITY_INSIDE)
ENTRY = KeyringEntry(AGENCY, OFFICER, 1, FIRST.public, SIGNING, 1, 9)

STATED = (
    EpochStatement(AGENCY, CASE, 1, FIRST.public, SECOND.public, OFFICER),
    ReleaseStatement(AGENCY, CASE, RELEASE, OFFICER, FIRST.public, sha256(b"why"), 739_000),
    PermitStatement(AGENCY, CASE, OFFICER, ShareKind.IDENTITY_OUTSIDE, b"p" * 16),
    SuccessionStatement(
        AGENCY,
        OFFICER,
        0,
        (FIRST.public, SIGNING),
        (SECOND.public, OTHER_SIGNING),
        739_000,
    ),
    TwoPersonStatement(AGENCY, RELEASE, 1, OFFICER, sha256(b"cases"), sha256(b"why"), 739_000),
)
NAMES = [type(stated).__name__ for stated in STATED]


def _others(value: Any) -> Iterator[Any]:
    """Values of the same shape that say something else."""
    if isinstance(value, tuple):
        yield from ((other, value[1]) for other in _others(value[0]))
        yield from ((value[0], other) for other in _others(value[1]))
    elif isinstance(value, bytes):
        yield from (flip for at, flip in enumerate(flips(value)) if at in (0, len(value) - 1))
    elif isinstance(value, ShareKind):
        yield from (kind for kind in ShareKind if kind != value)
    else:
        yield from (value + 1, value + 200)


def _shapeless(value: Any) -> Iterator[Any]:
    """Values that have not the fixed length of their field."""
    if isinstance(value, tuple):
        yield from ((wrong, value[1]) for wrong in _shapeless(value[0]))
        yield from ((value[0], wrong) for wrong in _shapeless(value[1]))
    elif isinstance(value, bytes):
        yield from (b"", value[:-1], value + b"x")
    elif not isinstance(value, ShareKind):
        yield from (-1, 2**32)


def _with(stated: Any, values: Any) -> Iterator[Any]:
    for field in dataclasses.fields(stated):
        for value in values(getattr(stated, field.name)):
            yield replace(stated, **{field.name: value})


@pytest.mark.parametrize("stated", STATED, ids=NAMES)
def test_a_statement_changed_in_any_field_is_not_what_was_signed(stated: Any) -> None:
    signature = sign(SEED, stated.statement())
    verify(PUBLIC, stated.statement(), signature)
    changed = list(_with(stated, _others))
    assert len({one.statement() for one in (stated, *changed)}) == 1 + len(changed)
    for one in changed:
        refused(verify, PUBLIC, one.statement(), signature)


@pytest.mark.parametrize("stated", STATED, ids=NAMES)
def test_a_statement_without_its_fixed_shape_is_not_stated(stated: Any) -> None:
    shapeless = list(_with(stated, _shapeless))
    assert len(shapeless) > 2 * len(dataclasses.fields(stated))
    for one in shapeless:
        refused(one.statement)


@pytest.mark.parametrize("stated", STATED, ids=NAMES)
def test_a_statement_whose_fields_lend_each_other_a_byte_is_not_stated(stated: Any) -> None:
    names = [field.name for field in dataclasses.fields(stated)]
    for one, two in zip(names, names[1:], strict=False):
        lender, taker = getattr(stated, one), getattr(stated, two)
        if isinstance(lender, bytes) and isinstance(taker, bytes):
            refused(replace(stated, **{one: lender + taker[:1], two: taker[1:]}).statement)


def test_a_succession_names_two_keys_before_and_two_after() -> None:
    stated = STATED[3]
    assert isinstance(stated, SuccessionStatement)
    swapped = replace(stated, before=stated.after, after=stated.before)
    assert swapped.statement() != stated.statement()
    for three in (stated.before[:1], (*stated.before, SIGNING)):
        with pytest.raises(ValueError, match="zip"):
            replace(stated, before=three).statement()


def test_statements_of_one_kind_do_not_pass_for_another() -> None:
    all_stated = [stated.statement() for stated in STATED]
    all_stated += [
        countersign_statement(ENTRY, OFFICER),
        half_statement(HALF, OFFICER, b"sealed"),
        refusal_statement(HALF, OFFICER, b"sealed"),
        ENTRY.statement(),
    ]
    for mine in all_stated:
        signature = sign(SEED, mine)
        for other in all_stated:
            if other != mine:
                assert not other.startswith(mine)
                refused(verify, PUBLIC, other, signature)


def test_a_countersignature_is_of_one_entry_by_one_colleague() -> None:
    signature = sign(SEED, countersign_statement(ENTRY, OFFICER))
    verify(PUBLIC, countersign_statement(ENTRY, OFFICER), signature)
    for entry, signer in ((ENTRY, b"x" * 16), (replace(ENTRY, role_bits=3), OFFICER)):
        refused(verify, PUBLIC, countersign_statement(entry, signer), signature)
    refused(countersign_statement, ENTRY, OFFICER[1:])
    refused(countersign_statement, replace(ENTRY, holder=b""), OFFICER)
    refused(verify, PUBLIC, ENTRY.statement(), signature)


def test_a_custodians_statement_is_of_one_half_for_one_release() -> None:
    signature = sign(SEED, half_statement(HALF, OFFICER, b"sealed"))
    verify(PUBLIC, half_statement(HALF, OFFICER, b"sealed"), signature)
    for place, custodian, sealed in (
        (HALF, b"x" * 16, b"sealed"),
        (HALF, OFFICER, b"other"),
        *((place, OFFICER, b"sealed") for place in _with(HALF, _others)),
    ):
        refused(verify, PUBLIC, half_statement(place, custodian, sealed), signature)
    refused(half_statement, HALF, OFFICER[1:], b"sealed")
    for place in _with(HALF, _shapeless):
        refused(half_statement, place, OFFICER, b"sealed")


# From an epoch to the one before


def test_a_link_opens_for_the_newer_key_in_its_own_place_only() -> None:
    sealed = seal_link(FIRST.private, SECOND.public, LINK)
    assert len(sealed) == LINK_BYTES == 1238
    assert open_link(sealed, SECOND.private, LINK) == FIRST.private
    for place in (*_with(LINK, _others), *_with(LINK, _shapeless)):
        refused(open_link, sealed, SECOND.private, place)
    for private in (FIRST.private, SECOND.private[1:], b""):
        refused(open_link, sealed, private, LINK)
    for spoiled in cuts_and_tails(sealed):
        refused(open_link, spoiled, SECOND.private, LINK)


def test_a_link_holds_a_private_half_and_nothing_else() -> None:
    for private in (b"", FIRST.private[1:], FIRST.private + b"x"):
        with pytest.raises(ValueError, match="^a link holds 96 bytes$"):
            seal_link(private, SECOND.public, LINK)
    refused(seal_link, FIRST.private, SECOND.public[1:], LINK)
    refused(seal_link, FIRST.private, SECOND.public, replace(LINK, case=b""))


# Halves of an identity key


def test_a_one_time_key_holds_a_private_half_and_nothing_else() -> None:
    place = OneTimePlace(AGENCY, CASE, RELEASE, OFFICER)
    for private in (b"", FIRST.private[1:], FIRST.private + b"x"):
        with pytest.raises(ValueError, match="^a one-time key holds 96 bytes$"):
            seal_one_time(private, SECOND.public, place)


def test_a_half_opens_for_its_one_release_only() -> None:
    half, _ = split(FIRST.private)
    sealed = seal_half(half, SECOND.public, HALF)
    assert len(sealed) == RELEASED_BYTES == 1239
    assert sealed[6] == ShareKind.IDENTITY_INSIDE
    assert open_half(sealed, SECOND.private, HALF) == half
    for place in (*_with(HALF, _others), *_with(HALF, _shapeless)):
        refused(open_half, sealed, SECOND.private, place)
        as_if = sealed[:6] + bytes([place.kind]) + sealed[7:]
        refused(open_half, as_if, SECOND.private, place)
    for private in (FIRST.private, SECOND.private[1:], b""):
        refused(open_half, sealed, private, HALF)
    for spoiled in cuts_and_tails(sealed):
        refused(open_half, spoiled, SECOND.private, HALF)


def test_a_released_half_has_ninety_six_bytes() -> None:
    for half in (b"", FIRST.private[1:], FIRST.private + b"x"):
        with pytest.raises(ValueError, match="^a half holds 96 bytes$"):
            seal_half(half, SECOND.public, HALF)
    refused(seal_half, FIRST.private, SECOND.public[1:], HALF)
    refused(seal_half, FIRST.private, SECOND.public, replace(HALF, release=b""))


def test_a_link_does_not_pass_for_a_half_nor_a_half_for_a_link() -> None:
    link = seal_link(FIRST.private, SECOND.public, LINK)
    half = seal_half(FIRST.private, SECOND.public, HALF)
    refused(open_half, link, SECOND.private, HALF)
    refused(open_half, half[:7] + link[6:], SECOND.private, HALF)
    refused(open_link, half, SECOND.private, LINK)
    refused(open_link, link[:6] + half[7:], SECOND.private, LINK)


# An officer's keys before


def test_keys_before_open_under_the_present_ones_of_that_officer_only() -> None:
    before, now = (OfficerSecret(pair.private, SEED) for pair in (FIRST, SECOND))
    sealed = seal_previous(before, now, OFFICER)
    assert open_previous(sealed, now, OFFICER) == before
    assert sealed != seal_previous(before, now, OFFICER)
    # The signing key takes no part: one pair opens what it opened.
    assert open_previous(sealed, OfficerSecret(SECOND.private, bytes(32)), OFFICER) == before
    refused(open_previous, sealed, before, OFFICER)
    refused(open_previous, sealed, now, b"x" * 16)
    refused(open_previous, sealed, now, OFFICER[1:])
    refused(seal_previous, before, now, b"")
    for spoiled in cuts_and_tails(sealed):
        refused(open_previous, spoiled, now, OFFICER)


def test_keys_before_of_another_length_are_refused_though_the_seal_holds() -> None:
    now = OfficerSecret(SECOND.private, SEED)
    sealed = seal_previous(OfficerSecret(FIRST.private, SEED[1:]), now, OFFICER)
    refused(open_previous, sealed, now, OFFICER)


# Recovery paper and fingerprint


def test_a_recovery_paper_signs_with_a_key_of_its_own() -> None:
    seed = bytes(range(32))
    assert recovery_signing_seed(seed) == recovery_signing_seed(seed)
    assert len({seed, recovery_signing_seed(seed), recovery_signing_seed(bytes(32))}) == 3
    for wrong in (b"", seed[1:], seed + b"x"):
        refused(recovery_signing_seed, wrong)


def test_a_fingerprint_has_twenty_digits_and_hangs_on_both_keys() -> None:
    prints = {
        fingerprint(public, signing)
        for public in (FIRST.public, SECOND.public)
        for signing in (SIGNING, OTHER_SIGNING)
    }
    assert len(prints) == 4
    assert all(len(one) == 20 and one.isascii() and one.isdigit() for one in prints)
    refused(fingerprint, FIRST.public[1:], SIGNING)
    refused(fingerprint, FIRST.public, SIGNING + b"x")
    refused(fingerprint, FIRST.public + SIGNING[:1], SIGNING[1:])
