"""One byte changed anywhere in anything sealed or signed: one refusal, one answer.

Of each of two hundred things a sample of its bytes is changed, another one in every run;
PRONGSAI_TEST_FLIPS=1000000 changes every byte of all of them, in about ten minutes.
"""

import os
import random

import pytest

from crypto.envelope import ObjectType
from crypto.primitives import SealBroken
from crypto.sealed_keys import ShareKind
from tests.crypto.two_hundred import Thing, two_hundred_things

FLIPS = int(os.environ.get("PRONGSAI_TEST_FLIPS", "60"))
FORMS = ("draft", "receipt ticket", "follow session", "activation")
SEED = int(os.environ.get("PRONGSAI_TEST_SEED", "0")) or random.randrange(1, 10**9)


def _flipped(thing: Thing, chance: random.Random) -> list[tuple[int, bytes]]:
    size = len(thing.sealed)
    chosen = range(size) if size <= FLIPS else chance.sample(range(size), FLIPS)
    flipped = []
    for at in chosen:
        spoiled = bytearray(thing.sealed)
        spoiled[at] ^= chance.randrange(1, 256)
        flipped.append((at, bytes(spoiled)))
    return flipped


def _answer(thing: Thing, spoiled: bytes) -> tuple[object, ...]:
    """All that the one who asked learns."""
    try:
        thing.open(spoiled)
    except Exception as refusal:
        hidden = refusal.__cause__ is None and (
            refusal.__suppress_context__ or refusal.__context__ is None
        )
        return (type(refusal), refusal.args, str(refusal), hidden)
    return ("opened",)


@pytest.mark.timeout(3600)
def test_every_flipped_byte_of_two_hundred_things_is_refused_with_one_answer() -> None:
    things, chance = two_hundred_things(), random.Random(SEED)
    assert len(things) == len({thing.sealed for thing in things}) == 200
    for thing in things:
        assert thing.open(thing.sealed) == thing.holds, thing.name
        for at, spoiled in _flipped(thing, chance):
            answer = _answer(thing, spoiled)
            where = f"{thing.name}, byte {at}, PRONGSAI_TEST_SEED={SEED}"
            assert answer == (SealBroken, (), "", True), where


def test_the_two_hundred_are_of_all_kinds() -> None:
    kinds = {thing.name for thing in two_hundred_things()}
    assert kinds == {
        *(f"object {type_.name}" for type_ in ObjectType),
        *(f"share {kind.name}" for kind in ShareKind),
        *(f"officer's secret by {way}" for way in ("passphrase", "recovery")),
        *(f"for a day, {form}/v1" for form in FORMS),
        *("half IDENTITY_INSIDE", "half IDENTITY_OUTSIDE", "one-time key", "link", "keys before"),
        *("authority's private file", "authority's public file", "record file"),
        *("draft", "stream", "key entry", "grant", "event", "epoch", "release", "half given"),
        *("half refused", "permit", "succession", "countersignature", "two persons"),
    }
