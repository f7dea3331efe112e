"""Ways to spoil bytes, for tests of refusals."""

from collections.abc import Callable, Iterator
from typing import ParamSpec

import pytest

from crypto.primitives import SealBroken

Arguments = ParamSpec("Arguments")


def flips(sealed: bytes, step: int = 1) -> Iterator[bytes]:
    """The bytes with one of them changed, each in its turn and in another bit."""
    for at in range(0, len(sealed), step):
        flipped = bytearray(sealed)
        flipped[at] ^= 1 << at % 8
        yield bytes(flipped)


def cuts_and_tails(sealed: bytes) -> Iterator[bytes]:
    """The bytes cut short, lengthened, or gone."""
    yield from (sealed[:-1], sealed[1:], sealed[: len(sealed) // 2], sealed + b"\0", b"")


def refused(
    opening: Callable[Arguments, object], *args: Arguments.args, **named: Arguments.kwargs
) -> None:
    """The one refusal, which says nothing and hides what was behind it."""
    with pytest.raises(SealBroken) as refusal:
        opening(*args, **named)
    assert type(refusal.value) is SealBroken
    assert refusal.value.args == ()
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None
