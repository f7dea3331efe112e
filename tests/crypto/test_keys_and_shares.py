"""Shares, halves, officers' secrets and signed statements: for their holder and place alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.key_file import KeyFile
from crypto.primitives import public_of, random_bytes, sha256, sign, signing_public_of, verify
from crypto.sealed_keys import (
    SHARE_BYTES,
    GrantStatement,
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
    pair_from_private,
    pair_from_seed,
    seal_share,
    sign_entry,
    split,
    unwrap_officer_secret,
    wrap_officer_secret,
)
from crypto.tracking_code import private_branch, public_branch
from tests.crypto.spoiling import cuts_and_tails, flips, refused

AGENCY, CASE, HOLDER, OFFICER = b"a" * 16, b"c" * 16, b"h" * 16, b"o" * 16
CONTEXT = ShareContext(AGENCY, CASE, 0, HOLDER, ShareKind.CONTENT)
FIRST, SECOND = generate_pair(), generate_pair()
KEY = bytes(range(32))

# Share: head(7), ML-KEM ciphertext(1088), X25519 share(32), ciphertext and tag.
X25519_SHARE = slice(7 + 1088, 7 + 1088 + 32)


# Shares


def test_every_flipped_byte_of_a_share_is_refused() -> None:
    sealed = seal_share(FIRST.private, SECOND.public, CONTEXT)
    assert len(sealed) == SHARE_BYTES == 1239
    for spoiled in (*flips(sealed), *cuts_and_tails(sealed)):
        refused(open_share, spoiled, SECOND.private, CONTEXT)


def test_a_share_opens_for_its_holder_only() -> None:
    sealed = seal_share(FIRST.private, SECOND.public, CONTEXT)
    assert open_share(sealed, SECOND.private, CONTEXT) == FIRST.private
    for private in (FIRST.private, bytes(96), SECOND.private[1:], b""):
        refused(open_share, sealed, private, CONTEXT)


@pytest.mark.parametrize(
    "context",
    [
        replace(CONTEXT, agency=b"x" * 16),
        replace(CONTEXT, case=b"x" * 16),
        replace(CONTEXT, epoch=1),
        replace(CONTEXT, holder=b"x" * 16),
        replace(CONTEXT, kind=ShareKind.IDENTITY_INSIDE),
        replace(CONTEXT, holder=HOLDER[1:]),
        replace(CONTEXT, agency=AGENCY + CASE[:1], case=CASE[1:]),
        replace(CONTEXT, epoch=-1),
    ],
)
def test_a_share_opens_in_its_own_place_only(context: ShareContext) -> None:
    sealed = seal_share(FIRST.private, SECOND.public, CONTEXT)
    refused(open_share, sealed, SECOND.private, context)
    kind = bytes([int(context.kind)])
    refused(open_share, sealed[:6] + kind + sealed[7:], SECOND.private, context)


def test_a_share_holds_a_private_half_and_nothing_else() -> None:
    for secret in (b"", FIRST.private[1:], FIRST.private + b"x"):
        with pytest.raises(ValueError, match="^a share holds 96 bytes$"):
            seal_share(secret, SECOND.public, CONTEXT)


def _is_on_the_curve(u: bytes) -> bool:
    """Whether a Montgomery u is on Curve25519 itself; half of all random bytes are on its twist."""
    field = 2**255 - 19
    x = int.from_bytes(u, "little") % field
    return pow(x**3 + 486662 * x * x + x, (field - 1) // 2, field) in (0, 1)


def test_a_dummy_share_opens_for_nobody_and_looks_like_a_real_one() -> None:
    real = [seal_share(FIRST.private, SECOND.public, CONTEXT) for _ in range(64)]
    dummies = [dummy_share(CONTEXT) for _ in range(64)]
    for group in (real, dummies):
        assert {len(share) for share in group} == {SHARE_BYTES}
        assert {share[:7] for share in group} == {b"PRSS\x01\x01\x01"}
        points = [share[X25519_SHARE] for share in group]
        assert all(point[31] & 0x80 == 0 and _is_on_the_curve(point) for point in points)
        # No byte after the head is the same everywhere, but for that top bit.
        assert all(len({share[at] for share in group}) > 16 for at in range(7, SHARE_BYTES))
    for share in dummies[:4]:
        for private in (FIRST.private, SECOND.private):
            refused(open_share, share, private, CONTEXT)


# Pairs and halves


def test_a_pair_comes_from_its_private_half_or_its_seed_alone() -> None:
    assert pair_from_private(FIRST.private) == FIRST
    assert pair_from_seed(KEY) == pair_from_seed(KEY) != pair_from_seed(bytes(32))
    assert (len(FIRST.private), len(FIRST.public)) == (96, 1216)
    for wrong in (b"", KEY[1:], FIRST.private + b"x"):
        refused(pair_from_private, wrong)
        refused(pair_from_seed, wrong)
        refused(public_of, wrong)


def test_a_signing_seed_is_fresh_and_comes_with_its_public_key() -> None:
    made = [generate_signing() for _ in range(8)]
    assert len(set(made)) == 8
    for seed, public in made:
        assert len(seed) == 32
        assert public == signing_public_of(seed)


@given(st.binary(min_size=1, max_size=200))
def test_two_halves_give_the_secret(secret: bytes) -> None:
    first, second = split(secret)
    assert join(first, second) == join(second, first) == secret
    refused(join, first, second[1:])


def test_one_half_is_as_likely_for_any_secret() -> None:
    # Whatever one half is, some other half makes it any secret: it says nothing.
    first, second = split(FIRST.private)
    assert FIRST.private not in (first, second)
    assert join(first, join(first, SECOND.private)) == SECOND.private


# Officers' secrets


def _wrapped(secret: bytes) -> bytes:
    return wrap_officer_secret(secret, KEY, agency=AGENCY, officer=OFFICER, way=b"passphrase")


def _unwrapped(
    wrapped: bytes,
    key: bytes = KEY,
    agency: bytes = AGENCY,
    officer: bytes = OFFICER,
    way: bytes = b"passphrase",
) -> bytes:
    return unwrap_officer_secret(wrapped, key, agency=agency, officer=officer, way=way)


def test_an_officers_secret_opens_for_that_officer_key_and_way_only() -> None:
    secret = OfficerSecret(FIRST.private, KEY)
    wrapped = _wrapped(secret.pack())
    assert OfficerSecret.unpack(_unwrapped(wrapped)) == secret
    refused(_unwrapped, wrapped, key=bytes(32))
    refused(_unwrapped, wrapped, agency=b"x" * 16)
    refused(_unwrapped, wrapped, officer=b"x" * 16)
    refused(_unwrapped, wrapped, way=b"recovery")
    refused(_unwrapped, wrapped, agency=AGENCY + OFFICER[:1], officer=OFFICER[1:])
    refused(OfficerSecret.unpack, secret.pack()[1:])


def test_every_flipped_byte_of_a_wrapped_secret_is_refused() -> None:
    wrapped = _wrapped(OfficerSecret(FIRST.private, KEY).pack())
    for spoiled in (*flips(wrapped), *cuts_and_tails(wrapped)):
        refused(_unwrapped, spoiled)


# Signed statements

SEED, ROOT = generate_signing()
ENTRY = KeyringEntry(AGENCY, HOLDER, 1, FIRST.public, signing_public_of(KEY), 1, 9)
GRANT = GrantStatement(AGENCY, CASE, 2, HOLDER, 1, sha256(b"share"), OFFICER)


@pytest.mark.parametrize(
    "changed",
    [
        replace(ENTRY, agency=b"x" * 16),
        replace(ENTRY, holder=b"x" * 16),
        replace(ENTRY, role_bits=3),
        replace(ENTRY, role_bits=2**32),
        replace(ENTRY, hpke_public=SECOND.public),
        replace(ENTRY, hpke_public=b""),
        replace(ENTRY, signing_public=b"x" * 32),
        replace(ENTRY, signing_public=b""),
        replace(ENTRY, valid_from_day=2),
        replace(ENTRY, valid_until_day=8),
        replace(ENTRY, valid_until_day=-1),
        replace(ENTRY, agency=AGENCY + HOLDER[:1], holder=HOLDER[1:]),
    ],
)
def test_a_changed_keyring_entry_is_refused(changed: KeyringEntry) -> None:
    signature = sign_entry(ENTRY, SEED)
    check_entry(ENTRY, signature, ROOT)
    refused(check_entry, changed, signature, ROOT)


@pytest.mark.parametrize(
    "shapeless",
    [
        replace(ENTRY, hpke_public=b""),
        replace(ENTRY, signing_public=b""),
        replace(ENTRY, hpke_public=FIRST.public + KEY[:1], signing_public=KEY[1:]),
        replace(ENTRY, role_bits=2**32),
        replace(ENTRY, valid_from_day=-1),
        replace(ENTRY, agency=AGENCY + HOLDER[:1], holder=HOLDER[1:]),
    ],
)
def test_an_entry_without_its_fixed_shape_is_not_stated(shapeless: KeyringEntry) -> None:
    refused(shapeless.statement)


def test_an_entry_signed_by_another_or_with_a_flipped_signature_is_refused() -> None:
    signature = sign_entry(ENTRY, SEED)
    refused(check_entry, ENTRY, sign_entry(ENTRY, KEY), ROOT)
    for spoiled in (*flips(signature), *cuts_and_tails(signature)):
        refused(check_entry, ENTRY, spoiled, ROOT)
    for root in (signing_public_of(KEY), bytes(32), ROOT[1:], b""):
        refused(check_entry, ENTRY, signature, root)


@pytest.mark.parametrize(
    "changed",
    [
        replace(GRANT, agency=b"x" * 16),
        replace(GRANT, case=b"x" * 16),
        replace(GRANT, epoch=3),
        replace(GRANT, holder=b"x" * 16),
        replace(GRANT, kind=2),
        replace(GRANT, share_hash=sha256(b"other")),
        replace(GRANT, granter=b"x" * 16),
    ],
)
def test_a_changed_grant_is_refused(changed: GrantStatement) -> None:
    signature = sign(SEED, GRANT.statement())
    verify(ROOT, GRANT.statement(), signature)
    refused(verify, ROOT, changed.statement(), signature)


@pytest.mark.parametrize(
    "shapeless",
    [
        replace(GRANT, share_hash=b""),
        replace(GRANT, kind=4),
        replace(GRANT, kind=256),
        replace(GRANT, epoch=-1),
        replace(GRANT, granter=b"short"),
        replace(GRANT, agency=AGENCY + CASE[:1], case=CASE[1:]),
    ],
)
def test_a_grant_without_its_fixed_shape_is_not_stated(shapeless: GrantStatement) -> None:
    refused(shapeless.statement)


def test_statements_of_one_kind_do_not_pass_for_another() -> None:
    as_grant, as_entry = GRANT.statement(), ENTRY.statement()
    refused(verify, ROOT, as_entry, sign(SEED, as_grant))
    refused(verify, ROOT, as_grant, sign(SEED, as_entry))


# Nothing secret is shown


def test_no_secret_stands_in_a_repr() -> None:
    root = random_bytes(64)
    private = private_branch(root, KEY)
    shown = " ".join(
        repr(one)
        for one in (
            FIRST,
            OfficerSecret(FIRST.private, KEY),
            private,
            public_branch(root),
            KeyFile((KEY,)),
        )
    )
    secrets = (FIRST.private, KEY, private.index, private.mac_key, public_branch(root).leaf_salt)
    for secret in secrets:
        assert repr(secret)[2:12] not in shown
        assert secret.hex()[:10] not in shown
